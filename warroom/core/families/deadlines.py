"""Deadlines that a law sets once somebody is aware: they run on after the end, are never put off, and end by being met or by
being waived, with a name and a reason. Which laws there are, the playbook says as data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final, Literal

import msgspec

from warroom.core.checklist import Rule
from warroom.core.clock import add_months, span, zone
from warroom.core.envelope import Event
from warroom.core.incident import Incident, Part, Thing
from warroom.core.language import later, say, spoken
from warroom.core.nudges import Finder, Nudge
from warroom.core.playbook import Duty, Law
from warroom.core.sentences import Say, because, code_of
from warroom.core.state import State
from warroom.core.text import quoted
from warroom.core.verb import AHEAD, Arg, Given, Misused, Refused, Sort, Verb

NEAR: Final = timedelta(hours=6)
"""A deadline is amber from here on, a short one from its last quarter."""
CLOSE: Final = timedelta(hours=1)
"""And red from here on."""

DAY: Final = 86400


def of_law(law: str) -> Thing:
    return Thing(later("law"), law)


def of_duty(deadline: str) -> Thing:
    return Thing(later("deadline"), deadline)


class Aware(msgspec.Struct, frozen=True):
    """Since when somebody has been aware, by the reckoning of one law."""

    law: str
    at: datetime
    by: str
    event: str


class Settled(msgspec.Struct, frozen=True):
    """A deadline that no longer runs. `person` answers for it."""

    deadline: str
    how: Literal["met", "waived"]
    at: datetime
    person: str
    why: str
    event: str


class Legal(Part, frozen=True):
    """The laws whose clocks run, and what was settled."""

    aware: tuple[Aware, ...] = ()
    settled: tuple[Settled, ...] = ()


class AwareSince(Event, frozen=True, kw_only=True, tag="deadline.aware", gc=False):
    """`at`: since when. Again with another time corrects it."""

    headline = True
    law: str

    def apply(self, state: State) -> None:
        legal = state.part(Legal)
        held = next((a for a in legal.aware if a.law == self.law), None)
        state.claim(of_law(self.law), self, same=held is not None and held.at == self.at)
        others = tuple(a for a in legal.aware if a.law != self.law)
        done = Aware(self.law, self.at, self.by, self.id)
        state.keep(msgspec.structs.replace(legal, aware=(*others, done)))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("{law}: aware since {moment}, its deadlines run")
        return said.format(law=_law_name(incident, self.law, code_of(say)), moment=_moment(self.at, incident))


class DeadlineMet(Event, frozen=True, kw_only=True, tag="deadline.met", gc=False):
    """What the law asks for was sent, at `at`."""

    deadline: str
    text: str = ""
    """How, or under which number."""

    def apply(self, state: State) -> None:
        _settle(state, self, Settled(self.deadline, "met", self.at, self.by, self.text, self.id))

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("{deadline}: met").format(deadline=_name(incident, self.deadline, say)), self.text)


class DeadlineWaived(Event, frozen=True, kw_only=True, tag="deadline.waived", gc=False):
    """It does not apply, or will not be met, and `person` answers for that."""

    headline = True
    deadline: str
    person: str
    why: str

    def apply(self, state: State) -> None:
        _settle(state, self, Settled(self.deadline, "waived", self.at, self.person, self.why, self.id))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("{deadline}: waived by {person}")
        name = _name(incident, self.deadline, say)
        return because(said.format(deadline=name, person=self.person), self.why)


Fact = AwareSince | DeadlineMet | DeadlineWaived


def _settle(state: State, event: Event, settled: Settled) -> None:
    legal = state.part(Legal)
    held = next((s for s in legal.settled if s.deadline == settled.deadline), None)
    state.claim(of_duty(settled.deadline), event, same=held is not None and held.how == settled.how)
    others = tuple(s for s in legal.settled if s.deadline != settled.deadline)
    state.keep(msgspec.structs.replace(legal, settled=(*others, settled)))


# -- the clocks --------------------------------------------------------------------------------------


class Deadline(msgspec.Struct, frozen=True):
    """One clock. `settled` is None while it runs."""

    law: Law
    duty: Duty
    began: datetime
    due: datetime
    settled: Settled | None = None

    @property
    def id(self) -> str:
        return f"{self.law.id}.{self.duty.id}"

    @property
    def text(self) -> str:
        """For whoever names it by a part of its words."""
        return self.called(spoken().code)

    def called(self, code: str) -> str:
        """`NIS2, early warning to the authority`."""
        return f"{self.law.name(code)}, {self.duty.name(code)}"

    def late(self, now: datetime) -> bool:
        """Met or waived after its time, or still open behind it."""
        return (self.settled.at if self.settled else now) > self.due


def deadlines(incident: Incident) -> tuple[Deadline, ...]:
    """Every clock that was started, the next due first."""
    found = [d for aware in incident.part(Legal).aware for d in _clocks(incident, aware)]
    return tuple(sorted(found, key=lambda d: (d.due, d.id)))


def running(incident: Incident) -> tuple[Deadline, ...]:
    """Those that are neither met nor waived, the next due first."""
    return tuple(d for d in deadlines(incident) if d.settled is None)


def level(deadline: Deadline, now: datetime) -> Literal["", "amber", "red"]:
    """How near it is."""
    left, whole = deadline.due - now, deadline.due - deadline.began
    if left <= min(CLOSE, whole / 8):
        return "red"
    return "amber" if left <= min(NEAR, whole / 4) else ""


def left_words(deadline: Deadline, now: datetime, code: str) -> str:
    """`21 h`, `2 d`, and `-2 h` where it is late, in one unit: the header has no more room. Hours as far as they tell more."""
    seconds = (deadline.due - now).total_seconds()
    if DAY <= abs(seconds) <= 3 * DAY:
        hour = span(3600, code, most=1).removeprefix("1 ")
        return f"{int(seconds / 3600)} {hour}"
    return span(seconds, code, most=1)


def _clocks(incident: Incident, aware: Aware) -> Iterator[Deadline]:
    """Each duty counts from the moment of being aware, or from when another one was met, else was due."""
    law = incident.playbook.law(aware.law) if incident.playbook else None
    if law is None:
        return
    at_home = zone(incident.zone)
    done = {s.deadline: s for s in incident.part(Legal).settled}
    ends: dict[str, datetime] = {}
    for duty in law.duties:
        settled = done.get(f"{law.id}.{duty.id}")
        began = ends.get(duty.after, aware.at)
        due = _due(began, duty, at_home)
        ends[duty.id] = settled.at if settled and settled.how == "met" else due
        yield Deadline(law, duty, began, due, settled)


def _due(began: datetime, duty: Duty, at_home: tzinfo) -> datetime:
    """In a file from elsewhere a number may be any number, and a moment any moment: at most a hundred years, else at once."""
    hours, months = (min(max(n, 0), most) for n, most in ((duty.hours, 876_000), (duty.months, 1_200)))
    try:
        return add_months(began, months, at_home) + timedelta(hours=hours)
    except (OverflowError, ValueError):
        return began


def _law_name(incident: Incident, law: str, code: str) -> str:
    found = incident.playbook.law(law) if incident.playbook else None
    return found.name(code) if found else law


def _name(incident: Incident, deadline: str, say: Say) -> str:
    found = next((d for d in deadlines(incident) if d.id == deadline), None)
    return found.called(code_of(say)) if found else deadline


def _moment(moment: datetime, incident: Incident) -> str:
    return f"{moment.astimezone(zone(incident.zone)):%Y-%m-%d %H:%M}"


# -- verbs -------------------------------------------------------------------------------------------


def _no_laws(incident: Incident) -> str | None:
    if incident.playbook is None or not incident.playbook.laws:
        return say("the playbook of this incident knows no legal deadlines")
    return None


def _aware(incident: Incident, given: Given) -> Sequence[Event]:
    laws = incident.playbook.laws if incident.playbook else ()
    law = next((w for w in laws if w.id == given["law"].casefold()), None)
    if law is None:
        known = ", ".join(w.id for w in laws)
        raise Misused(
            say("{raw} is no law of this playbook; there are: {known}", raw=quoted(given["law"]), known=known)
        )
    since = given["since"].at if given["since"] else given.when
    if since > given.now + AHEAD:
        raise Refused(say("that lies in the future; record it when it has happened"))
    held = next((a for a in incident.part(Legal).aware if a.law == law.id), None)
    if held and held.at == since:
        raise Refused(say("its deadlines run since then already"))
    return [AwareSince(**given.stamp(since), law=law.id, prev=incident.head(of_law(law.id)))]


def _reported(incident: Incident, given: Given) -> Sequence[Event]:
    meant = _open(given["deadline"])
    if given.when > given.now + AHEAD:
        raise Refused(say("that lies in the future; record it when it has happened"))
    head = incident.head(of_duty(meant.id))
    return [DeadlineMet(**given.stamp(), deadline=meant.id, text=given["how"] or "", prev=head)]


def _waive(incident: Incident, given: Given) -> Sequence[Event]:
    meant = _open(given["deadline"])
    person, head = given["who"] or given.by, incident.head(of_duty(meant.id))
    return [DeadlineWaived(**given.stamp(), deadline=meant.id, person=person, why=given["why"], prev=head)]


def _open(meant: Deadline) -> Deadline:
    if meant.settled:
        raise Refused(
            say("it is {how} already, by {person}", how=say(meant.settled.how), person=meant.settled.person)
        )
    return meant


def _none_runs(incident: Incident) -> str | None:
    return None if running(incident) else say("no legal deadline runs; `aware LAW` starts those of a law")


_DEADLINE = Arg("deadline", "deadline", "which (nis2.early-warning)")

VERBS = (
    Verb(
        "aware", "state", "start the deadlines of a law: since when somebody has been aware (aware nis2 14:02)", _aware,
        (
            Arg("law", "law", "which law of the playbook (nis2, cra, dora, gdpr, pdp)"),
            Arg("since", "time", "since when; now when left out", required=False, rest=True),
        ), asks=("since",),
        off=_no_laws, also="legal law deadline regulator authority nis2 cra dora gdpr pdp report", example=("aware nis2 -10m",),
    ),
    Verb(
        "reported", "state", "a legal deadline is met: what the law asks for was sent", _reported,
        (_DEADLINE, Arg("how", "maybe_text", "how, or under which number", required=False, rest=True)),
        off=_none_runs, on="deadline", also="legal law authority notified sent met",
        example=("aware nis2", "reported nis2.early-warning form 4711"),
    ),
    Verb(
        "waive", "state", "a legal deadline does not apply, with who answers for that and why", _waive,
        (
            _DEADLINE, Arg("why", "text", "the reason", flag=True, rest=True),
            Arg("who", "person", "who answers for it; yourself when left out", required=False, flag=True),
        ),
        off=_none_runs, on="deadline", also="legal law not applicable exempt",
        example=("aware dora", "waive dora.final no bank is hit"),
    ),
)  # fmt: skip
SORTS = (
    Sort(
        "deadline", later("deadline"), deadlines, running,
        later("select a deadline first: it stands on the board, under Situation"),
        later("no legal deadline runs; `aware LAW` starts those of a law"),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}
_HOW: Final = (later("met"), later("waived"))


# -- what waits --------------------------------------------------------------------------------------


def _near(incident: Incident, now: datetime, _person: str) -> Sequence[Nudge]:
    return [n for d in running(incident) if (n := _of(d, now))]


def _of(deadline: Deadline, now: datetime) -> Nudge | None:
    near = level(deadline, now)
    if not near:
        return None
    code = spoken().code
    gap = left_words(deadline, now, code).removeprefix("-")
    told = say("{deadline}: late by {time}") if now > deadline.due else say("{deadline}: {time} left")
    return Nudge(
        key=f"deadline.{deadline.id}", level=near, rank="law", since=deadline.due, stays=True,
        sentence=told.format(deadline=deadline.called(code), time=gap),
        why=say("The law sets this one: it is met, or waived with a name and a reason."),
        verb="reported", does=say("met"), given={"deadline": deadline.id},
    )  # fmt: skip


def _asked(incident: Incident, now: datetime, _person: str) -> Sequence[Nudge]:
    """A team may want to be asked, from a severity on, whether a law applies."""
    laws = incident.playbook.laws if incident.playbook else ()
    known = {a.law for a in incident.part(Legal).aware}
    since = incident.severities[-1].at if incident.severities else now
    return [
        Nudge(
            key=f"law.{law.id}", level="amber", rank="law", since=since, verb="aware", given={"law": law.id},
            sentence=say("does {law} apply?", law=law.name(spoken().code)),
            why=say("Its first deadline counts from the moment of being aware, not from the decision to report."),
        )
        for law in laws
        if incident.is_open and law.ask_from and incident.severity <= law.ask_from and law.id not in known
    ]  # fmt: skip


NUDGES: tuple[Finder, ...] = (_near, _asked)
