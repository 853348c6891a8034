"""What stands on each line of the roster pane."""

from __future__ import annotations

from datetime import datetime

from warroom.core.incident import Incident, Member
from warroom.core.metrics import duty_ends, on_duty
from warroom.core.vocabulary import ROLES
from warroom.views.lines import UTF8, Signs
from warroom.views.listing import Entry, Listing


def roster_list(incident: Incident, now: datetime, signs: Signs = UTF8) -> Listing:
    """Offers that wait, then who is here by role, then who has left. Keys: `offer.ic`, `person.NAME`."""
    rows = [
        Entry(
            f"offer.{o.role}",
            ((f"{o.role.upper()} ", "warn"), (f"{o.by} {signs.prompt} {o.to}: waits for /accept", "warn")),
            indent=5,
        )
        for o in incident.offers
    ]
    if incident.commander is None and incident.is_open:
        rows.append(Entry("-nobody", (("IC    nobody yet: /role ic me", "bad"),), indent=6))
    here = sorted((m for m in incident.roster if m.present), key=_rank)
    gone = sorted((m for m in incident.roster if not m.present), key=lambda m: m.person)
    until = duty_ends(incident, now)
    rows.extend(_member(m, until) for m in (*here, *gone))
    return Listing(rows)


def _rank(member: Member) -> tuple[int, str]:
    return min((ROLES.index(r) for r in member.roles), default=len(ROLES)), member.person


def _member(member: Member, now: datetime) -> Entry:
    minutes = int(on_duty(member, now) // 60)
    time = f"{minutes // 60:02}:{minutes % 60:02}"
    roles = "+".join(r.upper() for r in member.roles)
    style = "" if member.present else "dim"
    line = ((f"{roles:<5} ", "accent" if member.present else "dim"), (member.person, style))
    right = ((f"{'on ' if member.present else 'left'} {time}", "dim"),)
    return Entry(f"person.{member.person}", line, right, wraps=False)


def present(incident: Incident) -> int:
    """How many people are in the room."""
    return sum(1 for m in incident.roster if m.present)
