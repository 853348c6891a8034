"""The protocol of a severity: whom to tell, which roles to fill, how often to report. The playbook has it as data; that it was
taken on is a fact, again each time the severity is raised.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, get_args

import msgspec

from warroom.core.cadence import minutes_long
from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.incident import Incident, Part
from warroom.core.language import many, say, speaker, spoken
from warroom.core.nudges import Finder, Nudge
from warroom.core.playbook import Severity
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.verb import Given, Refused, Verb
from warroom.core.vocabulary import ROLE_NAMES, Role

PATIENCE: Final = timedelta(minutes=15)
"""So long after a severity was raised its roles may be empty before that is red."""


class Activation(msgspec.Struct, frozen=True):
    """Somebody took on what a severity demands."""

    severity: int
    at: datetime
    by: str
    under: str
    """The event that had set the severity then: what was raised later asks for it again."""
    event: str


class Assumed(Part, frozen=True):
    """Whether the severity is only what a declaration without one begins with."""

    severity: bool = False


class Protocol(Part, frozen=True):
    """What was taken on so far, in order."""

    activations: tuple[Activation, ...] = ()


class ProtocolActivated(Event, frozen=True, kw_only=True, tag="protocol.activated", gc=False):
    headline = True
    severity: int

    def apply(self, state: State) -> None:
        under = state.severities[-1].event if state.severities else ""
        done = Activation(self.severity, self.at, self.by, under, self.id)
        state.keep(Protocol((*state.part(Protocol).activations, done)))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("protocol of SEV{severity} activated").format(severity=self.severity)

    def more(self, incident: Incident, say: Say) -> str:
        return "; ".join(words(incident, protocol_of(incident, self.severity), say))


Fact = ProtocolActivated


# -- what a severity demands -------------------------------------------------------------------------


def protocol_of(incident: Incident, severity: int) -> Severity | None:
    """What the playbook of this incident demands at a severity; None where it says nothing."""
    return incident.playbook.severity(severity) if incident.playbook else None


def words(
    incident: Incident, demanded: Severity | None, say: Say, beside: Severity | None = None
) -> list[str]:
    """What a severity demands, a few words for each; with `beside`, only what that one does not demand so."""
    if demanded is None or incident.playbook is None:
        return []
    code = speaker(say).code
    old = beside or Severity(0, {}, {})
    told = [incident.playbook.audience(a, code) for a in demanded.audiences if a not in old.audiences]
    roles = [say(ROLE_NAMES[r]) for r in get_args(Role) if r in demanded.roles and r not in old.roles]
    out = [say("tell {names}").format(names=", ".join(told))] if told else []
    out += [say("fill {roles}").format(roles=", ".join(roles))] if roles else []
    first, every, days = demanded.first_update_minutes, demanded.update_minutes, demanded.postmortem_days
    if first and first != old.first_update_minutes and not incident.updates:
        out.append(say("first update within {n} min").format(n=first))
    if every and every != old.update_minutes:
        out.append(say("an update every {n} min").format(n=every))
    if demanded.postmortem == "required" and (old.postmortem, old.postmortem_days) != ("required", days):
        out.append(say("a post-mortem within {n} days").format(n=days) if days else say("a post-mortem"))
    return out


def changed(incident: Incident, before: int, after: int, say: Say) -> tuple[list[str], list[str]]:
    """What a change of the severity makes newly due, and what it no longer asks for."""
    old, new = protocol_of(incident, before), protocol_of(incident, after)
    if old is None or new is None:
        return words(incident, new, say), words(incident, old, say)
    gone = words(incident, _without_rhythm(old, new), say, new)
    return words(incident, new, say, old), gone


def _without_rhythm(old: Severity, new: Severity) -> Severity:
    """A rhythm that only became another one is not gone: the new one is said."""
    return msgspec.structs.replace(
        old,
        first_update_minutes=None,
        update_minutes=None if new.update_minutes else old.update_minutes,
        postmortem="optional" if new.postmortem == "required" else old.postmortem,
    )


def active(incident: Incident) -> Activation | None:
    """The activation that covers the present severity: of this one or a worse one, not before it was last raised."""
    levels = incident.severities
    raised = max(
        (i for i in range(1, len(levels)) if int(levels[i].value) < int(levels[i - 1].value)), default=0
    )
    since = {change.event for change in levels[raised:]}
    fitting = (
        a
        for a in reversed(incident.part(Protocol).activations)
        if a.severity <= incident.severity and a.under in since
    )
    return next(fitting, None)


# -- the verb ----------------------------------------------------------------------------------------


def _no_protocol(incident: Incident) -> str | None:
    if protocol_of(incident, incident.severity) is None:
        return say(
            "the playbook of this incident has no protocol for SEV{severity}", severity=incident.severity
        )
    held = active(incident)
    if held is None:
        return None
    return say(
        "the protocol of SEV{severity} is active already (by {person})",
        severity=held.severity,
        person=held.by,
    )


def _activate(incident: Incident, given: Given) -> Sequence[Event]:
    if not incident.is_open:
        raise Refused(say("the incident is {status}; reopen it first", status=say(incident.status)))
    return [ProtocolActivated(**given.stamp(), severity=incident.severity)]


VERBS = (
    Verb(
        "protocol", "state", "activate what the severity demands: whom to tell, which roles, how often to report", _activate,
        key="P", off=_no_protocol, fulfils=("protocol",), also="escalate activate audiences roles cadence severity",
        example=("protocol",),
    ),
)  # fmt: skip


def _activated(incident: Incident) -> Met | None:
    held = active(incident)
    return Met(held.at, held.by) if held else None


RULES: dict[str, Rule] = {"protocol": _activated}


# -- what waits --------------------------------------------------------------------------------------


def _since(incident: Incident, now: datetime) -> datetime:
    return incident.severities[-1].at if incident.severities else now


def _inactive(incident: Incident, now: datetime, _person: str) -> Nudge | None:
    """Of a severity that somebody chose: before, that nobody did is what is to be said."""
    demanded = protocol_of(incident, incident.severity)
    if not incident.is_open or demanded is None or active(incident) or incident.part(Assumed).severity:
        return None
    since = _since(incident, now)
    first = demanded.first_update_minutes
    late = first is not None and now - since > minutes_long(first)
    return Nudge(
        key="protocol", level="red" if late else "amber", rank="command", since=since, verb="protocol", rule="protocol",
        sentence=say("protocol of SEV{severity} not active", severity=incident.severity),
        why="; ".join(words(incident, demanded, spoken())) or demanded.meaning(spoken().code),
    )  # fmt: skip


def _empty_roles(incident: Incident, now: datetime, _person: str) -> Nudge | None:
    """Of an active protocol: before, that it is not active is what is to be said. The command has a line of its own."""
    demanded = protocol_of(incident, incident.severity)
    held = active(incident)
    if not incident.is_open or demanded is None or held is None:
        return None
    empty = [r for r in get_args(Role) if r in demanded.roles and r != "ic" and not incident.holders(r)]
    if not empty:
        return None
    names = ", ".join(say(ROLE_NAMES[r]) for r in empty)
    return Nudge(
        key="roles", level="red" if now - held.at > PATIENCE else "amber", rank="people", since=held.at,
        sentence=many(len(empty), "empty role: {names}", "{n} empty roles: {names}", names=names),
        why=say("SEV{severity} asks for them; an empty role's work falls to the commander.", severity=incident.severity),
        verb="role", given={"role": empty[0]},
    )  # fmt: skip


NUDGES: tuple[Finder, ...] = (_inactive, _empty_roles)
