"""Who looks into what, and until when: each question of the investigation has a person and a time box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.clock import span
from warroom.core.envelope import Event, Moment
from warroom.core.incident import Incident, Part, Thing
from warroom.core.language import later, say, spoken
from warroom.core.nudges import Finder, Nudge
from warroom.core.sentences import Say, because, code_of, quote
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Sort, Verb

BOX: Final = timedelta(minutes=15)
"""The time box of whoever is given none: long enough to find something, short enough to be asked."""
LONGEST: Final = timedelta(days=30)
Outcome = Literal["answered", "cancelled"]


class Assignment(msgspec.Struct, frozen=True):
    """One question that one person looks into. `state`: open, answered or cancelled."""

    id: str
    text: str
    person: str
    by: str
    at: datetime
    until: datetime
    state: Outcome | Literal["open"] = "open"
    result: str = ""
    """What was found, or why it was cancelled."""
    ended: datetime | None = None

    @property
    def label(self) -> str:
        return f"{self.person}: {self.text}"


class Assignments(Part, frozen=True):
    """Oldest first."""

    all: tuple[Assignment, ...] = ()

    def find(self, assignment: str) -> Assignment | None:
        return next((a for a in self.all if a.id == assignment), None)

    @property
    def running(self) -> tuple[Assignment, ...]:
        """What nobody has reported on yet."""
        return tuple(a for a in self.all if a.state == "open")

    def people(self) -> Iterable[str]:
        return (a.person for a in self.all)


def of_assignment(assignment: str) -> Thing:
    return Thing(later("assignment"), assignment)


def _change(folding: State, event: Event, assignment: str, /, **changes: Any) -> None:
    part = folding.part(Assignments)
    held = part.find(assignment)
    if held is None:
        return
    new = msgspec.structs.replace(held, **changes)
    folding.claim(of_assignment(assignment), event, same=new == held)
    folding.keep(Assignments(tuple(new if a.id == assignment else a for a in part.all)))


def _called(incident: Incident, assignment: str) -> str:
    held = incident.part(Assignments).find(assignment)
    return quote(held.text) if held else assignment[-6:]


class AssignmentGiven(Event, frozen=True, kw_only=True, tag="assignment.given", gc=False):
    person: str
    text: str
    until: Moment

    def apply(self, state: State) -> None:
        given = Assignment(self.id, self.text, self.person, self.by, self.at, self.until)
        state.keep(Assignments((*state.part(Assignments).all, given)))

    def sentence(self, incident: Incident, say: Say) -> str:
        box = span((self.until - self.at).total_seconds(), code_of(say), most=2)
        return say("{person} looks into: {text} ({box})").format(person=self.person, text=self.text, box=box)


class AssignmentChanged(Event, frozen=True, kw_only=True, tag="assignment.changed", gc=False):
    """Another person, more time, or other words; None: as it was."""

    assignment: str
    person: str | None = None
    until: Moment | None = None
    text: str | None = None
    why: str = ""

    @property
    def noise(self) -> bool:
        return self.person is None

    def apply(self, state: State) -> None:
        told = (("person", self.person), ("until", self.until), ("text", self.text))
        _change(state, self, self.assignment, **{name: value for name, value in told if value is not None})

    def sentence(self, incident: Incident, say: Say) -> str:
        about = _called(incident, self.assignment)
        if self.person is not None:
            told = say("{person} looks into {question} now").format(person=self.person, question=about)
        elif self.until is not None:
            left = span(max(0.0, (self.until - self.at).total_seconds()), code_of(say), most=2)
            told = say("{left} from now for {question}").format(left=left, question=about)
        else:
            told = say("assignment reworded: {text}").format(text=self.text or "")
        return because(told, self.why)


class AssignmentEnded(Event, frozen=True, kw_only=True, tag="assignment.ended", gc=False):
    """It was reported on, or called off. `text` is what was found, or why."""

    news = True
    assignment: str
    outcome: Outcome
    text: str = ""

    def apply(self, state: State) -> None:
        _change(state, self, self.assignment, state=self.outcome, result=self.text, ended=self.at)

    def sentence(self, incident: Incident, say: Say) -> str:
        held = incident.part(Assignments).find(self.assignment)
        if self.outcome == "cancelled":
            told = say("assignment called off: {question}").format(
                question=_called(incident, self.assignment)
            )
            return because(told, self.text)
        person = held.person if held else self.by
        told = say("{person} found: {text} (asked: {question})")
        return told.format(person=person, text=self.text, question=_called(incident, self.assignment))


Fact = AssignmentGiven | AssignmentChanged | AssignmentEnded


# -- verbs -----------------------------------------------------------------------------------------


def _box(length: timedelta | None) -> timedelta:
    box = BOX if length is None else length
    if not timedelta(minutes=1) <= box <= LONGEST:
        raise Refused(say("a time box is at least a minute and at most 30 days; try --for 15m"))
    return box


def _assign(_incident: Incident, given: Given) -> Sequence[Event]:
    until = given.when + _box(given["for"])
    return [AssignmentGiven(**given.stamp(), person=given["person"], text=given["text"], until=until)]


def _still(held: Assignment) -> None:
    if held.state != "open":
        raise Refused(say("nobody looks into that any more; /assign gives it out again"))


def _extend(incident: Incident, given: Given) -> Sequence[Event]:
    """More time: from now where the box is over, else from its end."""
    held: Assignment = given["assignment"]
    _still(held)
    until = max(held.until, given.when) + _box(given["for"])
    if until > given.when + LONGEST:
        raise Refused(say("a time box is at least a minute and at most 30 days; try --for 15m"))
    return [
        AssignmentChanged(
            **given.stamp(), assignment=held.id, until=until, prev=incident.head(of_assignment(held.id))
        )
    ]


def _reassign(incident: Incident, given: Given) -> Sequence[Event]:
    """To somebody else, who has the whole of the box again."""
    held: Assignment = given["assignment"]
    _still(held)
    if held.person == given["person"]:
        raise Refused(say("{person} looks into that already", person=held.person))
    box = held.until - held.at if given["for"] is None else _box(given["for"])
    return [
        AssignmentChanged(
            **given.stamp(), assignment=held.id, person=given["person"], until=given.when + box, why=given["why"] or "",
            prev=incident.head(of_assignment(held.id)),
        )
    ]  # fmt: skip


def _rephrase(incident: Incident, given: Given) -> Sequence[Event]:
    held: Assignment = given["assignment"]
    if held.text == given["text"]:
        raise Refused(say("the question is as it was; nothing was changed"))
    head = incident.head(of_assignment(held.id))
    return [AssignmentChanged(**given.stamp(), assignment=held.id, text=given["text"], prev=head)]


def _unassign(incident: Incident, given: Given) -> Sequence[Event]:
    held: Assignment = given["assignment"]
    _still(held)
    return [
        AssignmentEnded(
            **given.stamp(), assignment=held.id, outcome="cancelled", text=given["why"] or "",
            prev=incident.head(of_assignment(held.id)),
        )
    ]  # fmt: skip


def reported(incident: Incident, held: Assignment, given: Given) -> Sequence[Event]:
    """The facts of a report; another report in the place of the first is a correction."""
    if (held.state, held.result) == ("answered", given["text"]):
        raise Refused(say("the answer is as it was; nothing was changed"))
    if held.state == "cancelled":
        _still(held)
    return [
        AssignmentEnded(
            **given.stamp(), assignment=held.id, outcome="answered", text=given["text"],
            prev=incident.head(of_assignment(held.id)),
        )
    ]  # fmt: skip


def _so_far(incident: Incident, words: Mapping[str, str], arg: str) -> str:
    held = incident.part(Assignments).find(words.get("assignment", ""))
    return held.text if held and arg == "text" else ""


def _for(_incident: Incident, _words: Mapping[str, str]) -> Sequence[str]:
    return ("for",)


_ASSIGNMENT = Arg("assignment", "assignment", "which assignment (a part of its text or id)")
_FOR = Arg("for", "duration", "the time box (15m)", required=False, flag=True)
_WHY = Arg("why", "text", "the reason", required=False, flag=True, rest=True)
_GIVEN = "assign citra is the pool exhausted? --for 10m"

VERBS = (
    Verb(
        "assign", "people", "ask a person to look into something, within a time box", _assign,
        (
            Arg("person", "person", "who looks into it"),
            Arg("text", "text", "what is to be found out", rest=True),
            _FOR,
        ), key="a", pane="notes", more=_for, fulfils=("assignment",),
        also="investigate task give delegate timebox look question", example=(_GIVEN,),
    ),
    Verb(
        "extend", "people", "give an assignment more time", _extend,
        (_ASSIGNMENT, Arg("for", "duration", "how much more (10m)", required=False, rest=True)),
        on="assignment", key="t", pane="notes", more=_for, also="time box longer later", example=(_GIVEN, "extend pool 5m"),
    ),
    Verb(
        "reassign", "people", "give an assignment to somebody else", _reassign,
        (_ASSIGNMENT, Arg("person", "person", "who looks into it now"), _FOR, _WHY),
        on="assignment", key="o", pane="notes", also="hand over person", example=(_GIVEN, "reassign pool budi"),
    ),
    Verb(
        "rephrase", "people", "correct what an assignment asks", _rephrase,
        (_ASSIGNMENT, Arg("text", "text", "what is to be found out", rest=True)), on="assignment", key="r", pane="notes",
        held=_so_far, also="edit change assignment", example=(_GIVEN, "rephrase pool is the pool of db-1 exhausted?"),
    ),
    Verb(
        "unassign", "people", "call an assignment off", _unassign, (_ASSIGNMENT, _WHY), on="assignment", key="x", pane="notes",
        confirm="Call “{assignment}” off?", also="cancel remove stop", example=(_GIVEN, "unassign pool no longer matters"),
    ),
)  # fmt: skip


def _given_out(incident: Incident) -> Met | None:
    return next((Met(a.at, a.by) for a in incident.part(Assignments).all if a.state != "cancelled"), None)


RULES: dict[str, Rule] = {"assignment": _given_out}


def _ringing(incident: Incident, now: datetime, person: str) -> Sequence[Nudge]:
    """Whoever looks into something is reminded of it; when the box is over, whoever asked hears of it too."""
    if not incident.is_open:
        return ()
    return [n for a in incident.part(Assignments).running for n in _rings(a, now, person)]


def _key(held: Assignment) -> str:
    return f"assignment.{held.id[-12:]}"


def _rings(held: Assignment, now: datetime, person: str) -> Iterable[Nudge]:
    left = (held.until - now).total_seconds()
    amount = span(abs(left), spoken().code, most=1)
    over = left < 0
    if person == held.person:
        yield Nudge(
            key=_key(held), level="red" if over else "amber", since=held.until if over else held.at,
            sentence=say("time is up: {question}", question=held.text) if over
            else say("{left} left: {question}", left=amount, question=held.text),
            why=say("{person} waits for what you find; say what you know so far, or take more time", person=held.by),
            verb="answer", given={"what": held.id}, rank="you", person=person,
        )  # fmt: skip
    elif person == held.by and over:
        yield Nudge(
            key=f"{_key(held)}.over", level="amber", since=held.until, rank="clock", person=person,
            sentence=say("{person}'s time is up: {question}", person=held.person, question=held.text),
            why=say("the time box is over by {time}; ask what was found, or give more time", time=amount),
            verb="extend", given={"assignment": held.id},
        )  # fmt: skip


NUDGES: tuple[Finder, ...] = (_ringing,)


def _in_flight(incident: Incident, now: datetime) -> Iterable[str]:
    for held in incident.part(Assignments).running:
        left = (held.until - now).total_seconds()
        told = say("{left} left: {question}") if left > 0 else say("time is up: {question}")
        amount = span(max(60.0, left), spoken().code, most=1)
        yield f"{held.person}, {told.format(left=amount, question=held.text)}"


IN_FLIGHT = (_in_flight,)
SORTS = (
    Sort(
        "assignment", later("assignment"), lambda incident: incident.part(Assignments).all,
        lambda incident: incident.part(Assignments).running,
        later("select an assignment first: it stands on the board, under Diagnosis"),
        later("nobody looks into anything; /assign gives a question out"),
    ),
)  # fmt: skip
