"""`warroom export`: an incident taken out as a report."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

from msgspec import structs

from warroom.cli import output
from warroom.cli.command import command
from warroom.cli.failure import MISUSED, Trouble
from warroom.cli.shell import Shell
from warroom.core.clock import zone
from warroom.core.language import say, spoken
from warroom.core.registry import VERBS
from warroom.core.text import for_terminal
from warroom.core.verb import Arg, Given
from warroom.reports import FORMATS, CannotRender, Wanted, report
from warroom.session import overview
from warroom.session.others import Neighbours
from warroom.session.templates import looks
from warroom.session.wallclock import wall_clock
from warroom.storage.errors import StorageError
from warroom.storage.outfile import write
from warroom.storage.trust.copies import remember_export
from warroom.storage.trust.head import head_of

_SHORT: Final = {"md": "markdown", "txt": "text", "htm": "html"}


def _export(shell: Shell, given: Given) -> int:
    path = shell.file(given["id"])
    file = overview.read(path)
    out = given["out"] or "-"
    name = given["format"] or _by_name(out)
    name = _SHORT.get(name, name)
    wanted = Wanted(
        file.incident, wall_clock(), given["lang"] or spoken().code, zone(shell.options.zone) if shell.options.zone else None,
        bool(given["roles_only"]), file.lines, file.header, str(head_of(file.lines)),
        Neighbours(os.path.dirname(os.path.abspath(path)))(), bool(given["long"]),
    )  # fmt: skip
    try:
        made = report(name, structs.replace(wanted, **looks(name)._asdict()))
    except CannotRender as error:
        raise Trouble(str(error), MISUSED) from None
    except ValueError as error:
        raise Trouble(str(error)) from None
    if file.problem:
        output.note(file.problem)
    if out == "-":
        _print(made.data)
        _pass_on(made.remarks)
        return 0
    write(out, made.data, path, force=bool(given["force"]))
    remember_export(str(path), out)
    if name in ("brief", "chat"):
        _briefed(shell, str(path), os.path.basename(out))
    if shell.options.json:
        output.put_json({"incident": file.incident.id, "file": os.path.abspath(out), "bytes": len(made.data)})
    else:
        output.say(
            say("{id} is in {out} ({count} bytes)", id=file.incident.id, out=out, count=f"{len(made.data):,}")
        )
    _pass_on(made.remarks)
    return 0


def _briefed(shell: Shell, path: str, name: str) -> None:
    """The brief for management was written: the record says so, where it can be written."""
    from warroom.session.briefs import record

    try:
        room = shell.room(path)
        record(room, name)
        shell.changed(room)
    except StorageError as error:
        output.note(say("that the brief was written could not be recorded: {why}", why=error))


def _pass_on(remarks: Sequence[str]) -> None:
    for remark in remarks:
        output.note(remark)


def _by_name(out: str) -> str:
    """The format that a file's name asks for; without one, the report in Markdown."""
    end = out.rpartition(".")[2].lower()
    return end if "." in out and end in (*FORMATS, *_SHORT) else "markdown"


def _print(made: bytes) -> None:
    if not output.to_terminal():
        output.put_bytes(made)
        return
    try:
        text = made.decode()
    except UnicodeDecodeError:
        raise Trouble(say("this cannot be shown on a terminal; name a file with --out"), MISUSED) from None
    output.put_text(for_terminal(text, multiline=True))


_FILE = Arg("file", "path", "which file")

COMMANDS: Final = (
    command(
        "export", VERBS["export"].help, _export,
        Arg("id", "path", "which incident (any unique part of its id, or a file)", required=False),
        Arg("format", "text", f"{', '.join(FORMATS)} (or by the name of --out)", required=False, flag=True),
        Arg("lang", "text", "en or id", required=False, flag=True),
        Arg("out", "path", "a new file; - is standard output", required=False, flag=True),
        Arg("long", "switch", "with chat: everything, not 900 characters", required=False, flag=True),
        Arg("roles_only", "switch", "people by their roles, without names", required=False, flag=True),
        Arg("force", "switch", "replace an existing file", required=False, flag=True),
    ),
)  # fmt: skip
