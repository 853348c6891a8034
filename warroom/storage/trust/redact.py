"""Taking the text of an event out of an incident file: the one act that rewrites bytes.

The line keeps all else and its place in the chain: `was` is the digest by which the next event and the seals know it. A
new event records who, when, why, and for each line what it was and what it is now; `proof` lets `was` count only together
with that record. Knows the envelope, and which member of which kind is text that a person wrote.
"""

from __future__ import annotations

import hashlib
import os

from warroom.core.clock import iso
from warroom.storage.errors import NeedsRepair, NotSaved, ReadOnly, StorageError, explained, shown
from warroom.storage.file import layout
from warroom.storage.file.handle import Handle
from warroom.storage.file.lock import FileLock
from warroom.storage.file.opentail import LOCK_SECONDS, OpenTail
from warroom.storage.file.origin import Origin
from warroom.storage.file.rewrite import replace_file
from warroom.storage.file.stamp import Clock, digest, hlc_of, stamped
from warroom.storage.oslayer import OS
from warroom.storage.trust.copies import clean_copies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer

REDACTED = "[redacted]"
KIND = "entry.redacted"


class Taken:
    """What a redaction says of one line: its digest before (`was`) and after (`now`)."""

    __slots__ = ("now", "was")

    def __init__(self, was: str, now: str) -> None:
        self.was, self.now = was, now


def taken_by(raw: bytes) -> dict[str, Taken]:
    """By event id, what the redaction on this line took out; empty for any other event."""
    if b'"kind":"entry.redacted"' not in raw:
        return {}
    told = layout.decode(raw).get("taken")
    if not isinstance(told, dict):
        return {}
    return {
        event_id: Taken(str(one.get("was")), str(one.get("now")))
        for event_id, one in told.items()
        if isinstance(one, dict)
    }


class Redacted:
    """What was done. `texts`: what stood there. `notices`: sentences for the person."""

    __slots__ = ("notices", "texts")

    def __init__(self, texts: list[str], notices: list[str]) -> None:
        self.texts, self.notices = texts, notices


def redact(
    path: Path,
    fields: Mapping[str, Any],
    now: datetime,
    os_layer: OsLayer = OS,
    lock_seconds: float = LOCK_SECONDS,
) -> Redacted:
    """Takes the text of an entry, and of every correction of it, out of a file that no write was cut short in.

    `fields`: the event that records it, with `entry`; `taken` is added here. All or nothing, durable when it returns.
    Raises `StorageError`: nothing was changed, or (when it says so) a copy beside the file could not be cleaned.
    """
    name = os.fspath(path)
    with OpenTail(name, os_layer, lock_seconds) as log:
        log.append([], now)  # mends what a crash left
        notices = log.notices
    with FileLock(name, os_layer, lock_seconds), explained(name, "redact", NotSaved):
        file = Handle(name, os_layer)
        origin = Origin(name, os_layer)
        try:
            done = _redact(file, origin, fields, now, os_layer)
            return Redacted(done.texts, [*notices, *done.notices])
        finally:
            file.close()
            origin.close()


def _redact(file: Handle, origin: Origin, fields: Mapping[str, Any], now: datetime, osl: OsLayer) -> Redacted:
    lines = _whole_lines(file)
    texts: list[str] = []
    taken: dict[str, dict[str, str]] = {}
    for i, raw in enumerate(lines):
        value = layout.decode(raw)
        if _is_about(value, fields["entry"]) and "was" not in value:
            text = str(value["text"])
            texts.append(text)
            lines[i] = _without_text(value, raw)
            taken[str(value["id"])] = {
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "was": digest(raw),
                "now": digest(lines[i]),
            }
    if not taken:
        raise StorageError(f"{shown(file.path)}: the text of that entry was taken out before")
    notices = [origin.find(file, len(file.content()) - len(layout.FOOTER))]
    ours, n, after = origin.place
    hlc = Clock(now, [hlc_of(raw) for raw in lines[-64:]]).next()
    record = stamped({**fields, "taken": taken}, iso(now), ours, n + 1, hlc, after)
    replace_file(osl, file.path, layout.whole_file(file.tables, [*lines, record]))
    file.open()
    notices.append(origin.moved_on(n + 1, digest(record), file))
    try:
        clean_copies(file.path, taken, texts, osl)
    except OSError as error:
        notices.append(
            f"{shown(file.path)}: redacted, but a copy beside it could not be cleaned ({error.strerror}); "
            "delete the .torn and .tmp files there"
        )
    return Redacted(texts, [notice for notice in notices if notice])


def _whole_lines(file: Handle) -> list[bytes]:
    """Every event of a file with nothing damaged in it; what is wrong with it is for other acts to mend."""
    if file.read_only:
        raise ReadOnly(f"{shown(file.path)}: {file.read_only}")
    if not file.body:
        file.adopt()
    found = layout.scan(file.content()[file.body :], file.body)
    if not found.clean:
        raise NeedsRepair(
            f"{shown(file.path)}: something in it is damaged, nothing was redacted; "
            "`warroom repair FILE` salvages what is whole, redact it there"
        )
    return found.lines


def _is_about(value: Mapping[str, Any], entry: str) -> bool:
    if not isinstance(value.get("text"), str):
        return False
    logged = value.get("kind") == "entry.logged" and value.get("id") == entry
    return logged or (value.get("kind") == "entry.corrected" and value.get("entry") == entry)


def _without_text(value: dict[str, Any], raw: bytes) -> bytes:
    kept = {key: old for key, old in value.items() if key != "crc"}
    return layout.seal({**kept, "text": REDACTED, "was": digest(raw)})
