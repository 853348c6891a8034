"""What waits for somebody now: one line each, why it matters, and the act that deals with it. Pure: `now` is handed in.

A family that knows of something that waits has `NUDGES` beside its VERBS and RULES: functions `(Incident, now, person)` that
answer a `Nudge`, several, or None. Whether something waits follows from the state and from `now` alone, never from what was
answered a moment ago, so that a clock that jumps, or a console that slept, shows what holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from warroom.core.incident import Incident, Part

if TYPE_CHECKING:
    from warroom.core.verb import Verb

Level = Literal["amber", "red"]
Rank = Literal["law", "command", "telling", "you", "clock", "people", "order"]
RANKS: Final[tuple[Rank, ...]] = ("law", "command", "telling", "you", "clock", "people", "order")
"""What goes before what of one level: what the law demands, who decides and how bad it is, who must be told, what waits for
this person, what runs out, who is missing or tired, what else is in its turn.
"""


class Nudge(msgspec.Struct, frozen=True):
    """One thing that waits. `key` names it as long as it is the same thing: it is what a person snoozes."""

    key: str
    """`command`, `update`, `deadline.nis2.24h` …: small letters, digits and points."""
    level: Level
    sentence: str
    """What waits, in a few words of the reader's language."""
    why: str
    """Why it matters now, in one sentence."""
    since: datetime
    """Since when it waits, or when it was or is due."""
    verb: str
    """The name of the verb that deals with it; its key and its `/verb` are shown."""
    given: Mapping[str, str] = {}
    """Arguments of that verb that are known already, as they would be typed; what else it needs is asked for."""
    rank: Rank = "order"
    person: str = ""
    """Whom alone it concerns; "" for everybody in the room."""
    rule: str = ""
    """The rule of the checklist that comes true when this is dealt with; "" for none."""
    stays: bool = False
    """It cannot be snoozed: it is met, or waived with a name and a reason."""
    does: str = ""
    """What the verb comes to, in a word or two, where its name does not say it."""

    def words(self, verb: Verb) -> list[str]:
        """What is typed behind the verb's name, as far as it is known."""
        out: list[str] = []
        for arg in verb.args:
            if arg.name in self.given:
                out += [f"--{arg.name.replace('_', '-')}"] if arg.flag else []
                out += [self.given[arg.name]]
        return out


Finder = Callable[[Incident, datetime, str], "Nudge | Sequence[Nudge] | None"]


class Snooze(msgspec.Struct, frozen=True):
    """Somebody does not want to hear of it until then, unless it becomes worse."""

    person: str
    key: str
    level: Level
    at: datetime
    until: datetime
    event: str


class Snoozed(Part, frozen=True):
    """The snoozes so far, the newest last; one for each person and key."""

    all: tuple[Snooze, ...] = ()


def waiting(incident: Incident, now: datetime, person: str) -> tuple[Nudge, ...]:
    """All that waits for this person, snoozed or not, the most urgent first."""
    from warroom.core.families import NUDGES  # which are made of all families, that of this page among them

    found: list[Nudge] = []
    for finder in NUDGES:
        one = finder(incident, now, person)
        if isinstance(one, Nudge):
            found.append(one)
        elif one:
            found.extend(one)
    return tuple(sorted((n for n in found if n.person in ("", person)), key=_urgency))


def nudges(incident: Incident, now: datetime, person: str) -> tuple[Nudge, ...]:
    """What waits for this person and is not snoozed, the most urgent first."""
    return tuple(n for n in waiting(incident, now, person) if not snoozed(incident, n, now, person))


def foremost(incident: Incident, now: datetime, person: str) -> Nudge | None:
    """The one that the room says in its quiet line. What is handed over has a line of its own above the panes."""
    found = nudges(incident, now, person)
    return next((n for n in found if not n.key.startswith("handover.")), None)


def snoozed(incident: Incident, nudge: Nudge, now: datetime, person: str) -> bool:
    """Whether this person has put it off, and it is not worse by now."""
    if nudge.stays:
        return False
    held = next((s for s in incident.part(Snoozed).all if (s.person, s.key) == (person, nudge.key)), None)
    if held is None or (nudge.level == "red" and held.level == "amber"):
        return False
    return held.at - SLACK <= now < held.until


SLACK: Final = timedelta(minutes=5)
"""A clock that was set back further than that makes a snooze void, or it would last for hours."""


def _urgency(nudge: Nudge) -> tuple[bool, int, datetime, str]:
    return (nudge.level != "red", RANKS.index(nudge.rank), nudge.since, nudge.key)
