"""What one group wants to know from another, support from engineering and back, and whether it has its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import msgspec

from warroom.core.checklist import Rule
from warroom.core.envelope import Event
from warroom.core.families.assignments import Assignment, Assignments, reported
from warroom.core.incident import Incident, Part, Thing
from warroom.core.language import later, say
from warroom.core.nudges import Finder, Nudge
from warroom.core.sentences import Say, because, quote
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Misused, Named, Refused, Sort, Verb

PATIENCE: Final = timedelta(minutes=15)
"""A question that is open for longer is red: somebody cannot go on without its answer."""


class Question(msgspec.Struct, frozen=True):
    """`state`: open, answered or withdrawn."""

    id: str
    text: str
    to: str
    """A person, or a group such as `support`."""
    by: str
    at: datetime
    asker: str = ""
    """The group that asks, where it is not `by` alone."""
    state: Literal["open", "answered", "withdrawn"] = "open"
    answer: str = ""
    answered_by: str = ""
    answered: datetime | None = None


class Questions(Part, frozen=True):
    """Oldest first."""

    all: tuple[Question, ...] = ()

    def find(self, question: str) -> Question | None:
        return next((q for q in self.all if q.id == question), None)

    @property
    def open(self) -> tuple[Question, ...]:
        return tuple(q for q in self.all if q.state == "open")

    def people(self) -> Iterable[str]:
        return (name for q in self.all for name in (q.to, q.answered_by) if name)


def of_question(question: str) -> Thing:
    return Thing(later("question"), question)


def _change(folding: State, event: Event, question: str, /, **changes: Any) -> None:
    part = folding.part(Questions)
    held = part.find(question)
    if held is None:
        return
    new = msgspec.structs.replace(held, **changes)
    folding.claim(of_question(question), event, same=new.answer == held.answer and new.state == held.state)
    folding.keep(Questions(tuple(new if q.id == question else q for q in part.all)))


def _called(incident: Incident, question: str) -> str:
    held = incident.part(Questions).find(question)
    return quote(held.text) if held else question[-6:]


class QuestionAsked(Event, frozen=True, kw_only=True, tag="question.asked", gc=False):
    text: str
    to: str
    asker: str = ""

    def apply(self, state: State) -> None:
        asked = Question(self.id, self.text, self.to, self.by, self.at, self.asker)
        state.keep(Questions((*state.part(Questions).all, asked)))

    def sentence(self, incident: Incident, say: Say) -> str:
        if self.asker:
            told = say("{asker} asks {to}: {text}")
            return told.format(asker=self.asker, to=self.to, text=self.text)
        return say("question to {to}: {text}").format(to=self.to, text=self.text)


class QuestionAnswered(Event, frozen=True, kw_only=True, tag="question.answered", gc=False):
    news = True
    question: str
    text: str

    def apply(self, state: State) -> None:
        _change(
            state, self, self.question, state="answered", answer=self.text, answered_by=self.by, answered=self.at
        )  # fmt: skip

    def sentence(self, incident: Incident, say: Say) -> str:
        told = say("answer: {text} (asked: {question})")
        return told.format(text=self.text, question=_called(incident, self.question))


class QuestionWithdrawn(Event, frozen=True, kw_only=True, tag="question.withdrawn", gc=False):
    quiet = True
    question: str
    why: str = ""

    def apply(self, state: State) -> None:
        _change(state, self, self.question, state="withdrawn")

    def sentence(self, incident: Incident, say: Say) -> str:
        told = say("question taken back: {question}").format(question=_called(incident, self.question))
        return because(told, self.why)


Fact = QuestionAsked | QuestionAnswered | QuestionWithdrawn


# -- verbs -----------------------------------------------------------------------------------------


_ASKING: Final = frozenset(
    {
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "how",
        "is",
        "are",
        "did",
        "does",
        "do",
        "can",
        "has",
        "have",
    }
    | {"apa", "apakah", "kapan", "mana", "siapa", "mengapa", "kenapa", "bagaimana", "berapa"}
)
"""Words that begin a question: nobody's name, so whoever is asked was left out."""


def _ask(_incident: Incident, given: Given) -> Sequence[Event]:
    if given["to"].casefold() in _ASKING:
        raise Misused(
            say("“{word}” begins a question; first say whom you ask: ask support {word} …", word=given["to"])
        )
    return [QuestionAsked(**given.stamp(), text=given["text"], to=given["to"], asker=given["from"] or "")]


def _answer(incident: Incident, given: Given) -> Sequence[Event]:
    held = given["what"]
    if isinstance(held, Assignment):
        return reported(incident, held, given)
    if (held.state, held.answer) == ("answered", given["text"]):
        raise Refused(say("the answer is as it was; nothing was changed"))
    if held.state == "withdrawn":
        raise Refused(say("that question was taken back; /ask asks it anew"))
    head = incident.head(of_question(held.id))
    return [QuestionAnswered(**given.stamp(), question=held.id, text=given["text"], prev=head)]


def _unask(incident: Incident, given: Given) -> Sequence[Event]:
    held: Question = given["question"]
    if held.state == "withdrawn":
        raise Refused(say("that question was taken back already"))
    head = incident.head(of_question(held.id))
    return [QuestionWithdrawn(**given.stamp(), question=held.id, why=given["why"] or "", prev=head)]


def _so_far(incident: Incident, words: Mapping[str, str], arg: str) -> str:
    if arg != "text":
        return ""
    asked = words.get("what", "")
    assignment, question = incident.part(Assignments).find(asked), incident.part(Questions).find(asked)
    return assignment.result if assignment else question.answer if question else ""


_ASKED = "ask support do customers see double charges?"

VERBS = (
    Verb(
        "ask", "people", "ask a group or a person something, and keep the question open until it is answered", _ask,
        (
            Arg("to", "party", "whom: a group such as support, or a person"),
            Arg("text", "text", "the question", rest=True),
            Arg("from", "party", "the group that asks", required=False, flag=True),
        ), key="Q", pane="notes", also="question support engineering open", example=(_ASKED,),
    ),
    Verb(
        "answer", "people", "answer a question, or report what an assignment has found", _answer,
        (
            Arg("what", "asked", "which question or assignment (a part of its text or id)"),
            Arg("text", "text", "the answer", rest=True),
        ), on="asked", key="d", pane="notes", held=_so_far, also="report done reply result found question assignment",
        example=(_ASKED, "answer double two of them do"),
    ),
    Verb(
        "unask", "people", "take a question back", _unask,
        (
            Arg("question", "question", "which question (a part of its text or id)"),
            Arg("why", "text", "the reason", required=False, flag=True, rest=True),
        ), on="question", key="x", pane="notes", confirm="Take the question “{question}” back?", also="remove cancel",
        example=(_ASKED, "unask double we know by now"),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}


def _waiting(incident: Incident, now: datetime, person: str) -> Sequence[Nudge]:
    """Whom a question was put to hears of it; the person by name, a group nobody in particular."""
    if not incident.is_open:
        return ()
    return [
        Nudge(
            key=f"question.{q.id[-12:]}", level="red" if now - q.at > PATIENCE else "amber", since=q.at, rank="you",
            sentence=say("{asker} asks: {question}", asker=q.asker or q.by, question=q.text),
            why=say("somebody cannot go on without your answer; “I do not know yet” is one"),
            verb="answer", given={"what": q.id}, person=person,
        )
        for q in incident.part(Questions).open if q.to == person
    ]  # fmt: skip


NUDGES: tuple[Finder, ...] = (_waiting,)


def _in_flight(incident: Incident, _now: datetime) -> Iterable[str]:
    for asked in incident.part(Questions).open:
        yield say("question to {to}: {text}", to=asked.to, text=asked.text)


IN_FLIGHT = (_in_flight,)


def _every(incident: Incident) -> Sequence[Named]:
    return (*incident.part(Assignments).all, *incident.part(Questions).all)


def _live(incident: Incident) -> Sequence[Named]:
    return (*incident.part(Assignments).running, *incident.part(Questions).open)


SORTS = (
    Sort(
        "question", later("question"), lambda incident: incident.part(Questions).all,
        lambda incident: incident.part(Questions).open,
        later("select a question first: it stands on the board, under Diagnosis"),
        later("no question is open; /ask asks one"),
    ),
    Sort(
        "asked", later("question or assignment"), _every, _live,
        later("select a question or an assignment first: they stand on the board, under Diagnosis"),
        later("nothing is open to be answered; /ask asks a question, /assign gives one out"),
    ),
)  # fmt: skip
