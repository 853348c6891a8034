"""The executive summary: as it was written, else a draft from the record."""

from __future__ import annotations

from collections.abc import Iterator

from warroom.core.language import later
from warroom.reports.context import Context
from warroom.reports.document import Paragraph, Piece
from warroom.reports.phrases import draft_summary
from warroom.reports.sections.builder import Builder, written


def _build(context: Context) -> Iterator[Piece]:
    yield from written(context, "summary")
    found = context.incident.sections.get("summary")
    if not (found and found.text.strip()):
        drafted = context.say(
            "Draft, made from the record. Nobody has written the summary yet; {who} could.",
            who=context.role("ic"),
        )
        yield Paragraph(drafted, "note")
        yield Paragraph(draft_summary(context), "draft")


SUMMARY = Builder("summary", later("Executive summary"), _build)
