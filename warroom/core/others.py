"""The other incidents of a library as one of them sees them: what each is called, how it stands, and what belongs to what.

How they stand is no fact of this incident and is copied into none: it is read from the catalogue whenever it is shown. Facts hold
only that they belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from warroom.core.language import say
from warroom.core.text import clean, quoted

_LISTED: Final = 5


class NotOne(ValueError):
    """No other incident, or several, are meant. The message is one line for whoever named it."""


class Sibling(msgspec.Struct, frozen=True):
    """One incident, as the catalogue has it. `parent` and `duplicate_of` are ids, "" for none; `children` those that it names."""

    id: str
    title: str = ""
    severity: int = 0
    status: str = ""
    open: bool = False
    commander: str = ""
    parent: str = ""
    children: tuple[str, ...] = ()
    duplicate_of: str = ""


class Others(msgspec.Struct, frozen=True):
    """All of them by id, the one that looks among them."""

    all: Mapping[str, Sibling] = {}

    def get(self, incident_id: str) -> Sibling | None:
        return self.all.get(incident_id)

    def find(self, part: str, own: str) -> Sibling:
        """The one other incident whose id has that in it, in capitals or not.

        Raises:
            NotOne: there is none, there are several, or it is this very one.
        """
        wanted = clean(part).upper()
        by_id = {i.upper(): s for i, s in self.all.items()}
        found = (
            [by_id[wanted]] if wanted in by_id else [s for i, s in by_id.items() if wanted and wanted in i]
        )
        others = [s for s in found if s.id != own]
        if len(others) == 1:
            return others[0]
        if found and not others:
            raise NotOne(say("{id} is this incident itself; name another one", id=own))
        if others:
            names = ", ".join(s.id for s in others[:_LISTED]) + (" …" if len(others) > _LISTED else "")
            raise NotOne(say("{part} fits {ids}; give more of the id", part=quoted(part), ids=names))
        there = ", ".join(i for i in sorted(self.all, reverse=True) if i != own)[:120] or say("none")
        raise NotOne(
            say("no other incident has {part} in its id; there are: {ids}", part=quoted(part), ids=there)
        )

    def parent_of(self, incident_id: str) -> str:
        """The id of what it is a part of, whichever of the two says so; "" for nothing."""
        known = self.all.get(incident_id)
        if known and known.parent:
            return known.parent
        return next(
            (s.id for s in self.all.values() if incident_id in s.children and s.id != incident_id), ""
        )

    def children_of(self, incident_id: str) -> list[str]:
        """The ids of its parts, whichever of the two says so; the oldest first."""
        known = self.all.get(incident_id)
        own = known.children if known else ()
        return sorted(
            {*own, *(s.id for s in self.all.values() if s.parent == incident_id and s.id != incident_id)}
        )

    def duplicates_of(self, incident_id: str) -> list[str]:
        return sorted(s.id for s in self.all.values() if s.duplicate_of == incident_id)

    def above(self, incident_id: str) -> Iterator[str]:
        """What it is a part of, what that is a part of, and so on: also in a library where somebody has made a circle."""
        seen = {incident_id}
        while (incident_id := self.parent_of(incident_id)) and incident_id not in seen:
            seen.add(incident_id)
            yield incident_id


NONE: Final = Others()


def none() -> Others:
    """Where no library says which others there are."""
    return NONE


def from_rows(rows: Iterable[Mapping[str, Any]]) -> Others:
    """Rows of the catalogue as siblings; those that can't be read are none."""
    return Others({str(row["id"]): _sibling(row) for row in rows if not row.get("problem")})


def _sibling(row: Mapping[str, Any]) -> Sibling:
    children = row.get("children")
    return Sibling(
        str(row["id"]), str(row.get("title") or ""), int(row.get("severity") or 0), str(row.get("status") or ""),
        bool(row.get("open")), str(row.get("commander") or ""), str(row.get("parent") or ""),
        tuple(children) if isinstance(children, list) else (), str(row.get("duplicate_of") or ""),
    )  # fmt: skip
