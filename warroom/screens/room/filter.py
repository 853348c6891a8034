"""The field that narrows the timeline."""

from __future__ import annotations

from textual import on
from textual.message import Message
from textual.widgets import Input

from warroom.screens.room.timeline import Timeline


class Filter(Input):
    """What stands in it is looked for in the timeline, with every letter."""

    class Kept(Message):
        """Enter was pressed: the filter stays, the field goes."""

    def __init__(self, timeline: Timeline) -> None:
        says = "filter: text, name, kind or #tag; Enter keeps it, Esc clears it"
        super().__init__(placeholder=says, id="filter")
        self.cursor_blink = False
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
