"""What people were told: the updates, who heard of them by which way, and when they hear next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

from warroom.core import audiences
from warroom.core.cadence import kept_rhythm, update_due, update_state
from warroom.core.checklist import Met, Rule
from warroom.core.clock import span
from warroom.core.envelope import Event, Moment
from warroom.core.families.protocol import PATIENCE, active
from warroom.core.incident import Incident, Part, Update
from warroom.core.language import many, say, spoken
from warroom.core.nudges import Finder, Nudge
from warroom.core.sentences import Say, because, code_of
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Verb

Result = Literal["ok", "failed", "unknown"]
"""It went out; it did not; the sender was stopped before anybody could know."""
_BY: Final = r"(?i)^(?:by|via|through|lewat|melalui|dengan|secara)\s+"


class UpdatePosted(Event, frozen=True, kw_only=True, tag="update.posted", gc=False):
    news = True
    goes_out = True
    sends = True
    multiline = True
    text: str
    next_at: Moment | None = None
    audiences: tuple[str, ...] = ()
    plan: bool = False
    """It announces what is about to be done."""

    def apply(self, state: State) -> None:
        told = Update(self.id, self.at, self.by, self.text, self.next_at, self.audiences, self.plan)
        state.updates = (*state.updates, told)
        state.stand("first_update", state.rows[self.id])

    def sentence(self, incident: Incident, say: Say) -> str:
        text = " ".join(self.text.split())
        if not self.audiences:
            said = say("announcement: {text}") if self.plan else say("update: {text}")
            return said.format(text=text)
        said = (
            say("announcement to {audiences}: {text}") if self.plan else say("update to {audiences}: {text}")
        )
        return said.format(audiences=_called(incident, self.audiences, say), text=text)


class Delivery(msgspec.Struct, frozen=True):
    """One audience was told by one way, or was not."""

    audience: str
    way: str
    channel: str
    result: Result
    why: str
    message: str
    """The id of the update; "" where somebody told them without one."""
    at: datetime
    by: str
    event: str


class Telling(Part, frozen=True):
    """Who was told, oldest first."""

    all: tuple[Delivery, ...] = ()

    def reached(self, audience: str) -> Delivery | None:
        """How an audience was told first; None when it was not."""
        return next((d for d in self.all if d.audience == audience and d.result == "ok"), None)

    def of(self, message: str) -> tuple[Delivery, ...]:
        """What became of one update, the newest word of each channel."""
        last = {(d.audience, d.channel, d.way): d for d in self.all if d.message == message}
        return tuple(last.values())


class Told(Event, frozen=True, kw_only=True, tag="audience.told", gc=False):
    """An audience was told, or could not be."""

    audience: str
    way: str = ""
    """`phone`, `in the call` …; for what a channel carried its sort, such as `mailto`."""
    channel: str = ""
    """The name of the channel in the settings; "" where a person told them."""
    result: Result = "ok"
    why: str = ""
    message: str = ""

    @property
    def noise(self) -> bool:
        """What went well is the update's own row; what did not is a row of its own."""
        return bool(self.message) and self.result == "ok"

    def superseded(self, incident: Incident) -> bool:
        mine = (self.audience, self.channel, self.message)
        found = [d for d in incident.part(Telling).all if (d.audience, d.channel, d.message) == mine]
        return self.result != "ok" and bool(found) and found[-1].event != self.id

    def apply(self, state: State) -> None:
        told = Delivery(
            self.audience,
            self.way,
            self.channel,
            self.result,
            self.why,
            self.message,
            self.at,
            self.by,
            self.id,
        )
        state.keep(Telling((*state.part(Telling).all, told)))

    def sentence(self, incident: Incident, say: Say) -> str:
        who = _called(incident, (self.audience,), say)
        way = self.channel or self.way
        if self.result == "ok":
            return (say("told {who}: {way}") if way else say("told {who}")).format(who=who, way=way)
        if self.result == "failed":
            return because(say("{who} NOT told by {way}").format(who=who, way=way), self.why)
        return because(say("not known whether {way} reached {who}").format(who=who, way=way), self.why)


Fact = UpdatePosted | Told


def _called(incident: Incident, found: Sequence[str], say: Say) -> str:
    code = code_of(say)
    return ", ".join(audiences.called(incident, a, say, code) for a in found)


# -- verbs -----------------------------------------------------------------------------------------


def _update(_incident: Incident, given: Given) -> Sequence[Event]:
    after = given["next"]
    next_at = given.when + after if after else None
    named: tuple[str, ...] = given["audience"] or ()
    way = _way(given["by"] or "")
    if way and not named:
        raise Refused(say("say who was told by {way}: --audience NAME", way=way))
    posted = UpdatePosted(
        **given.stamp(), text=given["text"], next_at=next_at, audiences=named, plan=bool(given["plan"])
    )
    told = [Told(**given.stamp(), audience=a, way=way, message=posted.id) for a in named if way]
    return [posted, *told]


def _told(_incident: Incident, given: Given) -> Sequence[Event]:
    return [Told(**given.stamp(), audience=given["audience"], way=_way(given["way"] or ""))]


def _way(raw: str) -> str:
    return re.sub(_BY, "", raw.strip())


_WHOM = Arg("audience", "audiences", "for whom", required=False, flag=True)

VERBS = (
    Verb(
        "update", "timeline", "tell people how it stands: write it, record it, send it by the channels of the audience", _update,
        (
            _WHOM,
            Arg("text", "message", "what they are told", rest=True),
            Arg("next", "duration", "when the next update is due (20m)", required=False, flag=True),
            Arg("plan", "switch", "it announces what is about to be done", required=False, flag=True),
            Arg("by", "text", "how you told them yourself, such as phone", required=False, flag=True),
        ),
        key="U", also="stakeholders tell communicate inform comms message announce announcement send notify customers",
        fulfils=("audiences_told", "update_in_cadence", "announced"), asks=("audience",),
        example=("update --next 20m We are rolling back.",),
    ),
    Verb(
        "told", "timeline", "record that an audience was told, and how", _told,
        (
            Arg("audience", "audience", "who was told"),
            Arg("way", "text", "how, such as phone", required=False, rest=True),
        ),
        also="informed phone call stakeholders manager communicate", example=("told on-call-manager by phone",),
    ),
)  # fmt: skip


# -- what the checklist asks ------------------------------------------------------------------------


def _audiences_told(incident: Incident) -> Met | None:
    """Every audience that the severity demands; the last one fulfils it."""
    telling, wanted = incident.part(Telling), audiences.required(incident)
    first = [telling.reached(a) for a in wanted]
    reached = [d for d in first if d is not None]
    if not wanted or len(reached) < len(wanted):
        return None
    last = max(reached, key=lambda d: d.at)
    return Met(last.at, last.by)


def untold(incident: Incident) -> tuple[str, ...]:
    """The audiences that the severity demands and that nobody has told yet."""
    telling = incident.part(Telling)
    return tuple(a for a in audiences.required(incident) if telling.reached(a) is None)


def _in_cadence(incident: Incident) -> Met | None:
    last = kept_rhythm(incident)
    return Met(last.at, last.by) if last else None


def _announced(incident: Incident) -> Met | None:
    """Somebody has been told of a plan."""
    telling = incident.part(Telling)
    plans = {u.id for u in incident.updates if u.plan}
    sent = next((d for d in telling.all if d.message in plans and d.result == "ok"), None)
    return Met(sent.at, sent.by) if sent else None


RULES: dict[str, Rule] = {
    "audiences_told": _audiences_told, "update_in_cadence": _in_cadence, "announced": _announced,
}  # fmt: skip


# -- what waits --------------------------------------------------------------------------------------


def _due(incident: Incident, now: datetime, _person: str) -> Nudge | None:
    """Amber shortly before, red from the minute on."""
    state, due = update_state(incident, now), update_due(incident)
    if due is None or state not in ("soon", "overdue"):
        return None
    return Nudge(
        key="update", level="red" if state == "overdue" else "amber", rank="telling", since=due, verb="update",
        sentence=_due_words((due - now).total_seconds()), rule="update_in_cadence",
        why=say("Whoever waits for news asks the team, or guesses. That nothing is new is news."),
    )  # fmt: skip


def _due_words(seconds: float) -> str:
    """In whole minutes: what counts seconds draws the eye each second."""
    if abs(seconds) < 60:
        return say("update due now")
    length = span(abs(seconds), spoken().code, most=1)
    return (
        say("update late by {time}", time=length) if seconds < 0 else say("update due in {time}", time=length)
    )


def _untold(incident: Incident, now: datetime, _person: str) -> Nudge | None:
    """Audiences of an active protocol that nobody has told yet; red once the first update would have been due."""
    held, left = active(incident), untold(incident)
    if not incident.is_open or held is None or not left:
        return None
    names = ", ".join(audiences.called(incident, a, say) for a in left)
    return Nudge(
        key="told", level="red" if now - held.at > PATIENCE else "amber", rank="telling", since=held.at, verb="update",
        sentence=many(len(left), "not told yet: {names}", "{n} audiences not told yet: {names}", names=names),
        why=say("The protocol of SEV{severity} asks for it. Whoever hears it from users first, hears it too late.",
                severity=incident.severity),
        given={"audience": ",".join(left)}, rule="audiences_told",
    )  # fmt: skip


NUDGES: tuple[Finder, ...] = (_due, _untold)
