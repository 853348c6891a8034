"""What an incident does not have yet of the rows of a file: new entries, and corrections of those that the file tells otherwise.

Pure: compares facts with an `Incident`. A row is the entry whose id it carries. What a row adds is taken (another text, time or
kind, a strike, a pin); what it lacks is not taken back, for it may be an older state of the entry than the one here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from warroom.core.clock import iso
from warroom.core.envelope import Event
from warroom.core.families.entries import EntryCorrected, EntryLogged, EntryPinned, EntryStruck, of_entry
from warroom.core.families.milestones import MilestoneMarked, of_milestone
from warroom.core.incident import Incident
from warroom.core.text import clean


class Fresh(msgspec.Struct, frozen=True):
    """What is to be written."""

    events: tuple[Event, ...]
    entries: int
    """How many entries are new."""
    corrected: int
    """How many known entries are changed."""
    marks: int
    """How many milestones are new, or moved."""
    known: int
    """How many rows say nothing new."""
    older: int
    """How many of those say what their entry said before a correction here."""


def fresh(
    events: Sequence[Event],
    incident: Incident,
    has: Callable[[str], bool],
    by: str,
    now: datetime,
    new_id: Callable[[], str],
) -> Fresh:
    """What of the facts of some rows the incident does not have.

    Args:
        events: as `rows.to_events` makes them.
        has: whether the incident has an event of that id, counted or not.
        by: who brings the rows, and so corrects.
    """
    found = _Comparing(incident, has, by, now, new_id)
    for event in events:
        found.take(event)
    return found.result()


class _Comparing:
    def __init__(
        self,
        incident: Incident,
        has: Callable[[str], bool],
        by: str,
        now: datetime,
        new_id: Callable[[], str],
    ) -> None:
        self._incident = incident
        self._has = has
        self._by = by
        self._now = now
        self._new_id = new_id
        self._rows = {row.id: row for row in incident.rows if row.logged}
        self._heads: dict[str, str] = {}
        self._made: list[Event] = []
        self._new: set[str] = set()
        self._changed: set[str] = set()
        self._same: set[str] = set()
        self._older: set[str] = set()
        self._marks = 0

    def result(self) -> Fresh:
        known = self._same - self._changed
        return Fresh(
            tuple(self._made), len(self._new), len(self._changed), self._marks, len(known), len(self._older)
        )

    def take(self, event: Event) -> None:
        if isinstance(event, EntryLogged):
            self._entry(event)
        elif isinstance(event, EntryStruck):
            self._strike(event)
        elif isinstance(event, EntryPinned):
            self._pin(event)
        elif isinstance(event, MilestoneMarked):
            self._milestone(event)

    def _entry(self, event: EntryLogged) -> None:
        row = self._rows.get(event.id)
        if row is None:
            if self._has(event.id) or event.id in self._new:
                self._same.add(event.id)
                return
            self._new.add(event.id)
            self._made.append(event)
            return
        self._same.add(event.id)
        told = (event.text, event.at, event.category, event.precision)
        if told == (row.text, row.at, row.kind, row.precision) or row.redacted is not None:
            return
        if (_says(event.text, event.at), *told[2:]) == (_says(row.text, row.at), row.kind, row.precision):
            return
        before = {_says(v.text, v.at) for v in self._incident.versions.get(event.id, ())}
        if _says(event.text, event.at) in before:
            self._older.add(event.id)
            return
        self._made.append(
            self._about(
                row.id,
                EntryCorrected(
                    id=self._new_id(), at=self._now, by=self._by, entry=row.id,
                    text=event.text if clean(event.text) != clean(row.text) else None,
                    moved_to=event.at if iso(event.at) != iso(row.at) else None,
                    precision=event.precision if event.precision != row.precision else None,
                    category=event.category if event.category != row.kind else None,
                ),
            )
        )  # fmt: skip

    def _strike(self, event: EntryStruck) -> None:
        row = self._rows.get(event.entry)
        if row is None:
            if event.entry in self._new:
                self._made.append(event)
        elif row.struck is None or (row.struck != event.why and event.why != "struck"):
            self._made.append(self._about(row.id, self._own(event)))

    def _pin(self, event: EntryPinned) -> None:
        row = self._rows.get(event.entry)
        if row is None:
            if event.entry in self._new:
                self._made.append(event)
        elif not row.pinned:
            self._changed.add(row.id)
            self._made.append(self._own(event))

    def _milestone(self, event: MilestoneMarked) -> None:
        here = self._incident.milestones.get(event.milestone)
        if here is not None and iso(here.at) == iso(event.at):
            self._same.add(event.id)
            return
        self._marks += 1
        head = self._incident.head(of_milestone(event.milestone))
        self._made.append(msgspec.structs.replace(self._own(event), prev=head))

    def _own(self, event: Event) -> Event:
        """The event under an id and a name of its own, where its id has been used up by an earlier import."""
        if not self._has(event.id):
            return event
        return msgspec.structs.replace(event, id=self._new_id(), by=self._by)

    def _about(self, entry: str, event: Event) -> Event:
        """The event as a change of that entry, behind the one that holds now."""
        self._changed.add(entry)
        head = self._heads.get(entry) or self._incident.head(of_entry(entry))
        self._heads[entry] = event.id
        return msgspec.structs.replace(event, prev=head)


def _says(text: str, at: datetime) -> tuple[str, str]:
    return clean(text), iso(at)
