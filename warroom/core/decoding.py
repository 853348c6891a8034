"""The lines of a file as events, however odd: none stops the others, and each keeps its place.

A file may have been in other hands. What only looks like an event becomes `Unknown`, at a time that nothing trips over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final
from zlib import crc32

import msgspec

from warroom.core.events import BadEvent, EntryLogged, Event, Unknown, decoder, unknown

_NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
_FIRST, _LAST = 1, 9999
"""The years in which a change of zone leaves the calendar."""


def decode_all(lines: Iterable[bytes]) -> list[Event]:
    """An event for each line, in their order."""
    one: Callable[[bytes], Event] = decoder.decode
    logged = EntryLogged
    out: list[Event] = []
    for line in lines:
        try:
            event = one(line)
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
