"""`warroom digest`: what happened since somebody last looked."""

from __future__ import annotations

import os
from typing import Any, Final

from warroom.cli import output
from warroom.cli.command import Command
from warroom.cli.failure import DONE
from warroom.cli.shell import Shell
from warroom.core.arguments import read
from warroom.core.clock import iso
from warroom.core.digest import Digest, digest
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.registry import VERBS
from warroom.core.verb import Arg, Circumstance, Verb
from warroom.core.when import When
from warroom.storage.library.seen import Seen
from warroom.views.digest import digest_list, digest_title

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_VERB: Final = Verb(
    "digest", "room", VERBS["digest"].help, VERBS["digest"].make,
    (Arg("since", "time", "from a moment on, whatever you have seen (02:10, -2h)", required=False, flag=True),),
)  # fmt: skip


def _digest(shell: Shell, tokens: Sequence[str]) -> int:
    """On a terminal it counts as having looked, unless a moment was named: a script that asks takes nothing from anybody."""
    room = shell.room()
    incident, now, zone = room.incident, room.now, room.zone()
    given = read(_VERB, tokens, incident, Circumstance(shell.person, now, zone, str))
    since: When | None = given["since"]
    seen = Seen(os.path.dirname(os.path.abspath(room.file)), incident.id, shell.person)
    at = since.at if since else None
    found = digest(incident, shell.person, seen.load(), at, own=at is not None)
    if shell.as_json:
        output.put_json(_as_json(found, incident))
    else:
        output.say(digest_title(found, now, zone))
        rows = digest_list(found, incident, now, zone, output.signs())
        lines = (line for i in range(len(rows)) for line in rows.lines(i, output.width()))
        output.put_lines(lines, colour=shell.colour)
    if since is None and output.to_terminal():
        seen.save(incident.last.rstrip("+"))
    shell.pass_on(room)
    return DONE


def _as_json(found: Digest, incident: Incident) -> dict[str, Any]:
    return {
        "incident": incident.id,
        "since": iso(found.since) if found.since else None,
        "turns": [{"what": t.what, "before": t.before or None, "now": t.now or None} for t in found.turns],
        "rows": [
            {
                "id": row.id, "at": iso(row.at), "by": row.by, "kind": row.kind, "yours": row.id in found.yours,
                "text": row.text if row.event is None else row.event.sentence(incident, say),
            }
            for row in found.rows
        ],
        "other_entries": found.others,
    }  # fmt: skip


COMMANDS: Final = (Command(_VERB, _digest),)
