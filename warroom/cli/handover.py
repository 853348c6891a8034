"""`warroom handover`: the verb, and with `--show` the brief that goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from warroom.cli import acts, output
from warroom.cli.command import Command
from warroom.cli.failure import DONE
from warroom.cli.shell import Shell
from warroom.core.language import spoken
from warroom.core.registry import VERBS
from warroom.core.verb import Arg, Verb
from warroom.views.handover import brief, handover_list

_VERB: Final = VERBS["handover"]
SHOW: Final = "--show"


def _handover(shell: Shell, tokens: Sequence[str]) -> int:
    if SHOW not in tokens:
        return acts.run(shell, _VERB.name, tokens)
    room = shell.room()
    incident, zone = room.incident, room.zone()
    # An offer to whoever asks; else the newest, so that others can read what is being handed over.
    offers = [o for o in incident.offers if o.to == shell.person] or list(incident.offers)
    points = brief(incident, room.now, zone, offer=offers[-1] if offers else None, language=spoken().code)
    if shell.as_json:
        output.put_json({"incident": incident.id, **{p.code: list(p.lines) for p in points}})
    else:
        rows = handover_list(points, output.signs())
        lines = (line for i in range(len(rows)) for line in rows.lines(i, output.width()))
        output.put_lines(lines, colour=shell.colour)
    shell.pass_on(room)
    return DONE


COMMANDS: Final = (
    Command(
        Verb(
            _VERB.name, "room", _VERB.help, _VERB.make,
            (*_VERB.args, Arg("show", "switch", "print the brief: what whoever takes over must know", required=False, flag=True)),
        ),
        _handover,
    ),
)  # fmt: skip
