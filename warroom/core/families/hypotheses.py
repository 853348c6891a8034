"""What people think the cause is, what speaks for it and against it, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.incident import Evidence, Hypothesis, Incident, Thing
from warroom.core.language import later, named, say
from warroom.core.sentences import Say, because, quote
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Make, Misused, Refused, Sort, Verb
from warroom.core.vocabulary import CONFIDENCES, VERDICTS, Bearing, Confidence, Verdict

_JUDGED: Final[dict[Verdict, str]] = {
    "open": later("hypothesis open again: {text}"), "confirmed": later("hypothesis confirmed: {text}"),
    "ruled_out": later("hypothesis ruled out: {text}"), "inconclusive": later("hypothesis, inconclusive: {text}"),
}  # fmt: skip
_BEARS: Final[dict[str, str]] = {
    "for": later("{entry} speaks for “{hypothesis}”"), "against": later("{entry} speaks against “{hypothesis}”"),
    "": later("{entry} no longer bears on “{hypothesis}”"),
}  # fmt: skip
_CONFIDENT: Final[dict[Confidence, str]] = {
    "unlikely": later("unlikely: {text}"), "possible": later("possible: {text}"), "likely": later("likely: {text}"),
    "almost_certain": later("almost certain: {text}"),
}  # fmt: skip


def of_hypothesis(hypothesis: str) -> Thing:
    return Thing(later("hypothesis"), hypothesis)


def _held(state: State, hypothesis: str) -> Hypothesis | None:
    return next((h for h in state.hypotheses if h.id == hypothesis), None)


def _changed(state: State, held: Hypothesis, **changes: Any) -> None:
    new = msgspec.structs.replace(held, **changes)
    state.hypotheses = tuple(new if h.id == held.id else h for h in state.hypotheses)


def _text(incident: Incident, hypothesis: str) -> str:
    return next((h.text for h in incident.hypotheses if h.id == hypothesis), hypothesis)


class HypothesisRaised(Event, frozen=True, kw_only=True, tag="hypothesis.raised", gc=False):
    text: str

    def apply(self, state: State) -> None:
        state.hypotheses = (*state.hypotheses, Hypothesis(self.id, self.text, self.by, self.at))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("hypothesis: {text}").format(text=self.text)


class HypothesisJudged(Event, frozen=True, kw_only=True, tag="hypothesis.judged", gc=False):
    news = True
    hypothesis: str
    verdict: Verdict
    why: str = ""

    def apply(self, state: State) -> None:
        held = _held(state, self.hypothesis)
        if held is not None:
            state.claim(of_hypothesis(held.id), self, same=held.verdict == self.verdict)
            _changed(state, held, verdict=self.verdict, why=self.why)

    def sentence(self, incident: Incident, say: Say) -> str:
        text = _text(incident, self.hypothesis)
        return because(say(_JUDGED[self.verdict]).format(text=text), self.why)


class HypothesisReworded(Event, frozen=True, kw_only=True, tag="hypothesis.reworded", gc=False):
    """It was meant otherwise; what it said before stays in the log."""

    quiet = True
    hypothesis: str
    text: str

    def apply(self, state: State) -> None:
        held = _held(state, self.hypothesis)
        if held is not None:
            state.claim(of_hypothesis(held.id), self, same=held.text == self.text)
            _changed(state, held, text=self.text)

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("hypothesis reworded: {text}").format(text=self.text)


class HypothesisRated(Event, frozen=True, kw_only=True, tag="hypothesis.rated", gc=False):
    """How sure people are of it, in a word: figures would feign what nobody has measured."""

    quiet = True
    hypothesis: str
    confidence: Confidence

    def apply(self, state: State) -> None:
        held = _held(state, self.hypothesis)
        if held is not None:
            state.claim(of_hypothesis(held.id), self, same=held.confidence == self.confidence)
            _changed(state, held, confidence=self.confidence)

    def sentence(self, incident: Incident, say: Say) -> str:
        return say(_CONFIDENT[self.confidence]).format(text=_text(incident, self.hypothesis))


class HypothesisProbed(Event, frozen=True, kw_only=True, tag="hypothesis.probed", gc=False):
    """The one check that would tell it from the next; "" for none."""

    quiet = True
    hypothesis: str
    text: str = ""

    def apply(self, state: State) -> None:
        held = _held(state, self.hypothesis)
        if held is not None:
            state.claim(of_hypothesis(held.id), self, same=held.probe == self.text)
            _changed(state, held, probe=self.text)

    def sentence(self, incident: Incident, say: Say) -> str:
        about = quote(_text(incident, self.hypothesis))
        if not self.text:
            return say("nothing is to be checked for {hypothesis} any more").format(hypothesis=about)
        return say("to check for {hypothesis}: {text}").format(hypothesis=about, text=self.text)


class EvidenceWeighed(Event, frozen=True, kw_only=True, tag="hypothesis.evidence", gc=False):
    """An entry speaks for a hypothesis, against it, or ("") neither, after all. Of one entry the last word counts."""

    quiet = True
    hypothesis: str
    entry: str
    bearing: Bearing | Literal[""]
    why: str = ""

    def apply(self, state: State) -> None:
        held = _held(state, self.hypothesis)
        if held is None:
            return
        kept = tuple(e for e in held.evidence if e.entry != self.entry)
        if self.bearing:
            kept = (*kept, Evidence(self.entry, self.bearing, self.by, self.at, self.why))
        _changed(state, held, evidence=kept)

    def sentence(self, incident: Incident, say: Say) -> str:
        row = incident.row(self.entry)
        entry = quote(row.text) if row else self.entry[-6:]
        said = say(_BEARS[self.bearing]).format(entry=entry, hypothesis=_text(incident, self.hypothesis))
        return because(said, self.why)


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


Fact = (
    HypothesisRaised
    | HypothesisJudged
    | HypothesisReworded
    | HypothesisRated
    | HypothesisProbed
    | EvidenceWeighed
    | HypothesisWithdrawn
)


# -- verbs -----------------------------------------------------------------------------------------


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
        raise _as_it_was()
    head = incident.head(of_hypothesis(found.id))
    return [HypothesisReworded(**given.stamp(), hypothesis=found.id, text=given["text"], prev=head)]


def _rate(incident: Incident, given: Given) -> Sequence[Event]:
    found: Hypothesis = given["hypothesis"]
    if found.confidence == given["confidence"]:
        raise _as_it_was()
    head = incident.head(of_hypothesis(found.id))
    return [HypothesisRated(**given.stamp(), hypothesis=found.id, confidence=given["confidence"], prev=head)]


def _probe(incident: Incident, given: Given) -> Sequence[Event]:
    found: Hypothesis = given["hypothesis"]
    if found.probe == (given["text"] or ""):
        raise _as_it_was()
    head = incident.head(of_hypothesis(found.id))
    return [HypothesisProbed(**given.stamp(), hypothesis=found.id, text=given["text"] or "", prev=head)]


def _as_it_was() -> Refused:
    return Refused(say("the hypothesis is as it was; nothing was changed"))


def _bear(bearing: Bearing) -> Make:
    def make(_incident: Incident, given: Given) -> Sequence[Event]:
        found: Hypothesis = given["hypothesis"]
        entry, why = given["entry"].id, given["why"] or ""
        if any((e.entry, e.bearing, e.why) == (entry, bearing, why) for e in found.evidence):
            raise _as_it_was()
        return [EvidenceWeighed(**given.stamp(), hypothesis=found.id, entry=entry, bearing=bearing, why=why)]

    return make


def _unbear(_incident: Incident, given: Given) -> Sequence[Event]:
    found: Hypothesis = given["hypothesis"]
    entry = given["entry"].id
    if all(e.entry != entry for e in found.evidence):
        raise Refused(say("that entry does not bear on “{hypothesis}”", hypothesis=found.text))
    return [EvidenceWeighed(**given.stamp(), hypothesis=found.id, entry=entry, bearing="")]


def _withdraw(_incident: Incident, given: Given) -> Sequence[Event]:
    found: Hypothesis = given["hypothesis"]
    return [
        HypothesisWithdrawn(**given.stamp(), hypothesis=found.id, text=found.text, why=given["why"] or "")
    ]


_HYPOTHESIS = Arg("hypothesis", "hypothesis", "which hypothesis (a part of its text or id)")


def _so_far(incident: Incident, words: Mapping[str, str], arg: str) -> str:
    found = next((h for h in incident.hypotheses if h.id == words.get("hypothesis")), None)
    return str(getattr(found, arg, "")) if found else ""


def _probe_so_far(incident: Incident, words: Mapping[str, str], _arg: str) -> str:
    return _so_far(incident, words, "probe")


_WHICH = Arg("hypothesis", "hypothesis", "which hypothesis (a part of its text or id)", rest=True)
_ENTRY = Arg("entry", "entry", "which entry (a part of its id or text, or `last`)")
_MAYBE_WHY = Arg("why", "text", "the reason", required=False, flag=True, rest=True)
_HOW = Arg("why", "maybe_text", "how it bears on it", required=False, flag=True)
_RAISED = "suspect a leak in v2.3.2"
_LOGGED = "log memory is flat"

VERBS = (
    Verb(
        "suspect", "timeline", "raise a hypothesis", _suspect, (Arg("text", "text", "the hypothesis", rest=True),),
        key="H", also="hypothesis theory cause guess diagnosis", fulfils=("hypothesis",), example=(_RAISED,),
    ),
    Verb(
        "judge", "timeline", "confirm a hypothesis, rule it out, leave it inconclusive, or open it again", _judge,
        (
            _HYPOTHESIS,
            Arg("verdict", "choice", "the verdict", choices=VERDICTS),
            Arg("why", "text", "the evidence", required=False, flag=True, rest=True),
        ), on="hypothesis", key="v", pane="notes", held=_so_far,
        also="hypothesis verdict confirm ruled inconclusive",
        example=(_RAISED, "judge leak ruled_out memory is flat"),
    ),
    Verb(
        "confidence", "timeline", "say how sure you are of a hypothesis, in a word", _rate,
        (_HYPOTHESIS, Arg("confidence", "choice", "how sure", choices=CONFIDENCES)), on="hypothesis", key="c", pane="notes",
        held=_so_far,
        also="hypothesis likely unlikely sure rate probability", example=(_RAISED, "confidence leak likely"),
    ),
    Verb(
        "probe", "timeline", "name the one check that would tell a hypothesis from the next", _probe,
        (_HYPOTHESIS, Arg("text", "maybe_text", "what to check", required=False, rest=True)), on="hypothesis",
        key="p", pane="notes", more=lambda _incident, _words: ("text",), held=_probe_so_far,
        also="hypothesis check test experiment",
        example=(_RAISED, "probe leak compare the heap of v2.3.1 and v2.3.2"),
    ),
    Verb(
        "supports", "timeline", "say that an entry speaks for a hypothesis", _bear("for"), (_ENTRY, _WHICH, _HOW),
        on="entry", key="f", pane="timeline", also="hypothesis evidence for cite prove",
        example=(_RAISED, _LOGGED, "supports flat leak"),
    ),
    Verb(
        "contradicts", "timeline", "say that an entry speaks against a hypothesis", _bear("against"),
        (_ENTRY, _WHICH, _HOW), on="entry", key="a", pane="timeline", also="hypothesis evidence against refute",
        example=(_RAISED, _LOGGED, 'contradicts flat leak --why "a leak would climb"'),
    ),
    Verb(
        "unrelated", "timeline", "say that an entry speaks neither for a hypothesis nor against it", _unbear,
        (_ENTRY, _WHICH), on="entry", also="hypothesis evidence detach remove",
        example=(_RAISED, _LOGGED, "supports flat leak", "unrelated flat leak"),
    ),
    Verb(
        "reword", "timeline", "correct a hypothesis; the old wording stays in the log", _reword,
        (_HYPOTHESIS, Arg("text", "text", "what is meant", rest=True)), on="hypothesis", key="r", pane="notes",
        held=_so_far,
        example=(_RAISED, "reword leak a leak in v2.3.1"),
    ),
    Verb(
        "withdraw", "timeline", "take a hypothesis back that should not stand there", _withdraw,
        (_HYPOTHESIS, _MAYBE_WHY), on="hypothesis", key="x", pane="notes",
        confirm="Take the hypothesis “{hypothesis}” back?", example=(_RAISED, "withdraw leak raised twice"),
    ),
)  # fmt: skip


def _hypothesised(incident: Incident) -> Met | None:
    return Met(incident.hypotheses[0].at, incident.hypotheses[0].by) if incident.hypotheses else None


RULES: dict[str, Rule] = {"hypothesis": _hypothesised}
SORTS = (
    Sort(
        "hypothesis", later("hypothesis"), lambda incident: incident.hypotheses,
        lambda incident: [h for h in incident.hypotheses if h.verdict == "open"],
        later("select a hypothesis first: it stands on the board, under Diagnosis"),
        later("there is no open hypothesis; /suspect raises one"),
    ),
)  # fmt: skip
