"""What people think the cause is, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.incident import Hypothesis, Incident, Thing
from warroom.core.language import later
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Misused, Verb
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
        judged = msgspec.structs.replace(held, verdict=self.verdict, why=self.why, judged_by=self.by)
        state.hypotheses = tuple(judged if h.id == held.id else h for h in state.hypotheses)

    def sentence(self, incident: Incident, say: Say) -> str:
        text = next((h.text for h in incident.hypotheses if h.id == self.hypothesis), self.hypothesis)
        return because(say(_JUDGED[self.verdict]).format(text=text), self.why)


Fact = HypothesisRaised | HypothesisJudged


def _suspect(_incident: Incident, given: Given) -> Sequence[Event]:
    return [HypothesisRaised(**given.stamp(), text=given["text"])]


def _judge(incident: Incident, given: Given) -> Sequence[Event]:
    found: Hypothesis = given["hypothesis"]
    if found.verdict == given["verdict"]:
        raise Misused(f"that hypothesis is {found.verdict.replace('_', ' ')} already")
    return [
        HypothesisJudged(
            **given.stamp(), hypothesis=found.id, verdict=given["verdict"], why=given["why"] or "",
            prev=incident.head(of_hypothesis(found.id)),
        )
    ]  # fmt: skip


VERBS = (
    Verb(
        "suspect", "timeline", "raise a hypothesis", _suspect, (Arg("text", "text", "the hypothesis", rest=True),),
        example=("suspect a leak in v2.3.2",),
    ),
    Verb(
        "judge", "timeline", "confirm a hypothesis, rule it out, or open it again", _judge,
        (
            Arg("hypothesis", "hypothesis", "which hypothesis (a part of its text or id)"),
            Arg("verdict", "choice", "the verdict", choices=VERDICTS),
            Arg("why", "text", "the evidence", required=False, flag=True, rest=True),
        ), on="hypothesis", example=("suspect a leak in v2.3.2", "judge leak ruled_out memory is flat"),
    ),
)  # fmt: skip


def _hypothesised(incident: Incident) -> Met | None:
    return Met(incident.hypotheses[0].at, incident.hypotheses[0].by) if incident.hypotheses else None


RULES: dict[str, Rule] = {"hypothesis": _hypothesised}
