"""Whose console is open now, and where: what a roster says beside the facts."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from warroom.core.text import clean_name


class Console(msgspec.Struct, frozen=True, order=True):
    """One open console."""

    person: str
    host: str = ""
    incident: str = ""


def told(files: Iterable[bytes], incident_id: str) -> tuple[Console, ...]:
    """What the files of presence say; what is no console, or of another incident, is left out. They may be anybody's."""
    found: set[Console] = set()
    for data in files:
        try:
            raw = msgspec.json.decode(data, type=Console)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
        person = clean_name(raw.person)
        if person and raw.incident == incident_id:
            found.add(Console(person, clean_name(raw.host), incident_id))
    return tuple(sorted(found))
