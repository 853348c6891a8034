"""What ends the work beside follow-ups: what was recommended, shared, or found not to be needed, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, get_args

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.families.followups import follow_up_of
from warroom.core.incident import Incident, Part, Thing
from warroom.core.language import later, say
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Verb

Unneeded = Literal["document", "detect", "recommendation"]
UNNEEDED: Final = get_args(Unneeded)

_NONE: Final[dict[Unneeded, str]] = {
    "document": later("no document needs a change"), "detect": later("nothing would have told us sooner"),
    "recommendation": later("nothing to recommend for the process"),
}  # fmt: skip


class Said(msgspec.Struct, frozen=True):
    """What somebody said, and when."""

    id: str
    text: str
    by: str
    at: datetime


class Closing(Part, frozen=True):
    """`unneeded`: by what is not needed, the reason."""

    unneeded: dict[Unneeded, Said] = {}  # noqa: RUF012 - a struct copies its defaults
    shared: tuple[Said, ...] = ()
    recommended: tuple[Said, ...] = ()


def of_unneeded(what: str) -> Thing:
    return Thing(later("not needed"), what)


class FoundUnneeded(Event, frozen=True, kw_only=True, tag="closing.unneeded", gc=False):
    """Nothing of that sort is needed, with the reason."""

    what: Unneeded
    why: str

    def apply(self, state: State) -> None:
        now = state.part(Closing)
        held = now.unneeded.get(self.what)
        state.claim(of_unneeded(self.what), self, same=held is not None and held.text == self.why)
        unneeded = {**now.unneeded, self.what: Said(self.id, self.why, self.by, self.at)}
        state.keep(msgspec.structs.replace(now, unneeded=unneeded))

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say(_NONE[self.what]), self.why)


class LearningsShared(Event, frozen=True, kw_only=True, tag="learnings.shared", gc=False):
    """What was learned went to others."""

    goes_out = True
    text: str
    """To whom, and how."""

    def apply(self, state: State) -> None:
        now = state.part(Closing)
        said = Said(self.id, self.text, self.by, self.at)
        state.keep(msgspec.structs.replace(now, shared=(*now.shared, said)))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("what was learned was shared: {text}").format(text=self.text)


class Recommended(Event, frozen=True, kw_only=True, tag="process.recommended", gc=False):
    """What to do better in the process."""

    text: str

    def apply(self, state: State) -> None:
        now = state.part(Closing)
        said = Said(self.id, self.text, self.by, self.at)
        state.keep(msgspec.structs.replace(now, recommended=(*now.recommended, said)))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("recommended for the process: {text}").format(text=self.text)


Fact = FoundUnneeded | LearningsShared | Recommended


def _unneeded(incident: Incident, given: Given) -> Sequence[Event]:
    what: Unneeded = given["what"]
    held = incident.part(Closing).unneeded.get(what)
    if held and held.text == given["why"]:
        raise Refused(say("that is said already; nothing was changed"))
    return [
        FoundUnneeded(**given.stamp(), what=what, why=given["why"], prev=incident.head(of_unneeded(what)))
    ]


def _shared(_incident: Incident, given: Given) -> Sequence[Event]:
    return [LearningsShared(**given.stamp(), text=given["text"])]


def _recommend(incident: Incident, given: Given) -> Sequence[Event]:
    if any(r.text.casefold() == given["text"].casefold() for r in incident.part(Closing).recommended):
        raise Refused(say("that is said already; nothing was changed"))
    return [Recommended(**given.stamp(), text=given["text"])]


VERBS = (
    Verb(
        "none", "report", "record that nothing of a sort is needed, with the reason", _unneeded,
        (
            Arg("what", "choice", "of what sort", choices=UNNEEDED),
            Arg("why", "text", "the reason", flag=True, rest=True),
        ), also="not needed nothing reason follow-up recommendation",
        fulfils=("learning_followed", "detect_followup", "recommendation"),
        wanted=lambda _incident: False,
        example=("none detect the alert came within 20 s",),
    ),
    Verb(
        "shared", "report", "record that what was learned was shared, with whom and how", _shared,
        (Arg("text", "text", "with whom, and how", rest=True),), also="share knowledge digest learnings teams",
        fulfils=("shared",),
        example=("shared all teams, by mail",),
    ),
    Verb(
        "recommend", "report", "recommend a change of the process", _recommend,
        (Arg("text", "text", "what to do better", rest=True),), also="recommendation process improve",
        fulfils=("recommendation",),
        example=("recommend page the database team at once",),
    ),
)  # fmt: skip


def _met(said: Said | None) -> Met | None:
    return Met(said.at, said.by) if said else None


def _detect(incident: Incident) -> Met | None:
    return follow_up_of(incident, "detect") or _met(incident.part(Closing).unneeded.get("detect"))


def _document(incident: Incident) -> Met | None:
    learnt = incident.sections.get("learnings")
    followed = Met(learnt.at, learnt.by) if learnt and follow_up_of(incident, "document") else None
    return followed or _met(incident.part(Closing).unneeded.get("document"))


def _shared_at(incident: Incident) -> Met | None:
    return _met(next(iter(incident.part(Closing).shared), None))


def _recommended(incident: Incident) -> Met | None:
    said = incident.part(Closing)
    return _met(next(iter(said.recommended), None) or said.unneeded.get("recommendation"))


RULES: dict[str, Rule] = {
    "learning_followed": _document, "detect_followup": _detect, "shared": _shared_at, "recommendation": _recommended,
}  # fmt: skip
WORDS: Final = _NONE
"""What a report says of what is not needed."""
