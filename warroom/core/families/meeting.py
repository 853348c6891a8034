"""The post-mortem meeting: when and where it is, and that it was held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.clock import zone as named_zone
from warroom.core.envelope import Event, Moment
from warroom.core.incident import Incident, Part, Thing
from warroom.core.language import later, many, say, spoken
from warroom.core.nudges import Finder, Nudge
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.text import clean_name
from warroom.core.verb import AHEAD, Arg, Given, Refused, Verb

MEETING = Thing(later("meeting"))


class Held(msgspec.Struct, frozen=True):
    at: datetime
    by: str
    text: str
    event: str


class Meeting(Part, frozen=True):
    """`starts`: the date that was set last."""

    starts: datetime | None = None
    place: str = ""
    by: str = ""
    held: tuple[Held, ...] = ()


class MeetingPlanned(Event, frozen=True, kw_only=True, tag="meeting.planned", gc=False):
    starts: Moment
    place: str = ""

    def apply(self, state: State) -> None:
        now = state.part(Meeting)
        state.claim(MEETING, self, same=(now.starts, now.place) == (self.starts, self.place))
        state.keep(msgspec.structs.replace(now, starts=self.starts, place=self.place, by=self.by))

    def sentence(self, incident: Incident, say: Say) -> str:
        there = self.starts.astimezone(named_zone(incident.zone))
        said = say("post-mortem meeting set for {day} {clock}").format(
            day=f"{there:%Y-%m-%d}", clock=spoken().clock(there)
        )
        return f"{said} ({self.place})" if self.place else said


class MeetingHeld(Event, frozen=True, kw_only=True, tag="meeting.held", gc=False):
    text: str = ""

    def apply(self, state: State) -> None:
        now = state.part(Meeting)
        held = Held(self.at, self.by, self.text, self.id)
        state.keep(msgspec.structs.replace(now, held=(*now.held, held)))

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("post-mortem meeting held"), self.text)


Fact = MeetingPlanned | MeetingHeld


def _plan(incident: Incident, given: Given) -> Sequence[Event]:
    starts = given["when"].at
    if starts < given.now - AHEAD:
        raise Refused(say("that is past; /met records a meeting that was held"))
    place = clean_name(given["where"] or "")
    now = incident.part(Meeting)
    if (now.starts, now.place) == (starts, place):
        raise Refused(say("{about}: as it was; nothing was changed", about=say("meeting")))
    return [MeetingPlanned(**given.stamp(given.now), starts=starts, place=place, prev=incident.head(MEETING))]


def _held(_incident: Incident, given: Given) -> Sequence[Event]:
    if given.when > given.now + AHEAD:
        raise Refused(say("that lies in the future; record it when it has happened"))
    return [MeetingHeld(**given.stamp(), text=given["text"] or "")]


VERBS = (
    Verb(
        "meeting", "report", "set the date of the post-mortem meeting", _plan,
        (
            Arg("when", "ahead", "when it begins (2026-12-01 14:00, tomorrow 10:00)"),
            Arg("where", "text", "the room or the link", required=False, flag=True, rest=True),
        ), also="postmortem post-mortem date schedule plan", fulfils=("meeting_held",),
        wanted=lambda incident: incident.part(Meeting).starts is None, example=("meeting tomorrow 10:00 room 5",),
    ),
    Verb(
        "met", "report", "record that the post-mortem meeting was held", _held,
        (Arg("text", "text", "what came of it, in a few words", required=False, flag=True, rest=True),),
        also="postmortem post-mortem meeting held done", fulfils=("meeting_held",),
        wanted=lambda incident: incident.part(Meeting).starts is not None, example=("met two follow-ups, no open question",),
    ),
)  # fmt: skip


def due(incident: Incident) -> datetime | None:
    """Until when the protocol of its severity wants the meeting, counted from the end; None where it wants none, or while it
    goes on."""
    protocol = incident.playbook.severity(incident.severity) if incident.playbook else None
    ended = incident.reached("resolved")
    if protocol is None or ended is None or incident.is_open or not protocol.postmortem_days:
        return None
    if protocol.postmortem != "required":
        return None
    day = ended
    left = protocol.postmortem_days
    while left:
        day += timedelta(days=1)
        there = day.astimezone(named_zone(incident.zone))
        left -= not protocol.working_days or there.weekday() < 5
    return day


def _waiting(incident: Incident, now: datetime, _person: str) -> Nudge | None:
    """A severity that demands a meeting wants a date for it as soon as it is over, and the meeting by its day."""
    until, meeting = due(incident), incident.part(Meeting)
    ended = incident.reached("resolved")
    if (
        until is None
        or ended is None
        or any(h.at >= ended for h in meeting.held)
        or incident.status == "cancelled"
    ):
        return None
    planned = meeting.starts
    if planned and planned > now:
        return None
    if planned and planned >= ended:
        said = say("was the post-mortem meeting held?")
        return Nudge(
            "meeting", "amber", said, say("What was learned is lost within days."), planned, "met", {},
            rule="meeting_held",
        )  # fmt: skip
    days = max(0, (until - now).days)
    said = (
        say("the post-mortem meeting is overdue")
        if now > until
        else many(days, "post-mortem meeting within {n} day", "post-mortem meeting within {n} days")
    )
    return Nudge(
        "meeting", "red" if now > until else "amber", said, say("Its severity demands one."), until, "meeting", {},
        rule="meeting_held",
    )  # fmt: skip


def _met(incident: Incident) -> Met | None:
    last = next(iter(reversed(incident.part(Meeting).held)), None)
    return Met(last.at, last.by) if last else None


RULES: dict[str, Rule] = {"meeting_held": _met}
NUDGES: tuple[Finder, ...] = (_waiting,)
