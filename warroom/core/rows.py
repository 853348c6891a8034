"""The rows of the timeline: a sequence that costs nothing to hand out while it only grows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import overload

import msgspec

from warroom.core.envelope import Event
from warroom.core.vocabulary import Precision


class Row(msgspec.Struct, frozen=True, gc=False):
    """One line of the timeline: an entry that somebody logged, or a fact worth a line (`event` is set then)."""

    id: str
    at: datetime
    recorded_at: datetime | None
    by: str
    kind: str
    """An entry's category (`note`, `decision` …), or the event kind of a fact (`status.changed`)."""
    text: str
    """What was logged; empty for a fact, which has a `sentence`."""
    precision: Precision = "exact"
    struck: str | None = None
    """Why it no longer stands; None while it does."""
    pinned: bool = False
    edited: int = 0
    """How many corrections it has had; `Incident.versions` holds the texts before."""
    source: str = ""
    marks: str = ""
    noise: bool = False
    """A fact that the timeline hides until asked: ticks, joins, saved notes."""
    event: Event | None = None
    redacted: str | None = None
    """Why its text was taken out of the file; None where it was not."""
    via: str = ""
    """By which door of which host it came."""
    order: str = ""
    """The hybrid logical clock of its event: what was recorded later is greater, whatever any clock said."""

    @property
    def logged(self) -> bool:
        """Whether a person logged it, rather than it following from an act."""
        return self.event is None


class Rows(Sequence[Row]):
    """The first so many rows of a list in the order of `at`, which its owner may only add to. Never changes."""

    __slots__ = ("_all", "_count", "_known", "_moved", "_recent")

    def __init__(
        self,
        rows: list[Row] | None = None,
        known: Mapping[str, Row] | None = None,
        moved: Mapping[str, Sequence[datetime]] | None = None,
        recent: Sequence[str] = (),
    ) -> None:
        self._all = [] if rows is None else rows
        self._count = len(self._all)
        # What its owner knows now, also of rows that are newer than this: where to look, not what to answer.
        self._known = {r.id: r for r in self._all} if known is None else known
        self._moved = {} if moved is None else moved
        self._recent = recent

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return [self._all[i] for i in range(*at.indices(self._count))]
        if at < 0:
            at += self._count
        if not 0 <= at < self._count:
            raise IndexError(at)
        return self._all[at]

    def __iter__(self) -> Iterator[Row]:
        return islice(self._all, self._count)

    def __reversed__(self) -> Iterator[Row]:
        return (self._all[i] for i in range(self._count - 1, -1, -1))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return self._count == other._count and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Rows({list(self)!r})"

    def newest(self) -> Iterator[Row]:
        """All rows by when they were recorded, the last first. The first of them come without a look at the others."""
        for row_id in reversed(self._recent):
            if row := self.find(row_id):
                yield row
        known = set(self._recent)
        yield from sorted((r for r in self if r.id not in known), key=attrgetter("order"), reverse=True)

    def from_time(self, moment: datetime) -> int:
        """Where the first row at or after a moment stands; the number of rows when there is none."""
        return bisect_left(self._all, moment, hi=self._count, key=attrgetter("at"))

    def place(self, row_id: str) -> int | None:
        """Where the row with that id stands, or None."""
        known = self._known.get(row_id)
        for moment in (*([known.at] if known else ()), *self._moved.get(row_id, ())):
            for i in range(self.from_time(moment), self._count):
                row = self._all[i]
                if row.id == row_id:
                    return i
                if row.at != moment:
                    break
        return None

    def find(self, row_id: str) -> Row | None:
        """The row with that id, or None."""
        place = self.place(row_id)
        return None if place is None else self._all[place]
