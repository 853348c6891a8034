"""The file of people: TOML text in, a checked `Directory` out.

    [[person]]
    name = "citra"
    aliases = ["Citra Dewi"]
    skills = ["postgres"]
    systems = ["payments", "ledger"]
    contact = ["+62 811 000 111", "citra@example.com"]
    zone = "Asia/Jakarta"

Somebody is needed now, so a slip in one entry takes nothing away from the others: what can be used is, and each slip is named.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from warroom.core.clock import BadTime, zone
from warroom.core.directory import Directory, Person
from warroom.core.language import say
from warroom.core.text import clean, clean_name, folded, quoted
from warroom.core.vocabulary import role_named

MOST_PEOPLE: Final = 2000
_MOST_VALUES: Final = 50
_LONGEST: Final = 200
_KEYS: Final = ("name", "aliases", "skills", "systems", "contact", "zone")


def parse(file: str, text: str) -> Directory:
    """The people in a file of that name, and what is wrong with it, a line each. Never raises."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Directory((), (clean(say("{file}: not TOML: {error}", file=file, error=error)),))
    reading = _Reading(file)
    for key in table:
        if key != "person":
            reading.wrong("", say("{key} is not known here; people stand under [[person]]", key=quoted(key)))
    rows = table.get("person", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        reading.wrong("", say("person is no list of tables; begin each one with a line [[person]]"))
        rows = []
    if len(rows) > MOST_PEOPLE:
        reading.wrong("", say("{n} people are too many; {most} are read", n=len(rows), most=MOST_PEOPLE))
    for number, row in enumerate(rows[:MOST_PEOPLE], 1):
        reading.take(number, row)
    return Directory(tuple(reading.people), tuple(reading.problems))


class _Reading:
    """A file as far as it was read."""

    def __init__(self, file: str) -> None:
        self.people: list[Person] = []
        self.problems: list[str] = []
        self._file = file
        self._taken: dict[str, str] = {}
        """Names and aliases, folded, and whose they are."""

    def wrong(self, where: str, what: str) -> None:
        self.problems.append(clean(": ".join(part for part in (self._file, where, what) if part)))

    def take(self, number: int, row: Mapping[str, Any]) -> None:
        told = row.get("name")
        name = _name(told)
        where = say("person {number}", number=number) + (f" {quoted(name)}" if name else "")
        for key in row:
            if key not in _KEYS:
                known = ", ".join(_KEYS)
                self.wrong(
                    where, say("there is no {key}; an entry has: {known}", key=quoted(key), known=known)
                )
        if not name:
            self.wrong(where, say('name is missing, or no text; write name = "citra"'))
            return
        if folded(name) == "me" or role_named(name):
            self.wrong(where, say("that is no name: it means a role, or whoever types it"))
            return
        if not self._free(where, name, name):
            return
        self.people.append(
            Person(
                name,
                tuple(a for a in self._values(where, row, "aliases", _name) if self._free(where, name, a)),
                tuple(self._values(where, row, "skills", _name)),
                tuple(self._values(where, row, "systems", _name)),
                tuple(self._values(where, row, "contact", _line)),
                self._zone(where, row.get("zone", "")),
            )
        )

    def _free(self, where: str, owner: str, name: str) -> bool:
        """Whether nobody else is called so: a name that means two people must not be guessed."""
        whose = self._taken.setdefault(folded(name), owner)
        if whose == owner and not (name == owner and any(p.name == owner for p in self.people)):
            return True
        self.wrong(
            where, say("{name} is the name of {whose} already; give it once", name=quoted(name), whose=whose)
        )
        return False

    def _values(
        self, where: str, row: Mapping[str, Any], key: str, read: Callable[[object], str]
    ) -> Iterator[str]:
        """The texts of a list; one text alone will do."""
        told = row.get(key, [])
        values = told if isinstance(told, list) else [told]
        if len(values) > _MOST_VALUES:
            self.wrong(
                where,
                say("{key}: {n} are too many; {most} are read", key=key, n=len(values), most=_MOST_VALUES),
            )
        for value in values[:_MOST_VALUES]:
            if found := read(value):
                yield found
            else:
                self.wrong(
                    where,
                    say('{key}: {value} is no text; write {key} = ["…"]', key=key, value=quoted(str(value))),
                )

    def _zone(self, where: str, told: object) -> str:
        if not told:
            return ""
        try:
            zone(told if isinstance(told, str) else str(told))
        except BadTime as error:
            self.wrong(where, f"zone: {error}")
            return ""
        return str(told)


def _name(told: object) -> str:
    return clean_name(told).removeprefix("@") if isinstance(told, str) else ""


def _line(told: object) -> str:
    return clean(told)[:_LONGEST] if isinstance(told, str) else ""
