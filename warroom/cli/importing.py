"""`warroom import`: rows into an incident, rows that become an incident of their own, and whole incidents from an export."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from warroom.cli import ack, output
from warroom.cli.command import command
from warroom.cli.failure import MISUSED, Trouble
from warroom.cli.shell import Shell
from warroom.cli.shellroom import ShellRoom
from warroom.core import codec
from warroom.core.clock import IdMaker, iso, zone
from warroom.core.door import door
from warroom.core.envelope import Event
from warroom.core.families.declaration import declaration
from warroom.core.families.entries import EntryLogged, EntryRedacted
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.families.severity import StatusChanged
from warroom.core.language import many, say
from warroom.core.masking import masked
from warroom.core.masking import notice as masked_notice
from warroom.core.verb import Arg, Circumstance, Given
from warroom.intake import detect
from warroom.session.room import Room, wall_clock
from warroom.storage.file.opentail import create

if TYPE_CHECKING:  # what reads and compares rows is not needed to say in the manual that it can be done
    from warroom.intake import reconcile
    from warroom.intake.rows import Imported

NEW: Final = "new"
_VIA: Final = door("import", os.uname().nodename)
_MOST: Final = 256 * 1024 * 1024


class _Source(NamedTuple):
    """A file to be read in."""

    name: str
    data: bytes
    form: str
    told: Mapping[str, str]
    zone: tzinfo | None

    def read(self, incident_id: str) -> Imported:
        """What it comes to. Raises Trouble when something in it is wrong."""
        found = detect.read(self.data, self.form, self.zone, wall_clock(), incident_id, self.told)
        if found.problems:
            raise Trouble(
                say(
                    "{name}: nothing was imported: {report}", name=self.name, report="; ".join(found.report())
                )
            )
        return found


def run(shell: Shell, given: Given) -> int:
    """The command. Raises Trouble, StorageError; then nothing was written."""
    from warroom.intake import columns, jsonfile

    try:
        told = columns.mapping(given["map"]) if given["map"] else {}
    except ValueError as error:
        raise Trouble(str(error), MISUSED) from None
    here = zone(shell.options.zone) if shell.options.zone else None
    source = _Source(given["file"], _bytes(given["file"]), given["format"] or "auto", told, here)
    new = shell.options.incident == NEW
    # The ids of rows follow from where they go to. An export, and an incident that is still to be made, do not say that yet.
    room = None if new or jsonfile.is_export(source.data) else shell.room()
    found = source.read(room.incident.id if room else "")
    if found.founds:
        return _whole(shell, found, source)
    if new:
        return _rows_alone(shell, found, source)
    room = room or shell.room()
    fresh = _compared(room, found)
    if fresh.events:
        room.via = _VIA
        room.take_in(fresh.events)
    shell.changed(room)
    _say(shell, room, source, found, fresh)
    return 0


def _bytes(name: str) -> bytes:
    if name == "-":
        data = output.stdin_bytes(_MOST + 1)
    else:
        with open(name, "rb") as file:
            data = file.read(_MOST + 1)
    if len(data) > _MOST:
        what = say("standard input") if name == "-" else name
        raise Trouble(
            say(
                "{what}: more than {count} MiB; nothing was imported; import it in parts",
                what=what,
                count=_MOST // 1024 // 1024,
            )
        )
    return data


def _compared(room: Room, found: Imported) -> reconcile.Fresh:
    from warroom.intake import reconcile

    ids, now = IdMaker(os.urandom), wall_clock()
    return reconcile.fresh(
        found.events,
        room.incident,
        lambda i: room.event(i) is not None,
        room.person,
        now,
        lambda: ids.new(now),
    )


def _say(shell: Shell, room: Room, source: _Source, found: Imported, fresh: reconcile.Fresh) -> None:
    for notice in found.notices:
        output.note(f"{source.name}: {notice}")
    if fresh.older:
        output.note(
            say(
                "{name}: {older} as it was before a correction here; the correction holds",
                name=source.name,
                older=many(fresh.older, "{n} row", "{n} rows"),
            )
        )
    if shell.options.json:
        output.put_json(
            {
                "incident": room.incident.id, "imported": fresh.entries, "corrected": fresh.corrected,
                "milestones": fresh.marks, "known": fresh.known, "skipped": found.skipped,
            }
        )  # fmt: skip
        return
    also = [f", {say('{count} corrected', count=fresh.corrected)}"] if fresh.corrected else []
    also += [f", {many(fresh.marks, '{n} milestone', '{n} milestones')}"] if fresh.marks else []
    also += [f"; {say('{count} were there already', count=fresh.known)}"] if fresh.known else []
    what = many(fresh.entries, "{n} entry", "{n} entries")
    output.say(say("imported {what} into {id}{also}", what=what, id=room.incident.id, also="".join(also)))


# -- rows that become an incident ------------------------------------------------------------------


def _rows_alone(shell: Shell, found: Imported, source: _Source) -> int:
    """An incident of its own for rows, named after their file and dated by them. When it began only a row can say."""
    from warroom.cli.incidents import playbook
    from warroom.intake import reconcile

    now = wall_clock()
    first = min((e.at for e in found.events if isinstance(e, EntryLogged | MilestoneMarked)), default=now)
    here = zone(shell.zone_name)
    incident_id = shell.library.new_id(first.astimezone(here), os.urandom)
    found = source.read(incident_id)
    ids = IdMaker(os.urandom)
    given = Circumstance(shell.person, now, here, lambda: ids.new(now))
    born = [
        e
        for e in declaration(_words(shell, source, min(first, now)), playbook, given)
        if not isinstance(e, MilestoneMarked)
    ]
    ended = _ended(found, given)
    room = _created(shell, incident_id, [*born, *found.events, *ended], {}, now)
    known = {row.id for row in room.incident.rows if row.logged}
    marks = sum(isinstance(e, MilestoneMarked) for e in found.events)
    shell.changed(room)
    _say(shell, room, source, found, reconcile.Fresh((), len(known), 0, marks, 0, 0))
    return 0


def _words(shell: Shell, source: _Source, first: datetime) -> list[str]:
    """How the incident is declared: as the file says, else by the file's name."""
    from warroom.intake import jsonfile

    told = jsonfile.about(source.data.decode("utf-8-sig", "replace"))
    title = told.pop("title", "") or (Path(source.name).stem if source.name != "-" else "imported")
    told = {"zone": shell.zone_name, "at": iso(first), **told}
    return [*(f"--{name}={value}" for name, value in told.items()), "--", title]


def _ended(found: Imported, given: Circumstance) -> list[Event]:
    """The status that follows where a row says that it was resolved: an incident that is over is not listed as open."""
    told = [e for e in found.events if _tells_of_the_end(e)]
    if not told:
        return []
    last = max(told, key=lambda e: e.at)
    return [StatusChanged(id=given.new_id(), at=last.at, by=last.by, status="resolved")]


def _tells_of_the_end(event: Event) -> bool:
    if isinstance(event, MilestoneMarked):
        return event.milestone == "resolved"
    return isinstance(event, EntryLogged) and event.marks == "resolved"


def _created(
    shell: Shell, incident_id: str, events: list[Event], header: Mapping[str, Any], now: datetime
) -> ShellRoom:
    path = shell.library.path_of(incident_id)
    safe, secrets = masked(events)
    if secrets:
        output.note(masked_notice(secrets))
    made = [codec.fields(event) for event in safe]
    whole = {**header, "format": 1, "id": incident_id, "created_at": iso(now)}
    create(path, whole, made, now, made=lambda: ack.durable([incident_id])).close()
    return shell.room(str(path))


# -- whole incidents -------------------------------------------------------------------------------


def _whole(shell: Shell, found: Imported, source: _Source) -> int:
    """A whole incident from an export: under its own id, under a new one, or merged into itself."""
    from warroom.intake import jsonfile

    now = wall_clock()
    header = jsonfile.header(source.data.decode("utf-8-sig", "replace"))
    fresh_id = shell.library.new_id(now, os.urandom)
    own_id = str(header.get("id") or fresh_id).upper()
    wanted = shell.options.incident
    incident_id = fresh_id if wanted == NEW else own_id
    path = shell.library.path_of(incident_id)
    if path.exists():
        if not wanted or shell.library.find(wanted) != own_id:
            raise Trouble(
                say(
                    "{own_id} is in the library already; --incident {own_id} adds what is missing, --incident {new} keeps both",
                    own_id=own_id,
                    new=NEW,
                )
            )
        room = shell.room()
        fresh = [event for event in found.events if room.event(event.id) is None]
        if fresh:
            room.via = _VIA
            room.take_in(fresh)
        count = len(fresh)
    elif wanted and wanted != NEW:
        raise Trouble(
            say(
                "the file is all of {own_id}, no entries for another incident; leave --incident out",
                own_id=own_id,
            )
        )
    else:
        room = _created(shell, incident_id, list(found.events), header, now)
        count = len(found.events)
    shell.changed(room)
    known = len(found.events) - count
    for notice in found.notices:
        output.note(f"{source.name}: {notice}")
    left = _still_said(room, found)
    if shell.options.json:
        output.put_json(
            {
                "incident": incident_id, "imported": count, "known": known, "skipped": found.skipped,
                "still_said": left,
            }
        )  # fmt: skip
        return 0
    already = f"; {say('{count} were there already', count=known)}" if known else ""
    output.say(
        say(
            "imported {count} into {incident_id}{already}",
            count=many(count, "{n} fact", "{n} facts"),
            incident_id=incident_id,
            already=already,
        )
    )
    return 0


def _still_said(room: Room, found: Imported) -> list[str]:
    """The entries whose words were redacted in another copy and are still here; each is said, with the command.

    Nothing is taken out unasked: else anybody's file could blank what is recorded here.
    """
    if not any(isinstance(event, EntryRedacted) for event in found.events):
        return []
    from warroom.storage.trust.redactions import still_said

    left = still_said(room.held(lines=True).lines)
    for entry in left:
        output.note(
            say(
                "the words of an entry that another copy has redacted still stand in {file}; `{command}` takes them out here too",
                file=room.file,
                command=f"warroom --incident {room.incident.id} redact {entry} --why …",
            )
        )
    return left


COMMANDS: Final = (
    command(
        "import", "bring entries in from a file, or an incident from its JSON export", run, Arg("file", "path", "which file"),
        Arg("format", "choice", "what the file is", required=False, flag=True, choices=detect.FORMATS),
        Arg("map", "text", "which column is which: at=Timestamp,text=Summary", required=False, flag=True),
    ),
)  # fmt: skip
