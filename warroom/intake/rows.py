"""Rows from outside (when, kind, by whom, what) become entries: all of them, or none and the reasons.

Knows the columns of a row, not the file that it stood in. A time is never guessed: without a zone of its own it needs one
from the person. Ids follow from what a row says, so a row that is imported twice is one entry.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone, tzinfo
from hashlib import sha256
from typing import Final, Literal, NamedTuple

import msgspec

from warroom.core.clock import BadTime, iso, uuid7
from warroom.core.envelope import Event
from warroom.core.families.declaration import Declared
from warroom.core.families.entries import EntryLogged, EntryPinned, EntryStruck
from warroom.core.text import clean, clean_name, limit, quoted
from warroom.core.vocabulary import CATEGORIES, Category
from warroom.core.when import When, parse_when
from warroom.intake.redaction import mask

COLUMNS: Final = ("at", "kind", "by", "text")
OUR_COLUMNS: Final = ("id", "struck", "pinned", "recorded_at")
"""What our own CSV export has besides; `recorded_at` is ours to set and is not read."""
NOBODY: Final = "import"
"""Who logged a row that does not say."""
MOST_SHOWN: Final = 10

_Marks = Literal[
    "", "started", "detected", "acknowledged", "declared", "first_update", "mitigated", "resolved"
]
_AS: Final[dict[str, tuple[Category, _Marks]]] = {
    "start": ("symptom", "started"), "started": ("symptom", "started"),
    "detect": ("alert", "detected"), "detected": ("alert", "detected"),
    "ack": ("note", "acknowledged"), "acknowledge": ("note", "acknowledged"), "acknowledged": ("note", "acknowledged"),
    "declare": ("note", "declared"), "declared": ("note", "declared"),
    "first_update": ("comms", "first_update"), "update": ("comms", ""), "escalate": ("action", ""),
    "diagnose": ("diagnosis", ""), "recover": ("action", ""), "role": ("note", ""), "close": ("note", ""),
    "mitigate": ("action", "mitigated"), "mitigated": ("action", "mitigated"),
    "resolve": ("action", "resolved"), "resolved": ("action", "resolved"),
}  # fmt: skip
KINDS: Final[dict[str, tuple[Category, _Marks]]] = {
    "": ("note", ""),
    **{c: (c, "") for c in CATEGORIES},
    **_AS,
}
"""What a row's kind becomes: the category of its entry, and the milestone that it tells of."""

_DATED = re.compile(r"~?\s*\d{4}-\d\d-\d\d")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_ELSEWHERE = timezone(timedelta(hours=-11, minutes=-7))
_CLOCK_LEAD = timedelta(minutes=5)
_GUARDED = re.compile(r"''*\s*[=+\-@\t\r＝＋－＠]")
"""A cell that our CSV export has put a quote before, so that no spreadsheet computes it."""
_NO = frozenset(("", "no", "false", "0"))


class Imported(msgspec.Struct, frozen=True):
    """What a file came to. With `problems` there are no events: nothing of it is to be written."""

    events: tuple[Event, ...] = ()
    problems: tuple[str, ...] = ()
    """One line for each thing that is wrong: where, what, and what to do."""
    notices: tuple[str, ...] = ()
    """What the person should know of what was read."""
    skipped: int = 0
    """Empty rows."""

    @property
    def founds(self) -> bool:
        """Whether the events are a whole incident, to become one of its own, rather than rows for one that exists."""
        return any(isinstance(e, Declared) for e in self.events)

    def report(self) -> tuple[str, ...]:
        """The problems as they are shown: the first ten, and how many more there are."""
        shown, more = self.problems[:MOST_SHOWN], len(self.problems) - MOST_SHOWN
        return (*shown, f"… and {more} more") if more > 0 else shown


class Raw(NamedTuple):
    """One row as it stood in the file. `where`: its place in words (`line 7`)."""

    where: str
    cells: dict[str, str]

    def cell(self, column: str) -> str:
        """The cell, less the quote that an export puts before what a spreadsheet would compute."""
        text = self.cells.get(column, "").strip(" ")
        return text[1:] if _GUARDED.match(text) else text


class BadRow(ValueError):
    """A row that can't be an entry; the message says why and what to do."""


def to_events(
    rows: Iterable[Raw], zone: tzinfo | None, now: datetime, incident_id: str, source: str
) -> Imported:
    """The entries of some rows, each text cleaned and its secrets masked.

    Args:
        zone: of times that name none; None refuses them.
        now: aware; rows behind it are named in a notice.
        incident_id: where they go to; the same row in another incident has another id.
    """
    events: list[Event] = []
    problems: list[str] = []
    seen: Counter[tuple[str, ...]] = Counter()
    masked: Counter[str] = Counter()
    ahead: list[str] = []
    skipped = 0
    for row in rows:
        if not any(row.cells.values()):
            skipped += 1
            continue
        try:
            entry = _entry(row, zone, now, source, masked)
        except BadRow as bad:
            problems.append(f"{row.where}: {bad}")
            continue
        says = (incident_id, iso(entry.at), entry.category, entry.marks, entry.by, entry.text)
        own = row.cell("id").lower()
        named = own if _ID.fullmatch(own) else _id(entry.at, *says, str(seen[says]))
        seen[says] += 1
        if entry.at > now + _CLOCK_LEAD:
            ahead.append(row.where)
        events.append(msgspec.structs.replace(entry, id=named))
        events.extend(_fate(row, events[-1], now))
    if problems:
        return Imported(problems=tuple(problems), skipped=skipped)
    return Imported(tuple(events), (), tuple(_notices(masked, ahead)), skipped)


def _entry(row: Raw, zone: tzinfo | None, now: datetime, source: str, masked: Counter[str]) -> EntryLogged:
    when = _moment(row.cell("at"), zone, now)
    kind = row.cell("kind").casefold().replace("-", "_").replace(" ", "_")
    if kind not in KINDS:
        valid = ", ".join(k for k in KINDS if k)
        raise BadRow(f"{quoted(row.cell('kind'))} is no kind; use one of {valid}")
    text = clean(row.cell("text"))
    if not text:
        raise BadRow("there is no text; say what happened")
    hidden = mask(text)
    masked.update(hidden.kinds)
    category, marks = KINDS[kind]
    return EntryLogged(
        id="", at=when.at, by=clean_name(row.cell("by")) or NOBODY, text=limit(hidden.text), category=category,
        precision=when.precision, source=source, marks=marks,
    )  # fmt: skip


def _moment(text: str, zone: tzinfo | None, now: datetime) -> When:
    """When a row happened. Refuses what a person may type but a file cannot mean: `14:02`, `-5m`."""
    if not text:
        raise BadRow("there is no time in `at`; write it like 2026-11-21T14:30:00+07:00")
    if not _DATED.match(text):
        raise BadRow(f"{quoted(text)} is no full time; write it like 2026-11-21T14:30:00+07:00")
    try:
        here = parse_when(text, now, zone or _ELSEWHERE)
        if zone is None and here != parse_when(text, now, timezone.utc):  # noqa: UP017 - see the name
            raise BadRow(
                f"{quoted(text)} has no time zone; add one (Z, +07:00) or give --zone for the whole file"
            )
    except BadTime:
        raise BadRow(f"{quoted(text)} is no time; write it like 2026-11-21T14:30:00+07:00") from None
    return here


def _fate(row: Raw, entry: Event, now: datetime) -> Iterator[Event]:
    """What our own export says became of an entry: struck, pinned."""
    why = clean(row.cell("struck"))
    if why.casefold() not in _NO:
        yield EntryStruck(id=_id(entry.at, entry.id, "struck"), at=now, by=entry.by, entry=entry.id, why=why)
    if row.cell("pinned").strip().casefold() not in _NO:
        yield EntryPinned(id=_id(entry.at, entry.id, "pinned"), at=now, by=entry.by, entry=entry.id)


def _id(at: datetime, *parts: str) -> str:
    """A UUIDv7 that follows from its parts alone."""
    return uuid7(at, sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest())


def _notices(masked: Counter[str], ahead: list[str]) -> Iterator[str]:
    if masked:
        count = sum(masked.values())
        yield f"{count} secret{'s' if count > 1 else ''} masked ({', '.join(sorted(masked))})"
    if ahead:
        yield f"{ahead[0]} lies in the future{f', and {len(ahead) - 1} more' if len(ahead) > 1 else ''}; is the zone right?"
