"""The working copy of an incident while its events are folded: registers, timeline rows, milestones.

Only `core.fold` and `core.facts` use it. `snapshot()` gives the frozen `Incident`; what it hands out is never changed later.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

import msgspec

from warroom.core import events as ev
from warroom.core.incident import OPEN_STATUSES, Change, Conflict, Incident, Mark, Row

Key = tuple[str, str]

NOISE: Final[tuple[type[ev.Event], ...]] = (
    ev.PlaybookAdopted, ev.Titled, ev.SystemsNamed, ev.SymptomsDescribed, ev.ItemSet, ev.ItemNoted, ev.Joined, ev.Left,
    ev.RoleReleased, ev.NotesSaved, ev.SectionWritten, ev.ImpactMeasured, ev.ImpactWindow, ev.EntryCorrected,
    ev.EntryStruck, ev.EntryRestored, ev.EntryPinned, ev.EntryUnpinned, ev.Undone, ev.MilestoneCleared, ev.ActionChanged,
    ev.EntryRedacted, ev.Sealed,
)  # fmt: skip
"""Facts that the timeline hides until asked."""


class Work:
    """One folding. `events`, `keys` and `undone` belong to the fold that owns it."""

    def __init__(
        self,
        incident_id: str,
        events: Mapping[str, ev.Event],
        keys: Mapping[str, Key],
        undone: frozenset[str],
        doubted: frozenset[str] = frozenset(),
    ) -> None:
        self.undone = undone
        self._doubted = doubted
        self._withdrawn = {i: events[i] for i in undone if i in events}
        self.heads: dict[str, str] = {}
        self.rows: dict[str, Row] = {}
        self.marked: dict[ev.Milestone, Mark] = {}
        self._events = events
        self._keys = keys
        self._state = Incident(id=incident_id)
        self._change: dict[str, Any] = {}
        self._sorted: list[Row] | None = None
        self._tuple: tuple[Row, ...] | None = ()
        self._conflicts: dict[str, Conflict] = {}
        self._first: dict[ev.Milestone, str] = {}
        self._candidates: dict[ev.Milestone, list[str]] = {}
        self.missing: set[str] = set()
        """Entries that events speak of and that have not come yet."""
        self.late = False
        """Whether entries came out of their order, so that rows do not stand in it."""

    def snapshot(self, last: str) -> Incident:
        """The state as it stands: frozen, sharing nothing that changes. `last` is the clock of the newest event."""
        if self._tuple is None:
            self._tuple = tuple(self._in_order())
        milestones = self._milestones()
        self._state = msgspec.structs.replace(
            self._state,
            **self._change,
            rows=self._tuple,
            heads=dict(self.heads),
            conflicts=tuple(self._conflicts.values()),
            milestones=milestones,
            undone=self.undone,
            withdrawn=self._withdrawn,
            last=last,
        )
        self._change = {}
        return self._state

    # -- the pieces that change -------------------------------------------------------------------

    def get(self, name: str) -> Any:
        return self._change[name] if name in self._change else getattr(self._state, name)

    def set(self, **values: Any) -> None:
        self._change.update(values)

    def put(self, name: str, key: str, value: Any) -> None:
        """One member of a mapping; copied once for each snapshot, since the last one shares it."""
        if name not in self._change:
            self._change[name] = dict(getattr(self._state, name))
        self._change[name][key] = value

    def claim(self, about: str, event: ev.Event, *, same: bool) -> None:
        """`event` now holds `about`. Its author not having seen the present holder is a conflict, unless both said the same,
        or the holder was undone for a while and so was not there to be seen.
        """
        head = self.heads.get(about)
        seen, passed = event.prev, set[str]()
        while seen in self.undone and seen in self._events and seen not in passed:
            passed.add(seen)  # a damaged file may hold events that name each other
            seen = self._events[seen].prev
        if head is not None and seen != head and not same and head not in self._doubted:
            loser = self._events[head]
            self._conflicts[about] = Conflict(about, event.id, head, event.by, loser.by)
        elif seen == head:
            self._conflicts.pop(about, None)
        self.heads[about] = event.id

    # -- rows -------------------------------------------------------------------------------------

    def _in_order(self) -> list[Row]:
        if self._sorted is None:
            self._sorted = sorted(self.rows.values(), key=self._place if self.late else attrgetter("at"))
        return self._sorted

    def entry(self, entry_id: str) -> Row | None:
        """What somebody logged under that id; None for a fact, and for what has not come yet."""
        row = self.rows.get(entry_id)
        if row is None:
            self.missing.add(entry_id)
        return row if row is not None and row.event is None else None

    def _place(self, row: Row) -> tuple[datetime, Key]:
        return (row.at, self._keys[row.id])

    def _add_row(self, row: Row) -> None:
        self.rows[row.id] = row
        self._tuple = None
        if self._sorted is None:
            return
        if len(self._sorted) and self._place(row) > self._place(self._sorted[-1]):
            self._sorted.append(row)
        else:
            insort(self._sorted, row, key=self._place)

    def change_row(self, row: Row) -> None:
        old = self.rows[row.id]
        self.rows[row.id] = row
        self._tuple = None
        if self._sorted is not None:
            at = bisect_left(self._sorted, self._place(old), key=self._place)
            if row.at == old.at:
                self._sorted[at] = row
            else:
                del self._sorted[at]
                insort(self._sorted, row, key=self._place)
        for milestone, ids in self._candidates.items():
            if self._first.get(milestone) == row.id or row.id in ids:
                self._elect(milestone)

    def log(self, event: ev.EntryLogged) -> None:
        """An entry. Written out flat: a long incident has a hundred thousand of them."""
        row = Row(
            event.id, event.at, event.first_recorded_at or event.recorded_at, event.by, event.category, event.text,
            event.precision, "undone" if event.id in self.undone else None, False, 0, event.source, event.marks,
            order=event.hlc,
        )  # fmt: skip
        if self._sorted is None:
            self.rows[event.id] = row
            self._tuple = None
        else:
            self._add_row(row)
        if event.marks:
            self._stand(event.marks, row)
        if event.category == "alert":
            self._stand("detected", row)
        elif event.category == "comms":
            self._stand("first_update", row)

    def fact(self, event: ev.Event) -> None:
        noise = type(event) in NOISE or (type(event) is ev.RoleAssigned and event.role != "ic")
        self._add_row(
            Row(
                event.id,
                event.at,
                event.first_recorded_at or event.recorded_at,
                event.by,
                ev.KIND_OF[type(event)],
                "",
                noise=noise,
                event=event,
                order=event.hlc,
            )
        )
        if type(event) is ev.UpdatePosted:
            self._stand("first_update", self.rows[event.id])

    # -- milestones -------------------------------------------------------------------------------

    def _stand(self, milestone: ev.Milestone, row: Row) -> None:
        """`row` is a candidate for the first event of its sort."""
        self._candidates.setdefault(milestone, []).append(row.id)
        first = self._first.get(milestone)
        if row.struck is None and (first is None or self._place(row) < self._place(self.rows[first])):
            self._first[milestone] = row.id

    def _elect(self, milestone: ev.Milestone) -> None:
        standing = [self.rows[i] for i in self._candidates[milestone] if self.rows[i].struck is None]
        self._first.pop(milestone, None)
        if standing:
            self._first[milestone] = min(standing, key=self._place).id

    def _milestones(self) -> dict[ev.Milestone, Mark]:
        """Marked ones, then what follows from the first event of each sort, in the order of the vocabulary."""
        found: dict[ev.Milestone, Mark] = {}
        for milestone, entry in self._first.items():
            row = self.rows[entry]
            found[milestone] = Mark(row.at, row.by, row.id, derived=True, precision=row.precision)
        told = {m: mark for m, mark in found.items() if self.rows[mark.event].marks == m}
        found.update(_from_statuses(self.get("statuses")))
        found.update(
            told
        )  # an imported line that tells of a milestone knows better than the moment of typing
        found.update(self.marked)
        return {m: found[m] for m in ev.MILESTONES if m in found}


def _from_statuses(statuses: tuple[Change, ...]) -> dict[ev.Milestone, Mark]:
    """What the status history says: the first look and the first calm before any end, and the last end that still holds."""
    found: dict[ev.Milestone, Mark] = {}
    ended = False

    def mark(milestone: ev.Milestone, change: Change) -> None:
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
            mark("resolved", change)
    return found
