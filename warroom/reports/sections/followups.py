"""What is to be done so that it does not happen again: who, until when, and what the plan still lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from warroom.core.cadence import follow_up_overdue, today
from warroom.core.language import later
from warroom.reports.context import Context
from warroom.reports.document import Missing, Paragraph, Piece, Table
from warroom.reports.sections.builder import Builder

_SERIOUS: Final = 2


def _build(context: Context) -> Iterator[Piece]:
    say, incident = context.say, context.incident
    if not incident.actions:
        yield Missing(say("follow-ups"), "ic")
        return
    day = today(context.now, context.reader.zone)
    rows = []
    for a in incident.actions:
        flags = [] if a.owner else [say("no owner")]
        if a.due is None:
            flags.append(say("no due date"))
        elif follow_up_overdue(a, day):
            flags.append(say("overdue"))
        due = context.reader.day(a.due) if a.due else ""
        kind = say(a.type) if a.type else ""
        state = ", ".join([say(a.state), *flags])
        rows.append((context.text(a.text), context.names.owner(a.owner), due, kind, state))
    yield Table((say("What"), say("Owner"), say("Due"), say("Type"), say("State")), tuple(rows))
    yield from _lacking(context)


def _lacking(context: Context) -> Iterator[Piece]:
    """A serious incident wants something that prevents the next one and something that shows it sooner."""
    if context.incident.severity > _SERIOUS:
        return
    there = {a.type for a in context.incident.actions if a.state != "dropped"}
    if "prevent" not in there:
        yield Paragraph(context.say("No follow-up prevents this from happening again."), "missing")
    if "detect" not in there:
        yield Paragraph(context.say("No follow-up helps to detect this sooner."), "missing")


FOLLOW_UPS = Builder("follow_ups", later("Follow-up plan"), _build)
