"""What is decided of the options: chosen, turned down, opened again, and who objects. What was not chosen is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.families.entries import EntryLogged, EntryStruck, of_entry
from warroom.core.families.options import (
    Objection,
    Option,
    OptionChanged,
    Options,
    as_it_was,
    called,
    change_option,
    head_of,
    of_option,
)
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.sentences import Say, because, shortened
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Verb


class ObjectionRaised(Event, frozen=True, kw_only=True, tag="option.objection", gc=False):
    """Somebody objects strongly; `why` is "" where the objection is taken back."""

    option: str
    person: str
    why: str = ""

    @property
    def noise(self) -> bool:
        return not self.why

    def apply(self, state: State) -> None:
        held = state.part(Options).find(self.option)
        if held is None:
            return
        kept = tuple(o for o in held.objections if o.person != self.person)
        if self.why:
            kept = (*kept, Objection(self.person, self.why, self.at))
        change_option(state, self, self.option, objections=kept)

    def sentence(self, incident: Incident, say: Say) -> str:
        about = called(incident, self.option)
        if not self.why:
            return say("{person} no longer objects to {option}").format(person=self.person, option=about)
        told = say("{person} objects to {option}").format(person=self.person, option=about)
        return because(told, self.why)


class OptionChosen(Event, frozen=True, kw_only=True, tag="option.chosen", gc=False):
    """Decided. The entry in `entry` is the decision's row of the timeline; `over` are the options that were open besides."""

    quiet = True
    option: str
    entry: str
    over: tuple[str, ...] = ()
    why: str = ""
    waived_by: str = ""
    waiver: str = ""

    @property
    def carried(self) -> tuple[str, ...]:
        return (self.entry,)

    def apply(self, state: State) -> None:
        decided = {"why": self.why, "decided_by": self.by, "decided": self.at, "decision": self.entry}
        change_option(
            state, self, self.option, state="chosen", waived_by=self.waived_by, waiver=self.waiver, **decided
        )  # fmt: skip
        part = state.part(Options)
        state.keep(
            Options(
                tuple(
                    msgspec.structs.replace(o, state="unchosen", **decided)
                    if o.id in self.over and o.state == "open"
                    else o
                    for o in part.all
                )
            )
        )

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("chosen: {option}").format(option=called(incident, self.option)), self.why)


class OptionRejected(Event, frozen=True, kw_only=True, tag="option.rejected", gc=False):
    option: str
    why: str

    def apply(self, state: State) -> None:
        change_option(
            state, self, self.option, state="rejected", why=self.why, decided_by=self.by, decided=self.at
        )  # fmt: skip

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("rejected: {option}").format(option=called(incident, self.option)), self.why)


class OptionReconsidered(Event, frozen=True, kw_only=True, tag="option.reconsidered", gc=False):
    """It is to be decided again; with a choice, what it was chosen over too."""

    option: str
    why: str = ""

    def apply(self, state: State) -> None:
        part = state.part(Options)
        held = part.find(self.option)
        if held is None:
            return
        state.claim(of_option(self.option), self, same=held.state == "open")
        group = {held.id}
        if held.state == "chosen":
            group |= {o.id for o in part.all if o.state == "unchosen" and o.decision == held.decision}
        state.keep(Options(tuple(_undecided(o) if o.id in group else o for o in part.all)))

    def sentence(self, incident: Incident, say: Say) -> str:
        told = say("to be decided again: {option}").format(option=called(incident, self.option))
        return because(told, self.why)


def _undecided(held: Option) -> Option:
    return msgspec.structs.replace(
        held, state="open", why="", decided_by="", decided=None, decision="", waived_by="", waiver=""
    )


Fact = ObjectionRaised | OptionChosen | OptionRejected | OptionReconsidered


# -- verbs -----------------------------------------------------------------------------------------


def _object(incident: Incident, given: Given) -> Sequence[Event]:
    held: Option = given["option"]
    person = given["person"] or given.by
    if any((o.person, o.why) == (person, given["why"]) for o in held.objections):
        raise as_it_was()
    head = head_of(incident, held)
    return [ObjectionRaised(**given.stamp(), option=held.id, person=person, why=given["why"], prev=head)]


def _unobject(incident: Incident, given: Given) -> Sequence[Event]:
    held: Option = given["option"]
    person = given["person"] or given.by
    if all(o.person != person for o in held.objections):
        raise Refused(say("{person} does not object to “{option}”", person=person, option=held.text))
    return [ObjectionRaised(**given.stamp(), option=held.id, person=person, prev=head_of(incident, held))]


def _choose(incident: Incident, given: Given) -> Sequence[Event]:
    held: Option = given["option"]
    if held.state == "chosen":
        raise Refused(say("“{option}” is chosen already", option=held.text))
    plan = given["rollback"] or held.rollback
    waived_by, waiver = given["waived_by"] or "", given["waiver"] or ""
    if not plan and not (waived_by and waiver):
        raise Refused(
            say(
                "“{option}” has no roll-back plan: give --rollback HOW, or waive it with --waived-by NAME and --waiver WHY",
                option=shortened(held.text),
            )
        )
    head, made = head_of(incident, held), list[Event]()
    if plan != held.rollback:
        made.append(OptionChanged(**given.stamp(), option=held.id, rollback=plan, prev=head))
        head = made[-1].id
    for person, why in given["objection"] or ():
        made.append(ObjectionRaised(**given.stamp(), option=held.id, person=person, why=why, prev=head))
        head = made[-1].id
    over = [o for o in incident.part(Options).open if o.id != held.id]
    waived = (waived_by, waiver) if not plan else ("", "")
    told = _decision(held, plan, waived, over, given["why"] or "")
    entry = EntryLogged(**given.stamp(), text=told, category="decision", precision=given.precision)
    chosen = OptionChosen(
        **given.stamp(), option=held.id, entry=entry.id, over=tuple(o.id for o in over), why=given["why"] or "",
        waived_by=waived[0], waiver=waived[1], prev=head,
    )  # fmt: skip
    return [entry, *made, chosen]


def _decision(held: Option, plan: str, waived: tuple[str, str], over: Sequence[Option], why: str) -> str:
    """What the timeline says of it, with the way back and what it was chosen over."""
    told = [because(held.text, why)]
    if plan:
        told.append(say("Roll-back: {plan}", plan=plan))
    else:
        told.append(say("No roll-back, {person} answers for it: {why}", person=waived[0], why=waived[1]))
    if over:
        told.append(say("Not: {options}", options=", ".join(shortened(o.text) for o in over)))
    return ". ".join(part.rstrip(".") for part in told)


def _reject(incident: Incident, given: Given) -> Sequence[Event]:
    held: Option = given["option"]
    if held.state == "chosen":
        raise Refused(say("“{option}” is chosen; /reconsider opens the decision again", option=held.text))
    if (held.state, held.why) == ("rejected", given["why"]):
        raise as_it_was()
    head = head_of(incident, held)
    return [OptionRejected(**given.stamp(), option=held.id, why=given["why"], prev=head)]


def _reconsider(incident: Incident, given: Given) -> Sequence[Event]:
    held: Option = given["option"]
    if held.state == "open":
        raise Refused(say("“{option}” is not decided yet", option=held.text))
    why = given["why"] or ""
    made: list[Event] = [
        OptionReconsidered(**given.stamp(), option=held.id, why=why, prev=head_of(incident, held))
    ]
    row = incident.row(held.decision) if held.state == "chosen" else None
    if row is not None and row.struck is None:
        struck = why or say("to be decided again")
        made.append(
            EntryStruck(**given.stamp(), entry=row.id, why=struck, prev=incident.head(of_entry(row.id)))
        )
    return made


def _to_choose(incident: Incident, words: Mapping[str, str]) -> Sequence[str]:
    held = incident.part(Options).find(words.get("option", ""))
    if held is None or held.rollback or words.get("rollback"):
        return ("why", "objection")
    return ("rollback", "waived_by", "waiver", "why", "objection")


_OPTION = Arg("option", "option", "which option (a part of its text or id)")
_WHY = Arg("why", "text", "the reason", flag=True, rest=True)
_MAYBE_WHY = Arg("why", "text", "the reason", required=False, flag=True, rest=True)
_PERSON = Arg("person", "person", "who objects, if not you", required=False, flag=True)
_ROLL = "option roll back to v2.3.1 --kind quick"
_PLANNED = "backout roll redeploy v2.3.2"

VERBS = (
    Verb(
        "choose", "state", "decide for an option; the decision stands in the timeline with what was not chosen", _choose,
        (
            _OPTION, _MAYBE_WHY,
            Arg("rollback", "text", "how it is undone; empty waives it", required=False, flag=True),
            Arg("waived_by", "person", "who answers for there being no way back", required=False, flag=True),
            Arg("waiver", "text", "why it goes without", required=False, flag=True),
            Arg("objection", "objections", "strong objections, NAME: REASON, with ; between two", required=False, flag=True),
        ), on="option", key="v", pane="notes", more=_to_choose, fulfils=("rollback",),
        also="decide decision pick take option", example=(_ROLL, "choose roll --rollback 'redeploy v2.3.2' it is the fastest"),
    ),
    Verb(
        "reject", "state", "turn an option down, with the reason", _reject, (_OPTION, _WHY), on="option", key="X",
        pane="notes", also="decline no option", example=(_ROLL, "reject roll v2.3.1 has the same leak"),
    ),
    Verb(
        "reconsider", "state", "open a decision about an option again", _reconsider, (_OPTION, _MAYBE_WHY), on="option",
        key="O", pane="notes", also="reopen undecide option decision",
        example=(_ROLL, _PLANNED, "choose roll", "reconsider roll it failed"),
    ),
    Verb(
        "object", "state", "object strongly to an option, with the reason", _object, (_OPTION, _WHY, _PERSON), on="option",
        key="b", pane="notes", also="objection against veto concern", example=(_ROLL, "object roll open orders are lost"),
    ),
    Verb(
        "unobject", "state", "take an objection back", _unobject, (_OPTION, _PERSON), on="option", also="objection agree",
        example=(_ROLL, "object roll open orders are lost", "unobject roll"),
    ),
)  # fmt: skip


def _with_way_back(incident: Incident) -> Met | None:
    chosen = incident.part(Options).chosen
    if chosen is None or not chosen.has_way_back:
        return None
    return Met(chosen.decided or chosen.at, chosen.decided_by)


RULES: dict[str, Rule] = {"rollback": _with_way_back}
