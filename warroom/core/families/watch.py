"""The watch after a change: how long, how often somebody looks, what was seen. A look that is not well ends it at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event, Moment
from warroom.core.incident import Incident, Part
from warroom.core.language import later, say
from warroom.core.nudges import Finder, Nudge
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Verb

LONGEST: Final = timedelta(days=14)
LATE: Final = timedelta(minutes=5)
"""So long a look may wait before it is said in red."""
Seen = Literal["well", "bad"]
Standing = Literal["running", "over", "broken", "ended"]


class Look(msgspec.Struct, frozen=True):
    """What somebody saw."""

    at: datetime
    by: str
    seen: Seen
    text: str = ""


class Period(msgspec.Struct, frozen=True):
    """One watch. `every`: minutes between two looks. It is over with the first look after its end at which all was well."""

    id: str
    by: str
    starts: datetime
    until: datetime
    every: int
    looks: tuple[Look, ...] = ()
    standing: Standing = "running"
    why: str = ""

    @property
    def due(self) -> datetime | None:
        """When somebody is to look next; None when nobody need look any more."""
        if self.standing != "running":
            return None
        last = self.looks[-1].at if self.looks else self.starts
        return min(last + timedelta(minutes=self.every), max(self.until, last))


class Watches(Part, frozen=True):
    """Every watch so far, the present one last."""

    all: tuple[Period, ...] = ()

    @property
    def now(self) -> Period | None:
        """The one that goes on."""
        return self.all[-1] if self.all and self.all[-1].standing == "running" else None


def _put(state: State, period: Period) -> None:
    """In the place of the last one."""
    state.keep(Watches((*state.part(Watches).all[:-1], period)))


class WatchBegun(Event, frozen=True, kw_only=True, tag="watch.begun", gc=False):
    """The systems are watched until then, with a look every so many minutes. Another that goes on is ended by it."""

    news = True
    until: Moment
    every: int

    def apply(self, state: State) -> None:
        old = state.part(Watches).now
        if old:
            _put(state, msgspec.structs.replace(old, standing="ended"))
        begun = Period(self.id, self.by, self.at, self.until, self.every)
        state.keep(Watches((*state.part(Watches).all, begun)))

    def sentence(self, incident: Incident, say: Say) -> str:
        minutes = max(0, round((self.until - self.at).total_seconds() / 60))
        return say("watched for {minutes} min, with a look every {every} min").format(
            minutes=minutes, every=self.every
        )


class WatchLooked(Event, frozen=True, kw_only=True, tag="watch.looked", gc=False):
    seen: Seen
    text: str = ""

    def apply(self, state: State) -> None:
        period = state.part(Watches).now
        if period is None:
            return
        standing: Standing = "running"
        if self.seen == "bad":
            standing = "broken"
        elif self.at >= period.until:
            standing = "over"
        looks = (*period.looks, Look(self.at, self.by, self.seen, self.text))
        _put(state, msgspec.structs.replace(period, looks=looks, standing=standing))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = (
            say("watch: all is well") if self.seen == "well" else say("watch: it is not well, the watch ends")
        )
        return because(said, self.text)


def broken_off(state: State, event: Event, text: str) -> None:
    """A check that fails during the watch ends it, as a bad look does."""
    period = state.part(Watches).now
    if period:
        looks = (*period.looks, Look(event.at, event.by, "bad", text))
        _put(state, msgspec.structs.replace(period, looks=looks, standing="broken"))


class WatchEnded(Event, frozen=True, kw_only=True, tag="watch.ended", gc=False):
    """It ends before its time, without a verdict."""

    why: str

    def apply(self, state: State) -> None:
        period = state.part(Watches).now
        if period:
            _put(state, msgspec.structs.replace(period, standing="ended", why=self.why))

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("watch ended early"), self.why)


Fact = WatchBegun | WatchLooked | WatchEnded


def _watch(_incident: Incident, given: Given) -> Sequence[Event]:
    span: timedelta = given["for"]
    every: timedelta = given["every"] or min(span, timedelta(minutes=10))
    if not timedelta(minutes=1) <= span <= LONGEST:
        raise Refused(say("a watch lasts from one minute to 14 days"))
    if not timedelta(minutes=1) <= every <= span:
        raise Refused(say("a look comes every minute at most, and at least once in the watch"))
    return [WatchBegun(**given.stamp(), until=given.when + span, every=int(every.total_seconds() // 60))]


def _none(incident: Incident) -> str | None:
    return None if incident.part(Watches).now else say("nothing is being watched; /watch 30m begins it")


def _looked(_incident: Incident, given: Given) -> Sequence[Event]:
    return [WatchLooked(**given.stamp(), seen=given["seen"], text=given["text"] or "")]


def _end(_incident: Incident, given: Given) -> Sequence[Event]:
    return [WatchEnded(**given.stamp(), why=given["why"])]


VERBS = (
    Verb(
        "watch", "state", "watch the systems for a while, with a look every so often", _watch,
        (
            Arg("for", "duration", "how long (30m, 2h)"),
            Arg("every", "duration", "how often somebody looks (10m)", required=False, flag=True),
        ), also="monitor monitoring period observe timer", fulfils=("watch_over",),
        wanted=lambda incident: incident.part(Watches).now is None,
        example=("watch 30m --every 10m",),
    ),
    Verb(
        "looked", "state", "record a look during the watch: well, or bad, which ends it", _looked,
        (
            Arg("seen", "choice", "what you saw", choices=("well", "bad")),
            Arg("text", "text", "in a few words", required=False, flag=True, rest=True),
        ), off=_none, also="watch look check seen observed",
        fulfils=("watch_over",), example=("watch 30m", "looked well 0.1 % errors"),
    ),
    Verb(
        "unwatch", "state", "end the watch before its time, with a reason", _end,
        (Arg("why", "text", "the reason", flag=True, rest=True),), off=_none, also="watch stop",
        example=("watch 30m", "unwatch the next shift watches"),
    ),
)  # fmt: skip


def _over(incident: Incident) -> Met | None:
    last = next(iter(reversed(incident.part(Watches).all)), None)
    return Met(last.looks[-1].at, last.looks[-1].by) if last and last.standing == "over" else None


RULES: dict[str, Rule] = {"watch_over": _over}


def still_open(incident: Incident) -> list[str]:
    """A watch that goes on, or that was broken and not begun anew."""
    last = next(iter(reversed(incident.part(Watches).all)), None)
    if last is None or last.standing in ("over", "ended"):
        return []
    return [
        say("the watch goes on") if last.standing == "running" else say("the watch ended: it was not well")
    ]


def in_flight(incident: Incident, now: datetime) -> list[str]:
    """The watch that goes on, with its end and the next look."""
    period = incident.part(Watches).now
    if period is None or period.due is None:
        return []
    left = max(0, round((period.until - now).total_seconds() / 60))
    look = max(0, round((period.due - now).total_seconds() / 60))
    return [say("the watch goes on for {minutes} min, next look in {look} min", minutes=left, look=look)]


def _waiting(incident: Incident, now: datetime, _person: str) -> Nudge | None:
    last = next(iter(reversed(incident.part(Watches).all)), None)
    if last is None:
        return None
    if last.standing == "broken":
        return _broken(incident, last)
    if last.due is None or now < last.due:
        return None
    ended = now >= last.until
    return Nudge(
        "watch", "red" if now >= last.due + LATE else "amber",
        say("the watch is over: a last look ends it") if ended else say("watch check due"),
        say("A relapse is seen early only if somebody looks."), last.due, "looked", {}, "clock", rule="watch_over",
    )  # fmt: skip


def _broken(incident: Incident, last: Period) -> Nudge:
    """It has come back: what ends that is a new watch, or the incident open again."""
    return Nudge(
        "watch", "red", say("the watch ended: it was not well"), say("It may have come back."), last.looks[-1].at,
        "watch" if incident.is_open else "reopen", {}, "clock", rule="watch_over",
    )  # fmt: skip


NUDGES: tuple[Finder, ...] = (_waiting,)
STILL_OPEN = (still_open,)
IN_FLIGHT = (in_flight,)
WORDS: Final[dict[Standing, str]] = {
    "running": later("goes on"), "over": later("over, all was well"), "broken": later("ended: it was not well"),
    "ended": later("ended early"),
}  # fmt: skip
