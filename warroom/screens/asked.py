"""What a question says: which object it is about, what holds now, and which answers there are, each with a key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from warroom.core import audiences
from warroom.core.checklist import check
from warroom.core.directory import NOBODY, Directory, Person
from warroom.core.families import SORTS
from warroom.core.families.questions import Questions
from warroom.core.families.sections import part_name
from warroom.core.families.updates import Telling, untold
from warroom.core.impactkinds import KINDS, MEANINGS
from warroom.core.incident import Incident
from warroom.core.language import named, say, spoken
from warroom.core.others import NONE, Others
from warroom.core.sentences import shortened
from warroom.core.verb import Arg, Named, Verb
from warroom.core.vocabulary import ROLE_NAMES
from warroom.screens.choose import OTHER, UNSURE, Choice, keyed
from warroom.screens.subject import Chosen
from warroom.views.people import suggested


class Here(NamedTuple):
    """Where a question is asked."""

    incident: Incident
    person: str
    picked: Chosen
    language: str
    people: Directory = NOBODY
    now: datetime | None = None
    others: Others = NONE


def object_of(verb: Verb, picked: Chosen, incident: Incident) -> str:
    """The verb and what it is done to: `correct “wrong host”`, `skip 1.2 Secure logs`."""
    words = ""
    if picked.sort == "entry":
        row = incident.row(picked.id)
        words = f"“{shortened(row.text)}”" if row else ""
    elif picked.sort == "item":
        item = check(incident, picked.id)
        words = f"{picked.id} {item.title}" if item else picked.id
    elif picked.sort == "person":
        words = picked.id
    elif picked.sort in SORTS:
        every = SORTS[picked.sort].every(incident)
        words = next((f"“{shortened(one.text)}”" for one in every if one.id == picked.id), "")
    return f"{verb.name} {words}".strip()


# -- what holds now --------------------------------------------------------------------------------


def present(verb: Verb, arg: Arg, here: Here) -> str:
    """What the answer begins with: what holds now, "" when nothing does."""
    incident, picked = here.incident, here.picked
    if verb.on == "entry" and arg.name == "text":
        row = incident.row(picked.id)
        return row.text if row else ""
    if arg.kind == "role" and verb.name in ("handover", "release"):
        # Only its holder hands a role over; anybody's can be ended.
        named = picked.id if picked.sort == "person" and verb.name == "release" else here.person
        member = incident.member(named)
        return member.roles[0] if member and member.roles else "ic"
    if arg.kind == "person" and verb.name == "handover":
        return picked.id if picked.sort == "person" and picked.id != here.person else ""
    if arg.kind == "time" and verb.on == "entry":
        return ""
    held = {
        ("sev", "severity"): str(incident.severity),
        ("status", "status"): incident.status,
        ("title", "title"): incident.title,
        ("systems", "systems"): ", ".join(incident.systems),
        ("symptoms", "symptoms"): incident.symptoms,
    }
    return held.get((verb.name, arg.name), "")


def the_only(verb: Verb, arg: Arg, here: Here) -> str:
    """The answer to a question that has no other one, so that it is not asked; "" for all others."""
    if arg.kind == "role" and verb.name == "handover":
        me = here.incident.member(here.person)
        return me.roles[0] if me and len(me.roles) == 1 else ""
    live = things(arg.kind, here.incident) or ()
    return live[0].id if arg.required and len(live) == 1 else ""


# -- which answers there are -----------------------------------------------------------------------

_THINGS: Final = 9
"""So many have a digit; the others are chosen on the board."""
_PEOPLE: Final = 8
"""So many people are named; others are typed."""


def choices_for(arg: Arg, here: Here) -> Sequence[Choice]:
    """The answers to choose from; empty where the answer is typed."""
    if arg.kind == "section":
        held = here.incident.sections
        own = [
            (key, part_name(key, held[key].titles, spoken()), "") for key in held if key not in arg.choices
        ]
        return keyed([*((c, named(c), "") for c in arg.choices), *own])
    if arg.choices:
        meanings = (*map(say, arg.meanings), *[""] * (len(arg.choices) - len(arg.meanings)))
        return keyed((c, named(c), m) for c, m in zip(arg.choices, meanings, strict=True))
    if arg.kind == "severity":
        found = [Choice(str(n), str(n), f"SEV{n}", meaning) for n, meaning in _severities(here)]
        return [*found, Choice("q", UNSURE, say("not sure"), say("two questions; if unsure, the higher one"))]
    if arg.kind == "role":
        return keyed(
            (role, role.upper(), _held(here.incident, role, title)) for role, title in ROLE_NAMES.items()
        )
    if who := _WHO.get(arg.kind):
        return who(here)
    if arg.kind == "law" and here.incident.playbook:
        laws = here.incident.playbook.laws
        return keyed((w.id, w.name(here.language), w.duties[0].name(here.language)) for w in laws)
    if arg.kind == "impact":
        kinds = keyed((kind, say(name), say(MEANINGS[kind])) for kind, name in KINDS.items())
        return [*kinds, Choice("o", OTHER, say("something else"), say("type what is counted"))]
    if arg.kind in ("audience", "audiences"):
        return _audiences(here, several=arg.kind == "audiences")
    live = things(arg.kind, here.incident) or ()
    return [Choice(f"{n}", one.id, shortened(one.text)) for n, one in enumerate(live[:_THINGS], 1)]


def thing_words(incident: Incident, about: str) -> str:
    """`option “roll back”`: a thing that a conflict is about; "" for what has no text of its own."""
    kind, _, rest = about.partition(".")
    sort = SORTS.get(kind)
    found = next((one for one in sort.every(incident) if one.id == rest), None) if sort else None
    return f"{say(sort.word)} “{shortened(found.text)}”" if sort and found else ""


def things(kind: str, incident: Incident) -> Sequence[Named] | None:
    """What an argument of that kind can mean now; None for one that means no such thing."""
    return SORTS[kind].live(incident) if kind in SORTS else None


def _severities(here: Here) -> Iterable[tuple[int, str]]:
    playbook = here.incident.playbook
    for number in (1, 2, 3, 4):
        protocol = playbook.severity(number) if playbook else None
        yield number, protocol.meaning(here.language) if protocol else ""


def _held(incident: Incident, role: str, title: str) -> str:
    holders = [h.person for h in incident.holdings if h.role == role and h.until is None]
    return say(title) + (f": {', '.join(holders)}" if holders else "")


def _people(here: Here) -> Sequence[Choice]:
    others = [m.person for m in here.incident.roster if m.person != here.person]
    present_first = sorted(others, key=lambda p: not _is_here(here.incident, p))
    found = [Choice("m", "me", say("me"), here.person)]
    for number, person in enumerate(present_first[:_PEOPLE], 1):
        member = here.incident.member(person)
        roles = ", ".join(r.upper() for r in member.roles) if member else ""
        found.append(Choice(str(number), person, person, roles))
    for number, (known, system) in enumerate(suggested(here.incident, here.people), len(found)):
        if number < 10:
            found.append(Choice(str(number), known.name, known.name, known_words(known, system, here.now)))
    found.append(Choice("o", OTHER, say("somebody else"), say("type the name")))
    return found


def _parties(here: Here) -> Sequence[Choice]:
    """The groups that were asked before, or the two that always are, and who is here."""
    asked = here.incident.part(Questions).all
    named_before = [name for q in asked for name in (q.to, q.asker) if name]
    groups = dict.fromkeys([*named_before, say("support"), say("engineering")])
    here_now = [m.person for m in here.incident.roster if m.present and m.person != here.person]
    names = list(dict.fromkeys([*groups, *here_now]))[:_PEOPLE]
    found = [Choice(str(number), name, name) for number, name in enumerate(names, 1)]
    return [*found, Choice("o", OTHER, say("somebody else"), say("type the name"))]


def other_incidents(here: Here) -> list[tuple[str, str]]:
    """The other incidents by id and how they stand, open ones first and the newest of them."""
    found = [s for s in here.others.all.values() if s.id != here.incident.id]
    found.sort(key=lambda s: s.id, reverse=True)
    found.sort(key=lambda s: not s.open)
    return [(s.id, f"SEV{s.severity} {say(s.status)} {s.title}") for s in found]


def _incidents(here: Here) -> Sequence[Choice]:
    found = [Choice(str(n), i, i, words) for n, (i, words) in enumerate(other_incidents(here)[:9], 1)]
    return [*found, Choice("o", OTHER, say("another one"), say("type a part of its id"))] if found else ()


_WHO: Final[dict[str, Callable[[Here], Sequence[Choice]]]] = {
    "person": lambda here: _people(here),
    "party": lambda here: _parties(here),
    "incident": _incidents,
}
"""Kinds of argument whose answers are found in the room and beside it."""


def known_words(person: Person, system: str, now: datetime | None) -> str:
    """What speaks for calling somebody, and how late it is for them."""
    clock = person.clock(now) if now else ""
    there = say("{clock} there", clock=clock) if clock else ""
    knows = say("knows {system}", system=system) if system else ", ".join(person.knows)
    return ", ".join(part for part in (knows, person.zone, there) if part)


def _audiences(here: Here, *, several: bool) -> Sequence[Choice]:
    """Who may be told: whether they were, and whether they hear only what is safe. First all of the house who must."""
    incident = here.incident
    telling, must = incident.part(Telling), audiences.required(incident)

    def meaning(audience: str) -> str:
        told = telling.reached(audience)
        words = [say("told")] if told else [say("must be told")] if audience in must else []
        return ", ".join(
            [*words, *([say("outside the house")] if audiences.is_outside(incident, audience) else [])]
        )

    inside = [a for a in untold(incident) if not audiences.is_outside(incident, a)]
    answers = [
        (a, audiences.called(incident, a, say, here.language), meaning(a)) for a in audiences.known(incident)
    ]
    if several and len(inside) > 1:
        names = ", ".join(audiences.called(incident, a, say, here.language) for a in inside)
        return [
            Choice("1", ",".join(inside), say("all in the house who must still be told"), names),
            *keyed(answers),
        ]
    return keyed(answers)


def _is_here(incident: Incident, person: str) -> bool:
    member = incident.member(person)
    return member is not None and member.present
