"""A digest for other teams: what happened, why, what was learned, what changes; short enough to be read.

For people who were not there and run something similar. It says who can tell more; what nobody wrote is left out, and said once.
"""

from __future__ import annotations

from collections.abc import Iterator

from warroom.core.language import later
from warroom.core.vocabulary import ROLE_NAMES
from warroom.reports.brief import written_parts
from warroom.reports.context import Context
from warroom.reports.document import Bullets, Document, Missing, Paragraph, Piece, Section, settled
from warroom.reports.phrases import draft_summary
from warroom.reports.sections.builder import Builder, written


def digest(context: Context) -> Document:
    sections, lacks = [], []
    for builder in _SECTIONS:
        blocks, missing = settled(builder.build(context))
        lacks += [m.what for m in missing]
        if blocks:
            sections.append(Section(builder.key, context.say(builder.title), blocks))
    if lacks:
        told = context.say("Not written yet: {what}.", what=", ".join(dict.fromkeys(lacks)))
        sections[-1] = Section(
            sections[-1].key, sections[-1].title, (*sections[-1].blocks, Paragraph(told, "note"))
        )
    return Document(
        context.say("What others can learn: {title}", title=context.incident.title),
        tuple(_facts(context)),
        tuple(sections),
    )


def _facts(context: Context) -> Iterator[tuple[str, str]]:
    incident, say = context.incident, context.say
    yield say("Incident"), f"{incident.id} · SEV{incident.severity} · {say(incident.status)}"
    if incident.systems:
        yield say("Systems"), ", ".join(incident.systems)
    ic = next((h.person for h in reversed(incident.holdings) if h.role == "ic"), "")
    if ic:
        yield say("Ask"), f"{context.names.person(ic)} ({say(ROLE_NAMES['ic'])})"
    for told in context.record():
        yield say("Head of the record"), told


def _short(context: Context) -> Iterator[Piece]:
    found = context.incident.sections.get("summary")
    if found and found.text.strip():
        yield from written(context, "summary")
    else:
        yield Paragraph(draft_summary(context))
    if noticed := context.metrics["ttd"].seconds:
        yield Paragraph(
            context.say("It took {length} until it was noticed.", length=context.reader.duration(noticed))
        )


def _why(context: Context) -> Iterator[Piece]:
    yield from written(context, "cause")
    factors = tuple(written_parts(context, "factors"))
    if factors:
        yield Bullets(factors)


def _learned(context: Context) -> Iterator[Piece]:
    yield from written(context, "learnings")
    helped = tuple(written_parts(context, "helped"))
    if helped:
        yield Paragraph(context.say("What helped: {what}", what="; ".join(helped)))


def _changes(context: Context) -> Iterator[Piece]:
    live = [a for a in context.incident.actions if a.state != "dropped"]
    if not live:
        yield Missing(context.say("follow-ups"), "ic")
        return
    yield Bullets(tuple(f"{context.text(a.text)} ({context.say(a.state)})" for a in live))


_SECTIONS = (
    Builder("short", later("In short"), _short),
    Builder("why", later("Why it happened"), _why),
    Builder("learned", later("What we learned"), _learned),
    Builder("changes", later("What changes"), _changes),
)
