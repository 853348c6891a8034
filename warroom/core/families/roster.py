"""Who is there and who holds which role. There is at most one Incident Commander at any time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.clock import span
from warroom.core.directory import akin
from warroom.core.envelope import Event
from warroom.core.incident import Holding, Incident, Member, Stint, Thing
from warroom.core.language import later, say, spoken
from warroom.core.nudges import Finder, Nudge
from warroom.core.sentences import Say, because, quote
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Verb
from warroom.core.vocabulary import ROLE_NAMES, SOLE_ROLES, Role


def of_role(role: Role) -> Thing:
    return Thing(later("role"), role)


# -- what facts do to the roster -------------------------------------------------------------------


def _member(state: State, person: str) -> Member | None:
    return next((m for m in state.roster if m.person == person), None)


def _put(state: State, member: Member) -> None:
    state.roster = tuple(member if m.person == member.person else m for m in state.roster)


def _enter(state: State, person: str, at: datetime, knows: tuple[str, ...] = ()) -> None:
    known = _member(state, person)
    if known is None:
        state.roster = (*state.roster, Member(person, (Stint(at),), knows=knows))
        return
    stints = known.stints if known.present else (*known.stints, Stint(at))
    if stints is not known.stints or (knows and knows != known.knows):
        _put(state, msgspec.structs.replace(known, stints=stints, knows=knows or known.knows))


def _end_role(state: State, role: Role, person: str, at: datetime) -> None:
    def ended(h: Holding) -> Holding:
        mine = h.role == role and h.person == person and h.until is None
        return msgspec.structs.replace(h, until=at) if mine else h

    state.holdings = tuple(ended(h) for h in state.holdings)
    member = _member(state, person)
    if member is not None:
        _put(state, msgspec.structs.replace(member, roles=tuple(r for r in member.roles if r != role)))


class Joined(Event, frozen=True, kw_only=True, tag="person.joined", gc=False):
    quiet = True
    person: str
    knows: tuple[str, ...] = ()
    """What the team's directory said of them then: systems and skills."""

    def apply(self, state: State) -> None:
        _enter(state, self.person, self.at, self.knows)

    def sentence(self, incident: Incident, say: Say) -> str:
        if not self.knows:
            return say("{person} joined").format(person=self.person)
        said = say("{person} joined, knows {things}")
        return said.format(person=self.person, things=", ".join(self.knows))


class Left(Event, frozen=True, kw_only=True, tag="person.left", gc=False):
    quiet = True
    person: str

    def apply(self, state: State) -> None:
        member = _member(state, self.person)
        if member is None or not member.present:
            return
        for role in member.roles:
            _end_role(state, role, self.person, self.at)
        ended = Stint(member.stints[-1].since, self.at)
        _put(state, msgspec.structs.replace(member, stints=(*member.stints[:-1], ended), roles=()))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("{person} left").format(person=self.person)


class RoleAssigned(Event, frozen=True, kw_only=True, tag="role.assigned", gc=False):
    headline = True
    role: Role
    person: str
    why: str = ""
    """Why it was taken from somebody who had not handed it over."""
    knows: tuple[str, ...] = ()
    """What the team's directory said of them then: systems and skills."""
    readback: str = ""
    """What was handed over, in the words of whoever took it."""
    confirmed: bool = False
    """Whoever took it has read the brief and says that its points hold."""

    @property
    def noise(self) -> bool:
        return self.role != "ic"

    def apply(self, state: State) -> None:
        holders = [h.person for h in state.holdings if h.role == self.role and h.until is None]
        _enter(state, self.person, self.at, self.knows)
        if self.role in SOLE_ROLES:
            state.claim(of_role(self.role), self, same=self.person in holders)
            for person in holders:
                if person != self.person:
                    _end_role(state, self.role, person, self.at)
        state.offers = tuple(o for o in state.offers if o.role != self.role)
        member = _member(state, self.person)
        if member is None or self.person in holders:
            return
        state.holdings = (*state.holdings, Holding(self.role, self.person, self.at, self.id))
        _put(state, msgspec.structs.replace(member, roles=(*member.roles, self.role)))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("{person} takes over as {role}") if self.why else say("{person} is {role}")
        if self.readback:
            said = say("{person} is {role}, and reads back: {readback}")
        elif self.confirmed:
            said = say("{person} is {role}, and confirms the brief")
        role, readback = say(ROLE_NAMES[self.role]), quote(self.readback)
        return because(said.format(person=self.person, role=role, readback=readback), self.why)


class RoleReleased(Event, frozen=True, kw_only=True, tag="role.released", gc=False):
    quiet = True
    role: Role
    person: str

    def apply(self, state: State) -> None:
        if self.role in SOLE_ROLES:
            state.claim(of_role(self.role), self, same=True)
        _end_role(state, self.role, self.person, self.at)

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("{person} is no longer {role}")
        return said.format(person=self.person, role=say(ROLE_NAMES[self.role]))


Fact = Joined | Left | RoleAssigned | RoleReleased


# -- verbs -----------------------------------------------------------------------------------------


def _join(incident: Incident, given: Given) -> Sequence[Event]:
    person = given["person"] or given.by
    member = incident.member(person)
    if member and member.present:
        raise Refused(say("{person} is in the room already", person=person))
    return [Joined(**given.stamp(), person=person, knows=given.people().known(person))]


def _leave(incident: Incident, given: Given) -> Sequence[Event]:
    person = given["person"] or given.by
    member = incident.member(person)
    if not member or not member.present:
        raise Refused(say("{person} is not in the room", person=person))
    if incident.commander == person and incident.is_open:
        raise Refused(
            say(
                "{person} is Incident Commander; hand the command over first: `handover ic NAME`",
                person=person,
            )
        )
    return [Left(**given.stamp(), person=person)]


def _role(incident: Incident, given: Given) -> Sequence[Event]:
    role, person = given["role"], given["person"]
    if person in incident.holders(role):
        raise Refused(say("{person} is {role} already", person=person, role=say(ROLE_NAMES[role])))
    holder, why = incident.holder(role), given["why"] or ""
    contested = any(c.about == str(of_role(role)) for c in incident.conflicts)
    if role == "ic" and holder and incident.is_open and not (why or contested):
        raise Refused(
            say(
                "{holder} commands: `handover ic {person}`; if gone, `role ic {person} --why REASON`",
                holder=holder,
                person=person,
            )
        )
    return [
        RoleAssigned(
            **given.stamp(), role=role, person=person, why=why if holder else "", knows=given.people().known(person),
            prev=incident.head(of_role(role)),
        )
    ]  # fmt: skip


def _release(incident: Incident, given: Given) -> Sequence[Event]:
    role: Role = given["role"]
    holders = incident.holders(role)
    person = given["person"] or (holders[0] if len(holders) == 1 else given.by)
    if person not in holders:
        raise Refused(say("{person} is not {role}", person=person, role=say(ROLE_NAMES[role])))
    if role == "ic" and incident.is_open:
        raise Refused(
            say("an open incident needs a commander; hand the command over instead: `handover ic NAME`")
        )
    return [RoleReleased(**given.stamp(), role=role, person=person, prev=incident.head(of_role(role)))]


_ROLE = Arg("role", "role", "which role (ic, deputy, scribe, ops, comms, sme, liaison, observer)")
_PERSON = Arg("person", "person", "who (`me` for yourself)")
_MAYBE_PERSON = Arg("person", "person", "who (yourself when left out)", required=False, rest=True)

VERBS = (
    Verb(
        "join", "people", "join the room, or note that somebody did", _join, (_MAYBE_PERSON,), key="J", pane="roster",
        also="enter present", example=("join dewi",),
    ),
    Verb(
        "leave", "people", "leave the room, or note that somebody did", _leave, (_MAYBE_PERSON,), key="l", pane="roster",
        on="person", also="gone away", example=("join dewi", "leave dewi"),
    ),
    Verb(
        "role", "people", "give a role to somebody; the command of somebody who is gone, with the reason", _role,
        (_ROLE, _PERSON, Arg("why", "text", "why it is taken from whoever commands", required=False, flag=True)),
        key="a", pane="roster", on="person",
        also="commander command lead take assign ic owner", fulfils=("commander", "specialist",), example=("role scribe citra",),
    ),
    Verb(
        "release", "people", "end somebody's role", _release, (_ROLE, _MAYBE_PERSON), key="x", pane="roster",
        on="person", example=("role scribe citra", "release scribe citra"),
    ),
)  # fmt: skip


def _commanded(incident: Incident) -> Met | None:
    held = [h for h in incident.holdings if h.role == "ic" and h.until is None]
    return Met(held[-1].since, held[-1].person) if held else None


def _specialist(incident: Incident) -> Met | None:
    """An expert was named, or somebody came of whom it is known that they know an affected system; the first of them."""
    found = [Met(h.since, h.person) for h in incident.holdings if h.role == "sme"]
    found += [
        Met(m.stints[0].since, m.person)
        for m in incident.roster
        if m.stints and any(akin(known, system) for known in m.knows for system in incident.systems)
    ]
    return min(found, key=lambda met: met.at, default=None)


RULES: dict[str, Rule] = {"commander": _commanded, "specialist": _specialist}


def _no_commander(incident: Incident, now: datetime, _person: str) -> Nudge | None:
    """Amber from the first minute; red once nobody has decided anything for some."""
    if not incident.is_open or incident.commander:
        return None
    since = max((h.until for h in incident.holdings if h.role == "ic" and h.until), default=None)
    since = since or incident.reached("declared") or now
    return Nudge(
        key="command", level="red" if now - since > timedelta(minutes=5) else "amber", rank="command", since=since,
        sentence=say("nobody is Incident Commander"), why=say("Until somebody commands, nobody decides and everybody waits."),
        verb="role", does=say("take command"), given={"role": "ic", "person": "me"}, rule="commander",
    )  # fmt: skip


LONG: Final = timedelta(hours=4)
"""So long on duty, and people make mistakes that they would not have made before."""


def _long_on_duty(incident: Incident, now: datetime, person: str) -> Sequence[Nudge]:
    """Told to that person, and to whoever commands."""
    if not incident.is_open:
        return []
    tired = [m for m in incident.roster if m.present and now - m.stints[-1].since >= LONG]
    return [_tired(m, now, person) for m in tired if person in (m.person, incident.commander)]


def _tired(member: Member, now: datetime, person: str) -> Nudge:
    since = member.stints[-1].since
    hours = span((now - since).total_seconds(), spoken().code, most=1)
    mine = member.person == person
    gives = [role for role in member.roles if role in SOLE_ROLES]
    return Nudge(
        key=f"duty.{member.person}", level="red" if now - since >= 2 * LONG else "amber", rank="people", since=since + LONG,
        sentence=say("you are on duty for {time}", time=hours) if mine
        else say("{person} is on duty for {time}", person=member.person, time=hours),
        why=say("Hand over while there is something left to hand over; after four hours judgement goes first."),
        verb="handover" if mine and gives else "leave",
        given={"role": gives[0]} if mine and gives else {"person": member.person}, person=person,
    )  # fmt: skip


NUDGES: tuple[Finder, ...] = (_no_commander, _long_on_duty)
