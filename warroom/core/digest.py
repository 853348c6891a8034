"""What happened while somebody was away: what changed, what concerns them, and what others decided. Pure.

What counts is when something was recorded, not when it happened: an entry that was backdated while they were away is news.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import msgspec

from warroom.core.clock import iso
from warroom.core.incident import Change, Incident
from warroom.core.rows import Row
from warroom.core.text import folded

_KINDS: Final = frozenset({"decision"})
"""The entries that are told one by one; of the others only how many there are."""


class Turn(msgspec.Struct, frozen=True):
    """Something that stands otherwise now: `what` is severity, status or commander; "" for nobody."""

    what: str
    before: str
    now: str


class Digest(msgspec.Struct, frozen=True):
    """`rows` in the order in which they were recorded; `yours`: those that concern whoever looks, by id."""

    since: datetime | None
    """When they looked last; None: never."""
    turns: tuple[Turn, ...] = ()
    rows: tuple[Row, ...] = ()
    yours: frozenset[str] = frozenset()
    others: int = 0
    """How many entries came besides."""

    def __len__(self) -> int:
        return len(self.rows)


def digest(
    incident: Incident, person: str, mark: str = "", since: datetime | None = None, *, own: bool = False
) -> Digest:
    """What was recorded behind `mark`, the clock of the newest event that somebody has seen; "" for all of it.

    since: for a digest from a moment on, whatever anybody has seen.
    own: also what the person did themselves.
    """
    after = f"{iso(since)}." if since else mark
    fresh = sorted(
        (r for r in incident.rows if r.order > after and r.struck is None and (own or r.by != person)),
        key=lambda row: (row.order, row.id),
    )
    yours = frozenset(row.id for row in fresh if _concerns(row, person))
    told = tuple(row for row in fresh if row.id in yours or _is_news(row))
    at = since or _moment(mark)
    others = sum(1 for row in fresh if row.event is None) - sum(1 for row in told if row.event is None)
    return Digest(at, tuple(_turns(incident, at)) if at else (), told, yours, others)


def _moment(mark: str) -> datetime | None:
    try:
        return datetime.fromisoformat(mark[:24]) if mark else None
    except ValueError:
        return None


def _is_news(row: Row) -> bool:
    event = row.event
    if event is None:
        return row.kind in _KINDS or row.pinned
    return (event.headline or event.turn or event.news) and not event.noise


def _concerns(row: Row, person: str) -> bool:
    """Something was given to them, asked of them or said to them."""
    if row.by == person:
        return False
    if row.event is None:
        words = folded(row.text)
        at = words.find(f"@{folded(person)}")
        end = at + len(person) + 1
        return at >= 0 and not words[end : end + 1].isalnum()
    if row.event.quiet:
        return False
    return any(getattr(row.event, name, "") == person for name in ("person", "to", "owner"))


def _turns(incident: Incident, since: datetime) -> Iterator[Turn]:
    def held(changes: tuple[Change, ...]) -> str:
        return next(
            (c.value for c in reversed(changes) if c.at <= since), changes[0].value if changes else ""
        )

    severity, status = held(incident.severities), held(incident.statuses)
    if severity and severity != str(incident.severity):
        yield Turn("severity", f"SEV{severity}", f"SEV{incident.severity}")
    if status and status != incident.status:
        yield Turn("status", status, incident.status)
    was = next(
        (
            h.person
            for h in reversed(incident.holdings)
            if h.role == "ic" and h.since <= since and (h.until is None or h.until > since)
        ),
        "",
    )
    if was != (incident.commander or ""):
        yield Turn("commander", was, incident.commander or "")
