"""What a section of a report is made by, and what many of them begin with: the part that people write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from warroom.core.language import CODES
from warroom.core.vocabulary import Role
from warroom.reports.context import Context, prose
from warroom.reports.document import Heading, Missing, Piece

KNOWS: Final[dict[str, Role | None]] = {
    "summary": "ic", "trigger": "ops", "detection": "ops", "cause": "sme", "factors": None, "impact": "comms",
    "resolution": "ops", "went_well": None, "went_badly": None, "luck": None, "learnings": None,
}  # fmt: skip
"""The written parts that a report wants, and who could write them. The others stand where somebody wrote them."""


class Builder(msgspec.Struct, frozen=True):
    """`key` names the section for programs and in a team's layout; `title` is marked with `later`."""

    key: str
    title: str
    build: Callable[[Context], Iterable[Piece]]


def written(context: Context, key: str) -> Iterator[Piece]:
    """A part that people write; where the report wants it and nobody wrote it, that it is missing."""
    found = context.incident.sections.get(key)
    if found and found.text.strip():
        yield from prose(context.text(found.text))
    elif key in KNOWS and not (key == "resolution" and context.incident.is_open):
        yield Missing(part(context, key), KNOWS[key])


def under(context: Context, title: str, key: str) -> Iterator[Piece]:
    """A written part under its own heading."""
    yield Heading(title)
    yield from written(context, key)


def part(context: Context, key: str) -> str:
    """What a written part is called: `root cause`."""
    return context.say(key if key in CODES else key.replace("_", " "))
