"""The library as a list: what stands about each incident in it. The home screen and the shell show the same.

A summary follows from the log. The catalogue keeps it, so that only files that changed are opened.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from warroom.core.clock import iso
from warroom.core.codec import decode_all
from warroom.core.fold import Fold
from warroom.core.incident import Incident
from warroom.session.room import Room
from warroom.storage.file.opentail import OpenTail
from warroom.storage.library import catalogue
from warroom.storage.library.folder import Library

FIELDS: Final = ("id", "title", "severity", "status", "commander", "declared_at", "updated_at", "open")
"""What a row says. Times are ISO 8601 in UTC, or None."""
UNREADABLE: Final = "unreadable"
"""The `status` of a file that can't be read; its `problem` says why, in one line."""
_UNKNOWN: Final = {"title": "", "severity": 0, "status": UNREADABLE, "commander": None, "declared_at": None,
                   "updated_at": None, "open": False}  # fmt: skip


def rows(library: Library) -> list[dict[str, Any]]:
    """A row for each incident with at least `FIELDS`: open ones first, and the newest first among them.

    Raises:
        StorageError: the folder can't be read.
    """
    return _in_order(catalogue.listing(library.folder, summarise))


def remember(library: Library, room: Room) -> None:
    """Put what an open room knows into the catalogue, so that the next list does not open its file."""
    own = os.fspath(room.path)

    def known(path: str) -> Mapping[str, Any]:
        if path != own:
            return summarise(path)
        # The catalogue has asked for the file's size by now: what is remembered must not be older.
        room.refresh()
        return summary(room.incident)

    catalogue.listing(library.folder, known)


def summarise(path: str) -> dict[str, Any]:
    """What stands about one incident file.

    Raises:
        StorageError: it can't be read.
    """
    return summary(read(path).incident)


class File(NamedTuple):
    """An incident file, read once: nothing of it can have changed between its parts."""

    incident: Incident
    lines: list[bytes]
    """The raw JSON object of each event, in the order of the file."""
    header: Mapping[str, Any]
    problem: str
    """One line when something of it is damaged, else empty."""


def read(path: str | os.PathLike[str]) -> File:
    """An incident file as it stands.

    Raises:
        StorageError: it can't be read.
    """
    with OpenTail(path) as log:
        loaded = log.load()
        fold = Fold(str(log.header.get("id", "")))
        fold.add(decode_all(loaded.lines))
        return File(fold.incident(), loaded.lines, dict(log.header), loaded.problem or "")


def summary(incident: Incident) -> dict[str, Any]:
    """What stands about an incident, without its id."""
    declared = incident.reached("declared")
    return {
        "title": incident.title,
        "severity": incident.severity,
        "status": incident.status,
        "commander": incident.commander,
        "declared_at": iso(declared) if declared else None,
        "updated_at": incident.last[:24] or None,
        "open": incident.is_open,
    }


def _in_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    whole = [{**_UNKNOWN, "title": row.get("problem", ""), **row} for row in found]
    whole.sort(key=lambda row: str(row["declared_at"] or ""), reverse=True)
    return sorted(whole, key=lambda row: not row["open"])
