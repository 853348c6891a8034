"""The line above the entry line that says what may come next in a half-typed command."""

from __future__ import annotations

from collections.abc import Callable

from warroom.screens.asked import Here
from warroom.screens.completion import Next, candidates, completed, completion_line
from warroom.views.lines import Line, Signs
from warroom.widgets.entryline import EntryInput
from warroom.widgets.strips import Bar


class Completing(Bar):
    """Is seen only while something is known that may come next."""

    def __init__(self, entry: EntryInput, here: Callable[[], Here], signs: Signs) -> None:
        super().__init__(self._candidates, id="complete")
        self._entry = entry
        self._here = here
        self._signs = signs
        self._next: list[Next] = []

    def typed(self) -> None:
        """The line has changed."""
        self._next = candidates(self._entry.text, self._here())
        if self.display != bool(self._next):
            self.display = bool(self._next)
        self.redraw()

    def complete(self) -> bool:
        """Put the next word into the line; False when none is known or the person is elsewhere."""
        if not (self._next and self._entry.has_focus):
            return False
        self._entry.restore(completed(self._entry.text, self._next))
        return True

    def _candidates(self, width: int) -> Line:
        return completion_line(self._next, width, self._signs)
