"""The first lines of the room: the header, and in a narrow terminal the tabs that stand for the panes."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.screens.room.look import Look
from warroom.screens.room.part import Part
from warroom.session.room import Saved
from warroom.views.header import SaveState, header
from warroom.views.lines import Line


def header_of(look: Look, saved: Saved, *, busy: bool, width: int) -> tuple[Line, Line]:
    """The two ends of the header."""
    state: SaveState = "saving" if busy and saved.state == "saved" else saved.state
    return header(look.incident, look.now, look.zone, width, saved=state, why=saved.why, signs=look.signs)


def tabs(parts: Sequence[Part], shown: str) -> Line:
    """The panes by number and title; the one that is shown stands out."""
    spans: list[tuple[str, str]] = []
    for number, part in enumerate(parts, 1):
        style = "status" if shown == part.NAME else "dim"
        spans += [(f" {number} {part.title()} ", style), (" ", "")]
    return tuple(spans)
