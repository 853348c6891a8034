"""Who knows what: the people a team can call, beside those who are in the room already.

It is no part of an incident: people come and go, and an incident stays as it was. What a person was called in for stands in
the facts (`core.families.roster`). Read from a file by `core.directoryfile`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from warroom.core.clock import BadTime, zone
from warroom.core.language import spoken
from warroom.core.text import folded

_PARTS: Final = r"[\s/_.:-]+"
MOST_KNOWN: Final = 20
"""So many of the things that a person knows go into a fact."""


class Person(msgspec.Struct, frozen=True):
    """One person as the team wrote them down; all is clean text."""

    name: str
    aliases: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    """How to reach them, the best way first."""
    zone: str = ""
    """IANA name; "" where it is not known."""

    @property
    def knows(self) -> tuple[str, ...]:
        """Systems, then skills, each once."""
        return tuple(dict.fromkeys((*self.systems, *self.skills)))

    def fits(self, system: str) -> bool:
        """Whether what they know has to do with a system: `payments` with `payments-api`, and the other way round."""
        return any(akin(known, system) for known in self.knows)

    def clock(self, now: datetime) -> str:
        """`03:12` where they are; "" where that is not known."""
        if not self.zone:
            return ""
        try:
            return spoken().clock(now.astimezone(zone(self.zone)))
        except (BadTime, OverflowError):
            return ""


class Directory(msgspec.Struct, frozen=True):
    """The people of a team in the order of their file. `problems`: what of the file could not be used, a line each."""

    people: tuple[Person, ...] = ()
    problems: tuple[str, ...] = ()

    def find(self, name: str) -> Person | None:
        """Whoever is called so, by name or alias, whatever the case."""
        wanted = folded(name.strip())
        return next((p for p in self.people if wanted in map(folded, (p.name, *p.aliases))), None)

    def beginning(self, begun: str) -> list[Person]:
        """Whose name, or a part of it, or alias begins so; all for ""."""
        wanted = folded(begun)
        return [
            p
            for p in self.people
            if any(
                word.startswith(wanted)
                for name in (p.name, *p.aliases)
                for word in (folded(name), *re.split(_PARTS, folded(name)))
            )
        ]

    def knowing(self, systems: Iterable[str], without: Iterable[str] = ()) -> list[tuple[Person, str]]:
        """Who knows any of the systems, and which of them first; whoever knows most of them stands in front."""
        wanted, away = tuple(systems), {folded(name) for name in without}
        found = [
            (p, fitting)
            for p in self.people
            if away.isdisjoint(map(folded, (p.name, *p.aliases)))
            and (fitting := [s for s in wanted if p.fits(s)])
        ]
        found.sort(key=lambda pair: -len(pair[1]))
        return [(person, fitting[0]) for person, fitting in found]

    def known(self, name: str) -> tuple[str, ...]:
        """What somebody knows, as it goes into a fact."""
        person = self.find(name)
        return person.knows[:MOST_KNOWN] if person else ()


NOBODY: Final = Directory()


def nobody() -> Directory:
    """Where no file says who there is."""
    return NOBODY


def akin(one: str, other: str) -> bool:
    """Whether two names of systems mean the same, or one is a part of the other: whole words, whatever the case."""
    a, b = _words(one), _words(other)
    return bool(a and b) and (_within(a, b) or _within(b, a))


def _words(name: str) -> list[str]:
    return [word for word in re.split(_PARTS, folded(name)) if word]


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    return any(list(many[i : i + len(few)]) == list(few) for i in range(len(many) - len(few) + 1))
