"""Why it happened: the cause, what contributed, what set it off, how it was noticed, what was ruled out.

The tree of whys comes here, under a heading of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from warroom.core.language import later
from warroom.reports import diagnosis
from warroom.reports.context import Context
from warroom.reports.document import Paragraph, Piece
from warroom.reports.sections.builder import Builder, under, written


def _build(context: Context) -> Iterator[Piece]:
    say = context.say
    yield from written(context, "cause")
    yield from diagnosis.confirmed(context)
    yield from under(context, say("Contributing factors"), "factors")
    yield from under(context, say("Trigger"), "trigger")
    yield from _came_in(context)
    yield from under(context, say("Detection"), "detection")
    yield from _first_alert(context)
    yield from diagnosis.tried(context)
    yield from diagnosis.looked_into(context)


def _came_in(context: Context) -> Iterator[Piece]:
    """Since when the cause was there, and how long nobody felt it."""
    mark = context.incident.milestones.get("cause_introduced")
    if not mark:
        return
    moment = context.about(mark.at, mark.precision)
    asleep = context.metrics["latent"].seconds
    if asleep is None:
        yield Paragraph(context.say("The cause came in {moment}.", moment=moment))
        return
    yield Paragraph(
        context.say(
            "The cause came in {moment}, {length} before anybody felt it.",
            moment=moment,
            length=context.reader.duration(asleep),
        )
    )


def _first_alert(context: Context) -> Iterator[Piece]:
    alert = next((r for r in context.incident.entries if r.kind == "alert" and r.struck is None), None)
    if alert:
        yield Paragraph(
            context.say(
                "The first alert, {moment}: {text}",
                moment=context.about(alert.at, alert.precision),
                text=context.text(alert.text),
            )
        )


CAUSE = Builder("cause", later("Root cause"), _build)
