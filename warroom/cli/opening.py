"""Opening the room: its first picture stands while the console is still being loaded."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from warroom.cli.first import first_picture
from warroom.screens.room.look import Look
from warroom.screens.room.picture import first_lines
from warroom.screens.setup import make_context
from warroom.session.desk import Desk
from warroom.session.glimpse import glimpse
from warroom.session.room import Saved
from warroom.session.wallclock import wall_clock
from warroom.views.lines import Line
from warroom.views.look import Look as Colours
from warroom.views.look import look_for


def open_room(path: Path, person: str, library: Path, zone: str) -> int:
    """The room of one incident; the exit status.

    Raises:
        StorageError: the file can't be opened; the terminal is as it was.
    """
    gc.disable()  # until the first frame stands
    context = make_context(library, person, zone)
    desks: list[Desk] = []

    def draw(columns: int, lines: int) -> tuple[list[Line], Colours] | None:
        seen = glimpse(os.fspath(path))
        if seen is None:
            desks.append(context.front.opened(path))
        incident = seen.incident if seen else desks[0].incident
        context.front.people()
        look = Look(incident, context, wall_clock)
        look.left_out = seen.left_out if seen else 0
        context.drafts.fetch(incident.id, person, incident.sections)
        draft = context.drafts.load(incident.id, person)
        saved = desks[0].saved if desks else Saved()
        return first_lines(look, saved, draft, columns, lines), look_for(os.environ)

    # Enter clears the field in one frame and shows the durable line in the next, which must not wait for the usual 1/60 s.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    with first_picture(draw) as first:
        desk = desks[0] if desks else context.front.opened(path)
        from warroom.app import run

        return run(context, desk, first)
