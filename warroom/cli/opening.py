"""Opening the room: its first picture stands while the console is still being loaded."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from warroom.cli.first import first_picture
from warroom.screens.room.look import Look
from warroom.screens.room.picture import first_lines
from warroom.screens.setup import make_context
from warroom.views.lines import Line
from warroom.views.look import Look as Colours
from warroom.views.look import look_for


def open_room(path: Path, person: str, library: Path, zone: str) -> int:
    """The room of one incident; the exit status.

    Raises:
        StorageError: the file can't be opened; nothing was drawn.
    """
    gc.disable()  # until the first frame stands
    context = make_context(library, person, zone)
    desk = context.front.opened(path)
    draft = context.drafts.load(desk.incident.id, person)

    def draw(columns: int, lines: int) -> tuple[list[Line], Colours] | None:
        look = Look(desk.incident, context, lambda: desk.now)
        return first_lines(look, desk.saved, draft, columns, lines), look_for(os.environ)

    with first_picture(draw) as first:
        from warroom.app import run

        return run(context, desk, first)
