"""Advice on the language of a report: what reads as blame in the parts that people wrote, for whoever sends it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from warroom.core.blameless import BadRules, look, rules_of
from warroom.core.families.sections import part_name
from warroom.core.language import say, spoken
from warroom.core.text import clean
from warroom.reports.context import Context
from warroom.templates import BLAMELESS, shipped

_MOST: Final = 10
"""More is not read."""


def tone(context: Context, own: str) -> Iterator[str]:
    """A line for each finding, the first ten, and how many more there are. Rules that can't be used are told of: advice never
    stands in the way of a report.
    """
    try:
        rules = rules_of(shipped(BLAMELESS), {BLAMELESS: own} if own else {})
    except BadRules as error:
        yield str(error)
        rules = rules_of(shipped(BLAMELESS), {})
    found = [
        say(
            "wording, {section}: “{words}”: {advice}. Ask: {better}",
            section=part_name(section, held.titles, say),
            words=clean(" ".join(held.text[one.start : one.end].split())),
            advice=one.advice,
            better=one.better,
        )
        for section, held in context.incident.sections.items()
        for one in look(held.text, section, _people(context), spoken().code, rules)
    ]
    yield from found[:_MOST]
    if len(found) > _MOST:
        yield say("wording: {count} more places", count=len(found) - _MOST)


def _people(context: Context) -> list[str]:
    """Everybody in it; nobody where the report calls them by their roles anyway."""
    return [] if context.names.hides else [m.person for m in context.incident.roster]
