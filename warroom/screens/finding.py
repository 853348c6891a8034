"""Finding things in the timeline: filter, jump to a time, system events, time zone."""

from __future__ import annotations

from textual import events, on
from textual.widgets import Input

from warroom.core.clock import BadTime
from warroom.core.verbs.registry import Pane
from warroom.core.when import parse_when
from warroom.screens.acting import Acting
from warroom.screens.ask import Ask
from warroom.screens.panes import Panes
from warroom.widgets.rows import RowsPane


class Finding(Acting):
    """The part of the room screen that changes what is seen, never what is there."""

    panes: Panes

    def pane(self, name: Pane) -> RowsPane:
        return self.query_one(f"#{name}", RowsPane)

    def retitle(self) -> None:
        raise NotImplementedError

    def action_noise(self) -> None:
        self.panes.noise = not self.panes.noise
        self._resift()
        self.say("system events are shown" if self.panes.noise else "system events are hidden", "dim")

    def action_zone(self) -> None:
        name = self.panes.next_zone()
        self._resift()
        self.pane("steps").set_source(self.panes.steps(self.now))
        self.say(f"times are in {name}", "dim")

    def _resift(self) -> None:
        self.panes.sift()
        self.pane("timeline").set_source(self.panes.timeline(self.now), resifted=True)
        self.retitle()

    def action_filter(self) -> None:
        field = self.query_one("#filter", Input)
        field.display = True
        field.value = self.panes.needle
        self.set_focus(field)

    @on(Input.Changed, "#filter")
    def _filtering(self, event: Input.Changed) -> None:
        self.panes.needle = event.value.strip()
        self._resift()

    @on(Input.Submitted, "#filter")
    def _filtered(self) -> None:
        self.query_one("#filter", Input).display = False
        self.action_go("timeline")

    def on_key(self, event: events.Key) -> None:
        if event.key != "escape":
            return
        if self.focused is self.query_one("#filter", Input) or self.panes.needle:
            event.stop()
            field = self.query_one("#filter", Input)
            field.value = ""
            field.display = False
            self.panes.needle = ""
            self._resift()
            self.action_go("timeline")
        else:
            self.acknowledge()

    def acknowledge(self) -> bool:
        """Take the notices as read."""
        raise NotImplementedError

    def action_jump(self) -> None:
        def jump(text: str | None) -> None:
            if text:
                try:
                    when = parse_when(text, self.now, self.panes.zone)
                except BadTime as error:
                    self.say(str(error), "warn")
                    return
                source = self.panes.timeline(self.now)
                if len(source):
                    self.pane("timeline").select(source.key(source.at(when.at)))

        self.app.push_screen(Ask("jump to which time?", hint="14:02   yesterday 23:50   -2h"), jump)
