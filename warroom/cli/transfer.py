"""Commands that take an incident out as a report and bring entries in from a file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final

from warroom.cli import output
from warroom.cli.command import command
from warroom.cli.failure import MISUSED, Trouble
from warroom.cli.shell import Shell, ShellRoom
from warroom.core.clock import iso, zone
from warroom.core.codec import fields
from warroom.core.families.entries import EntryLogged
from warroom.core.language import spoken
from warroom.core.text import for_terminal
from warroom.core.verb import Arg, Given
from warroom.intake import detect, jsonfile
from warroom.intake.rows import Imported
from warroom.reports import FORMATS, CannotRender, Wanted, report
from warroom.session import overview
from warroom.session.room import wall_clock
from warroom.storage.file.opentail import create
from warroom.storage.outfile import write
from warroom.storage.trust.copies import remember_export

NEW: Final = "new"
_SHORT: Final = {"md": "markdown", "txt": "text"}
_MOST: Final = 256 * 1024 * 1024


def _export(shell: Shell, given: Given) -> int:
    path = shell.path(given["id"])
    file = overview.read(path)
    out = given["out"] or "-"
    name = given["format"] or _by_name(out)
    wanted = Wanted(
        file.incident, wall_clock(), given["lang"] or spoken().code, zone(shell.options.zone) if shell.options.zone else None,
        bool(given["roles_only"]), file.lines, file.header,
    )  # fmt: skip
    try:
        made = report(_SHORT.get(name, name), wanted)
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
    write(out, made.data, os.stat(path), force=bool(given["force"]))
    remember_export(str(path), out)
    if shell.options.json:
        output.put_json({"incident": file.incident.id, "file": os.path.abspath(out), "bytes": len(made.data)})
    else:
        output.say(f"{file.incident.id} is in {out} ({len(made.data):,} bytes)")
    _pass_on(made.remarks)
    return 0


def _pass_on(remarks: Sequence[str]) -> None:
    for remark in remarks:
        output.note(remark)


def _by_name(out: str) -> str:
    """The format that a file's name asks for; without one, the report in Markdown."""
    end = out.rpartition(".")[2].lower()
    return end if "." in out and end in (*FORMATS, *_SHORT, "html", "pdf") else "markdown"


def _print(made: bytes) -> None:
    if not output.to_terminal():
        output.put_bytes(made)
        return
    try:
        text = made.decode()
    except UnicodeDecodeError:
        raise Trouble("that is nothing for a terminal; name a file with --out", MISUSED) from None
    print(for_terminal(text, multiline=True), end="")


def _import(shell: Shell, given: Given) -> int:
    name, form = given["file"], given["format"] or "auto"
    data = _bytes(name)
    here = zone(shell.options.zone) if shell.options.zone else None
    found = _read(name, data, form, here, "")
    if found.founds:
        room, fresh = _found(shell, found, _header(data))
    else:
        room = _new(shell, name, found) if shell.options.incident == NEW else shell.room()
        fresh = _take_in(room, _read(name, data, form, here, room.incident.id))
    shell.changed(room)
    known = len(found.events) - fresh
    for notice in found.notices:
        output.note(f"{name}: {notice}")
    if shell.options.json:
        output.put_json(
            {"incident": room.incident.id, "imported": fresh, "known": known, "skipped": found.skipped}
        )
        return 0
    already = f"; {known} were there already" if known else ""
    what = ("fact", "facts")[fresh != 1] if found.founds else ("entry", "entries")[fresh != 1]
    output.say(f"imported {fresh} {what} into {room.incident.id}{already}")
    return 0


def _bytes(name: str) -> bytes:
    if name == "-":
        return output.stdin_bytes(_MOST)
    with open(name, "rb") as file:
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise Trouble(f"{name}: more than {_MOST // 1024 // 1024} MiB; import it in parts")
    return data


def _read(name: str, data: bytes, form: str, here: tzinfo | None, incident_id: str) -> Imported:
    found = detect.read(data, form, here, wall_clock(), incident_id)
    if found.problems:
        raise Trouble(f"{name}: nothing was imported: {'; '.join(found.report())}")
    return found


def _header(data: bytes) -> Mapping[str, Any]:
    return jsonfile.header(data.decode("utf-8-sig", "replace"))


def _new(shell: Shell, name: str, found: Imported) -> ShellRoom:
    """An incident of its own for rows that have none, named after their file; it began when a row says so, if one does."""
    from warroom.cli.incidents import playbook

    title = Path(name).stem if name != "-" else "imported"
    began = [e.at for e in found.events if isinstance(e, EntryLogged) and e.marks == "started"]
    room = ShellRoom.declare(
        shell.library,
        [*(["--started", iso(min(began))] if began else []), "--", title],
        person=shell.person,
        zone_name=shell.zone_name,
        playbook=playbook(),
    )
    assert isinstance(room, ShellRoom)
    if not began:
        room.act("unmark", ["started"])
    return room


def _take_in(room: ShellRoom, found: Imported) -> int:
    """Write what is not there yet; how much that was."""
    before = len(room.events())
    room.take_in(found.events)
    return len(room.events()) - before


def _found(shell: Shell, found: Imported, header: Mapping[str, Any]) -> tuple[ShellRoom, int]:
    """A whole incident from an export: under its own id, under a new one, or merged into itself."""
    now = wall_clock()
    fresh_id = shell.library.new_id(now, os.urandom)
    own_id = str(header.get("id") or fresh_id)
    wanted = shell.options.incident
    incident_id = fresh_id if wanted == NEW else own_id
    path = shell.library.path_of(incident_id)
    if path.exists():
        if not wanted or shell.library.find(wanted) != own_id:
            raise Trouble(
                f"{own_id} is in the library already; --incident {own_id} adds what is missing in it, "
                f"--incident {NEW} keeps both"
            )
        room = shell.room()
        return room, _take_in(room, found)
    if wanted and wanted != NEW:
        raise Trouble(f"the file is all of {own_id}, no entries for another incident; leave --incident out")
    made = [fields(event) for event in found.events]
    create(path, {**header, "format": 1, "id": incident_id, "created_at": iso(now)}, made, now).close()
    return shell.room(str(path)), len(made)


_FILE = Arg("file", "path", "which file")

COMMANDS: Final = (
    command(
        "export", "make a report", _export,
        Arg("id", "path", "which incident (any unique part of its id, or a file)", required=False),
        Arg("format", "text", f"{', '.join(FORMATS)} (or by the name of --out)", required=False, flag=True),
        Arg("lang", "text", "en or id", required=False, flag=True),
        Arg("out", "path", "a new file; - is standard output", required=False, flag=True),
        Arg("roles_only", "switch", "people by their roles, without names", required=False, flag=True),
        Arg("force", "switch", "replace an existing file", required=False, flag=True),
    ),
    command(
        "import", "bring entries in from a file, or an incident from its JSON export", _import, _FILE,
        Arg("format", "choice", "what the file is", required=False, flag=True, choices=detect.FORMATS),
    ),
)  # fmt: skip
