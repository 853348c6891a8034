"""What stands on each line of the roster pane."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from warroom.core.incident import Incident, Member, Offer
from warroom.core.language import say
from warroom.core.metrics import duty_ends, on_duty
from warroom.core.vocabulary import ROLES
from warroom.views.lines import UTF8, Signs, crop
from warroom.views.listing import Entry, Listing

_ROLE: Final = 8
"""Cells of the column of roles: the longest one, OBSERVER."""


def roster_list(incident: Incident, now: datetime, signs: Signs = UTF8, *, person: str = "") -> Listing:
    """Offers that wait, an empty commander's place, then who is here by role, then who has left.

    Keys: `offer.ic`, `vacant.ic`, `person.NAME`. `person` is who looks: an offer to them says what to do.
    """
    rows = [_offer(o, signs, mine=o.to == person) for o in incident.offers]
    if incident.commander is None and incident.is_open:
        rows.append(Entry("vacant.ic", ((say("IC    nobody yet: Enter takes command"), "bad"),), indent=6))
    here = sorted((m for m in incident.roster if m.present), key=_rank)
    gone = sorted((m for m in incident.roster if not m.present), key=lambda m: m.person)
    until = duty_ends(incident, now)
    rows.extend(_member(m, until, signs) for m in (*here, *gone))
    return Listing(rows)


def _offer(offer: Offer, signs: Signs, *, mine: bool) -> Entry:
    role = offer.role.upper()
    if mine:
        words = say("{giver} hands you {role}: Enter", giver=offer.by, role=role)
    else:
        words = f"{role} {offer.by} {signs.prompt} {offer.to}: {say('not accepted yet')}"
    brief = ((f"\n{offer.brief}", ""),) if offer.brief else ()
    return Entry(f"offer.{offer.role}", ((words, "warn"), *brief), indent=2)


def _rank(member: Member) -> tuple[int, str]:
    return min((ROLES.index(r) for r in member.roles), default=len(ROLES)), member.person


def _member(member: Member, now: datetime, signs: Signs) -> Entry:
    minutes = int(on_duty(member, now) // 60)
    time = f"{minutes // 60:02}:{minutes % 60:02}"
    first, *others = [r.upper() for r in member.roles] or [""]
    style = "" if member.present else "dim"
    more = ((f" +{' +'.join(others)}", "accent"),) if others else ()
    line = (
        (f"{crop(first, _ROLE, signs.more):<{_ROLE}} ", "accent" if member.present else "dim"),
        (member.person, style),
        *more,
    )
    right = ((f"{say('on') if member.present else say('left')} {time}", "dim"),)
    return Entry(f"person.{member.person}", line, right, wraps=False)


def present(incident: Incident) -> int:
    """How many people are in the room."""
    return sum(1 for m in incident.roster if m.present)
