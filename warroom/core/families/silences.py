"""Alerts that somebody has silenced, each with its end: who takes over must know what they will not hear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from warroom.core.checklist import Rule
from warroom.core.clock import BadTime
from warroom.core.envelope import Event, Moment
from warroom.core.incident import Incident, Part, Thing
from warroom.core.language import later, say, spoken
from warroom.core.nudges import Finder, Nudge
from warroom.core.sentences import Say, because, shortened
from warroom.core.state import State
from warroom.core.text import folded, quoted
from warroom.core.verb import Arg, Given, Misused, Refused, Verb
from warroom.core.when import When, parse_ahead

LONGEST: Final = timedelta(days=7)
_TOLD: Final = timedelta(hours=2)
"""So long after its end an alert that nobody has looked at again is spoken of."""
_ENDS: Final = re.compile(
    r"(?P<alert>.*\S)\s+(?:until|till|for|sampai|hingga|selama)\s+(?P<end>\S.*)", re.IGNORECASE
)


def of_alert(alert: str) -> Thing:
    return Thing(later("silence"), folded(alert))


class Silence(msgspec.Struct, frozen=True):
    """One alert, silenced."""

    alert: str
    until: datetime
    by: str
    at: datetime
    why: str
    event: str
    ended: datetime | None = None
    """When somebody ended it; it also ends by itself."""

    def holds(self, now: datetime) -> bool:
        """Whether the alert makes no sound now."""
        return self.ended is None and now < self.until


class Silences(Part, frozen=True):
    """Every silence so far; of one alert the last one alone."""

    all: tuple[Silence, ...] = ()

    def holding(self, now: datetime) -> tuple[Silence, ...]:
        """Those that hold, the one that ends first in front."""
        return tuple(sorted((s for s in self.all if s.holds(now)), key=lambda s: s.until))


class AlertSilenced(Event, frozen=True, kw_only=True, tag="alert.silenced", gc=False):
    news = True
    alert: str
    until: Moment
    why: str = ""

    def apply(self, state: State) -> None:
        state.claim(of_alert(self.alert), self, same=False)
        others = (s for s in state.part(Silences).all if folded(s.alert) != folded(self.alert))
        new = Silence(self.alert, self.until, self.by, self.at, self.why, self.id)
        state.keep(Silences((*others, new)))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("silenced until {clock}: {alert}")
        return because(said.format(clock=ends(self.until, incident), alert=self.alert), self.why)


class AlertUnsilenced(Event, frozen=True, kw_only=True, tag="alert.unsilenced", gc=False):
    news = True
    alert: str
    why: str = ""

    def apply(self, state: State) -> None:
        state.claim(of_alert(self.alert), self, same=False)
        state.keep(
            Silences(
                tuple(
                    msgspec.structs.replace(s, ended=self.at) if folded(s.alert) == folded(self.alert) else s
                    for s in state.part(Silences).all
                )
            )
        )

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("no longer silenced: {alert}").format(alert=self.alert), self.why)


Fact = AlertSilenced | AlertUnsilenced


def ends(until: datetime, incident: Incident) -> str:
    """`15:30 WIB`, with its day where that is not the one on which the incident was declared, in the incident's zone."""
    from warroom.core.clock import zone

    there = zone(incident.zone)
    local, declared = until.astimezone(there), incident.reached("declared")
    same = declared is not None and declared.astimezone(there).date() == local.date()
    return spoken().clock(local) if same else f"{local:%Y-%m-%d} {spoken().clock(local)}"


# -- verbs -----------------------------------------------------------------------------------------


def _silence(incident: Incident, given: Given) -> Sequence[Event]:
    alert, until = given["alert"], given["until"]
    if until is None and (found := _ENDS.fullmatch(alert)):
        try:
            until = parse_ahead(found["end"], given.now, given.zone)
            alert = found["alert"].strip()
        except BadTime:
            until = None
    if until is None:
        raise Misused(
            say("until when? Every silence has an end: `silence ALERT until 15:30`, or `--until 30m`")
        )
    _in_reach(until, given)
    head = incident.head(of_alert(alert))
    return [AlertSilenced(**given.stamp(), alert=alert, until=until.at, why=given["why"] or "", prev=head)]


def _in_reach(until: When, given: Given) -> None:
    if until.at <= given.when:
        raise Refused(say("that time has passed; give one that is still to come"))
    if until.at - given.when > LONGEST:
        raise Refused(say("that is longer than {days} days; mend the alert instead", days=LONGEST.days))


def _unsilence(incident: Incident, given: Given) -> Sequence[Event]:
    wanted, now = given["alert"], given.now
    known = incident.part(Silences).all
    open_ones = [s for s in known if s.ended is None]
    found = [s for s in open_ones if s.event == wanted or folded(s.alert) == folded(wanted)]
    found = found or [s for s in open_ones if folded(wanted) in folded(s.alert)]
    if len(found) != 1:
        names = ", ".join(quoted(s.alert) for s in open_ones) or say("none")
        raise Misused(
            say(
                "{wanted} fits {n} silenced alerts; there are: {names}",
                wanted=quoted(wanted),
                n=len(found),
                names=names,
            )
        )
    at = given.stamp(min(given.when, now))
    one = found[0]
    return [
        AlertUnsilenced(
            **at, alert=one.alert, why=given["why"] or "", prev=incident.head(of_alert(one.alert))
        )
    ]


_WHY = Arg("why", "text", "the reason", required=False, flag=True)
_SILENCED = "silence disk full on db1 until 30m"

VERBS = (
    Verb(
        "silence", "state", "note that an alert is silenced, and until when", _silence,
        (
            Arg("alert", "text", "which alert, and until when (`disk full until 15:30`)", rest=True),
            Arg("until", "ahead", "when it ends (15:30, 30m)", required=False, flag=True), _WHY,
        ), also="mute alert snooze suppress quiet", example=(_SILENCED,),
    ),
    Verb(
        "unsilence", "state", "note that an alert is heard again", _unsilence,
        (Arg("alert", "text", "which alert (a part of its name)", rest=True), _WHY), also="unmute alert",
        example=(_SILENCED, "unsilence db1"),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}


def _over(incident: Incident, now: datetime, _person: str) -> list[Nudge]:
    """A silence has ended, and nobody has said what became of the alert."""
    if not incident.is_open:
        return []
    return [
        Nudge(
            key=f"silence.{''.join(c for c in s.event if c.isalnum())}", level="amber", rank="clock", since=s.until,
            sentence=say("{alert} is heard again: its silence has ended", alert=shortened(s.alert)),
            why=say("Silence it anew if that is meant; else note that it is heard again."),
            verb="unsilence", given={"alert": s.event},
        )
        for s in incident.part(Silences).all
        if s.ended is None and s.until <= now < s.until + _TOLD
    ]  # fmt: skip


NUDGES: tuple[Finder, ...] = (_over,)
