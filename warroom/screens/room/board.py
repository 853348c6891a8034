"""The board: notes, hypotheses, follow-ups."""

from __future__ import annotations

from warroom.screens.room.part import Part, Room
from warroom.views.listing import Listing
from warroom.views.pad import pad_list


class Board(Part):
    """What is known and thought, beside what happened."""

    NAME = "notes"
    TITLE = "Notes"
    SIDE = "right"
    LEAST = 5

    def source(self) -> Listing:
        return pad_list(self.look.incident, self.look.signs)

    def chosen(self, room: Room) -> None:
        room.pad()
