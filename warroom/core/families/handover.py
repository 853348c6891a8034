"""How a role changes hands: it is offered with a brief, and stays where it is until somebody takes it and says it back.

The brief is made from the state whenever it is looked at (`views.handover`): what was so at the offer may be otherwise now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from warroom.core.checklist import Rule
from warroom.core.envelope import Event
from warroom.core.families.roster import RoleAssigned, of_role
from warroom.core.incident import Incident, Offer
from warroom.core.language import say
from warroom.core.nudges import Finder, Nudge
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Verb
from warroom.core.vocabulary import ROLE_NAMES, Role


class RoleOffered(Event, frozen=True, kw_only=True, tag="role.offered", gc=False):
    """A handover begins: the present holder stays accountable until `RoleAssigned` answers it."""

    news = True
    role: Role
    person: str
    brief: str = ""

    def apply(self, state: State) -> None:
        others = tuple(o for o in state.offers if o.role != self.role)
        state.offers = (*others, Offer(self.role, self.person, self.by, self.at, self.brief, self.id))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("{by} hands {role} over to {person}: waits for their acceptance")
        return said.format(by=self.by, role=say(ROLE_NAMES[self.role]), person=self.person)


class RoleDeclined(Event, frozen=True, kw_only=True, tag="role.declined", gc=False):
    news = True
    role: Role
    person: str
    why: str = ""

    def apply(self, state: State) -> None:
        state.offers = tuple(o for o in state.offers if not (o.role == self.role and o.to == self.person))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("{person} declines {role}").format(person=self.person, role=say(ROLE_NAMES[self.role]))
        return because(said, self.why)


Fact = RoleOffered | RoleDeclined


# -- verbs -----------------------------------------------------------------------------------------


def _handover(incident: Incident, given: Given) -> Sequence[Event]:
    role, person = given["role"], given["person"]
    holder = incident.holder(role)
    if holder is None:
        raise Refused(
            say(
                "nobody is {name}; assign the role instead: `role {role} {person}`",
                name=say(ROLE_NAMES[role]),
                role=role,
                person=person,
            )
        )
    if holder == person:
        raise Refused(say("{person} is {role} already", person=person, role=say(ROLE_NAMES[role])))
    if given.by not in incident.holders(role):
        raise Refused(
            say(
                "only {holder} can hand it over; if {holder} is gone, take it: `role {role} {person} --why REASON`",
                holder=holder,
                role=role,
                person=person,
            )
        )
    return [RoleOffered(**given.stamp(), role=role, person=person, brief=given["brief"] or "")]


def _offered(incident: Incident, given: Given) -> Offer:
    mine = [o for o in incident.offers if o.to == given.by]
    if not mine:
        raise Refused(say("nothing was handed over to you"))
    meant = [o for o in mine if given["role"] in (None, o.role)]
    if not meant:
        raise Refused(
            say(
                "{role} was not handed over to you, but {offered} was",
                role=say(ROLE_NAMES[given["role"]]),
                offered=say(ROLE_NAMES[mine[-1].role]),
            )
        )
    return meant[-1]


def _accept(incident: Incident, given: Given) -> Sequence[Event]:
    """Command changes hands only once whoever takes it has said what they take."""
    offer = _offered(incident, given)
    readback, confirmed = given["readback"] or "", bool(given["confirm"])
    if offer.role == "ic" and incident.is_open and not (readback or confirmed):
        raise Refused(
            say(
                "read the brief first (F2, or `warroom handover --show`), then say it back: `accept ic WORDS`, or "
                "`accept ic --confirm` when all of it holds"
            )
        )
    return [
        RoleAssigned(
            **given.stamp(), role=offer.role, person=given.by, knows=given.people().known(given.by), readback=readback,
            confirmed=confirmed, prev=incident.head(of_role(offer.role)),
        )
    ]  # fmt: skip


def _decline(incident: Incident, given: Given) -> Sequence[Event]:
    offer = _offered(incident, given)
    return [RoleDeclined(**given.stamp(), role=offer.role, person=given.by, why=given["why"] or "")]


_ROLE = Arg("role", "role", "which role (ic, deputy, scribe, ops, comms, sme, liaison, observer)")
_PERSON = Arg("person", "person", "who takes it")
_MAYBE_ROLE = Arg("role", "role", "which role", required=False)
_MAYBE_WHY = Arg("why", "text", "the reason", required=False, flag=True, rest=True)
_COMMAND, _HANDED = "role ic me", "handover ic budi the database is next"

VERBS = (
    Verb(
        "handover", "people", "hand a role over; you keep it until they accept", _handover,
        (_ROLE, _PERSON, Arg("brief", "brief", "what they must know besides", required=False, flag=True, rest=True)),
        key="h", also="commander command pass shift relieve", example=(_COMMAND, _HANDED),
    ),
    Verb(
        "accept", "people", "accept the role that was handed over to you, and say back what you were told", _accept,
        (
            _MAYBE_ROLE,
            Arg("readback", "readback", "the state in your own words", required=False, flag=True, rest=True),
            Arg("confirm", "switch", "you have read the brief, and its points hold", required=False, flag=True),
        ), key="A", also="handover command take", example=(_COMMAND, _HANDED, "--as budi accept ic the database is next"),
    ),
    Verb(
        "decline", "people", "decline the role that was handed over to you", _decline, (_MAYBE_ROLE, _MAYBE_WHY),
        example=(_COMMAND, _HANDED, "--as budi decline ic I am on a train"),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}


def _offered_to(incident: Incident, now: datetime, person: str) -> list[Nudge]:
    """An offer waits for whoever it was made to; red once it has waited for ten minutes."""
    return [
        Nudge(
            key=f"handover.{offer.role}", level="red" if now - offer.at > timedelta(minutes=10) else "amber",
            rank="you", since=offer.at, person=offer.to, verb="accept", given={"role": offer.role},
            sentence=say("{giver} hands you {role}", giver=offer.by, role=say(ROLE_NAMES[offer.role])),
            why=say("Until you accept or decline, {giver} stays accountable.", giver=offer.by),
        )
        for offer in incident.offers
        if offer.to == person
    ]  # fmt: skip


NUDGES: tuple[Finder, ...] = (_offered_to,)
