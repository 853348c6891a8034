"""Who comes back if it returns, and how to reach them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event, Moment
from warroom.core.families.severity import reopenings
from warroom.core.incident import Incident, Part
from warroom.core.language import say
from warroom.core.nudges import Finder, Nudge
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.text import clean_name
from warroom.core.verb import Arg, Given, Refused, Verb


class Ready(msgspec.Struct, frozen=True):
    """One person on standby."""

    person: str
    contact: str
    until: datetime | None
    by: str
    at: datetime
    event: str


class Standby(Part, frozen=True):
    all: tuple[Ready, ...] = ()


class StandbyNamed(Event, frozen=True, kw_only=True, tag="standby.named", gc=False):
    """Somebody can be called back, `until` then or until released."""

    person: str
    contact: str = ""
    until: Moment | None = None

    def apply(self, state: State) -> None:
        others = tuple(r for r in state.part(Standby).all if r.person != self.person)
        ready = Ready(self.person, self.contact, self.until, self.by, self.at, self.id)
        state.keep(Standby((*others, ready)))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("{person} is on standby").format(person=self.person)
        return f"{said} ({self.contact})" if self.contact else said


class StandbyReleased(Event, frozen=True, kw_only=True, tag="standby.released", gc=False):
    quiet = True
    person: str

    def apply(self, state: State) -> None:
        state.keep(Standby(tuple(r for r in state.part(Standby).all if r.person != self.person)))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("{person} is no longer on standby").format(person=self.person)


Fact = StandbyNamed | StandbyReleased


def _name(incident: Incident, given: Given) -> Sequence[Event]:
    until = given["until"]
    if until and until.at <= given.now:
        raise Refused(say("that is past; name a time to come, or leave --until out"))
    contact = clean_name(given["contact"] or "")
    held = next((r for r in incident.part(Standby).all if r.person == given["person"]), None)
    if held and (held.contact, held.until) == (contact, until.at if until else None):
        raise Refused(say("{person} is on standby already", person=held.person))
    return [
        StandbyNamed(
            **given.stamp(), person=given["person"], contact=contact, until=until.at if until else None
        )
    ]


def _release(incident: Incident, given: Given) -> Sequence[Event]:
    if all(r.person != given["person"] for r in incident.part(Standby).all):
        raise Refused(say("{person} is not on standby", person=given["person"]))
    return [StandbyReleased(**given.stamp(), person=given["person"])]


VERBS = (
    Verb(
        "standby", "people", "name who comes back if it returns, and how to reach them", _name,
        (
            Arg("person", "person", "who"),
            Arg("contact", "text", "how to reach them (a number, a channel)", required=False, flag=True, rest=True),
            Arg("until", "ahead", "until when (tomorrow 09:00)", required=False, flag=True),
        ), also="on-call oncall relapse ready", fulfils=("standby",), example=("standby budi on-call phone",),
    ),
    Verb(
        "standdown", "people", "take somebody off standby", _release, (Arg("person", "person", "who"),),
        also="standby release", example=("standby budi", "standdown budi"),
    ),
)  # fmt: skip


def _named(incident: Incident) -> Met | None:
    first = next(iter(incident.part(Standby).all), None)
    return Met(first.at, first.by) if first else None


def _back(incident: Incident, now: datetime, _person: str) -> list[Nudge]:
    """It has come back: those who said that they would are missing until they are in the room."""
    again = reopenings(incident)
    if not again or not incident.is_open:
        return []
    found: list[Nudge] = []
    for ready in incident.part(Standby).all:
        member = incident.member(ready.person)
        if (member and member.present) or (ready.until and now > ready.until):
            continue
        whom = f"{ready.person} ({ready.contact})" if ready.contact else ready.person
        found.append(
            Nudge(
                f"standby.{len(found)}", "amber", say("call {person} back", person=whom),
                say("It has come back, and they are on standby."), again[-1].at, "join", {"person": ready.person}, "people",
            )
        )  # fmt: skip
    return found


RULES: dict[str, Rule] = {"standby": _named}
NUDGES: tuple[Finder, ...] = (_back,)
