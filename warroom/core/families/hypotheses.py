"""What people think the cause is, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.incident import Hypothesis, Incident, Thing
from warroom.core.language import later, named, say
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Misused, Refused, Verb
from warroom.core.vocabulary import VERDICTS, Verdict

_JUDGED: Final[dict[Verdict, str]] = {
    "open": later("hypothesis open again: {text}"), "confirmed": later("hypothesis confirmed: {text}"),
    "ruled_out": later("hypothesis ruled out: {text}"),
}  # fmt: skip


def of_hypothesis(hypothesis: str) -> Thing:
    return Thing(later("hypothesis"), hypothesis)


class HypothesisRaised(Event, frozen=True, kw_only=True, tag="hypothesis.raised", gc=False):
    text: str

    def apply(self, state: State) -> None:
        state.hypotheses = (*state.hypotheses, Hypothesis(self.id, self.text, self.by, self.at))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("hypothesis: {text}").format(text=self.text)


class HypothesisJudged(Event, frozen=True, kw_only=True, tag="hypothesis.judged", gc=False):
    hypothesis: str
    verdict: Verdict
    why: str = ""

    def apply(self, state: State) -> None:
        held = next((h for h in state.hypotheses if h.id == self.hypothesis), None)
        if held is None:
            return
        state.claim(of_hypothesis(held.id), self, same=held.verdict == self.verdict)
        judged = msgspec.structs.replace(held, verdict=self.verdict, why=self.why)
        state.hypotheses = tuple(judged if h.id == held.id else h for h in state.hypotheses)

    def sentence(self, incident: Incident, say: Say) -> str:
        text = next((h.text for h in incident.hypotheses if h.id == self.hypothesis), self.hypothesis)
        return because(say(_JUDGED[self.verdict]).format(text=text), self.why)


class HypothesisReworded(Event, frozen=True, kw_only=True, tag="hypothesis.reworded", gc=False):
    """It was meant otherwise; what it said before stays in the log."""

    quiet = True
    hypothesis: str
    text: str

    def apply(self, state: State) -> None:
        held = next((h for h in state.hypotheses if h.id == self.hypothesis), None)
        if held is None:
            return
        state.claim(of_hypothesis(held.id), self, same=held.text == self.text)
        reworded = msgspec.structs.replace(held, text=self.text)
        state.hypotheses = tuple(reworded if h.id == held.id else h for h in state.hypotheses)

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("hypothesis reworded: {text}").format(text=self.text)


class HypothesisWithdrawn(Event, frozen=True, kw_only=True, tag="hypothesis.withdrawn", gc=False):
    """It should not stand there at all: raised twice, or in the wrong incident. Ruling one out is another thing."""

    quiet = True
    hypothesis: str
    text: str
    """What it said, since nothing else in the state does any more."""
    why: str = ""

    def apply(self, state: State) -> None:
        state.hypotheses = tuple(h for h in state.hypotheses if h.id != self.hypothesis)

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("hypothesis taken back: {text}").format(text=self.text), self.why)


Fact = HypothesisRaised | HypothesisJudged | HypothesisReworded | HypothesisWithdrawn


def _suspect(_incident: Incident, given: Given) -> Sequence[Event]:
    return [HypothesisRaised(**given.stamp(), text=given["text"])]


def _judge(incident: Incident, given: Given) -> Sequence[Event]:
    found: Hypothesis = given["hypothesis"]
    if found.verdict == given["verdict"]:
        raise Misused(say("that hypothesis is {verdict} already", verdict=named(found.verdict)))
    return [
        HypothesisJudged(
            **given.stamp(), hypothesis=found.id, verdict=given["verdict"], why=given["why"] or "",
            prev=incident.head(of_hypothesis(found.id)),
        )
    ]  # fmt: skip


def _reword(incident: Incident, given: Given) -> Sequence[Event]:
    found: Hypothesis = given["hypothesis"]
    if found.text == given["text"]:
        raise Refused(say("the hypothesis is as it was; nothing was changed"))
    head = incident.head(of_hypothesis(found.id))
    return [HypothesisReworded(**given.stamp(), hypothesis=found.id, text=given["text"], prev=head)]


def _withdraw(_incident: Incident, given: Given) -> Sequence[Event]:
    found: Hypothesis = given["hypothesis"]
    return [
        HypothesisWithdrawn(**given.stamp(), hypothesis=found.id, text=found.text, why=given["why"] or "")
    ]


_HYPOTHESIS = Arg("hypothesis", "hypothesis", "which hypothesis (a part of its text or id)")
_RAISED = "suspect a leak in v2.3.2"

VERBS = (
    Verb(
        "suspect", "timeline", "raise a hypothesis", _suspect, (Arg("text", "text", "the hypothesis", rest=True),),
        key="H", also="hypothesis theory cause guess diagnosis", example=(_RAISED,),
    ),
    Verb(
        "judge", "timeline", "confirm a hypothesis, rule it out, or open it again", _judge,
        (
            _HYPOTHESIS,
            Arg("verdict", "choice", "the verdict", choices=VERDICTS),
            Arg("why", "text", "the evidence", required=False, flag=True, rest=True),
        ), on="hypothesis", key="v", pane="notes",
        also="hypothesis verdict confirm ruled",
        example=(_RAISED, "judge leak ruled_out memory is flat"),
    ),
    Verb(
        "reword", "timeline", "correct a hypothesis; the old wording stays in the log", _reword,
        (_HYPOTHESIS, Arg("text", "text", "what is meant", rest=True)), on="hypothesis",
        example=(_RAISED, "reword leak a leak in v2.3.1"),
    ),
    Verb(
        "withdraw", "timeline", "take a hypothesis back that should not stand there", _withdraw,
        (_HYPOTHESIS, Arg("why", "text", "the reason", required=False, flag=True, rest=True)), on="hypothesis",
        confirm="Take the hypothesis “{hypothesis}” back?", example=(_RAISED, "withdraw leak raised twice"),
    ),
)  # fmt: skip


def _hypothesised(incident: Incident) -> Met | None:
    return Met(incident.hypotheses[0].at, incident.hypotheses[0].by) if incident.hypotheses else None


RULES: dict[str, Rule] = {"hypothesis": _hypothesised}
