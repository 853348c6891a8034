"""That management has its brief: written by the program, or given in another way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.incident import Incident, Part
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.text import clean_name
from warroom.core.verb import Arg, Given, Verb


class Brief(msgspec.Struct, frozen=True):
    at: datetime
    by: str
    how: str
    event: str


class Briefs(Part, frozen=True):
    all: tuple[Brief, ...] = ()


class BriefGiven(Event, frozen=True, kw_only=True, tag="brief.given", gc=False):
    """The brief for management left the room."""

    goes_out = True
    how: str = ""
    """The name of the file that was written, or what the person says: `mail`."""

    def apply(self, state: State) -> None:
        state.keep(Briefs((*state.part(Briefs).all, Brief(self.at, self.by, self.how, self.id))))

    def sentence(self, incident: Incident, say: Say) -> str:
        if self.how:
            return say("brief for management: {how}").format(how=self.how)
        return say("brief for management given")


Fact = BriefGiven


def _given(_incident: Incident, given: Given) -> Sequence[Event]:
    return [BriefGiven(**given.stamp(), how=clean_name(given["how"] or ""))]


VERBS = (
    Verb(
        "briefed", "report", "record that management has its brief, and how", _given,
        (Arg("how", "text", "how, such as mail", required=False, rest=True),),
        also="brief management executives exported report", example=("briefed by mail",),
    ),
)  # fmt: skip


def _exported(incident: Incident) -> Met | None:
    first = next(iter(incident.part(Briefs).all), None)
    return Met(first.at, first.by) if first else None


RULES: dict[str, Rule] = {"brief_exported": _exported}
