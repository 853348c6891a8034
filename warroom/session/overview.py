"""The library as a list: what stands about each incident in it. The home screen and the shell show the same.

A summary follows from the log. The catalogue keeps it, so that only files that changed are opened.
"""

from __future__ import annotations

import os

from warroom.storage.library import catalogue

# A list of incidents that have not changed needs no msgspec, no fold and no TinyDB: what reads a file is imported by need.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from warroom.core.incident import Incident
    from warroom.session.room import Room
    from warroom.storage.library.folder import Library

FIELDS = ("id", "title", "severity", "status", "commander", "declared_at", "updated_at", "open")
"""What a row says. Times are ISO 8601 in UTC, or None."""
RELATED = ("parent", "children", "duplicate_of")
"""What a row has besides where the incident belongs to others: ids."""
_MORE = ("started_at", "ended_at", "offers")
"""What a row says besides, to whoever draws it."""
UNREADABLE = "unreadable"
"""The `status` of a file that can't be read; its `problem` says why, in one line."""
_UNKNOWN = {"title": "", "severity": 0, "status": UNREADABLE, "commander": None, "declared_at": None,
                   "updated_at": None, "open": False}  # fmt: skip


def rows(library: Library) -> list[dict[str, Any]]:
    """A row for each incident with at least `FIELDS`: open ones first, the worst of them at the top, and the newest first.

    Raises:
        StorageError: the folder can't be read.
    """
    return _in_order(catalogue.listing(library.folder, summarise, grown=grown))


def remember(library: Library, room: Room) -> None:
    """Put what an open room knows into the catalogue, so that the next list does not open its file."""
    own = os.path.join(library.folder, os.path.basename(room.file))

    def known(path: str) -> Mapping[str, Any]:
        if path != own:
            return summarise(path)
        # The catalogue has asked for the file's size by now: what is remembered must not be older.
        room.refresh()
        return {**summary(room.incident), **_notice(room.problem)}

    catalogue.listing(library.folder, known)


def grown(path: str, row: Mapping[str, Any], sign: Mapping[str, int]) -> Mapping[str, Any] | None:
    """The row of a file to which only entries came since: what stands about it is as it was, but for when it changed.

    None when it takes a fold to know.
    """
    from warroom.storage.library.growth import newest_entry

    if not all(name in row for name in FIELDS):
        return None
    newest = newest_entry(path, row, sign)
    if newest is None:
        return None
    return {
        **{name: row.get(name) for name in (*FIELDS[1:], *_MORE)},
        **{name: row[name] for name in RELATED if name in row},
        "updated_at": max(str(row["updated_at"]), newest[:24]),
        **_notice(row.get("notice")),
    }


def summarise(path: str) -> dict[str, Any]:
    """What stands about one incident file.

    Raises:
        StorageError: it can't be read.
    """
    file = read(path)
    return {**summary(file.incident), **_notice(file.problem)}


def _notice(told: object) -> dict[str, str]:
    """What a row says of a file that can be read although something in it is damaged."""
    return {"notice": told} if isinstance(told, str) and told else {}


class File:
    """An incident file, read once: nothing of it can have changed between its parts."""

    __slots__ = ("header", "incident", "lines", "problem")

    def __init__(
        self, incident: Incident, lines: list[bytes], header: Mapping[str, Any], problem: str
    ) -> None:
        self.incident = incident
        self.lines = lines
        """The raw JSON object of each event, in the order of the file."""
        self.header = header
        self.problem = problem
        """One line when something of it is damaged, else empty."""


def read(path: str | os.PathLike[str]) -> File:
    """An incident file as it stands.

    Raises:
        StorageError: it can't be read.
    """
    from warroom.core.codec import decode_all
    from warroom.core.fold import Fold
    from warroom.storage.file.opentail import OpenTail
    from warroom.storage.library.folder import identity

    with OpenTail(path) as log:
        loaded = log.load()
        incident_id, notice = identity(path, log.header.get("id"))
        fold = Fold(incident_id)
        fold.add(decode_all(loaded.lines))
        return File(fold.incident(), loaded.lines, dict(log.header), loaded.problem or notice)


def summary(incident: Incident) -> dict[str, Any]:
    """What stands about an incident, without its id: `FIELDS`, from when to when it counts, and which roles wait for whom."""
    from warroom.core.clock import iso

    declared, started = incident.reached("declared"), incident.reached("started")
    ended = None if incident.is_open else incident.reached("resolved")
    return {
        "title": incident.title,
        "severity": incident.severity,
        "status": incident.status,
        "commander": incident.commander,
        "declared_at": iso(declared) if declared else None,
        "started_at": iso(started) if started else None,
        "ended_at": iso(ended) if ended else None,
        "updated_at": incident.last[:24] or None,
        "open": incident.is_open,
        **_related(incident),
        "offers": [{"to": o.to, "by": o.by, "role": o.role} for o in incident.offers],
    }


def _related(incident: Incident) -> dict[str, Any]:
    """What it belongs to; nothing where it stands alone, as most do."""
    from warroom.core.families.related import Related

    related = incident.part(Related)
    found = {
        "parent": related.parent.id if related.parent else None,
        "children": [child.id for child in related.children],
        "duplicate_of": related.duplicate_of.id if related.duplicate_of else None,
    }
    return {name: value for name, value in found.items() if value}


def _in_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    whole = [{**_UNKNOWN, "title": row.get("problem", ""), **row} for row in found]
    whole.sort(key=lambda row: str(row["declared_at"] or row["id"]), reverse=True)
    return sorted(whole, key=_weight)


def _weight(row: Mapping[str, Any]) -> tuple[int, int]:
    """Open ones first, the worst of them at the top; then what can't be read; then what is over."""
    if row["open"]:
        return 0, int(row["severity"])
    return (1, 0) if row.get("problem") else (2, 0)
