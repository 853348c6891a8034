"""JSON from outside: our own export, which is a whole incident, or a plain list of rows `[{"at", "kind", "by", "text"}]`.

An export keeps its ids, times, authors and order, so the state that it makes is the one that was exported. Its events stand in
the order of a file; they leave here in the order of their clocks, which new clocks then keep. What comes in is cleaned all the
same: a file that says it is our export may be anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
from warroom.core.families.severity import SeverityChanged
from warroom.core.text import clean_name, for_terminal, quoted
from warroom.core.vocabulary import SEVERITIES
from warroom.intake.rows import COLUMNS, NOBODY, OUR_COLUMNS, Imported, Raw, to_events

EXPORT_KEY: Final = "warroom_export"
VERSION: Final = 1
_PROOF = frozenset(("n", "after", "was", "crc"))
"""What the storage proves its own lines with; a new file makes its own proof."""
_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_YEARS = range(1990, 2101)
_SHAPE = 'neither our export ({"warroom_export": 1, …}) nor a list of rows [{"at": …, "text": …}]'


def read(text: str, zone: tzinfo | None, now: datetime, incident_id: str) -> Imported:
    """The events of a JSON text: of an export as they were, in their order; of plain rows as `rows.to_events` makes them."""
    try:
        found = msgspec.json.decode(text.removeprefix("\ufeff"))
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        return Imported(problems=(f"it is no JSON: {error}",))
    if isinstance(found, list):
        return _plain(found, zone, now, incident_id)
    if not isinstance(found, dict) or EXPORT_KEY not in found:
        return Imported(problems=(f"it is {_SHAPE}",))
    if found[EXPORT_KEY] != VERSION:
        theirs = quoted(str(found[EXPORT_KEY]))
        return Imported(
            problems=(f"it is an export of version {theirs}, this warroom reads {VERSION}; update it",)
        )
    listed = found.get("events")
    return (
        _export(listed)
        if isinstance(listed, list)
        else Imported(problems=("the export has no list of events",))
    )


def header(text: str) -> dict[str, Any]:
    """What an export says of its incident (`id`, `created_at` …); empty for anything else."""
    try:
        found = msgspec.json.decode(text.removeprefix("\ufeff"))
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return {}
    told = found.get("incident") if isinstance(found, dict) and EXPORT_KEY in found else None
    return _scrubbed(told, lines=False) if isinstance(told, dict) else {}


def _plain(listed: list[Any], zone: tzinfo | None, now: datetime, incident_id: str) -> Imported:
    rows = []
    left_out: dict[str, None] = {}
    for number, one in enumerate(listed, 1):
        if not isinstance(one, dict):
            return Imported(problems=(f"row {number}: it is no object; the file is {_SHAPE}",))
        cells = {key.strip().lower(): value for key, value in one.items()}
        left_out.update(dict.fromkeys(key for key in cells if key not in (*COLUMNS, *OUR_COLUMNS)))
        rows.append(Raw(f"row {number}", {key: _cell(value) for key, value in cells.items()}))
    found = to_events(rows, zone, now, incident_id, "json")
    if not left_out or found.problems:
        return found
    said = f"left out: {', '.join(map(quoted, left_out))}"
    return Imported(found.events, (), (*found.notices, said), found.skipped)


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
        if isinstance(raw, dict) and raw.get("kind") == "log.sealed":
            seals += 1
            continue
        try:
            event, surplus = _event(raw)
        except codec.BadEvent as bad:
            problems.append(f"event {number}: {bad}")
            continue
        events.setdefault(event.id, event)
        newer.update(dict.fromkeys(surplus))
    if not events and not problems:
        problems.append("the export has no events")
    if problems:
        return Imported(problems=tuple(problems))
    said = [f"left out, from a newer version: {', '.join(map(quoted, newer))}"] if newer else []
    if seals:
        said.append(f"left out: {seals} seals, which vouch only for the file that they were made in")
    return Imported(tuple(sorted(events.values(), key=_clock)), (), tuple(said))


def _clock(event: Event) -> tuple[str, str]:
    return (event.hlc, event.id) if event.hlc else ("", "")


def _event(raw: Any) -> tuple[Event, dict[str, Any]]:
    if not isinstance(raw, dict):
        raise codec.BadEvent("it is no object")
    bare = {k: v for k, v in raw.items() if k not in _PROOF}
    plain = _scrubbed(bare, lines=_has_lines(str(raw.get("kind"))))
    if not _ID.fullmatch(str(plain.get("id"))):
        raise codec.BadEvent("it has no usable id")
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
        raise codec.BadEvent(f"{event.severity} is no severity; 1 to 4")
    for name in event.__struct_fields__:
        value = getattr(event, name)
        if isinstance(value, datetime) and (value.tzinfo is None or value.year not in _YEARS):
            raise codec.BadEvent(f"`{name}` is no likely time with a zone: {value.isoformat()}")


def _scrubbed(value: Any, *, lines: bool) -> Any:
    """The value with every text in it made safe to store and to show."""
    if isinstance(value, str):
        return for_terminal(value, multiline=lines)
    if isinstance(value, list):
        return [_scrubbed(v, lines=lines) for v in value]
    if isinstance(value, dict):
        return {for_terminal(k): _scrubbed(v, lines=lines) for k, v in value.items()}
    return value
