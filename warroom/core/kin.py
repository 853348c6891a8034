"""What stands behind the title of an incident in a list: what it is a part of, which parts it has, which one it repeats.

Light: a list needs neither msgspec nor a fold.
"""

from __future__ import annotations

from warroom.core.language import many, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


def kin_words(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """For each id that belongs to others a few words; the rows are those of the catalogue, all of them."""
    known = list(rows)
    if not any(row.get("parent") or row.get("children") or row.get("duplicate_of") for row in known):
        return {}
    by_id = {str(row["id"]): row for row in known}
    parents = {str(row["id"]): str(row["parent"]) for row in known if row.get("parent")}
    for row in known:
        for child in row.get("children") or ():
            parents.setdefault(str(child), str(row["id"]))
    parts: dict[str, list[str]] = {}
    for child, parent in parents.items():
        if child in by_id and child != parent:
            parts.setdefault(parent, []).append(child)
    return {i: words for i, row in by_id.items() if (words := _words(i, row, parents, parts, by_id))}


def short(incident_id: str) -> str:
    """The last letters of an id, by which people call it."""
    return incident_id.rpartition("-")[2] or incident_id


def _words(
    incident_id: str,
    row: Mapping[str, Any],
    parents: Mapping[str, str],
    parts: Mapping[str, list[str]],
    by_id: Mapping[str, Mapping[str, Any]],
) -> str:
    said = []
    if row.get("duplicate_of"):
        said.append(say("duplicate of {id}", id=short(str(row["duplicate_of"]))))
    if incident_id in parents:
        said.append(say("part of {id}", id=short(parents[incident_id])))
    if mine := parts.get(incident_id):
        still = sum(1 for child in mine if by_id[child].get("open"))
        said.append(many(len(mine), "{n} part, {still} open", "{n} parts, {still} open", still=still))
    return ", ".join(said)
