"""The panes of the room: one more is its file and a line here."""

from __future__ import annotations

from typing import Final

from warroom.core.verb import Pane
from warroom.screens.room.board import Board
from warroom.screens.room.part import Part
from warroom.screens.room.roster import Roster
from warroom.screens.room.steps import Steps
from warroom.screens.room.timeline import Timeline

PARTS: Final[tuple[type[Part], ...]] = (Steps, Timeline, Roster, Board)
"""In the order of their numbers."""
PANES: Final[tuple[Pane, ...]] = tuple(part.NAME for part in PARTS)
FIRST: Final[Pane] = "timeline"
"""The one that is shown first where there is room for one."""
