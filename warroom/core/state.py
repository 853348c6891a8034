"""An incident while its facts are folded: typed, mutable, and known only to the fold and to what facts `apply`.

`snapshot()` gives the frozen `Incident`; what it hands out is never changed later.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Generic, TypeVar

from warroom.core.envelope import Event
from warroom.core.incident import (
    Action,
    Change,
    Conflict,
    Figure,
    Holding,
    Hypothesis,
    Incident,
    Item,
    Mark,
    Member,
    Notes,
    Offer,
    Part,
    Remark,
    Thing,
    Update,
    Version,
    Window,
    Written,
)
from warroom.core.playbook import Playbook
from warroom.core.rows import Row, Rows
from warroom.core.vocabulary import MILESTONES, OPEN_STATUSES, Milestone, Status

Key = tuple[str, str]
K = TypeVar("K")
V = TypeVar("V")
P = TypeVar("P", bound=Part)


class Book(Generic[K, V]):
    """A mapping that is handed out as it stands, and copied at the first change after that."""

    __slots__ = ("_given", "_now")

    def __init__(self) -> None:
        self._now: dict[K, V] = {}
        self._given = False

    def __contains__(self, key: K) -> bool:
        return key in self._now

    def get(self, key: K) -> V | None:
        return self._now.get(key)

    def put(self, key: K, value: V) -> None:
        self._own()[key] = value

    def given(self) -> dict[K, V]:
        """The mapping, which nobody changes any more."""
        self._given = True
        return self._now

    def _own(self) -> dict[K, V]:
        if self._given:
            self._now, self._given = dict(self._now), False
        return self._now


class Registers:
    """What facts set: one attribute for each thing that the frozen `Incident` has under the same name."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Nothing has been set yet."""
        self.declared = False
        self.title = ""
        self.zone = "UTC"
        self.declared_by = ""
        self.severity = 3
        self.status: Status = "declared"
        self.severities: tuple[Change, ...] = ()
        self.statuses: tuple[Change, ...] = ()
        self.systems: tuple[str, ...] = ()
        self.symptoms = ""
        self.playbook: Playbook | None = None
        self.marked: dict[Milestone, Mark] = {}
        self.items: Book[str, Item] = Book()
        self.remarks: Book[str, tuple[Remark, ...]] = Book()
        self.roster: tuple[Member, ...] = ()
        self.holdings: tuple[Holding, ...] = ()
        self.offers: tuple[Offer, ...] = ()
        self.versions: Book[str, tuple[Version, ...]] = Book()
        self.notes = Notes()
        self.sections: Book[str, Written] = Book()
        self.updates: tuple[Update, ...] = ()
        self.figures: tuple[Figure, ...] = ()
        self.windows: tuple[Window, ...] = ()
        self.hypotheses: tuple[Hypothesis, ...] = ()
        self.actions: tuple[Action, ...] = ()
        self.heads: Book[Thing, str] = Book()
        self.conflicts: dict[Thing, Conflict] = {}
        self._parts: Book[type[Part], Part] = Book()

    def part(self, kind: type[P]) -> P:
        """What a family keeps for itself."""
        found = self._parts.get(kind)
        return found if isinstance(found, kind) else kind()

    def keep(self, part: Part) -> None:
        """Put a family's part in the place of what it kept before."""
        self._parts.put(type(part), part)

    def parts(self) -> dict[type[Part], Part]:
        return self._parts.given()


class State(Registers):
    """One folding. `events`, `keys` and `undone` belong to the fold that owns it."""

    def __init__(
        self,
        incident_id: str,
        events: Mapping[str, Event],
        keys: Mapping[str, Key],
        undone: frozenset[str],
        doubted: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self.undone = undone
        self._doubted = doubted
        self._withdrawn = {i: events[i] for i in undone if i in events}
        self.rows: dict[str, Row] = {}
        self._moved: dict[str, list[datetime]] = {}
        """Where rows stood that were moved or dropped: whoever was handed the old ones finds them there."""
        self._id = incident_id
        self._events = events
        self._keys = keys
        self.ordered: list[Row] | None = None
        self._handed_out = False
        self._first: dict[Milestone, str] = {}
        self._candidates: dict[Milestone, list[str]] = {}
        self.touched: set[str] = set()
        """Entries whose rows are no longer as they were logged."""
        self.missing: set[str] = set()
        """Entries that events speak of and that have not come yet."""
        self.late = False
        """Whether entries came out of their order, so that rows do not stand in it."""

    def forget(self, undone: frozenset[str], doubted: frozenset[str]) -> None:
        """Let go of all that facts have set, which are then applied anew; the rows stay."""
        self.clear()
        self.undone, self._doubted = undone, doubted
        self._withdrawn = {i: self._events[i] for i in undone if i in self._events}
        self.late = True

    def snapshot(self, last: str, recent: Sequence[str] = ()) -> Incident:
        """The state as it stands: frozen, sharing nothing that changes. `last` is the clock of the newest event,
        `recent` are the ids of the newest ones, the last at the end.
        """
        if self.ordered is None:
            self.ordered = sorted(self.rows.values(), key=self._place if self.late else attrgetter("at"))
        self._handed_out = True
        return Incident(
            id=self._id, title=self.title, zone=self.zone, declared_by=self.declared_by, severity=self.severity,
            status=self.status, severities=self.severities, statuses=self.statuses, systems=self.systems,
            symptoms=self.symptoms, playbook=self.playbook, milestones=self._milestones(), items=self.items.given(),
            remarks=self.remarks.given(), roster=self.roster, holdings=self.holdings, offers=self.offers,
            rows=Rows(self.ordered, self.rows, self._moved, recent), versions=self.versions.given(), notes=self.notes,
            sections=self.sections.given(), updates=self.updates, figures=self.figures, windows=self.windows,
            hypotheses=self.hypotheses, actions=self.actions, conflicts=tuple(self.conflicts.values()),
            heads=self.heads.given(), undone=self.undone, withdrawn=self._withdrawn, parts=self.parts(), last=last,
        )  # fmt: skip

    def claim(self, thing: Thing, event: Event, *, same: bool) -> None:
        """`event` now holds `thing`. Its author not having seen the present holder is a conflict, unless both said the
        same, or the holder was undone for a while and so was not there to be seen.
        """
        head = self.heads.get(thing)
        seen, passed = event.prev, set[str]()
        while seen in self.undone and seen in self._events and seen not in passed:
            passed.add(seen)  # a damaged file may hold events that name each other
            seen = self._events[seen].prev
        if head is not None and seen != head and not same and head not in self._doubted:
            loser = self._events[head]
            self.conflicts[thing] = Conflict(str(thing), head, event.by, loser.by)
        elif seen == head:
            self.conflicts.pop(thing, None)
        self.heads.put(thing, event.id)

    # -- rows -------------------------------------------------------------------------------------

    def entry(self, entry_id: str) -> Row | None:
        """What somebody logged under that id; None for a fact, and for what has not come yet."""
        row = self.rows.get(entry_id)
        if row is None:
            self.missing.add(entry_id)
        return row if row is not None and row.event is None else None

    def _place(self, row: Row) -> tuple[datetime, Key]:
        return (row.at, self._keys[row.id])

    def add_row(self, row: Row) -> None:
        self.rows[row.id] = row
        if self.ordered is None:
            return
        # A list that was handed out may grow: whoever has it knows how many of it are theirs.
        if not self.ordered or self._place(row) > self._place(self.ordered[-1]):
            self.ordered.append(row)
        else:
            insort(self._own_rows(self.ordered), row, key=self._place)

    def change_row(self, row: Row) -> None:
        old = self.rows[row.id]
        self.rows[row.id] = row
        self.touched.add(row.id)
        if row.at != old.at:
            self._moved.setdefault(row.id, []).append(old.at)
        if self.ordered is not None:
            rows = self._own_rows(self.ordered)
            at = bisect_left(rows, self._place(old), key=self._place)
            if row.at == old.at:
                rows[at] = row
            else:
                del rows[at]
                insort(rows, row, key=self._place)
        for milestone, ids in self._candidates.items():
            if self._first.get(milestone) == row.id or row.id in ids:
                self._elect(milestone)

    def drop_row(self, row: Row) -> None:
        """Take the row of a fact out, which no longer counts."""
        del self.rows[row.id]
        self._moved.setdefault(row.id, []).append(row.at)
        if self.ordered is not None:
            rows = self._own_rows(self.ordered)
            del rows[bisect_left(rows, self._place(row), key=self._place)]

    def _own_rows(self, rows: list[Row]) -> list[Row]:
        """The rows in a list that nobody else has."""
        if self._handed_out:
            rows = self.ordered = list(rows)
            self._handed_out = False
        return rows

    # -- milestones -------------------------------------------------------------------------------

    def stand(self, milestone: Milestone, row: Row) -> None:
        """`row` is a candidate for the first event of its sort."""
        self._candidates.setdefault(milestone, []).append(row.id)
        first = self._first.get(milestone)
        if row.struck is None and (first is None or self._place(row) < self._place(self.rows[first])):
            self._first[milestone] = row.id

    def stand_again(self) -> None:
        """Hold the elections of milestones anew, among entries only: facts stand when they are applied."""
        for milestone, ids in self._candidates.items():
            self._candidates[milestone] = [i for i in ids if i in self.rows and self.rows[i].event is None]
            self._elect(milestone)

    def _elect(self, milestone: Milestone) -> None:
        standing = [self.rows[i] for i in self._candidates[milestone] if self.rows[i].struck is None]
        self._first.pop(milestone, None)
        if standing:
            self._first[milestone] = min(standing, key=self._place).id

    def _milestones(self) -> dict[Milestone, Mark]:
        """Marked ones, then what follows from the first event of each sort, in the order of the vocabulary."""
        found: dict[Milestone, Mark] = {}
        for milestone, entry in self._first.items():
            row = self.rows[entry]
            found[milestone] = Mark(row.at, row.by, row.id, derived=True, precision=row.precision)
        told = {m: mark for m, mark in found.items() if self.rows[mark.event].marks == m}
        found.update(_from_statuses(self.statuses))
        # An imported line that tells of a milestone knows better than the moment of typing.
        found.update(told)
        found.update(self.marked)
        return {m: found[m] for m in MILESTONES if m in found}


def _from_statuses(statuses: tuple[Change, ...]) -> dict[Milestone, Mark]:
    """What the status history says: the first look and the first calm before any end, and the last end that still holds."""
    found: dict[Milestone, Mark] = {}
    ended = False

    def mark(milestone: Milestone, change: Change) -> None:
        found.setdefault(milestone, Mark(change.at, change.by, change.event, derived=True))

    for change in statuses:
        if change.value == "declared":
            mark("declared", change)
        elif change.value == "investigating" and not ended:
            mark("acknowledged", change)
        elif change.value == "monitoring" and not ended:
            mark("mitigated", change)
        if change.value in OPEN_STATUSES:
            found.pop("resolved", None)
        else:
            ended = True
            if change.value != "cancelled":
                mark("resolved", change)
    return found
