"""The panes of the room, each with its own keys, and its one-line bars."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from warroom.screens.keys import bindings
from warroom.views.lines import Line
from warroom.widgets.rows import RowsPane
from warroom.widgets.strips import OneLine


class Bar(OneLine):
    """One line that a function draws: the tabs, the prompt."""

    def __init__(self, view: Callable[[], Line], *, id: str) -> None:
        super().__init__(id=id)
        self._view = view

    def line(self, width: int) -> Line:
        return self._view()


class StepsPane(RowsPane):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("steps")]


class TimelinePane(RowsPane):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("timeline")]


class RosterPane(RowsPane):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("roster")]


class NotesPane(RowsPane):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("notes")]
