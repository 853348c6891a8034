"""What is known of an incident: the frozen result of folding its events (see `core.fold`).

Nothing here is stored; everything follows from the log. Times are aware UTC. Ids are those of the events that created the
thing, so an entry's id is the id of its `entry.logged`.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import Final

import msgspec

from warroom.core.events import (
    Event,
    ImpactWindow,
    ItemMark,
    Level,
    Milestone,
    Precision,
    Role,
    Status,
    UpdatePosted,
    Verdict,
)
from warroom.core.playbook import Playbook

REDACTED: Final = "[redacted]"
"""What stands where a text was taken out."""
OPEN_STATUSES: Final = frozenset({"declared", "investigating", "identified", "mitigating", "monitoring"})


class Row(msgspec.Struct, frozen=True, gc=False):
    """One line of the timeline: an entry that somebody logged, or a fact worth a line (`event` is set then)."""

    id: str
    at: datetime
    recorded_at: datetime | None
    by: str
    kind: str
    """An entry's category (`note`, `decision` …), or the event kind of a fact (`status.changed`)."""
    text: str
    """What was logged; empty for a fact, whose words `core.describe` makes."""
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
    order: str = ""
    """The hybrid logical clock of its event: what was recorded later is greater, whatever any clock said."""

    @property
    def logged(self) -> bool:
        """Whether a person logged it, rather than it following from an act."""
        return self.event is None


class Version(msgspec.Struct, frozen=True):
    """What an entry said before a correction."""

    at: datetime
    text: str
    by: str
    until: datetime
    """When the correction was made."""


class Mark(msgspec.Struct, frozen=True):
    """When a milestone was reached."""

    at: datetime
    by: str
    event: str
    derived: bool = False
    """Nobody marked it: it follows from the first event of its sort."""
    precision: Precision = "exact"


class Item(msgspec.Struct, frozen=True):
    """What people said of one item of the checklist. `core.checklist` adds what the state itself fulfils."""

    state: ItemMark
    by: str
    at: datetime
    why: str
    event: str


class Remark(msgspec.Struct, frozen=True):
    at: datetime
    by: str
    text: str


class Stint(msgspec.Struct, frozen=True):
    """A person's time in the room, or in a role."""

    since: datetime
    until: datetime | None = None


class Member(msgspec.Struct, frozen=True):
    """A responder: present or gone."""

    person: str
    stints: tuple[Stint, ...]
    roles: tuple[Role, ...] = ()

    @property
    def present(self) -> bool:
        return bool(self.stints) and self.stints[-1].until is None


class Holding(msgspec.Struct, frozen=True):
    """Who held a role, and when."""

    role: Role
    person: str
    since: datetime
    event: str
    until: datetime | None = None


class Offer(msgspec.Struct, frozen=True):
    """A handover that has not been accepted yet."""

    role: Role
    to: str
    by: str
    at: datetime
    brief: str
    event: str


class Change(msgspec.Struct, frozen=True):
    """One step in the history of the severity or the status."""

    value: str
    at: datetime
    by: str
    why: str
    event: str


class Notes(msgspec.Struct, frozen=True):
    text: str = ""
    by: str = ""
    at: datetime | None = None
    event: str = ""
    versions: int = 0


class Written(msgspec.Struct, frozen=True):
    text: str
    by: str
    at: datetime
    event: str


class Figure(msgspec.Struct, frozen=True):
    """One impact figure; `amount` is a decimal number as text."""

    what: str
    amount: str
    unit: str
    estimate: bool
    by: str
    at: datetime
    event: str


class Window(msgspec.Struct, frozen=True):
    """Users felt it from `starts` to `ends` (None: still)."""

    starts: datetime
    ends: datetime | None
    level: Level
    component: str
    event: str

    @classmethod
    def of(cls, event: ImpactWindow) -> Window:
        return cls(event.starts, event.ends, event.level, event.component, event.id)


class Hypothesis(msgspec.Struct, frozen=True):
    id: str
    text: str
    by: str
    at: datetime
    verdict: Verdict = "open"
    why: str = ""
    judged_by: str = ""


class Action(msgspec.Struct, frozen=True):
    """A follow-up. `state`: todo, done or dropped."""

    id: str
    text: str
    by: str
    at: datetime
    owner: str = ""
    due: date | None = None
    type: str = ""
    state: str = "todo"


class Conflict(msgspec.Struct, frozen=True):
    """Two people changed the same thing without seeing each other's change. `winner` holds, both are in the log."""

    about: str
    """What was changed: `severity`, `role.ic`, `item.3.3`, `entry.<id>` …"""
    winner: str
    loser: str
    winner_by: str
    loser_by: str


class Incident(msgspec.Struct, frozen=True):
    """All that the log says."""

    id: str = ""
    title: str = ""
    zone: str = "UTC"
    """IANA name of the zone that its people think in."""
    declared_by: str = ""
    severity: int = 3
    status: Status = "declared"
    severities: tuple[Change, ...] = ()
    statuses: tuple[Change, ...] = ()
    systems: tuple[str, ...] = ()
    symptoms: str = ""
    playbook: Playbook | None = None
    milestones: dict[Milestone, Mark] = {}
    items: dict[str, Item] = {}
    remarks: dict[str, tuple[Remark, ...]] = {}
    roster: tuple[Member, ...] = ()
    holdings: tuple[Holding, ...] = ()
    """Every holding of a role so far, in the order they began."""
    offers: tuple[Offer, ...] = ()
    rows: tuple[Row, ...] = ()
    """The timeline in the order of `at`."""
    versions: dict[str, tuple[Version, ...]] = {}
    notes: Notes = Notes()
    sections: dict[str, Written] = {}
    updates: tuple[UpdatePosted, ...] = ()
    figures: tuple[Figure, ...] = ()
    windows: tuple[Window, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    actions: tuple[Action, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    heads: dict[str, str] = {}
    """For each thing that can be changed, the event that set it last: what a new change names as its `prev`."""
    undone: frozenset[str] = frozenset()
    withdrawn: dict[str, Event] = {}
    """The undone events that are known, by id: what an undo undid."""
    unknown: int = 0
    """How many events are of a kind that this version does not know."""
    last: str = ""
    """The hybrid logical clock of the newest event."""

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def commander(self) -> str | None:
        """Who commands now; None when nobody does."""
        return self.holder("ic")

    @property
    def entries(self) -> tuple[Row, ...]:
        """What people logged, without the facts."""
        return tuple(row for row in self.rows if row.event is None)

    @property
    def reopened(self) -> int:
        """How often it was reopened after being resolved or closed."""
        ended = [c.value not in OPEN_STATUSES for c in self.statuses]
        return sum(1 for before, after in pairwise(ended) if before and not after)

    def holder(self, role: Role) -> str | None:
        """Who holds a role that one person holds; for a shared one, whoever took it last."""
        return next((h.person for h in reversed(self.holdings) if h.role == role and h.until is None), None)

    def holders(self, role: Role) -> tuple[str, ...]:
        return tuple(h.person for h in self.holdings if h.role == role and h.until is None)

    def member(self, person: str) -> Member | None:
        return next((m for m in self.roster if m.person == person), None)

    def row(self, entry: str) -> Row | None:
        return next((r for r in self.rows if r.id == entry), None)

    def reached(self, milestone: Milestone) -> datetime | None:
        mark = self.milestones.get(milestone)
        return mark.at if mark else None
