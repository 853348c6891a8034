"""Taking the text of an event out of an incident file: the one act that rewrites bytes.

The line keeps all else and its place in the chain: `was` is the digest by which the next event and the seals know it. A
new event records who, when, why, and for each line what it was and what it is now; `proof` lets `was` count only together
with that record. Knows the envelope, and which member of which kind is text that a person wrote.
"""

from __future__ import annotations

import os

from warroom.core.language import say
from warroom.storage.errors import NeedsRepair, NotSaved, StorageError, explained, reason_of, shown
from warroom.storage.file import layout
from warroom.storage.file.members import MEMBERS
from warroom.storage.file.opentail import LOCK_SECONDS, OpenTail
from warroom.storage.file.stamp import digest, kept_of, sha256_of
from warroom.storage.oslayer import OS
from warroom.storage.trust.copies import clean_copies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from warroom.storage.errors import Path
    from warroom.storage.file.handle import Handle
    from warroom.storage.file.opentail import Stamper
    from warroom.storage.oslayer import OsLayer

REDACTED = "[redacted]"
KIND = "entry.redacted"


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

    `fields`: the event that records it, with `entry`; `taken` is added here. All or nothing, durable when it returns. What
    warroom left beside the file is cleaned first: whoever is killed on the way can begin again. Raises `StorageError`:
    nothing was changed in the file.
    """
    name = os.fspath(path)
    with (
        OpenTail(name, os_layer, lock_seconds) as log,
        log.alone(now) as held,
        explained(name, "redact", NotSaved),
    ):
        done = _redact(held, fields, os_layer)
        return Redacted(done.texts, [*log.notices, *done.notices])


def _redact(held: Stamper, fields: Mapping[str, Any], osl: OsLayer) -> Redacted:
    lines = _whole_lines(held.file)
    texts: list[str] = []
    taken: dict[str, dict[str, str]] = {}
    gone: list[str] = []
    for i, raw in enumerate(lines):
        value = layout.decode(raw)
        if not is_about(value, fields["entry"]):
            continue
        if "was" in value:
            gone.append(str(value["id"]))
            continue
        text = str(value["text"])
        texts.append(text)
        lines[i] = _without_text(value, raw)
        taken[str(value["id"])] = {
            "sha256": sha256_of(text.encode()),
            "was": digest(raw),
            "now": digest(lines[i]),
            "kept": kept_of(value),
        }
    notices = _cleaned(held.file.path, [*taken, *gone], texts, osl)
    if not taken:
        raise StorageError(
            say(
                "{path}: the text of that entry was taken out before; what warroom had left beside the file could "
                "not be cleaned",
                path=shown(held.file.path),
            )
            if notices
            else say(
                "{path}: the text of that entry was taken out before; what warroom had left beside the file was "
                "cleaned again",
                path=shown(held.file.path),
            )
        )
    held.replace(lines, {**fields, "taken": taken})
    return Redacted(texts, [notice for notice in (held.notice, *notices) if notice])


def _cleaned(path: str, ids: list[str], texts: list[str], osl: OsLayer) -> list[str]:
    """Takes the words out of what warroom itself left beside the file; a sentence when that cannot be done."""
    try:
        clean_copies(path, ids, texts, osl)
    except OSError as error:
        return [
            say(
                "{path}: a copy beside it could not be cleaned ({reason}); delete the .torn and .tmp files there",
                path=shown(path),
                reason=reason_of(error),
            )
        ]
    return []


def _whole_lines(file: Handle) -> list[bytes]:
    """Every event of a file with nothing damaged in it; what is wrong with it is for other acts to mend."""
    found = layout.scan(file.content()[file.body :], file.body)
    if not found.clean:
        raise NeedsRepair(
            say(
                "{path}: something in it is damaged, nothing was redacted; `warroom repair FILE` salvages "
                "what is whole, redact it there",
                path=shown(file.path),
            )
        )
    return [layout.restored(raw) or raw for raw in found.lines]


def is_about(value: Mapping[str, Any], entry: object) -> bool:
    """Whether this event holds text of that entry, or is the fact of that id with a text. Nothing else is redacted."""
    if not isinstance(value.get("text"), str):
        return False
    kind = value.get("kind")
    if kind == "entry.corrected":
        return value.get("entry") == entry
    return value.get("id") == entry and isinstance(kind, str) and has_words(kind)


def has_words(kind: str) -> bool:
    """Whether events of that kind have a text that a person wrote."""
    return "text" in next(iter(MEMBERS.get(kind, ())), ())


def _without_text(value: dict[str, Any], raw: bytes) -> bytes:
    kept = {key: old for key, old in value.items() if key != "crc"}
    return layout.seal({**kept, "text": REDACTED, "was": digest(raw)})
