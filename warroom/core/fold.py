"""The fold: a set of events becomes an `Incident`.

Same set, same result: the order of arrival does not matter, duplicates do not count. Events are applied in the order of their
key, the hybrid logical clock and then the id; an event that replaces another (`prev`) always sorts behind it, so nobody's own
change is shadowed by a wrong clock. What a fact does, it says itself (`core.families`).

Events are only ever added. New ones with the highest keys are applied where the fold stands, plain entries go in wherever they
belong. After an undo or a late fact, all facts are applied anew while the entries stay: there are few facts, and entries by the
hundred thousand. Only what somebody has been waiting for folds everything anew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

from warroom.core.envelope import Event
from warroom.core.families.entries import EntryLogged
from warroom.core.families.log import Undone
from warroom.core.incident import Incident
from warroom.core.rows import Row
from warroom.core.state import Key, State

RECENT: Final = 64
"""So many of the newest events are known by their order: what somebody undoes is nearly always among them."""


class Fold:
    """Folds events into an `Incident`, incrementally where it can."""

    def __init__(self, incident_id: str = "") -> None:
        self._id = incident_id
        self._events: dict[str, Event] = {}
        self._keys: dict[str, Key] = {}
        self._awaited: set[str] = set()
        self._last: Key = ("", "")
        self._recent: deque[str] = deque(maxlen=RECENT)
        """The newest events: whatever is not among them is older."""
        self._facts: list[Event] = []
        """All but the entries, in the order of their keys."""
        self._state = State(self._id, self._events, self._keys, frozenset())

    def __len__(self) -> int:
        return len(self._events)

    def event(self, event_id: str) -> Event | None:
        return self._events.get(event_id)

    def events(self) -> tuple[Event, ...]:
        """All events, in the order of their keys."""
        return tuple(self._events[event_id] for _, event_id in sorted(self._keyed(self._events.values())))

    def add(self, events: Iterable[Event]) -> None:
        """Take in events, in any order, known ones among them."""
        fresh = {e.id: e for e in events if e.id not in self._events}
        if not fresh:
            return
        self._events.update(fresh)
        self._awaited.update([e.prev for e in fresh.values() if e.prev and e.prev not in self._events])
        batch = sorted(self._keyed(fresh.values()))
        in_front, self._last = self._last < batch[0][0], max(self._last, batch[-1][0])
        state = self._state
        if any(not waited.isdisjoint(fresh) for waited in (self._awaited, state.missing, state.undone)):
            self._refold()
            return
        if in_front:
            self._recent.extend(event_id for _, event_id in batch[-RECENT:])
        else:
            self._recent.clear()
        if in_front and not any(type(e) is Undone for e in fresh.values()):
            self._apply(fresh[event_id] for _, event_id in batch)
        elif all(type(e) is EntryLogged for e in fresh.values()):
            state.late = True
            self._apply(fresh.values())
        elif state.missing:
            self._refold()
        else:
            self._reapply(fresh.values())

    def incident(self) -> Incident:
        """The state as it stands."""
        return self._state.snapshot(self._last[0], tuple(self._recent))

    def _keyed(self, events: Iterable[Event]) -> list[tuple[Key, str]]:
        keys, key = self._keys, self._key
        return [
            (keys.get(e.id) or (key(e) if e.prev else keys.setdefault(e.id, (e.hlc, e.id))), e.id)
            for e in events
        ]

    def _key(self, event: Event) -> Key:
        """The sort key, above that of what the event replaces; iterative, since chains get long."""
        chain = {event.id: event}
        last = event
        while (
            (before := self._events.get(last.prev)) and before.id not in self._keys and before.id not in chain
        ):
            chain[before.id] = last = before
        for one in reversed(chain.values()):
            clock, floor = one.hlc, self._keys.get(one.prev)
            if floor and (clock, one.id) <= floor:
                clock = floor[0] + "+"
            self._keys[one.id] = (clock, one.id)
        return self._keys[event.id]

    def _refold(self) -> None:
        """Everything from the beginning."""
        self._keys.clear()
        self._awaited = {e.prev for e in self._events.values() if e.prev and e.prev not in self._events}
        ordered = self.events()
        self._last = max(self._keys.values())
        self._facts = []
        self._recent.clear()
        self._recent.extend(e.id for e in ordered[-RECENT:])
        undone, doubted = _undone([e for e in ordered if type(e) is Undone])
        self._state = State(self._id, self._events, self._keys, undone, doubted)
        self._apply(ordered)

    def _reapply(self, fresh: Iterable[Event]) -> None:
        """The facts from the beginning, on the rows that stand."""
        state = self._state
        facts = [e for e in fresh if type(e) is not EntryLogged]
        self._facts = sorted([*self._facts, *facts], key=lambda e: self._keys[e.id])
        undone, doubted = _undone([e for e in self._facts if type(e) is Undone])
        changed = (state.undone ^ undone) | {e.id for e in facts}
        state.forget(undone, doubted)
        for event in fresh:
            if type(event) is EntryLogged:
                event.apply(state)
        for event in [e for i in state.touched | changed if (e := self._events.get(i))]:
            if type(event) is EntryLogged:
                state.change_row(event.row(event.id in undone))
            elif event.id not in undone and event.id not in state.rows:
                state.add_row(_fact_row(event))
            elif event.id in undone and (row := state.rows.get(event.id)):
                state.drop_row(row)
        state.touched.clear()
        state.stand_again()
        for event in self._facts:
            if event.id not in undone:
                event.apply(state)

    def _apply(self, events: Iterable[Event]) -> None:
        """The one loop: what stands in the log becomes rows, and each fact does to the state what it does."""
        state, undone = self._state, self._state.undone
        for event in events:
            if type(event) is EntryLogged:
                event.apply(state)
                continue
            self._facts.append(event)
            if event.id not in undone:
                state.add_row(_fact_row(event))
                event.apply(state)


def _fact_row(event: Event) -> Row:
    return Row(
        event.id, event.at, event.first_recorded_at or event.recorded_at, event.by, event.kind, "",
        noise=event.noise, event=event, via=event.via, order=event.hlc,
    )  # fmt: skip


def _undone(undos: Sequence[Undone]) -> tuple[frozenset[str], frozenset[str]]:
    """The events that no longer count, and all that were ever undone. Of some undos in their order the latest word wins, so
    an undone undo is as if it had never been.
    """
    gone: set[str] = set()
    for undo in reversed(undos):
        if undo.id not in gone:
            gone.update(undo.events)
    return frozenset(gone), frozenset(i for undo in undos for i in undo.events)


def fold(events: Iterable[Event], incident_id: str = "") -> Incident:
    """The state that a set of events makes. Pure: the same set gives the same state, in any order, duplicates and all."""
    folding = Fold(incident_id)
    folding.add(events)
    return folding.incident()
