"""Bytes to facts and back. What a newer version wrote is kept, as `Unknown` or as the members that were left aside.

Knows nothing of files: the JSON object of one line in, an `Event` out, and an `Event`'s fields back. A file may have been in
other hands: in `decode_all` what only looks like an event becomes `Unknown`, at a time that nothing trips over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final
from zlib import crc32

import msgspec

from warroom.core.clock import iso
from warroom.core.envelope import Event
from warroom.core.families import KINDS
from warroom.core.families.entries import EntryLogged
from warroom.core.families.log import Unknown
from warroom.core.language import say


class _Kind(msgspec.Struct):
    kind: str


_kind_of: Final = msgspec.json.Decoder(_Kind).decode
_logged: Final = msgspec.json.Decoder(EntryLogged).decode
_decoders: Final[dict[str, Callable[[bytes], Event]]] = {str(EntryLogged.__struct_config__.tag): _logged}
"""By kind, made by need: one for all of them would cost a verb on the shell a sixth of its time."""


def _known(line: bytes) -> Event:
    """Raises MsgspecError when it is of no kind, or no shape, that this version knows."""
    kind = _kind_of(line).kind
    decode = _decoders.get(kind)
    if decode is None:
        if kind not in KINDS:
            raise msgspec.ValidationError(kind)
        decode = _decoders[kind] = msgspec.json.Decoder(KINDS[kind]).decode
    return decode(line)


_STORAGE_KEYS = frozenset({"recorded_at", "origin", "n", "hlc", "after", "kept", "was", "crc"})
_ENVELOPE = frozenset({"id", "at", "by", "kind", "prev", "act", "once", "via"}) | _STORAGE_KEYS


class BadEvent(ValueError):
    """A line that cannot be an event at all: no id, no time, or not an object."""


def decode(line: bytes) -> Event:
    """One event from the JSON object of its line.

    Raises:
        BadEvent: it is not a JSON object with at least `id`, `at`, `by` and `kind`.
    """
    try:
        return _known(line)
    except (msgspec.MsgspecError, RecursionError):
        return unknown(line)


def unknown(line: bytes) -> Unknown:
    """A fact of a kind, or of a shape, that this version does not know. Raises `BadEvent` as `decode` does."""
    try:
        raw = msgspec.json.decode(line)
        if not isinstance(raw, dict):
            raise BadEvent(say("not an event: the line is no JSON object"))
        return Unknown(
            id=str(raw["id"]),
            at=msgspec.convert(raw["at"], datetime),
            by=str(raw["by"]),
            recorded_at=msgspec.convert(raw.get("recorded_at"), datetime | None),
            origin=str(raw.get("origin", "")),
            hlc=str(raw.get("hlc", "")),
            of_kind=str(raw["kind"]),
            raw={k: v for k, v in raw.items() if k not in _ENVELOPE},
        )
    except (msgspec.MsgspecError, KeyError, RecursionError) as error:
        raise BadEvent(say("not an event: {error}", error=error)) from None


def fields(event: Event) -> dict[str, Any]:
    """The event as the flat object that the storage writes, less what the storage itself adds.

    Times become `2026-11-21T14:30:00.123Z`; members at their default are left out.
    """
    plain = msgspec.to_builtins(event, builtin_types=(datetime,), str_keys=True)
    head = {"id": event.id, "at": iso(event.at), "by": event.by, "kind": event.kind}
    if isinstance(event, Unknown):
        return {**head, "kind": event.of_kind, **event.raw}
    body = {k: _timed(v) for k, v in plain.items() if k not in _ENVELOPE}
    tail = {k: plain[k] for k in ("prev", "act", "once", "via") if plain.get(k)}
    return {**head, **body, **tail}


def _timed(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value


def surplus(line: bytes) -> dict[str, Any]:
    """What a newer version wrote into a kind that this one knows: the members that `decode` left aside.

    Raises:
        BadEvent: as `decode`.
    """
    event = decode(line)
    if isinstance(event, Unknown):
        return {}
    known = set(type(event).__struct_fields__) | _ENVELOPE
    raw: dict[str, Any] = msgspec.json.decode(line)
    return {k: v for k, v in raw.items() if k not in known}


# -- the lines of a file, however odd: none stops the others, and each keeps its place --------------

_OF_ENTRY: Final = f'"kind":"{EntryLogged.__struct_config__.tag}"'.encode()
"""As we write it: inside a text its quotes would be escaped. A line without a kind is no entry."""
_NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
_FIRST, _LAST = 1, 9999
"""The years in which a change of zone leaves the calendar."""


def decode_all(lines: Iterable[bytes]) -> list[Event]:
    """An event for each line, in their order."""
    logged = EntryLogged
    out: list[Event] = []
    for line in lines:
        event: Event
        try:
            event = _logged(line) if _OF_ENTRY in line else _known(line)
        except (msgspec.MsgspecError, RecursionError):
            out.append(_oddity(line))
            continue
        # Written out for what a long incident has a hundred thousand of.
        if type(event) is logged:
            likely = (
                _FIRST < event.at.year < _LAST
                and _FIRST < (event.first_recorded_at or event.recorded_at or event.at).year < _LAST
            )
        else:
            likely = _is_likely(event)
        out.append(event if likely else _oddity(line))
    return out


def _is_likely(event: Event) -> bool:
    times = (getattr(event, name) for name in event.__struct_fields__)
    return all(_FIRST < time.year < _LAST for time in times if isinstance(time, datetime))


def _oddity(line: bytes) -> Unknown:
    try:
        found = unknown(line)
    except BadEvent:
        return Unknown(id=f"odd-{crc32(line):08x}", at=_NEVER, by="?", of_kind="unreadable", raw={})
    if found.at.tzinfo is None or not _is_likely(found):
        return msgspec.structs.replace(found, at=_NEVER, recorded_at=None)
    return found
