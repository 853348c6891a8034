"""Who was told what, when and by which way; and the ticket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from warroom.core import audiences
from warroom.core.families.briefing import Briefs
from warroom.core.families.tickets import Tickets
from warroom.core.families.updates import Delivery, Telling, untold
from warroom.core.language import later
from warroom.reports.context import Context
from warroom.reports.document import Paragraph, Piece, Table
from warroom.reports.sections.builder import Builder


def _told(context: Context) -> Iterator[Piece]:
    """A row for each message and way; and whom the severity demands and nobody told. Nothing where nothing is recorded."""
    say, incident = context.say, context.incident
    found = incident.part(Telling).all
    given = incident.part(Briefs).all
    if not found and not given:
        return
    texts = {u.id: context.text(u.text) for u in incident.updates}
    sent: dict[tuple[str, ...], list[str]] = {}  # one message by one way is one row, however many heard it
    for d in found:
        text = " ".join(texts.get(d.message, "").split())
        same = (context.reader.moment(d.at), _way(context, d), context.names.person(d.by), text)
        sent.setdefault(same, []).append(_called(context, d.audience))
    rows = [(at, ", ".join(to), way, who, text) for (at, way, who, text), to in sent.items()]
    rows += [
        (
            context.reader.moment(b.at),
            say("Management"),
            context.text(b.how),
            context.names.person(b.by),
            say("brief"),
        )
        for b in given
    ]
    yield Table((say("When"), say("To"), say("Way"), say("Who"), say("What")), tuple(rows))
    if missing := untold(incident):
        names = ", ".join(_called(context, a) for a in missing)
        told = say(
            "The severity demands them, and nobody is recorded as having told them: {names}.", names=names
        )
        yield Paragraph(told, "missing")


def ticket(context: Context) -> tuple[tuple[str, str], ...]:
    """The linked tickets, for the head of the report."""
    linked = context.incident.part(Tickets).linked
    return tuple((context.say("Ticket"), f"{t.name} {t.url}") for t in linked)


def _called(context: Context, audience: str) -> str:
    return audiences.called(context.incident, audience, context.reader.say, context.reader.language)


def _way(context: Context, told: Delivery) -> str:
    way = told.channel or context.text(told.way)
    if told.result == "ok":
        return way
    failed = context.say("failed") if told.result == "failed" else context.say("not known whether it arrived")
    return f"{way}: {failed} ({told.why})" if told.why else f"{way}: {failed}"


TELLING: Final = Builder("communication", later("Who was told"), _told)
