"""The post-mortem: what happened, told to people who were not there, and what stands behind it.

What was written is printed; what was not is drafted from the record and marked as a draft, or named as missing together with
who could know. Nothing is invented. What the sections are, `reports.sections` lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from warroom.core.families.related import HOW, Relation, relations, titled
from warroom.core.playbook import in_language
from warroom.core.vocabulary import ROLE_NAMES, SECTIONS
from warroom.reports.context import Context, prose
from warroom.reports.document import Document, Missing, Piece, Section, settled
from warroom.reports.layout import STANDARD, Layout, Own
from warroom.reports.sections import BUILDERS, telling
from warroom.reports.sections.appendix import MISSING, gathered
from warroom.reports.sections.builder import Builder

_HEART: Final = ("summary", "chronology", "cause", "impact", "actions_taken", "follow_ups", "learnings")
"""What a report must tell; one of them that is not there is named at its head."""


def postmortem(context: Context, layout: Layout = STANDARD) -> Document:
    """The whole report, with the sections that a team wants and in its order."""
    found: dict[str, Section] = {}
    missing: list[Missing] = []
    for builder in _wanted(context, layout):
        blocks, lacks = settled(builder.build(context))
        missing += lacks
        title = layout.title(builder.key, context.reader.language, context.say(builder.title))
        found[builder.key] = Section(builder.key, title, blocks)
    if MISSING.key in found:
        blocks, _ = settled(gathered(context, missing))
        found[MISSING.key] = Section(MISSING.key, found[MISSING.key].title, blocks)
    sections = tuple(s for s in found.values() if s.blocks)
    lacking = [s.title for s in found.values() if s.key in _HEART and not s.blocks]
    title = context.say("Post-mortem: {title}", title=context.incident.title)
    return Document(title, tuple(_facts(context, lacking)), sections)


def _wanted(context: Context, layout: Layout) -> Iterator[Builder]:
    """The sections in their order; parts of a team's own that were written and stand in no layout come before the appendix."""
    ours = {builder.key: builder for builder in BUILDERS}
    strays = [key for key in context.incident.sections if key not in SECTIONS and key not in layout.own]
    for key in layout.order:
        if key == MISSING.key:
            yield from (_own(context, stray) for stray in strays)
            strays = []
        yield ours.get(key) or _own(context, key, layout.own[key])
    yield from (_own(context, stray) for stray in strays)


def _own(context: Context, key: str, own: Own | None = None) -> Builder:
    held = context.incident.sections.get(key)
    title = in_language(held.titles, context.reader.language) if held and held.titles else key
    title = in_language(own.title, context.reader.language) if own else title

    def build(context: Context) -> Iterator[Piece]:
        if held and held.text.strip():
            yield from prose(context.text(held.text))
        elif own:
            yield Missing(title, own.who)

    return Builder(key, title, build)


def _facts(context: Context, lacking: list[str]) -> Iterator[tuple[str, str]]:
    incident, say = context.incident, context.say
    commander = incident.commander or next(
        (h.person for h in reversed(incident.holdings) if h.role == "ic"), ""
    )
    yield say("Incident"), f"{incident.id} · SEV{incident.severity} · {say(incident.status)}"
    yield say(ROLE_NAMES["ic"]), context.names.person(commander) or context.unrecorded("deputy")
    for found in relations(incident, context.others):
        how = say(HOW[found.how])
        yield f"{how[:1].upper()}{how[1:]}", related_words(context, found)
    yield say("Systems"), ", ".join(incident.systems) or context.unrecorded("ops")
    yield from telling.ticket(context)
    if lacking:
        yield say("Still missing"), ", ".join(lacking)
    yield say("Times"), context.reader.zone_label(incident.rows[0].at if incident.rows else context.now)
    yield say("As of"), context.reader.moment(context.speaks)
    for told in context.record():
        yield say("Head of the record"), told


def related_words(context: Context, found: Relation) -> str:
    """`INC-… Login is slow (SEV2, mitigating)`: how it stands where that is known."""
    title = context.text(found.title)
    if found.now is None:
        return titled(found.id, title)
    return f"{titled(found.id, title)} (SEV{found.now.severity}, {context.say(found.now.status)})"
