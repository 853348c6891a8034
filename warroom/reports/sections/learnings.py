"""What the team learned: in a sentence, and what helped, went well, went badly, was luck."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from warroom.core.language import later
from warroom.reports.context import Context
from warroom.reports.document import Piece
from warroom.reports.sections.builder import Builder, under, written

_LISTS: Final = (
    ("helped", later("What helped")),
    ("went_well", later("What went well")),
    ("went_badly", later("What went badly")),
    ("luck", later("Where we were lucky")),
)


def _build(context: Context) -> Iterator[Piece]:
    yield from written(context, "learnings")
    for key, title in _LISTS:
        yield from under(context, context.say(title), key)


LEARNINGS = Builder("learnings", later("Learnings"), _build)
