"""Who is named in a report: people by their names, or by what they did, for a report that leaves the team.

`Names` writes them as they are. `RolesOnly` replaces every person where the report itself names one; inside what people wrote it
replaces only what surely names the person (`@name`, a full name, a name that is no ordinary word, written as a name is), never a
command or a path, and it keeps count of what it did and of what it left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from warroom.core.incident import Incident
from warroom.core.vocabulary import ROLE_NAMES, ROLES
from warroom.reports.commands import pieces
from warroom.reports.ordinary import ordinary

# What an owner that is no person is called, in the two languages: such an owner is a role already.
_GROUP: Final = re.compile(
    r"(?<!\w)(?:teams?|tim|squad|group|lead|leader|manager|manajer|owner|engineer\w*|on-?call|sre|ops|operations|support"
    r"|developers?|dev|admin\w*|vendor|department|divisi|bagian|kepala|ketua)(?!\w)",
    re.IGNORECASE,
)
_PSEUDO: Final = frozenset({"import", "unknown"})
"""Authors that are nobody: an imported row without one, a login without a name."""
_SHORTEST_PART: Final = 3
# A name stands by itself: next to one of these it is part of an address, a path or an identifier.
_BEFORE: Final = r"(?<![\w@/\\:=.~$#%+\-])"
_AFTER: Final = r"(?![\w@/\\=~$#%+\-]|[.:]\w)"
_MENTION: Final = re.compile(r"(?<![\w@/.:])@([\w][\w.\-]*[\w]|\w)")
_HONORIFIC: Final = r"(?:Pak|Bapak|Bu|Ibu|Mas|Mbak|Bang|Kak|Mr|Mrs|Ms|Dr)\b"
_TITLED: Final = re.compile(rf"(?<!\w){_HONORIFIC}\.? +([A-Z][a-z]+(?: +[A-Z][a-z]+)?)")
_PAIR: Final = re.compile(rf"(?<=[a-z,;:] )(?!{_HONORIFIC})([A-Z][a-z]{{2,}} +[A-Z][a-z]{{2,}})(?!\w)")


class Told(msgspec.Struct, frozen=True):
    """What became of names in texts: how often each was replaced, and kept, being an ordinary word or in a command."""

    replaced: tuple[tuple[str, int], ...] = ()
    kept: tuple[tuple[str, int], ...] = ()
    strangers: tuple[str, ...] = ()
    """What looks like the name of somebody who is not in the record, and is still there."""


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

    def told(self) -> Told:
        """What was done so far."""
        return Told()


class RolesOnly(Names):
    """The role of each person in its place, or `a responder`."""

    hides = True

    def __init__(self, incident: Incident, say: Callable[[str], str]) -> None:
        people = _people(incident)
        self._stranger = say("a responder")
        self._roles = {
            _flat(name): say(ROLE_NAMES[ROLES[rank]]) if rank is not None else self._stranger
            for name, rank in people.items()
        }
        parts = _parts(people)
        self._called = {
            **{_flat(part): self._roles[_flat(name)] for part, name in parts.items()},
            **self._roles,
        }
        clear = [name for name in (*people, *parts) if not ordinary(name)]
        self._clear = _pattern(form for name in clear for form in _forms(name))
        self._full = _pattern((name for name in people if " " in name.strip()), re.IGNORECASE)
        self._any = _pattern((*people, *parts), re.IGNORECASE)
        self._replaced: Counter[str] = Counter()
        self._kept: Counter[str] = Counter()
        self._strange: dict[str, None] = {}

    def person(self, name: str) -> str:
        if name in _PSEUDO:
            return name
        return self._roles.get(_flat(name), self._stranger) if name else ""

    def owner(self, name: str) -> str:
        """An owner that is a team or a named role stays; a person does not."""
        if _flat(name) not in self._roles and _GROUP.search(name):
            return self.text(name)
        return self.person(name)

    def text(self, text: str) -> str:
        return "".join(self._piece(piece, command) for piece, command in pieces(text))

    def _piece(self, text: str, command: bool) -> str:
        if not command:
            text = _MENTION.sub(self._mention, text)
            for pattern in (self._full, self._clear):
                if pattern:
                    text = pattern.sub(self._became, text)
            for pattern in (_TITLED, _PAIR):
                strange = (m[1] for m in pattern.finditer(text))
                self._strange.update(dict.fromkeys(name for name in strange if not self._is_role(name)))
        if self._any:
            self._kept.update(_flat(m[0]) for m in self._any.finditer(text))
        return text

    def _mention(self, found: re.Match[str]) -> str:
        if _flat(found[1]) in self._called:
            return self._became(found, found[1])
        self._strange[found[0]] = None
        return found[0]

    def _became(self, found: re.Match[str], name: str = "") -> str:
        name = _flat(name or found[0])
        self._replaced[name] += 1
        return self._called[name]

    def _is_role(self, words: str) -> bool:
        return any(words in role for role in self._called.values())

    def told(self) -> Told:
        return Told(_counted(self._replaced), _counted(self._kept), tuple(self._strange))


def _counted(found: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(found.items()))


def _flat(name: str) -> str:
    return " ".join(name.split()).casefold()


def _forms(name: str) -> tuple[str, ...]:
    """As it is written, and with a capital: `budi` is `Budi` at a sentence's head or on paper."""
    return (name, name[:1].upper() + name[1:])


def _pattern(names: Iterable[str], flags: int = 0) -> re.Pattern[str] | None:
    longest_first = sorted({n for n in names if n.strip()}, key=len, reverse=True)
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(f"{_BEFORE}(?:{words}){_AFTER}", flags) if words else None


def _parts(people: Iterable[str]) -> dict[str, str]:
    """First and last names of people whose name has several parts: part -> name. What two people share names neither."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for name in people:
        split = [part for part in re.split(r"[\s.]+", name) if len(part) >= _SHORTEST_PART and part.isalpha()]
        for part in split if split != [name] else ():
            if found.setdefault(part, name) != name:
                shared.add(part)
    return {part: name for part, name in found.items() if part not in shared}


def _people(incident: Incident) -> dict[str, int | None]:
    """Everybody in the record, with the highest role that they ever held (its place in ROLES)."""
    names = [incident.declared_by, *(m.person for m in incident.roster), *(r.by for r in incident.rows)]
    names += [a.owner for a in incident.actions if not _GROUP.search(a.owner)]
    names += [o.to for o in incident.offers]
    names += [n for part in incident.parts.values() for n in part.people() if not _GROUP.search(n)]
    people: dict[str, int | None] = dict.fromkeys(
        name for name in names if name.strip() and name not in _PSEUDO
    )
    for held in incident.holdings:
        rank, before = ROLES.index(held.role), people.get(held.person)
        people[held.person] = rank if before is None else min(before, rank)
    return people
