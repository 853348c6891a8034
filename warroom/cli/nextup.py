"""`warroom next`: the one or two things that matter most now, as the room's F5 says them."""

from __future__ import annotations

from typing import Final

from warroom.cli import output
from warroom.cli.command import command
from warroom.cli.shell import Shell
from warroom.core.clock import iso
from warroom.core.language import spoken
from warroom.core.registry import VERBS
from warroom.core.verb import Arg, Given
from warroom.core.whatnext import next_up
from warroom.views.lines import wrap
from warroom.views.waiting import next_lines, typed


def _next(shell: Shell, given: Given) -> int:
    room = shell.room(given["id"])
    found = next_up(room.incident, room.now, shell.person, spoken().code)
    if shell.as_json:
        output.put_json(
            [
                {"key": n.key, "level": n.level, "what": n.sentence, "why": n.why, "act": typed(n), "since": iso(n.since)}
                for n in found
            ]
        )  # fmt: skip
    else:
        lines = next_lines(found, {}, output.signs(), before="warroom ")
        output.put_lines(
            [part for line in lines for part in wrap(line, output.width(), indent=3)], colour=shell.colour
        )
    shell.pass_on(room)
    return 0


COMMANDS: Final = (
    command(
        "next", VERBS["next"].help, _next,
        Arg("id", "path", "which incident (any unique part of its id, or a file)", required=False),
    ),
)  # fmt: skip
