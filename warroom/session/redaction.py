"""Taking words out of an incident's file, and naming where they still stand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from warroom.core.codec import fields
from warroom.core.envelope import Event
from warroom.core.language import say
from warroom.storage.trust.copies import copies_of
from warroom.storage.trust.redact import redact


def take_out(path: Path, fact: Event, now: datetime) -> list[str]:
    """Carry a redaction out in the file. What a person must be told of it, a line each.

    Raises:
        StorageError: it could not be done; the message says what stands now.
    """
    done = redact(path, fields(fact), now)
    told = list(done.notices)
    copies = copies_of(str(path), done.texts)
    if copies:
        told.append(
            say(
                "the words that were taken out still stand in: {copies}; see to each of them",
                copies="; ".join(copies),
            )
        )
    return told
