"""Rows from outside (when, kind, by whom, what) become entries: all of them, or none and the reasons.

Knows the columns of a row, not the file that it stood in. Ids follow from what a row says, so a row that is imported twice is
one entry; a row that carries the id of an entry is that entry (see `reconcile`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from hashlib import sha256
from typing import Final, Literal, NamedTuple, cast, get_args

import msgspec

from warroom.core.clock import iso, uuid7
from warroom.core.envelope import Event
from warroom.core.families.declaration import Declared
from warroom.core.families.entries import EntryLogged, EntryPinned, EntryStruck
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.formulas import unguard
from warroom.core.language import say
from warroom.core.masking import notice as masked_notice
from warroom.core.secrets import mask
from warroom.core.text import MAX_TEXT_BYTES, clean, clean_name, limit, quoted
from warroom.core.vocabulary import CATEGORIES, MILESTONES, Category, Milestone, Precision
from warroom.core.when import When
from warroom.intake import columns, moments
from warroom.intake.columns import Columns

NOBODY: Final = "import"
"""Who logged a row that does not say."""
MOST_SHOWN: Final = 10
MARK: Final = "mark"
"""The kind of a row that is no entry but a milestone that somebody marked; our own CSV has them."""

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

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_CLOCK_LEAD = timedelta(minutes=5)
_GUARDED = re.compile(r"''*\s*[=+\-@\t\r＝＋－＠]")
"""A cell that our CSV export has put a quote before, so that no spreadsheet computes it."""
_NO = frozenset(("", "no", "false", "0"))
_YES = frozenset(("yes", "true", "1", "x"))
_PRECISIONS: Final = get_args(Precision)


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
        return (*shown, say("… and {more} more", more=more)) if more > 0 else shown


class Raw(NamedTuple):
    """One row as it stood in the file. `where`: its place in words (`line 7`)."""

    where: str
    cells: dict[str, str]

    def cell(self, column: str) -> str:
        """The cell, less the quote that an export puts before what a spreadsheet would compute."""
        text = self.cells.get(column)
        if not text:
            return ""
        text = text.strip(" ")
        if _ID.fullmatch(self.cells.get("id", "")) and "recorded_at" in self.cells:  # a row of our own export
            return unguard(text)
        return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


class BadRow(ValueError):
    """A row that can't be an entry; the message says why and what to do."""


def to_events(
    rows: Iterable[Raw], header: Columns, zone: tzinfo | None, now: datetime, incident_id: str, source: str
) -> Imported:
    """The entries of some rows, each text cleaned and its secrets masked; from old to new, also where the file runs backwards.

    Args:
        header: of the table that they stood in.
        zone: of times that name none; None refuses them.
        now: aware; rows behind it are named in a notice.
        incident_id: where they go to; the same row in another incident has another id.
        source: the name of the format, which the entries keep.
    """
    made = _Making(header, now, incident_id, source)
    listed: list[Raw] = []
    skipped = 0
    for row in rows:
        if any(row.cells.values()):
            listed.append(row)
        else:
            skipped += 1
    problems: dict[int, str] = {}
    possible: dict[int, tuple[When, ...]] = {}
    for number, row in enumerate(listed):
        try:
            possible[number] = moments.read(row.cell("at").strip(), header.zone or zone, now)
        except moments.BadMoment as bad:
            problems[number] = f"{row.where}: {bad}"
    order = list(possible)
    if moments.runs_backwards(list(possible.values())):
        order.reverse()
    roughly = [listed[i].cell("at").startswith("~") for i in order]
    settled = moments.settle([possible[i] for i in order], roughly)
    for number, when in zip(order, settled.moments, strict=True):
        try:
            made.add(listed[number], when)
        except BadRow as bad:
            problems[number] = f"{listed[number].where}: {bad}"
    if problems:
        return Imported(problems=tuple(problems[i] for i in sorted(problems)), skipped=skipped)
    said = (*made.notices(), *moments.notices(settled, [listed[i].where for i in order]))
    return Imported(tuple(made.events), (), said, skipped)


class _Making:
    """Makes facts of rows, and collects what there is to tell of them."""

    def __init__(self, header: Columns, now: datetime, incident_id: str, source: str) -> None:
        self.events: list[Event] = []
        self._header = header
        self._now = now
        self._incident = incident_id
        self._source = source
        self._seen: Counter[tuple[str, ...]] = Counter()
        self._masked: Counter[str] = Counter()
        self._unknown: Counter[str] = Counter()
        self._ahead: list[str] = []
        self._cut: list[str] = []

    def add(self, row: Raw, when: When) -> None:
        """The facts of one row. Raises BadRow."""
        precision = row.cell("precision").casefold() or when.precision
        if precision not in _PRECISIONS:
            raise BadRow(
                say(
                    "{precision} is no precision; use one of {known}",
                    precision=quoted(precision),
                    known=", ".join(_PRECISIONS),
                )
            )
        when = When(when.at, cast(Precision, precision))
        if when.at > self._now + _CLOCK_LEAD:
            self._ahead.append(row.where)
        own = row.cell("id").lower()
        by = clean_name(row.cell("by")) or NOBODY
        if row.cell("kind").casefold() == MARK:
            self.events.append(self._milestone(row, when, own, by))
            return
        category, marks = self._kind(row)
        text = self._text(row)
        says = (self._incident, iso(when.at), category, marks, by, text)
        named = own if _ID.fullmatch(own) else _id(when.at, *says, str(self._seen[says]))
        self._seen[says] += 1
        entry = EntryLogged(
            id=named, at=when.at, by=by, text=text, category=category, precision=when.precision, source=self._source, marks=marks,
        )  # fmt: skip
        self.events.append(entry)
        self.events.extend(_fate(row, entry, self._now))

    def _milestone(self, row: Raw, when: When, own: str, by: str) -> Event:
        milestone = row.cell("marks").casefold()
        if milestone not in MILESTONES:
            raise BadRow(
                say(
                    "{milestone} is no milestone; use one of {known} in `marks`",
                    milestone=quoted(milestone),
                    known=", ".join(MILESTONES),
                )
            )
        named = own if _ID.fullmatch(own) else _id(when.at, self._incident, iso(when.at), milestone, by)
        return MilestoneMarked(
            id=named, at=when.at, by=by, milestone=cast(Milestone, milestone), precision=when.precision
        )

    def _kind(self, row: Raw) -> tuple[Category, _Marks]:
        said = row.cell("kind")
        kind = said.casefold().replace("-", "_").replace(" ", "_")
        if kind not in KINDS:
            if self._header.strict:
                raise BadRow(
                    say(
                        "{said} is no kind; use one of {found}",
                        said=quoted(said),
                        found=", ".join(k for k in KINDS if k),
                    )
                )
            self._unknown[kind] += 1
            kind = ""
        category, marks = KINDS[kind]
        told = row.cell("marks").casefold()
        if told and told not in MILESTONES:
            raise BadRow(
                say(
                    "{told} is no milestone; use one of {known}",
                    told=quoted(told),
                    known=", ".join(MILESTONES),
                )
            )
        return category, cast(_Marks, told) or marks

    def _text(self, row: Raw) -> str:
        text = clean(row.cell("text"))
        if not text:
            raise BadRow(say("there is no text; say what happened"))
        hidden = mask(text)
        self._masked.update(hidden.kinds)
        kept = limit(hidden.text)
        if kept != hidden.text:
            self._cut.append(row.where)
        return kept

    def notices(self) -> Iterator[str]:
        """What the person should know of the rows."""
        if self._masked:
            yield masked_notice(self._masked.elements())
        if self._cut:
            yield say(
                "{first}: the text is longer than {most} KiB and was cut; a mark says how much",
                first=_first(self._cut),
                most=MAX_TEXT_BYTES // 1024,
            )
        if self._unknown:
            listed = ", ".join(quoted(kind) for kind, _ in self._unknown.most_common(MOST_SHOWN))
            yield say("no kind of ours, logged as note: {listed}", listed=listed)
        if self._ahead:
            yield say("{first}: the time lies in the future; is the zone right?", first=_first(self._ahead))
        yield from columns.notices(self._header)


def _fate(row: Raw, entry: EntryLogged, now: datetime) -> Iterator[Event]:
    """What our own export says became of an entry: struck, pinned."""
    if not row.cells.get("struck") and not row.cells.get("pinned"):
        return
    why = clean(row.cell("struck_why")) or clean(row.cell("struck"))
    if clean(row.cell("struck")).casefold() not in _NO:
        reason = "struck" if why.casefold() in _YES else mask(limit(why)).text
        yield EntryStruck(
            id=_id(entry.at, entry.id, "struck"), at=now, by=entry.by, entry=entry.id, why=reason
        )
    if row.cell("pinned").strip().casefold() not in _NO:
        yield EntryPinned(id=_id(entry.at, entry.id, "pinned"), at=now, by=entry.by, entry=entry.id)


def _id(at: datetime, *parts: str) -> str:
    """A UUIDv7 that follows from its parts alone."""
    return uuid7(at, sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest())


def _first(places: Sequence[str]) -> str:
    return places[0] + (say(" and {count} more", count=len(places) - 1) if len(places) > 1 else "")
