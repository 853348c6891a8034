"""That there is an incident: its title, its playbook, what is affected and what is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import msgspec

from warroom.core.arguments import read
from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.families.protocol import Assumed
from warroom.core.families.roster import Joined
from warroom.core.families.severity import SEVERITY, STATUS
from warroom.core.incident import Change, Incident, Thing
from warroom.core.language import later, say
from warroom.core.playbook import Playbook
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.verb import Arg, Circumstance, Given, Misused, Refused, Verb
from warroom.core.when import When

DECLARATION = Thing(later("declared"))
TITLE = Thing(later("title"))
SYSTEMS = Thing(later("systems"))
SYMPTOMS = Thing(later("symptoms"))
PLAYBOOK = Thing(later("playbook"))
_NOT_UNDONE = later("a declaration can't be undone; resolve and close the incident instead")


class Declared(Event, frozen=True, kw_only=True, tag="incident.declared", gc=False):
    """The incident exists."""

    not_undone = _NOT_UNDONE
    title: str
    severity: int
    zone: str = "UTC"
    assumed: bool = False
    """Nobody chose the severity: it is what a declaration begins with."""

    def apply(self, state: State) -> None:
        if state.declared:
            return
        state.declared = True
        for thing in (DECLARATION, TITLE, SEVERITY, STATUS):
            state.heads.put(thing, self.id)
        state.title, state.severity, state.zone, state.declared_by = (
            self.title,
            self.severity,
            self.zone,
            self.by,
        )
        state.severities = (Change(str(self.severity), self.at, self.by, "", self.id),)
        state.statuses = (Change("declared", self.at, self.by, "", self.id),)
        if self.assumed:
            state.keep(Assumed(severity=True))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("incident declared: {title} (SEV{severity})")
        return said.format(title=self.title, severity=self.severity)


class PlaybookAdopted(Event, frozen=True, kw_only=True, tag="playbook.adopted", gc=False):
    """The steps and the severity protocol that this incident follows, whole, so that the file explains itself."""

    quiet = True
    multiline = True
    not_undone = _NOT_UNDONE
    playbook: Playbook

    def apply(self, state: State) -> None:
        state.claim(PLAYBOOK, self, same=False)
        state.playbook = self.playbook

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("playbook {id}").format(id=self.playbook.id)


class Titled(Event, frozen=True, kw_only=True, tag="incident.titled", gc=False):
    quiet = True
    title: str

    def apply(self, state: State) -> None:
        state.claim(TITLE, self, same=state.title == self.title)
        state.title = self.title

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("title is now “{title}”").format(title=self.title)


class SystemsNamed(Event, frozen=True, kw_only=True, tag="incident.systems", gc=False):
    quiet = True
    systems: tuple[str, ...]

    def apply(self, state: State) -> None:
        state.claim(SYSTEMS, self, same=state.systems == self.systems)
        state.systems = self.systems

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("affected systems: {systems}").format(systems=", ".join(self.systems))


class SymptomsDescribed(Event, frozen=True, kw_only=True, tag="incident.symptoms", gc=False):
    quiet = True
    text: str

    def apply(self, state: State) -> None:
        state.claim(SYMPTOMS, self, same=state.symptoms == self.text)
        state.symptoms = self.text

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("symptoms: {text}").format(text=self.text)


Fact = Declared | PlaybookAdopted | Titled | SystemsNamed | SymptomsDescribed


# -- verbs -----------------------------------------------------------------------------------------


def _unchanged(about: str) -> Refused:
    return Refused(say("{about}: as it was; nothing was changed", about=say(about)))


def _title(incident: Incident, given: Given) -> Sequence[Event]:
    if incident.title == given["title"]:
        raise _unchanged("title")
    return [Titled(**given.stamp(), title=given["title"], prev=incident.head(TITLE))]


def _systems(incident: Incident, given: Given) -> Sequence[Event]:
    if incident.systems == given["systems"]:
        raise _unchanged("systems")
    return [SystemsNamed(**given.stamp(), systems=given["systems"], prev=incident.head(SYSTEMS))]


def _symptoms(incident: Incident, given: Given) -> Sequence[Event]:
    if incident.symptoms == given["symptoms"]:
        raise _unchanged("symptoms")
    return [SymptomsDescribed(**given.stamp(), text=given["symptoms"], prev=incident.head(SYMPTOMS))]


VERBS = (
    Verb(
        "title", "state", "change the title", _title, (Arg("title", "text", "the title", rest=True),),
        also="rename name", example=("title Card payments fail",),
    ),
    Verb(
        "systems", "state", "name the affected systems, separated by commas", _systems,
        (Arg("systems", "systems", "the systems", rest=True),),
        also="services affected components",
        fulfils=("started_systems_symptoms",), wanted=lambda incident: not incident.systems, example=("systems pay, api",),
    ),
    Verb(
        "symptoms", "state", "describe what is seen", _symptoms,
        (Arg("symptoms", "text", "what is seen", rest=True),),
        also="seen errors", fulfils=("started_systems_symptoms",), wanted=lambda incident: not incident.symptoms,
        example=("symptoms error 503 at the checkout",),
    ),
)  # fmt: skip


def _began(incident: Incident) -> Met | None:
    started = incident.milestones.get("started")
    if not (started and incident.systems and incident.symptoms):
        return None
    first = incident.statuses[0] if incident.statuses else None
    return Met(first.at if first else started.at, incident.declared_by)


RULES: dict[str, Rule] = {"started_systems_symptoms": _began}


# -- the one verb that needs no incident: it makes one ----------------------------------------------

Find = Callable[[str], Playbook]
"""A playbook by its name; "" for the default one."""


def _declare(_incident: Incident, given: Given) -> Sequence[Event]:
    if given.when > given.now + _CLOCK_LEAD:
        raise Misused(say("it can't be declared in the future; check --at"))
    started: When = given["started"] or When(given.when, given.precision)
    if started.at > given.when:
        raise Misused(say("it can't start after it is declared; check --started"))
    made: list[Event] = [
        Declared(
            **given.stamp(),
            title=given["title"],
            severity=given["sev"] or 3,
            zone=given["zone"] or "UTC",
            assumed=given["sev"] is None,
        ),
        MilestoneMarked(**given.stamp(started.at), milestone="started", precision=started.precision),
    ]
    if given["system"]:
        made.append(SystemsNamed(**given.stamp(), systems=given["system"]))
    if given["symptom"]:
        made.append(SymptomsDescribed(**given.stamp(), text=given["symptom"]))
    if given.at is None:  # who enters an incident of another day was not in its room
        made.append(Joined(**given.stamp(), person=given.by))
    return made


_CLOCK_LEAD = timedelta(minutes=5)  # a person's own clock may go a little ahead of ours

DECLARE = Verb(
    "declare", "room", "declare an incident and print its id", _declare,
    (
        Arg("title", "text", "what is wrong, in a few words", rest=True),
        Arg("sev", "severity", "severity, 1 (worst) to 4; if unsure, the higher one", required=False, flag=True),
        Arg("started", "time", "when it began (14:02, -20m)", required=False, flag=True),
        Arg("at", "time", "when it was declared, if not now: for an incident of another day", required=False, flag=True),
        Arg("system", "systems", "an affected system; may be given again", required=False, flag=True),
        Arg("symptom", "symptoms", "what is seen; may be given again", required=False, flag=True),
        Arg("playbook", "text", "the steps to follow, by the name of the playbook", required=False, flag=True),
        Arg("zone", "text", "the zone that its people think in (IANA name)", required=False, flag=True),
    ),
)  # fmt: skip


def declaration(
    tokens: Sequence[str], playbook: Playbook | Find | None, circumstance: Circumstance
) -> tuple[Event, ...]:
    """The facts of a new incident, its playbook among them: the one given, or the one found by the name that was given.

    Raises:
        Misused: the words do not fit.
    """
    given = read(DECLARE, tokens, Incident(), circumstance)
    given = msgspec.structs.replace(given, at=given["at"])
    made = list(_declare(Incident(), given))
    if callable(playbook):
        playbook = playbook(given["playbook"] or "")
    elif given["playbook"]:
        raise Misused(say("no other playbook can be chosen here; leave --playbook out"))
    if playbook is not None:
        made.append(PlaybookAdopted(**given.stamp(), playbook=playbook))
    return tuple(msgspec.structs.replace(e, act=made[0].id) for e in made)
