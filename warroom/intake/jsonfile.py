"""JSON from outside: our own export, which is a whole incident, the answer of `show --json`, or plain rows: a list of objects,
or one object a line.

An export keeps its ids, times, authors and order, so the state that it makes is the one that was exported. Its events stand in
the order of a file; they leave here in the order of their clocks, which new clocks then keep. What comes in is cleaned all the
same: a file that says it is our export may be anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Final

import msgspec

from warroom.core import codec
from warroom.core.clock import BadTime
from warroom.core.clock import zone as named_zone
from warroom.core.envelope import Event
from warroom.core.families import KINDS
from warroom.core.families.declaration import Declared
from warroom.core.families.entries import EntryRedacted
from warroom.core.families.log import Sealed
from warroom.core.families.severity import SeverityChanged
from warroom.core.language import later, say
from warroom.core.text import clean_name, for_terminal, quoted
from warroom.core.vocabulary import SEVERITIES
from warroom.intake import alertmanager, columns, journald, slack, telegram
from warroom.intake.columns import Columns
from warroom.intake.rows import NOBODY, Imported, Raw, to_events

EXPORT_KEY: Final = "warroom_export"
VERSION: Final = 1
_PROOF = frozenset(("n", "after", "kept", "was", "crc"))
"""What the storage proves its own lines with; a new file makes its own proof."""
_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_YEARS = range(1990, 2101)
_DEEPEST = 64
"""So many levels may lie in each other; ours take 9."""
_SHAPE = later(
    'neither our export ({"warroom_export": 1, …}) nor rows ([{"at": …, "text": …}], or one object a line)'
)
_SHOWN = frozenset(("id", "title", "milestones", "entries"))
"""By these the answer of `show --json` is known."""


def _too_deep() -> str:
    return say(
        "it is nested more than {most} levels deep; that is no export of ours and no list of rows",
        most=_DEEPEST,
    )


_FORMS = (alertmanager, journald, slack, telegram)
"""Programs whose JSON is known by its fields."""
_KNOWN = Columns(("at", "kind", "by", "text"), None, True, (), ())

Told = Mapping[str, str]


def read(
    text: str, zone: tzinfo | None, now: datetime, incident_id: str, told: Told | None = None
) -> Imported:
    """The events of a JSON text: of an export as they were, in their order; of plain rows as `rows.to_events` makes them."""
    text = text.removeprefix("\ufeff")
    try:
        found = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeError) as error:
        rows = _lines(text)
        if rows is None:
            return Imported(problems=(say("it is no JSON: {error}", error=error),))
        return _plain(rows, zone, now, incident_id, told)
    except RecursionError:
        return Imported(problems=(_too_deep(),))
    if _deep(found):
        return Imported(problems=(_too_deep(),))
    if isinstance(found, list):
        return _plain(
            [(say("row {number}", number=n), one) for n, one in enumerate(found, 1)],
            zone,
            now,
            incident_id,
            told,
        )
    if isinstance(found, dict) and EXPORT_KEY in found:
        return _whole(found)
    if isinstance(found, dict) and found.keys() >= _SHOWN and isinstance(found["entries"], list):
        return _shown(found, zone, now, incident_id)
    known = isinstance(found, dict) and (
        columns.known([str(key) for key in found])
        or any(f.rows([("row 1", found)]) is not None for f in _FORMS)
    )
    if known:
        return _plain([("row 1", found)], zone, now, incident_id, told)
    return Imported(problems=(say("it is {shape}", shape=say(_SHAPE)),))


def header(text: str) -> dict[str, Any]:
    """What an export says of its incident (`id`, `created_at` …); empty for anything else."""
    try:
        found = msgspec.json.decode(text.removeprefix("\ufeff"))
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return {}
    told = found.get("incident") if isinstance(found, dict) and EXPORT_KEY in found else None
    return _scrubbed(told, lines=False) if isinstance(told, dict) and not _deep(told) else {}


def is_export(data: bytes) -> bool:
    """Whether a file begins as an export of ours does: then it is a whole incident."""
    return f'"{EXPORT_KEY}"'.encode() in data[:4096].replace(b"\0", b"")


def is_json(text: str) -> bool:
    """Whether a text is JSON of any kind, or JSON lines, rather than a table."""
    bare = text.lstrip("\ufeff \t\r\n")
    if bare[:1] in ("{", "["):
        return True
    if "\n" in bare.strip() or len(bare) > 1000:
        return False
    try:
        msgspec.json.decode(bare)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return False
    return True


def _deep(value: Any) -> bool:
    """Whether it is nested deeper than anything that we take in."""
    level = [value]
    for _ in range(_DEEPEST):
        level = (
            [
                inner
                for one in level
                for inner in (one.values() if isinstance(one, dict) else one)
                if isinstance(inner, dict | list)
            ]
            if level and isinstance(level[0], dict | list)
            else []
        )
        if not level:
            return False
    return True


def _lines(text: str) -> list[tuple[str, Any]] | None:
    """The objects of JSON lines by their places; None for what is not even that."""
    rows: list[tuple[str, Any]] = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip(" \t\r\x1e")
        if not bare:
            continue
        try:
            rows.append((say("line {number}", number=number), msgspec.json.decode(bare)))
        except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
            if not rows:
                return None
            rows.append((say("line {number}", number=number), error))
    return rows if rows and isinstance(rows[0][1], dict) and len(rows) > 1 else None


def _whole(found: dict[str, Any]) -> Imported:
    if found[EXPORT_KEY] != VERSION:
        theirs = quoted(str(found[EXPORT_KEY]))
        return Imported(
            problems=(
                say(
                    "it is an export of version {theirs}, this warroom reads {ours}; update it",
                    theirs=theirs,
                    ours=VERSION,
                ),
            )
        )
    listed = found.get("events")
    if not isinstance(listed, list):
        return Imported(problems=(say("the export has no list of events"),))
    return _export(listed)


def _shown(found: dict[str, Any], zone: tzinfo | None, now: datetime, incident_id: str) -> Imported:
    """The entries and milestones of `show --json`; that answer is for scripts and has no events of the rest."""
    rows = [(say("entry {number}", number=number), one) for number, one in enumerate(found["entries"], 1)]
    rows += [("milestones", one) for one in _marks(found)]
    made = _plain(rows, zone, now, incident_id, None)
    if made.problems:
        return made
    said = say(
        "left out: all but entries and milestones; `warroom export --format json` has the whole incident"
    )
    return Imported(made.events, (), (*(n for n in made.notices if "column" not in n), said), made.skipped)


def _marks(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The milestones that do not follow from an entry or from the declaration."""
    told = found["milestones"] if isinstance(found["milestones"], dict) else {}
    entries = [one for one in found["entries"] if isinstance(one, dict)]
    known: set[tuple[Any, Any]] = {("started", told.get("declared"))}
    for one in entries:
        known.add((one.get("marks"), one.get("at")))
        known.add(({"alert": "detected", "comms": "first_update"}.get(str(one.get("kind"))), one.get("at")))
    return [
        {"at": at, "kind": "mark", "by": found.get("declared_by"), "text": name, "marks": name}
        for name, at in told.items()
        if at and name != "declared" and (name, at) not in known
    ]


def about(text: str) -> dict[str, str]:
    """What the answer of `show --json` says of its incident, as words of `declare`; empty for anything else."""
    try:
        found = msgspec.json.decode(text.removeprefix("\ufeff"))
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return {}
    if not isinstance(found, dict) or EXPORT_KEY in found or not found.keys() >= _SHOWN:
        return {}
    declared = found["milestones"].get("declared") if isinstance(found["milestones"], dict) else None
    words = {"title": found["title"], "sev": found.get("severity"), "zone": found.get("zone"), "at": declared}
    return {name: for_terminal(str(value)) for name, value in words.items() if value}


def _plain(
    listed: Sequence[tuple[str, Any]],
    zone: tzinfo | None,
    now: datetime,
    incident_id: str,
    told: Told | None,
) -> Imported:
    for form in _FORMS:
        if not told and (rows_of_it := form.rows(listed)) is not None:
            return to_events(rows_of_it, _KNOWN, zone, now, incident_id, form.NAME)
    known: dict[tuple[str, ...], Columns] = {}
    unheard = _unheard(listed, told or {})
    if unheard:
        return Imported(
            problems=(say("no row has {lines}; check --map", lines=", ".join(map(quoted, unheard))),)
        )
    rows = []
    for where, one in listed:
        wrong = _no_row(one)
        if wrong:
            return Imported(problems=(f"{where}: {wrong}",))
        keys = tuple(one)
        if keys and keys not in known:
            found = columns.find(keys, {k: v for k, v in (told or {}).items() if v in keys})
            if isinstance(found, str):
                return Imported(problems=(f"{where}: {found}",))
            known[keys] = found
        cells = known[keys].cells([_cell(value) for value in one.values()]) if keys else {}
        rows.append(Raw(where, cells))
    return to_events(rows, columns.together(known.values()), zone, now, incident_id, "json")


def _unheard(listed: Sequence[tuple[str, Any]], told: Told) -> list[str]:
    """The names that the person gave and no row has."""
    everywhere = {key for _, one in listed if isinstance(one, dict) for key in one}
    return [theirs for theirs in told.values() if theirs not in everywhere]


def _no_row(one: Any) -> str:
    """Why it can't be a row; "" where it can."""
    if isinstance(one, Exception):
        return say("it is no JSON: {one}", one=one)
    if not isinstance(one, dict):
        return say("it is no object; the file is {shape}", shape=say(_SHAPE))
    return _too_deep() if _deep(one) else ""


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None or value is False else msgspec.json.encode(value).decode()


def _export(listed: Sequence[Any]) -> Imported:
    events: dict[str, Event] = {}
    problems: list[str] = []
    newer: dict[str, None] = {}
    seals = 0
    for number, raw in enumerate(listed, 1):
        if isinstance(raw, dict) and KINDS.get(str(raw.get("kind"))) is Sealed:
            seals += 1
            continue
        try:
            event, surplus = _event(raw)
        except codec.BadEvent as bad:
            problems.append(f"{say('event {number}', number=number)}: {bad}")
            continue
        events.setdefault(event.id, event)
        newer.update(dict.fromkeys(surplus))
    if not events and not problems:
        problems.append(say("the export has no events"))
    if problems:
        return Imported(problems=tuple(problems))
    said = (
        [say("left out, from a newer version: {lines}", lines=", ".join(map(quoted, newer)))] if newer else []
    )
    if seals:
        said.append(
            say("left out: {seals} seals, which vouch only for the file that they were made in", seals=seals)
        )
    return Imported(tuple(sorted(events.values(), key=_clock)), (), tuple(said))


def _clock(event: Event) -> tuple[str, str]:
    return (event.hlc, event.id) if event.hlc else ("", "")


def _event(raw: Any) -> tuple[Event, dict[str, Any]]:
    if not isinstance(raw, dict):
        raise codec.BadEvent(say("it is no object"))
    bare = {k: v for k, v in raw.items() if k not in _PROOF}
    plain = _scrubbed(bare, lines=_has_lines(str(raw.get("kind"))))
    if not _ID.fullmatch(str(plain.get("id"))):
        raise codec.BadEvent(say("it has no usable id"))
    plain["by"] = clean_name(str(plain.get("by", ""))) or NOBODY
    line = msgspec.json.encode(plain)
    event = codec.decode(line)
    _check(event)
    if isinstance(event, EntryRedacted):
        # What it says of its file's lines; ours are new.
        event = msgspec.structs.replace(event, taken={})
    first = event.first_recorded_at or event.recorded_at
    return msgspec.structs.replace(event, first_recorded_at=first), codec.surplus(line)


def _has_lines(kind: str) -> bool:
    known = KINDS.get(kind)
    return known is not None and known.multiline


def _check(event: Event) -> None:
    """What the shape of an event leaves open, and the rest of the house relies on."""
    if isinstance(event, Declared):
        try:
            named_zone(event.zone)
        except BadTime as error:
            raise codec.BadEvent(str(error)) from None
    if isinstance(event, Declared | SeverityChanged) and event.severity not in SEVERITIES:
        raise codec.BadEvent(say("{severity} is no severity; 1 to 4", severity=event.severity))
    for name in event.__struct_fields__:
        value = getattr(event, name)
        if isinstance(value, datetime) and (value.tzinfo is None or value.year not in _YEARS):
            raise codec.BadEvent(
                say("`{name}` is no likely time with a zone: {moment}", name=name, moment=value.isoformat())
            )


def _scrubbed(value: Any, *, lines: bool) -> Any:
    """The value with every text in it made safe to store and to show."""
    if isinstance(value, str):
        return for_terminal(value, multiline=lines)
    if isinstance(value, list):
        return [_scrubbed(v, lines=lines) for v in value]
    if isinstance(value, dict):
        return {for_terminal(k): _scrubbed(v, lines=lines) for k, v in value.items()}
    return value
