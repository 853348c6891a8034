"""Commands for the files themselves: salvage them, say where they are."""

from __future__ import annotations

from typing import Final

from warroom.cli import output, places
from warroom.cli.command import command
from warroom.cli.failure import DONE
from warroom.cli.shell import Shell
from warroom.core.language import say
from warroom.core.verb import Arg, Given
from warroom.storage.outfile import room_for_an_incident
from warroom.storage.trust.salvage import salvage


def _repair(shell: Shell, given: Given) -> int:
    path = shell.path(given["file"])
    out = given["out"] or f"{str(path).removesuffix('.json')}.repaired.json"
    room_for_an_incident(out, path)
    saved = salvage(path, out)
    if shell.options.json:
        output.put_json(
            {"file": str(path), "out": saved.out, "events": saved.events, "damaged": len(saved.damaged)}
        )
        return DONE
    output.say(
        say(
            "saved {events} events in {out}; {damaged} damaged pieces were left out",
            events=saved.events,
            out=saved.out,
            damaged=len(saved.damaged),
        )
    )
    output.say(say("{path} is as it was; look at both, then put the new file in its place", path=path))
    return DONE


def _paths(shell: Shell, _given: Given) -> int:
    return places.put(shell.library.folder, shell.zone_name, shell.person, as_json=shell.as_json)


COMMANDS: Final = (
    command(
        "repair", "salvage a damaged file into a new one", _repair, Arg("file", "path", "which file, or incident"),
        Arg("out", "path", "the new file", required=False, flag=True),
    ),
    command("paths", "where everything is, and who you are here", _paths),
)  # fmt: skip
