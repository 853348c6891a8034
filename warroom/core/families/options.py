"""The ways out, side by side: quick or permanent, what each risks, how it is undone. `decisions` chooses among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.incident import Incident, Part, Thing
from warroom.core.language import later, say
from warroom.core.sentences import Say, because, quote
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Sort, Verb
from warroom.core.vocabulary import FIXES, HARMS, LIKELIHOODS, Fix, Harm, Likelihood, Risk

Standing = Literal["open", "chosen", "unchosen", "rejected"]
"""To be decided; decided for; left when another was chosen; turned down with a reason."""


class Objection(msgspec.Struct, frozen=True):
    """Why somebody thinks that an option must not be chosen: a reason, not a vote."""

    person: str
    why: str
    at: datetime


class Option(msgspec.Struct, frozen=True):
    id: str
    text: str
    by: str
    at: datetime
    fix: Fix = "quick"
    only: str = ""
    """Why there is no other."""
    effort: str = ""
    likelihood: Likelihood | Literal[""] = ""
    """How likely it is to go wrong; "" while nobody has weighed it."""
    harm: Harm | Literal[""] = ""
    """How bad that would be."""
    danger: str = ""
    """What could go wrong, and how it would show."""
    weighed_by: str = ""
    weighed: datetime | None = None
    rollback: str = ""
    state: Standing = "open"
    why: str = ""
    """Why it was chosen, left or turned down."""
    decided_by: str = ""
    decided: datetime | None = None
    decision: str = ""
    """The entry of the timeline that says so."""
    waived_by: str = ""
    """Who answers for there being no way back."""
    waiver: str = ""
    objections: tuple[Objection, ...] = ()

    @property
    def risk(self) -> Risk | Literal[""]:
        return risk_of(self.likelihood, self.harm) if self.likelihood and self.harm else ""

    @property
    def has_way_back(self) -> bool:
        """A plan, or a waiver with a name and a reason."""
        return bool(self.rollback or (self.waived_by and self.waiver))


def risk_of(likelihood: Likelihood, harm: Harm) -> Risk:
    """Likelihood × impact: what is severe is never low, what is unlikely and minor never more than that."""
    weight = LIKELIHOODS.index(likelihood) + HARMS.index(harm)
    return "low" if weight < 2 else "medium" if weight == 2 else "high"


class Options(Part, frozen=True):
    """Oldest first."""

    all: tuple[Option, ...] = ()

    def find(self, option: str) -> Option | None:
        return next((o for o in self.all if o.id == option), None)

    @property
    def open(self) -> tuple[Option, ...]:
        return tuple(o for o in self.all if o.state == "open")

    @property
    def chosen(self) -> Option | None:
        """The one that was decided for last."""
        found = [o for o in self.all if o.state == "chosen"]
        return max(found, key=lambda o: (o.decided or o.at, o.id), default=None)

    def people(self) -> Iterable[str]:
        return (name for o in self.all for name in (o.waived_by, *(b.person for b in o.objections)) if name)


def of_option(option: str) -> Thing:
    return Thing(later("option"), option)


def change_option(folding: State, event: Event, option: str, /, **changes: Any) -> None:
    part = folding.part(Options)
    held = part.find(option)
    if held is None:
        return
    new = msgspec.structs.replace(held, **changes)
    folding.claim(of_option(option), event, same=new == held)
    folding.keep(Options(tuple(new if o.id == option else o for o in part.all)))


def called(incident: Incident, option: str) -> str:
    held = incident.part(Options).find(option)
    return quote(held.text) if held else option[-6:]


class OptionRaised(Event, frozen=True, kw_only=True, tag="option.raised", gc=False):
    text: str
    fix: Fix = "quick"
    effort: str = ""
    why: str = ""
    """Why there is no other option."""

    def apply(self, state: State) -> None:
        raised = Option(self.id, self.text, self.by, self.at, self.fix, self.why, self.effort)
        state.keep(Options((*state.part(Options).all, raised)))

    def sentence(self, incident: Incident, say: Say) -> str:
        told = say("quick fix: {text}") if self.fix == "quick" else say("permanent fix: {text}")
        return told.format(text=self.text)


class OptionChanged(Event, frozen=True, kw_only=True, tag="option.changed", gc=False):
    """What of an option is different now; None: as it was."""

    quiet = True
    option: str
    text: str | None = None
    fix: Fix | None = None
    effort: str | None = None
    why: str | None = None
    rollback: str | None = None

    def apply(self, state: State) -> None:
        told = (
            ("text", self.text), ("fix", self.fix), ("effort", self.effort), ("only", self.why), ("rollback", self.rollback),
        )  # fmt: skip
        change_option(state, self, self.option, **{name: value for name, value in told if value is not None})

    def sentence(self, incident: Incident, say: Say) -> str:
        about = called(incident, self.option)
        if self.rollback is not None:
            told = say("roll-back of {option}: {text}") if self.rollback else say("no roll-back of {option}")
            return told.format(option=about, text=self.rollback)
        if self.effort is not None:
            return say("effort of {option}: {text}").format(option=about, text=self.effort)
        return say("option changed: {option}").format(option=about)


class OptionWeighed(Event, frozen=True, kw_only=True, tag="option.weighed", gc=False):
    quiet = True
    option: str
    likelihood: Likelihood
    harm: Harm
    danger: str = ""

    def apply(self, state: State) -> None:
        change_option(
            state, self, self.option, likelihood=self.likelihood, harm=self.harm, danger=self.danger, weighed_by=self.by,
            weighed=self.at,
        )  # fmt: skip

    def sentence(self, incident: Incident, say: Say) -> str:
        risk = say(_RISKS[risk_of(self.likelihood, self.harm)]).format(option=called(incident, self.option))
        return because(risk, self.danger)


_RISKS: Final[dict[Risk, str]] = {
    "low": later("low risk, {option}"), "medium": later("medium risk, {option}"), "high": later("high risk, {option}"),
}  # fmt: skip


class OptionWithdrawn(Event, frozen=True, kw_only=True, tag="option.withdrawn", gc=False):
    """It should not stand there at all."""

    quiet = True
    option: str
    text: str
    why: str = ""

    def apply(self, state: State) -> None:
        state.keep(Options(tuple(o for o in state.part(Options).all if o.id != self.option)))

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("option taken back: {text}").format(text=self.text), self.why)


Fact = OptionRaised | OptionChanged | OptionWeighed | OptionWithdrawn


# -- verbs -----------------------------------------------------------------------------------------


def _option(_incident: Incident, given: Given) -> Sequence[Event]:
    return [
        OptionRaised(
            **given.stamp(), text=given["text"], fix=given["kind"] or "quick", effort=given["effort"] or "",
            why=given["only"] or "",
        )
    ]  # fmt: skip


def head_of(incident: Incident, held: Option) -> str:
    return incident.head(of_option(held.id))


def _revise(incident: Incident, given: Given) -> Sequence[Event]:
    held: Option = given["option"]
    told = {"text": given["text"], "fix": given["kind"], "effort": given["effort"], "why": given["only"]}
    was = {"text": held.text, "fix": held.fix, "effort": held.effort, "why": held.only}
    if all(value is None or value == was[name] for name, value in told.items()):
        raise Refused(say("nothing to change; give other words, --kind, --effort or --only"))
    return [OptionChanged(**given.stamp(), option=held.id, prev=head_of(incident, held), **told)]


def _weigh(incident: Incident, given: Given) -> Sequence[Event]:
    held: Option = given["option"]
    told = (given["likelihood"], given["harm"], given["danger"] or "")
    if told == (held.likelihood, held.harm, held.danger):
        raise as_it_was()
    return [
        OptionWeighed(
            **given.stamp(), option=held.id, likelihood=told[0], harm=told[1], danger=told[2], prev=head_of(incident, held)
        )
    ]  # fmt: skip


def _backout(incident: Incident, given: Given) -> Sequence[Event]:
    held: Option = given["option"]
    plan = given["plan"] or ""
    if plan == held.rollback:
        raise as_it_was()
    return [OptionChanged(**given.stamp(), option=held.id, rollback=plan, prev=head_of(incident, held))]


def as_it_was() -> Refused:
    return Refused(say("the option is as it was; nothing was changed"))


def _unoption(_incident: Incident, given: Given) -> Sequence[Event]:
    held: Option = given["option"]
    if held.state == "chosen":
        raise Refused(say("“{option}” is chosen; /reconsider opens the decision again", option=held.text))
    return [OptionWithdrawn(**given.stamp(), option=held.id, text=held.text, why=given["why"] or "")]


# -- what a key asks for, and what stands in the answer ----------------------------------------------


_FIELDS: Final = {"plan": "rollback"}


def _so_far(incident: Incident, words: Mapping[str, str], arg: str) -> str:
    held = incident.part(Options).find(words.get("option", ""))
    return str(getattr(held, _FIELDS.get(arg, arg), "")) if held else ""


def _kind_so_far(incident: Incident, words: Mapping[str, str], arg: str) -> str:
    held = incident.part(Options).find(words.get("option", ""))
    if held is None or arg == "why":
        return ""
    return held.fix if arg == "kind" else _so_far(incident, words, arg)


_OPTION = Arg("option", "option", "which option (a part of its text or id)")
_KIND = Arg("kind", "choice", "a quick fix or a permanent one", required=False, flag=True, choices=FIXES)
_EFFORT = Arg("effort", "text", "how long it takes, and whom", required=False, flag=True)
_ONLY = Arg("only", "text", "why there is no other option", required=False, flag=True)
_MAYBE_WHY = Arg("why", "text", "the reason", required=False, flag=True, rest=True)
_ROLL = "option roll back to v2.3.1 --kind quick"
_PLANNED = "backout roll redeploy v2.3.2"

VERBS = (
    Verb(
        "option", "state", "set a way out beside the others: a quick fix or a permanent one", _option,
        (Arg("text", "text", "what could be done", rest=True), _KIND, _EFFORT, _ONLY),
        key="o", pane="notes", more=lambda _incident, _words: ("kind",), fulfils=("options",),
        also="solution alternative fix way proposal", example=(_ROLL,),
    ),
    Verb(
        "weigh", "state", "say what an option risks: how likely it goes wrong, how bad that is, what could happen", _weigh,
        (
            _OPTION,
            Arg("likelihood", "choice", "how likely it goes wrong", choices=LIKELIHOODS),
            Arg("harm", "choice", "how bad that would be", choices=HARMS),
            Arg("danger", "text", "what could go wrong, and how it would show", required=False, flag=True, rest=True),
        ), on="option", key="c", pane="notes", held=_so_far, fulfils=("option_risk",),
        also="risk danger likelihood impact assess", example=(_ROLL, "weigh roll unlikely serious open orders are lost"),
    ),
    Verb(
        "backout", "state", "write how an option is undone, and what would trigger that", _backout,
        (_OPTION, Arg("plan", "text", "how it is undone, and when", required=False, rest=True)), on="option", key="p",
        pane="notes", more=lambda _incident, _words: ("plan",), held=_so_far,
        also="rollback roll-back plan way back undo revert", example=(_ROLL, _PLANNED),
    ),
    Verb(
        "revise", "state", "correct an option: its words, its kind, its effort", _revise,
        (_OPTION, Arg("text", "text", "what could be done", required=False, rest=True), _KIND, _EFFORT, _ONLY), on="option",
        key="r", pane="notes", more=lambda _incident, _words: ("text", "kind", "effort"), held=_kind_so_far,
        also="edit change option effort", example=(_ROLL, 'revise roll --effort "10 min, one person"'),
    ),
    Verb(
        "unoption", "state", "take an option back that should not stand there", _unoption, (_OPTION, _MAYBE_WHY),
        on="option", key="x", pane="notes", confirm="Take the option “{option}” back?", also="remove delete withdraw",
        example=(_ROLL, "unoption roll twice"),
    ),
)  # fmt: skip


# -- what the checklist asks ------------------------------------------------------------------------


def _compared(incident: Incident) -> Met | None:
    """Two options, or one with the reason why there is no other."""
    every = incident.part(Options).all
    if len(every) >= 2:
        return Met(every[1].at, every[1].by)
    return next((Met(o.at, o.by) for o in every if o.only), None)


def _weighed(incident: Incident) -> Met | None:
    """Every option has a risk; those that were turned down need none."""
    every = [o for o in incident.part(Options).all if o.state != "rejected"]
    if not every or any(o.weighed is None for o in every):
        return None
    last = max(every, key=lambda o: o.weighed or o.at)
    return Met(last.weighed or last.at, last.weighed_by)


RULES: dict[str, Rule] = {"options": _compared, "option_risk": _weighed}


SORTS = (
    Sort(
        "option", later("option"), lambda incident: incident.part(Options).all,
        lambda incident: incident.part(Options).open or incident.part(Options).all,
        later("select an option first: it stands on the board, under Decisions"),
        later("there is no option yet; /option adds one"),
    ),
)  # fmt: skip
