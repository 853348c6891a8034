"""What stands between an incident and its end: families with `STILL_OPEN` say what of theirs is not settled. Pure."""

from __future__ import annotations

from collections.abc import Callable

from warroom.core.incident import Incident

Finder = Callable[[Incident], "list[str]"]


def still_open(incident: Incident) -> list[str]:
    """A few words for each thing, in the language of this process; none when nothing stands in the way."""
    from warroom.core.families import FAMILIES  # which is made of all families, that of the end among them

    finders: list[Finder] = [find for family in FAMILIES for find in getattr(family, "STILL_OPEN", ())]
    return [words for find in finders for words in find(incident)]
