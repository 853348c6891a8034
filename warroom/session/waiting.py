"""Facts that the disk has refused so far: kept in memory, shown all the same, and written as soon as it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from warroom.core.clock import hlc_next, iso
from warroom.core.codec import decode, fields
from warroom.core.envelope import Event
from warroom.core.incident import Incident
from warroom.core.language import say


class Waiting:
    """The facts of one room that are not on disk, oldest first."""

    def __init__(self) -> None:
        self._facts: list[dict[str, Any]] = []

    def __len__(self) -> int:
        return len(self._facts)

    def add(self, made: Sequence[Event]) -> None:
        """Keep facts that could not be written."""
        self._facts.extend(fields(e) for e in made)

    def ids(self) -> frozenset[str]:
        """Of the facts that wait."""
        return frozenset(str(fact["id"]) for fact in self._facts)

    def facts(self) -> list[dict[str, Any]]:
        """What is to be written, as it goes to the file."""
        return list(self._facts)

    def take(self) -> list[dict[str, Any]]:
        """All of it; nothing waits any more, until it is put back."""
        taken, self._facts = self._facts, []
        return taken

    def put_back(self, facts: list[dict[str, Any]]) -> None:
        self._facts = facts

    def shown(self, after: str, now: datetime) -> Iterator[Event]:
        """The facts as events for the fold, under clocks behind `after` of their own until the disk gives them theirs."""
        clock = after
        for fact in self._facts:
            clock = hlc_next(clock.rstrip("+"), now)
            yield decode(msgspec.json.encode({**fact, "hlc": clock}))

    def words(
        self, incident: Incident, event: Callable[[str], Event | None], lost: Sequence[Event] = ()
    ) -> tuple[str, ...]:
        """A line for each, and for what the file has lost: for a person to keep when the program must end all the same."""
        events = [*lost, *(event(str(fact["id"])) for fact in self._facts)]
        return tuple(f"{iso(e.at)} {e.by}: {e.sentence(incident, say)}" for e in events if e)
