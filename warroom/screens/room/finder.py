"""What changes what is seen, never what is there: the filter's field, system events, the zone, jumping to a time."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.message import Message
from textual.widgets import Input

from warroom.core.clock import BadTime
from warroom.core.language import say
from warroom.core.when import parse_when
from warroom.screens.acting import Host
from warroom.screens.ask import Ask
from warroom.screens.room.look import Look
from warroom.screens.room.timeline import Timeline
from warroom.widgets.search import SearchInput


class Filter(SearchInput):
    """What stands in it is looked for in the timeline, with every letter."""

    class Kept(Message):
        """Enter was pressed: the filter stays, the field goes."""

    def __init__(self, timeline: Timeline) -> None:
        super().__init__(say("filter: text, name, kind or #tag; Enter keeps it, Esc clears it"), id="filter")
        self._timeline = timeline

    def ask(self) -> None:
        """Show the field, with the filter that holds."""
        self.display = True
        self.value = self._timeline.needle
        self.screen.set_focus(self)

    def clear_all(self) -> None:
        """No filter any more."""
        self.value = ""
        self.display = False
        self._timeline.sift(needle="")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.display:
            self._timeline.sift(needle=event.value.strip())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.display = False
        self.post_message(self.Kept())


class Finder:
    """Finding things, for a screen with a timeline."""

    def __init__(self, host: Host, look: Look, timeline: Timeline, redraw: Callable[[], object]) -> None:
        self.field = Filter(timeline)
        self._host = host
        self._look = look
        self._timeline = timeline
        self._redraw = redraw

    def noise(self) -> None:
        """Show system events, or hide them again."""
        self._timeline.sift(noise=not self._timeline.noise)
        shown = self._timeline.noise
        self._host.say(say("system events are shown") if shown else say("system events are hidden"), "dim")

    def zone(self) -> None:
        """Show times in the next zone."""
        name = self._look.next_zone()
        self._redraw()
        self._host.say(say("times are in {zone}", zone=name), "dim")

    def jump(self) -> None:
        """Ask for a time, and select the first row from then on."""

        def answered(text: str | None) -> None:
            if text:
                try:
                    self._timeline.jump(parse_when(text, self._look.now, self._look.zone).at)
                except BadTime as error:
                    self._host.say(str(error), "warn")

        hint = "14:02   yesterday 23:50   -2h"
        self._host.app.push_screen(Ask(say("jump to which time?"), hint=hint), answered)

    def clear(self) -> bool:
        """Take the filter away; False when there was none."""
        if not self.field.has_focus and not self._timeline.needle:
            return False
        self.field.clear_all()
        return True
