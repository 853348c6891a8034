"""Who is named in a report: people by their names, or by what they did, for a report that leaves the team.

`Names` writes them as they are; `RolesOnly` replaces every person, also inside what people wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from warroom.core.incident import Incident
from warroom.core.vocabulary import ROLE_NAMES, ROLES

# What an owner that is no person is called, in the two languages: such an owner is a role already.
_GROUP: Final = re.compile(
    r"(?<!\w)(?:teams?|tim|squad|group|lead|leader|manager|manajer|owner|engineer\w*|on-?call|sre|ops|operations|support"
    r"|developers?|dev|admin\w*|vendor|department|divisi|bagian|kepala|ketua)(?!\w)",
    re.IGNORECASE,
)
_SHORTEST_PART: Final = 3


class Names:
    """People as they are named in the record."""

    hides: bool = False

    def person(self, name: str) -> str:
        return name

    def owner(self, name: str) -> str:
        return name

    def text(self, text: str) -> str:
        """What somebody wrote."""
        return text


class RolesOnly(Names):
    """The role of each person in its place, or `a responder`; whole words, whatever their case."""

    hides = True

    def __init__(self, incident: Incident, say: Callable[[str], str]) -> None:
        self._stranger = say("a responder")
        self._roles = {
            name.casefold(): say(ROLE_NAMES[ROLES[rank]]) if rank is not None else self._stranger
            for name, rank in _people(incident).items()
        }
        first_names = {
            part.casefold(): name.casefold()
            for member in incident.roster
            for name in [member.person]
            for part in re.split(r"[\s.]+", name)
            if len(part) >= _SHORTEST_PART and part.isalpha()
        }
        self._roles = {**{part: self._roles[name] for part, name in first_names.items()}, **self._roles}
        words = "|".join(re.escape(name) for name in sorted(self._roles, key=len, reverse=True))
        self._pattern = re.compile(rf"@?(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None

    def person(self, name: str) -> str:
        return self._roles.get(name.casefold(), self._stranger) if name else ""

    def owner(self, name: str) -> str:
        """An owner that is a team or a named role stays; a person does not."""
        if name.casefold() not in self._roles and _GROUP.search(name):
            return self.text(name)
        return self.person(name)

    def text(self, text: str) -> str:
        if self._pattern is None or not text:
            return text
        return self._pattern.sub(lambda m: self._roles.get(m[0].lstrip("@").casefold(), self._stranger), text)


def _people(incident: Incident) -> dict[str, int | None]:
    """Everybody in the record, with the highest role that they ever held (its place in ROLES)."""
    names = [incident.declared_by, *(m.person for m in incident.roster), *(r.by for r in incident.rows)]
    names += [a.owner for a in incident.actions if not _GROUP.search(a.owner)]
    names += [o.to for o in incident.offers]
    people: dict[str, int | None] = dict.fromkeys(name for name in names if name.strip())
    for held in incident.holdings:
        rank, before = ROLES.index(held.role), people.get(held.person)
        people[held.person] = rank if before is None else min(before, rank)
    return people
