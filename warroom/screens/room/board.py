"""The board: notes, hypotheses, follow-ups."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from warroom.screens.keys import bindings
from warroom.screens.room.part import Part, Room
from warroom.views.listing import Listing
from warroom.views.pad import pad_list
from warroom.widgets.rows import RowsPane


class Rows(RowsPane):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("notes")]


class Board(Part):
    """What is known and thought, beside what happened."""

    NAME = "notes"
    TITLE = "Notes"
    SIDE = "right"
    ROWS = Rows

    def source(self) -> Listing:
        return pad_list(self.look.incident, self.look.signs)

    def chosen(self, room: Room) -> None:
        room.pad()
