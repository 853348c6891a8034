"""How bad it is and how far it has come: severity, status, the end and the return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from warroom.core.checklist import Rule
from warroom.core.ending import still_open
from warroom.core.envelope import Event
from warroom.core.families.impact import ImpactWindow
from warroom.core.families.protocol import Assumed, changed
from warroom.core.incident import Change, Incident, Thing
from warroom.core.language import later, say
from warroom.core.nudges import Finder, Nudge
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.verb import AHEAD, Arg, Given, Refused, Verb
from warroom.core.vocabulary import OPEN_STATUSES, STATUSES, Status

_NAMED: Final = 3
"""So many open things are named; they are counted on the board."""
SEVERITY = Thing(later("severity"))
STATUS = Thing(later("status"))


class SeverityChanged(Event, frozen=True, kw_only=True, tag="severity.changed", gc=False):
    headline = True
    turn = True
    severity: int
    why: str = ""

    def apply(self, state: State) -> None:
        state.claim(SEVERITY, self, same=state.severity == self.severity)
        state.severity = self.severity
        state.severities = (
            *state.severities,
            Change(str(self.severity), self.at, self.by, self.why, self.id),
        )
        state.keep(Assumed())

    def sentence(self, incident: Incident, say: Say) -> str:
        before = self._before(incident)
        if before == self.severity:
            return because(say("severity confirmed: SEV{severity}").format(severity=self.severity), self.why)
        return because(say("severity is now SEV{severity}").format(severity=self.severity), self.why)

    def more(self, incident: Incident, say: Say) -> str:
        """What that makes newly due, and what is no longer asked for."""
        before = self._before(incident)
        newly, gone = changed(incident, before, self.severity, say) if before else ([], [])
        told = [f"{say('newly due')}: {', '.join(newly)}"] if newly else []
        return "; ".join([*told, *([f"{say('no longer')}: {', '.join(gone)}"] if gone else [])])

    def _before(self, incident: Incident) -> int:
        """What it was before; 0 where that is not known, because this one does not count."""
        held = incident.severities
        at = next((i for i, change in enumerate(held) if change.event == self.id), 0)
        return int(held[at - 1].value) if at else 0


class StatusChanged(Event, frozen=True, kw_only=True, tag="status.changed", gc=False):
    headline = True
    turn = True
    status: Status
    why: str = ""
    despite: tuple[str, ...] = ()
    """What was still open when it was resolved all the same."""

    def apply(self, state: State) -> None:
        state.claim(STATUS, self, same=state.status == self.status)
        state.status = self.status
        change = Change(self.status, self.at, self.by, self.why, self.id, self.despite)
        state.statuses = (*state.statuses, change)

    def sentence(self, incident: Incident, say: Say) -> str:
        if self.despite:
            told = say("resolved although not all is settled ({what})").format(what="; ".join(self.despite))
            return because(told, self.why)
        if reopening(incident, self.id):
            return because(say("reopened"), self.why)
        return because(say("status is now {status}").format(status=say(self.status)), self.why)


def reopening(incident: Incident, event: str) -> bool:
    """Whether the status that this event set took the incident back from its end."""
    before = ""
    for change in incident.statuses:
        if change.event == event:
            return change.value in OPEN_STATUSES and before in ("resolved", "closed")
        before = change.value
    return False


def reopenings(incident: Incident) -> tuple[Change, ...]:
    """Every time that it came back."""
    return tuple(c for c in incident.statuses if reopening(incident, c.event))


Fact = SeverityChanged | StatusChanged


def _only_open(incident: Incident) -> str | None:
    return (
        None
        if incident.is_open
        else say("the incident is {status}; reopen it first", status=say(incident.status))
    )


def _only_ended(incident: Incident) -> str | None:
    return say("the incident is still open") if incident.is_open else None


def _only_resolved(incident: Incident) -> str | None:
    if incident.status in ("closed", "cancelled"):
        return say("the incident is {status} already", status=say(incident.status))
    return say("the incident is not resolved yet; resolve it first") if incident.is_open else None


def _severity(incident: Incident, given: Given) -> Sequence[Event]:
    if given["severity"] == incident.severity and not incident.part(Assumed).severity:
        raise Refused(say("the severity is SEV{severity} already", severity=incident.severity))
    head = incident.head(SEVERITY)
    return [SeverityChanged(**given.stamp(), severity=given["severity"], why=given["why"] or "", prev=head)]


def _status(incident: Incident, given: Given) -> Sequence[Event]:
    if given["status"] == incident.status:
        raise Refused(say("the status is {status} already", status=say(incident.status)))
    return [_to(incident, given, given["status"])]


def _to(incident: Incident, given: Given, status: Status) -> Event:
    return StatusChanged(**given.stamp(), status=status, why=given["why"] or "", prev=incident.head(STATUS))


def _not_ahead(given: Given) -> None:
    if given.when > given.now + AHEAD:
        raise Refused(say("that lies in the future; record it when it has happened"))


def ending(incident: Incident, given: Given) -> list[Event]:
    """The facts of the end at `given.when`: the status, and the impact windows that go on until then."""
    _not_ahead(given)
    started = incident.reached("started")
    if started and given.when < started:
        raise Refused(
            say("it can't be resolved before it started; correct the time with --at, or mark started")
        )
    ended = [
        ImpactWindow(
            **given.stamp(), starts=w.starts, ends=given.when, level=w.level, component=w.component, prev=w.event
        )
        for w in incident.windows
        if w.ends is None and w.starts <= given.when
    ]  # fmt: skip
    return [_to(incident, given, "resolved"), *ended]


def refuse_unsettled(incident: Incident) -> None:
    """Raises Refused where something stands between the incident and its end: it says what."""
    if left := still_open(incident):
        what = "; ".join(left[:_NAMED]) + (" …" if len(left) > _NAMED else "")
        raise Refused(
            say("not all is settled: {what}; settle it, or say why not: /resolve --despite REASON", what=what)
        )


def _resolve(incident: Incident, given: Given) -> Sequence[Event]:
    left, despite = still_open(incident), given["despite"]
    if not despite:
        refuse_unsettled(incident)
    made = ending(incident, given)
    if not left:
        return made
    end = msgspec.structs.replace(made[0], why=given["why"] or despite, despite=tuple(left[:_NAMED]))
    return [end, *made[1:]]


def _despite(incident: Incident, _words: Mapping[str, str]) -> tuple[str, ...]:
    return ("despite",) if still_open(incident) else ()


def _cancel(incident: Incident, given: Given) -> Sequence[Event]:
    return [_to(incident, given, "cancelled")]


def _close(incident: Incident, given: Given) -> Sequence[Event]:
    return [_to(incident, given, "closed")]


def _reopen(incident: Incident, given: Given) -> Sequence[Event]:
    """The same timeline goes on, and a new impact window starts; the first one is written down if nobody had."""
    made: list[Event] = [_to(incident, given, "investigating")]
    if incident.status == "cancelled":
        return made  # it was no incident, so no impact has ended or come back
    started, resolved = incident.reached("started"), incident.reached("resolved")
    if not incident.windows and started and resolved and started <= resolved:
        made.append(ImpactWindow(**given.stamp(), starts=started, ends=resolved))
    made.append(ImpactWindow(**given.stamp(), starts=given.when))
    return made


# -- two questions instead of a number ---------------------------------------------------------------

_IMPACT: Final = {
    later("all"): later("nearly all users cannot work, or data is lost or open to others"),
    later("many"): later("many users cannot work, or an important part is down"),
    later("few"): later("few users, or many are only slowed down"),
    later("none"): later("nobody outside the team"),
    later("unsure"): later("not known yet: taken for many"),
}
_URGENCY: Final = {
    later("now"): later("every minute costs, or it spreads, or there is no way around it"),
    later("hours"): later("there is a way around it that holds for some hours"),
    later("days"): later("it can wait for days"),
    later("unsure"): later("not known yet: taken for now"),
}
_SEVERITY: Final = {
    "all": (1, 1, 2), "many": (1, 2, 3), "few": (2, 3, 3), "none": (3, 4, 4),
}  # fmt: skip
"""By impact, then by urgency: now, hours, days."""


def severity_for(impact: str, urgency: str) -> int:
    """The severity that two answers come to; whoever is unsure gets the higher one."""
    row = _SEVERITY["many" if impact == "unsure" else impact]
    return row[("now", "hours", "days").index("now" if urgency == "unsure" else urgency)]


def _triage(incident: Incident, given: Given) -> Sequence[Event]:
    found = severity_for(given["impact"], given["urgency"])
    if found == incident.severity and not incident.part(Assumed).severity:
        raise Refused(say("these answers come to SEV{severity}, which it is", severity=found))
    told = say(
        "impact: {impact}; urgency: {urgency}", impact=say(given["impact"]), urgency=say(given["urgency"])
    )
    why = f"{told}. {given['why']}" if given["why"] else told
    return [SeverityChanged(**given.stamp(), severity=found, why=why, prev=incident.head(SEVERITY))]


_WHY = Arg("why", "text", "the reason", flag=True, rest=True)
_MAYBE_WHY = Arg("why", "text", "the reason", required=False, flag=True, rest=True)

_DESPITE = Arg("despite", "text", "the reason to resolve although checks are open", required=False, flag=True)

VERBS = (
    Verb(
        "sev", "state", "change the severity", _severity,
        (Arg("severity", "severity", "the severity, 1 (worst) to 4; if unsure, the higher"), _MAYBE_WHY), key="s",
        also="severity priority escalate", fulfils=("severity_and_impact",),
        wanted=lambda incident: incident.part(Assumed).severity, example=("sev 1 --why all cards fail",),
    ),
    Verb(
        "triage", "state", "two questions that come to a severity; if unsure, the higher one", _triage,
        (
            Arg("impact", "choice", "who is hit", choices=tuple(_IMPACT), meanings=tuple(_IMPACT.values())),
            Arg("urgency", "choice", "how long it can wait", choices=tuple(_URGENCY), meanings=tuple(_URGENCY.values())),
            Arg("why", "text", "the reason", required=False, flag=True),
        ),
        also="severity sev priority help unsure matrix impact urgency", example=("triage all now",),
    ),
    Verb(
        "status", "state", "change the status", _status,
        (Arg("status", "choice", "the status", choices=STATUSES[:5]), _MAYBE_WHY), key="S", off=_only_open,
        also="state mitigated monitoring identified progress", example=("status investigating",),
    ),
    Verb(
        "resolve", "state", "resolve the incident", _resolve, (_MAYBE_WHY, _DESPITE), key="R", more=_despite,
        confirm="Resolve {id} “{title}”?", off=_only_open, also="fixed over end done mitigated solved", example=("resolve",),
    ),
    Verb(
        "cancel", "state", "cancel an incident that was declared by mistake, with a reason; statistics leave it out", _cancel,
        (_WHY,), confirm="Cancel {id} “{title}” as declared by mistake?", off=_only_open,
        also="mistake false alarm", example=("cancel a drill, not an incident",),
    ),
    Verb(
        "close", "state", "close a resolved incident", _close, (_MAYBE_WHY,), key="C",
        confirm="Close {id} “{title}”?", off=_only_resolved, also="end finish archive", example=("resolve", "close"),
    ),
    Verb(
        "reopen", "state", "reopen it on the same timeline, with a reason; a new impact window starts", _reopen,
        (_WHY,), key="O", off=_only_ended, also="again back return", example=("resolve", "reopen it is back"),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}


def _assumed(incident: Incident, now: datetime, _person: str) -> Nudge | None:
    if not incident.is_open or not incident.part(Assumed).severity:
        return None
    since = incident.severities[0].at if incident.severities else now
    return Nudge(
        key="severity", level="red" if now - since > timedelta(minutes=10) else "amber", rank="command", since=since,
        sentence=say("nobody has chosen the severity; SEV{severity} is assumed", severity=incident.severity),
        why=say("It decides who is told, which roles are filled and how often to report. If unsure, the higher."),
        verb="sev",
    )  # fmt: skip


NUDGES: tuple[Finder, ...] = (_assumed,)
