"""An incident told through its verbs, with a clock that the test moves: no file, no thread."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from warroom.core import codec
from warroom.core.clock import hlc_next, iso
from warroom.core.directory import NOBODY, Directory
from warroom.core.envelope import Event
from warroom.core.families.declaration import declaration
from warroom.core.fold import Fold
from warroom.core.incident import Incident
from warroom.core.others import Others, Sibling
from warroom.core.playbook import Item, Playbook, Step
from warroom.core.registry import act, find
from warroom.core.verb import Circumstance

START = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
OTHERS = Others(
    {"INC-20261121-ZZ2": Sibling("INC-20261121-ZZ2", "Login is slow", 2, "investigating", open=True)}
)
"""Which other incidents there are, where a test does not say."""


def small_playbook(name: str) -> Playbook:
    """A playbook of that name: one step with two items, the second for the two gravest severities."""
    items = (Item("1.1", {"en": "Keep what shows the break-in", "id": "Simpan bukti pembobolan"}, fulfilled_by="evidence"),
             Item("1.2", {"en": "Call the lawyers", "id": "Hubungi bagian hukum"}, severities=(1, 2)))  # fmt: skip
    return Playbook(name, (Step(1, {"en": "Contain", "id": "Batasi"}, items),), languages=("en", "id"))


class Acted:
    """`story.do("tick", "3.3", by="budi", minute=5)`; the log so far is `story.events`."""

    def __init__(
        self,
        title: str = "Payment gateway down",
        *flags: str,
        by: str = "ani",
        playbook: Playbook | None = None,
        people: Directory = NOBODY,
        others: Others | None = None,
    ) -> None:
        self.people, self.others = people, others or OTHERS
        self.fold = Fold("INC-20261121-TST")
        self.events: list[Event] = []
        self._ids: Iterator[str] = (f"{n:08x}-0000-7000-8000-{n:012x}" for n in itertools.count(1))
        self._hlc = ""
        self._append(declaration([title, *flags], playbook, self._given(by, 0)), 0)

    @property
    def incident(self) -> Incident:
        return self.fold.incident()

    def do(self, verb: str, *tokens: str, by: str = "ani", minute: float = 0) -> list[Event]:
        """The facts of one act, recorded `minute` minutes after the declaration."""
        return self._append(act(find(verb), tokens, self.incident, self._given(by, minute)), minute)

    def at(self, minute: float) -> datetime:
        return START + timedelta(minutes=minute)

    def _given(self, by: str, minute: float) -> Circumstance:
        return Circumstance(
            by,
            self.at(minute),
            UTC,
            lambda: next(self._ids),
            lambda: self.people,
            small_playbook,
            others=lambda: self.others,
        )

    def _append(self, facts: tuple[Event, ...], minute: float) -> list[Event]:
        made = [self.stored(fact, minute) for fact in facts]
        self.events.extend(made)
        self.fold.add(made)
        return made

    def stored(self, fact: Event, minute: float) -> Event:
        """The event as it comes back from a file."""
        self._hlc = hlc_next(self._hlc, self.at(minute))
        line = {
            **codec.fields(fact),
            "recorded_at": iso(self.at(minute)),
            "origin": "story000",
            "hlc": self._hlc,
        }
        return codec.decode(msgspec.json.encode(line))
