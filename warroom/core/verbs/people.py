"""Verbs of the roster: join, leave, roles and their handover. There is at most one Incident Commander at any time."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.core import events as ev
from warroom.core.describe import ROLE_NAMES
from warroom.core.incident import Incident, Offer
from warroom.core.verbs.registry import Arg, Given, Refused, Verb

_ROLE = Arg("role", "role", "which role (ic, deputy, scribe, ops, comms, sme, liaison, observer)")
_PERSON = Arg("person", "person", "who (`me` for yourself)")
_MAYBE_PERSON = Arg("person", "person", "who (yourself when left out)", required=False, rest=True)


def _join(incident: Incident, given: Given) -> Sequence[ev.Event]:
    person = given["person"] or given.by
    member = incident.member(person)
    if member and member.present:
        raise Refused(f"{person} is in the room already")
    return [given.fact(ev.Joined, person=person)]


def _leave(incident: Incident, given: Given) -> Sequence[ev.Event]:
    person = given["person"] or given.by
    member = incident.member(person)
    if not member or not member.present:
        raise Refused(f"{person} is not in the room")
    if incident.commander == person and incident.is_open:
        raise Refused(f"{person} is Incident Commander; hand the command over first (/handover ic NAME)")
    return [given.fact(ev.Left, person=person)]


def _role(incident: Incident, given: Given) -> Sequence[ev.Event]:
    role, person = given["role"], given["person"]
    if person in incident.holders(role):
        raise Refused(f"{person} is {ROLE_NAMES[role]} already")
    return [
        given.fact(ev.RoleAssigned, role=role, person=person, prev=incident.heads.get(f"role.{role}", ""))
    ]


def _release(incident: Incident, given: Given) -> Sequence[ev.Event]:
    role = given["role"]
    holders = incident.holders(role)
    person = given["person"] or (holders[0] if len(holders) == 1 else given.by)
    if person not in holders:
        raise Refused(f"{person} is not {ROLE_NAMES[role]}")
    if role == "ic" and incident.is_open:
        raise Refused("an open incident needs a commander; hand the command over instead (/handover ic NAME)")
    return [
        given.fact(ev.RoleReleased, role=role, person=person, prev=incident.heads.get(f"role.{role}", ""))
    ]


def _handover(incident: Incident, given: Given) -> Sequence[ev.Event]:
    role, person = given["role"], given["person"]
    holder = incident.holder(role)
    if holder is None:
        raise Refused(f"nobody is {ROLE_NAMES[role]}; assign the role instead (/role {role} {person})")
    if holder == person:
        raise Refused(f"{person} is {ROLE_NAMES[role]} already")
    if given.by not in incident.holders(role):
        raise Refused(
            f"only {holder} can hand it over; if {holder} is gone, assign it (/role {role} {person})"
        )
    return [given.fact(ev.RoleOffered, role=role, person=person, brief=given["brief"] or "")]


def _offered(incident: Incident, given: Given) -> Offer:
    mine = [o for o in incident.offers if o.to == given.by and (given["role"] in (None, o.role))]
    if not mine:
        raise Refused("nothing was handed over to you")
    return mine[-1]


def _accept(incident: Incident, given: Given) -> Sequence[ev.Event]:
    offer = _offered(incident, given)
    head = incident.heads.get(f"role.{offer.role}", "")
    return [given.fact(ev.RoleAssigned, role=offer.role, person=given.by, prev=head)]


def _decline(incident: Incident, given: Given) -> Sequence[ev.Event]:
    offer = _offered(incident, given)
    return [given.fact(ev.RoleDeclined, role=offer.role, person=given.by, why=given["why"] or "")]


_MAYBE_ROLE = Arg("role", "role", "which role", required=False)

VERBS = (
    Verb("join", "people", "join the room, or note that somebody did", _join, (_MAYBE_PERSON,), key="J", pane="roster"),
    Verb(
        "leave", "people", "leave the room, or note that somebody did", _leave, (_MAYBE_PERSON,), key="l", pane="roster",
        on="person",
    ),
    Verb("role", "people", "give a role to somebody", _role, (_ROLE, _PERSON), key="a", pane="roster", on="person"),
    Verb("release", "people", "end somebody's role", _release, (_ROLE, _MAYBE_PERSON), key="x", pane="roster", on="person"),
    Verb(
        "handover", "people", "hand a role over; you keep it until they accept", _handover,
        (_ROLE, _PERSON, Arg("brief", "text", "what they must know", required=False, flag=True, rest=True)),
        key="h", pane="roster",
    ),
    Verb("accept", "people", "accept the role that was handed over to you", _accept, (_MAYBE_ROLE,), key="A"),
    Verb(
        "decline", "people", "decline the role that was handed over to you", _decline,
        (_MAYBE_ROLE, Arg("why", "text", "the reason", required=False, flag=True, rest=True)),
    ),
)  # fmt: skip
