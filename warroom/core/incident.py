"""What is known of an incident: the frozen result of folding its events (see `core.fold`).

Nothing here is stored; everything follows from the log. Times are aware UTC. Ids are those of the events that created the
thing, so an entry's id is the id of its `entry.logged`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, Literal, NamedTuple, TypeVar

import msgspec

from warroom.core.envelope import Event
from warroom.core.playbook import Playbook, Texts
from warroom.core.rows import Row, Rows
from warroom.core.vocabulary import (
    OPEN_STATUSES,
    Bearing,
    Confidence,
    ItemMark,
    Level,
    Milestone,
    Precision,
    Role,
    Status,
    Verdict,
)

REDACTED: Final = "[redacted]"
"""What stands where a text was taken out."""
P = TypeVar("P", bound="Part")


class Thing(NamedTuple):
    """Something that one fact at a time sets. A family names its things in constants and functions, never in place."""

    sort: str
    """`severity`, `role`, `entry` …"""
    name: str = ""
    """Which of its sort: a role, an item's number, an entry's id; "" where there is only one."""

    def __str__(self) -> str:
        return f"{self.sort}.{self.name}" if self.name else self.sort


class Part(msgspec.Struct, frozen=True):
    """What one family alone keeps of an incident: a frozen struct beside its facts, whose fields all have defaults."""

    def people(self) -> Iterable[str]:
        """Who is named in it, or called by name: a report that hides names must know them."""
        return ()


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
    knows: tuple[str, ...] = ()
    """Systems and skills, as the team's directory said when they came."""

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
    despite: tuple[str, ...] = ()
    """What was still open when it was resolved all the same."""


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
    titles: Texts = {}
    """How a part of a team's own is called; empty for ours, whose names are known."""


class Figure(msgspec.Struct, frozen=True):
    """One impact figure; `amount` is a decimal number as text."""

    what: str
    amount: str
    unit: str
    estimate: bool
    by: str
    at: datetime
    event: str
    since: datetime | None = None
    """Since when it counts; of lost data, the beginning of the time whose data is lost."""
    until: datetime | None = None


class Window(msgspec.Struct, frozen=True):
    """Users felt it from `starts` to `ends` (None: still)."""

    starts: datetime
    ends: datetime | None
    level: Level
    component: str
    event: str


class Update(msgspec.Struct, frozen=True):
    """What stakeholders were told, and when they were promised to hear next."""

    id: str
    at: datetime
    by: str
    text: str
    next_at: datetime | None = None
    audiences: tuple[str, ...] = ()
    """For whom it was written, by id; empty: it was not said."""
    plan: bool = False
    """It announces what is about to be done."""


class Evidence(msgspec.Struct, frozen=True):
    """An entry of the timeline that speaks for a hypothesis or against it."""

    entry: str
    bearing: Bearing
    by: str
    at: datetime
    why: str = ""


class Hypothesis(msgspec.Struct, frozen=True):
    id: str
    text: str
    by: str
    at: datetime
    verdict: Verdict = "open"
    why: str = ""
    confidence: Confidence | Literal[""] = ""
    """How sure people are, in a word; "" where nobody has said."""
    probe: str = ""
    """The one check that would tell it from the next."""
    evidence: tuple[Evidence, ...] = ()

    def bears(self, bearing: Bearing) -> tuple[Evidence, ...]:
        """What speaks for it, or against it."""
        return tuple(e for e in self.evidence if e.bearing == bearing)


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
    """Two people changed the same thing without seeing each other's change. `winner_by`'s holds, both are in the log."""

    about: str
    """The thing as text: `severity`, `role.ic`, `item.3.3`, `entry.<id>` …"""
    loser: str
    """The id of the fact that does not hold."""
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
    rows: Rows = Rows()
    """The timeline in the order of `at`."""
    versions: dict[str, tuple[Version, ...]] = {}
    notes: Notes = Notes()
    sections: dict[str, Written] = {}
    updates: tuple[Update, ...] = ()
    figures: tuple[Figure, ...] = ()
    windows: tuple[Window, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    actions: tuple[Action, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    heads: dict[Thing, str] = {}
    """For each thing that can be changed, the event that set it last: what a new change names as its `prev`."""
    undone: frozenset[str] = frozenset()
    withdrawn: dict[str, Event] = {}
    """The undone events that are known, by id: what an undo undid."""
    parts: dict[type[Part], Part] = {}
    """What families keep for themselves; `part` reads it."""
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

    def holder(self, role: Role) -> str | None:
        """Who holds a role that one person holds; for a shared one, whoever took it last."""
        return next((h.person for h in reversed(self.holdings) if h.role == role and h.until is None), None)

    def holders(self, role: Role) -> tuple[str, ...]:
        return tuple(h.person for h in self.holdings if h.role == role and h.until is None)

    def member(self, person: str) -> Member | None:
        return next((m for m in self.roster if m.person == person), None)

    def row(self, entry: str) -> Row | None:
        return self.rows.find(entry)

    def head(self, thing: Thing) -> str:
        """The event that set a thing last, "" for none: what a new fact about it names as its `prev`."""
        return self.heads.get(thing, "")

    def part(self, kind: type[P]) -> P:
        """What a family keeps for itself."""
        found = self.parts.get(kind)
        return found if isinstance(found, kind) else kind()

    def reached(self, milestone: Milestone) -> datetime | None:
        mark = self.milestones.get(milestone)
        return mark.at if mark else None
