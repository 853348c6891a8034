"""Incident files of any length for the benchmarks, made by the program's own parts."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warroom.core.clock import IdMaker, iso
from warroom.core.codec import fields
from warroom.core.envelope import Event
from warroom.core.families.declaration import declaration
from warroom.core.families.entries import EntryLogged
from warroom.core.verb import Circumstance
from warroom.core.vocabulary import CATEGORIES
from warroom.session.room import default_playbook
from warroom.storage.file import opentail

PEOPLE = ("ani", "budi", "citra", "dewi")
_TEXT = """
error rate on /pay is falling since the rollback but p99 stays at 2.3 s pool exhausted on db-3 failover of the primary took
longer than planned rate limit raised to 400 per second for checkout cache hit ratio back to 97 % customers in Bandung report
a blank page “payment pending” déploiement → paused
"""
_COMMIT = 250


def last_text(entries: int) -> str:
    """How the newest entry begins, as it stands on the screen."""
    return f"entry {entries - 1:06d}"


def entries(count: int, start: datetime, ids: IdMaker) -> Iterator[EntryLogged]:
    """Entries of 40 to 140 characters by several people, ten seconds apart. The same texts every time."""
    chance, vocabulary = random.Random(7), _TEXT.split()
    for i in range(count):
        at = start + timedelta(seconds=10 * i)
        words = " ".join(chance.choices(vocabulary, k=chance.randint(6, 20)))
        yield EntryLogged(
            id=ids.new(at), at=at, by=chance.choice(PEOPLE), text=f"entry {i:06d} {words}",
            category=chance.choice(CATEGORIES) if chance.random() < 0.2 else "note",
        )  # fmt: skip


def write(
    folder: Path, count: int, name: str = "INC-20261121-AAA", *, title: str = "Payment gateway down"
) -> Path:
    """An incident with `count` entries, the last one a minute old; returns its file."""
    now = datetime.now(UTC)
    start = now - timedelta(seconds=10 * count + 60)
    ids = IdMaker(os.urandom)
    given = Circumstance("ani", start, UTC, lambda: ids.new(start))
    facts: list[Event] = list(declaration(["--zone", "UTC", title], default_playbook(), given))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    header = {"id": name, "created_at": iso(start)}
    with opentail.create(path, header, [fields(f) for f in facts], start) as log:
        logged = list(entries(count, start, ids))
        for i in range(0, count, _COMMIT):
            commit = logged[i : i + _COMMIT]
            log.append([fields(e) for e in commit], commit[-1].at)
    return path
