"""What stands on each line of the roster pane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from warroom.core.directory import NOBODY, Directory, Person
from warroom.core.families.paging import PATIENCE, Page, awaited
from warroom.core.families.standby import Ready, Standby
from warroom.core.incident import Incident, Member, Offer
from warroom.core.language import say
from warroom.core.metrics import duty_ends, on_duty
from warroom.core.presence import Console
from warroom.core.vocabulary import ROLES
from warroom.views.lines import UTF8, Line, Signs, crop
from warroom.views.listing import Entry, Listing

MOST_SUGGESTED: Final = 5
"""So many people are suggested at a time."""
LATELY: Final = timedelta(minutes=30)
_LATEST: Final = 200
"""So many rows are looked through for who was heard of."""
_ROLE: Final = 8
"""Cells of the column of roles: the longest one, OBSERVER."""


def roster_list(
    incident: Incident,
    now: datetime,
    signs: Signs = UTF8,
    *,
    person: str = "",
    people: Directory = NOBODY,
    consoles: Sequence[Console] = (),
) -> Listing:
    """Offers that wait, an empty commander's place, then who is here by role, who was heard of lately without having
    joined, who could be called because they know an affected system, and who has left.

    Keys: `offer.ic`, `vacant.ic`, `person.NAME`, `known.NAME`. `person` is who looks: an offer to them says what to do.
    `consoles`: whose consoles are open now; a sign says so, and the name of the host where they are on several.
    """
    seats = _seats(consoles)
    ready = {r.person: r for r in incident.part(Standby).all if r.until is None or r.until > now}
    rows = [_offer(o, signs, mine=o.to == person) for o in incident.offers]
    if incident.commander is None and incident.is_open:
        rows.append(Entry("vacant.ic", ((say("IC    nobody yet: Enter takes command"), "bad"),), indent=6))
    here = sorted((m for m in incident.roster if m.present), key=_rank)
    gone = sorted((m for m in incident.roster if not m.present), key=lambda m: m.person)
    until = duty_ends(incident, now)
    rows.extend(_member(m, until, signs, seats.get(m.person, ""), ready=m.person in ready) for m in here)
    heard, there = heard_of(incident, now), {m.person for m in here}
    rows.extend(_heard(name, now - at, signs, seats.get(name, "")) for name, at in heard.items())
    rows.extend(
        _seated(name, seat, signs) for name, seat in seats.items() if name not in there and name not in heard
    )
    heard |= dict.fromkeys(seats, now)
    rows.extend(_called(page, now, signs) for page in awaited(incident) if page.person not in heard)
    named = {*there, *heard, *(page.person for page in awaited(incident))}
    rows.extend(_ready(one, now, signs) for one in ready.values() if one.person not in named)
    rows.extend(_callable(incident, now, people, signs))
    rows.extend(_member(m, until, signs) for m in gone if m.person not in {*heard, *ready})
    return Listing(rows)


def heard_of(incident: Incident, now: datetime) -> dict[str, datetime]:
    """Who did something in the last half hour without being in the room, the latest first, and when."""
    here = {m.person for m in incident.roster if m.present}
    found: dict[str, datetime] = {}
    rows = incident.rows
    for i in range(len(rows) - 1, max(-1, len(rows) - 1 - _LATEST), -1):
        row = rows[i]
        at = row.recorded_at or row.at
        if timedelta(0) <= now - at <= LATELY and row.by not in here and not row.source:
            found[row.by] = max(at, found.get(row.by, at))
    return dict(sorted(found.items(), key=lambda seen: seen[1], reverse=True))


def suggested(incident: Incident, people: Directory) -> list[tuple[Person, str]]:
    """Who is not in the room and knows an affected system, and which; nobody once it is over."""
    if not (incident.is_open and people.people):
        return []
    there = [m.person for m in incident.roster if m.present]
    there += [page.person for page in awaited(incident)]
    return people.knowing(incident.systems, there)[:MOST_SUGGESTED]


def _called(page: Page, now: datetime, signs: Signs) -> Entry:
    ago = now - page.at
    minutes = max(0, int(ago.total_seconds() // 60))
    right = ((say("called {n} min ago", n=minutes), "warn" if ago >= PATIENCE else "dim"),)
    why = ((f" {page.why}", "dim"),) if page.why else ()
    return Entry(
        f"person.{page.person}", ((f"{signs.prompt} ", "accent"), (page.person, ""), *why), right, wraps=False
    )


def _callable(incident: Incident, now: datetime, people: Directory, signs: Signs) -> Iterator[Entry]:
    found = suggested(incident, people)
    for person, system in found:
        clock = person.clock(now)
        there = say("{clock} there", clock=clock) if clock else ""
        line = (
            (f"{signs.prompt} ", "accent"),
            (person.name, ""),
            (f" {say('knows {system}', system=system)}", "dim"),
        )
        yield Entry(f"known.{person.name}", line, ((there, "dim"),) if there else (), wraps=False)


def _seats(consoles: Sequence[Console]) -> dict[str, str]:
    """Where each person has a console open: the host where there are several, else only that it is there."""
    several = len({c.host for c in consoles}) > 1
    found: dict[str, list[str]] = {}
    for console in consoles:
        found.setdefault(console.person, []).append(console.host if several else "")
    return {person: ", ".join(dict.fromkeys(hosts)) or " " for person, hosts in found.items()}


def _seat(seat: str, signs: Signs) -> Line:
    """The sign of an open console, and its host where that tells something."""
    host = f" {seat}" if seat.strip() else ""
    return ((f"{signs.saved}{host} ", "ok"),) if seat else ()


def _seated(person: str, seat: str, signs: Signs) -> Entry:
    """A console is open, and nobody has joined or done anything from it."""
    right = (*_seat(seat, signs), (say("not joined"), "dim"))
    return Entry(f"person.{person}", ((f"{'':<{_ROLE}} ", ""), (person, "")), right, wraps=False)


def _ready(one: Ready, now: datetime, signs: Signs) -> Entry:
    """Somebody who comes back if it returns, and is not here."""
    how = ((f" {one.contact}", "dim"),) if one.contact else ()
    line = ((f"{'':<{_ROLE}} ", ""), (one.person, ""), *how)
    return Entry(f"person.{one.person}", line, ((say("standby"), "info"),), wraps=False)


def _heard(person: str, ago: timedelta, signs: Signs, seat: str) -> Entry:
    minutes = int(ago.total_seconds() // 60)
    right = (*_seat(seat, signs), (say("not joined, {n} min ago", n=minutes), "dim"))
    return Entry(f"person.{person}", ((f"{'':<{_ROLE}} ", ""), (person, "")), right, wraps=False)


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


def _member(member: Member, now: datetime, signs: Signs, seat: str = "", *, ready: bool = False) -> Entry:
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
    if ready:
        more = (*more, (f" {say('standby')}", "info"))
        line = (*line[:2], *more)
    right = (*_seat(seat, signs), (f"{say('on') if member.present else say('left')} {time}", "dim"))
    return Entry(f"person.{member.person}", line, right, wraps=False)


def present(incident: Incident) -> int:
    """How many people are in the room."""
    return sum(1 for m in incident.roster if m.present)
