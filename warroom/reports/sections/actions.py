"""What was done to end it: how it was resolved, what stood in the way, each act, each decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from warroom.core.families.changes import Changes
from warroom.core.language import later
from warroom.core.rows import Row
from warroom.reports import solution
from warroom.reports.context import Context
from warroom.reports.document import Heading, Missing, Piece, Table
from warroom.reports.sections import chronology
from warroom.reports.sections.builder import Builder, under, written

_DONE: Final = frozenset({"action", "change"})


def _build(context: Context) -> Iterator[Piece]:
    say = context.say
    yield from written(context, "resolution")
    yield from under(context, say("What stood in the way"), "obstacles")
    rows = [r for r in context.incident.entries if r.kind in _DONE or r.source == "run"]
    decisions = [r for r in context.incident.entries if r.kind == "decision"]
    if rows or not any(c.started for c in context.incident.part(Changes).all):
        yield Heading(say("Acts"))
        yield log(context, rows) if rows else Missing(say("what was done"), "ops")
    yield Heading(say("Decisions"))
    yield log(context, decisions) if decisions else Missing(say("decisions"), "ic")
    yield from solution.options(context)
    yield from solution.changes(context)


def log(context: Context, rows: list[Row]) -> Table:
    """Rows of the timeline, without their kind."""
    when = chronology.When(context)
    cells = tuple((when(r), chronology.words(context, r), context.names.person(r.by)) for r in rows)
    return Table((context.say("Time"), context.say("What"), context.say("Who")), cells, "log")


ACTIONS_TAKEN = Builder("actions_taken", later("Actions taken"), _build)
