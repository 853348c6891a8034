"""Tells an incident for a test: facts in the order in which they are told, folded when asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from warroom.core import codec
from warroom.core.clock import hlc_next, iso
from warroom.core.envelope import Event
from warroom.core.families.entries import EntryLogged
from warroom.core.fold import fold
from warroom.core.incident import Incident

ORIGIN = "a1b2c3d4"
DAY = datetime(2026, 11, 21, tzinfo=UTC)


def at(clock: str, day: int = 0) -> datetime:
    """`14:30` on the day of the story, in UTC."""
    hour, minute = clock.split(":")
    return DAY + timedelta(days=day, hours=int(hour), minutes=int(minute))


class Story:
    """`tell` adds a fact and answers with its id; `incident` is what they make."""

    def __init__(self, incident_id: str = "INC-20261121-K7F") -> None:
        self.id = incident_id
        self.events: list[Event] = []
        self._clock = ""

    def tell(self, kind: type[Event], when: datetime | str, by: str = "ani", **fields: Any) -> str:
        moment = at(when) if isinstance(when, str) else when
        self._clock = hlc_next(self._clock, DAY)
        number = len(self.events) + 1
        event = kind(
            id=f"01900000-0000-7000-8000-{number:012x}", at=moment, by=by, hlc=self._clock, origin=ORIGIN,
            **{"recorded_at": moment, **fields},
        )  # fmt: skip
        self.events.append(event)
        return event.id

    def log(self, when: datetime | str, text: str, by: str = "ani", **fields: Any) -> str:
        return self.tell(EntryLogged, when, by, text=text, **fields)

    def incident(self) -> Incident:
        return fold(self.events, self.id)

    def lines(self) -> list[bytes]:
        """As an incident file would have them."""
        return [
            msgspec.json.encode({**codec.fields(e), "recorded_at": iso(e.recorded_at or e.at), "origin": e.origin, "hlc": e.hlc})
            for e in self.events
        ]  # fmt: skip
