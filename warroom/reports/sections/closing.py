"""How it was made sure that it is over, whether it came back, and what came after: checks, watch, standby, meeting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from warroom.core.families.checks import Check, Checks
from warroom.core.families.closing import WORDS as UNNEEDED
from warroom.core.families.closing import Closing
from warroom.core.families.meeting import Meeting
from warroom.core.families.severity import reopenings
from warroom.core.families.standby import Standby
from warroom.core.families.watch import WORDS, Watches
from warroom.core.incident import Change
from warroom.core.language import later
from warroom.reports.context import Context
from warroom.reports.document import Bullets, Heading, Paragraph, Piece, Table
from warroom.reports.sections.builder import Builder


def _build(context: Context) -> Iterator[Piece]:
    say, checks = context.say, context.incident.part(Checks).all
    if checks:
        heads = (say("Check"), say("State"), say("What shows it"), say("Who"), say("When"))
        yield Table(heads, tuple(_row(context, c) for c in checks))
    for watch in context.incident.part(Watches).all:
        looks = len(watch.looks)
        sentence = say(
            "Watched from {starts} to {until}: {standing}, {looks} looks.",
            starts=context.reader.moment(watch.starts), until=context.reader.moment(watch.until),
            standing=say(WORDS[watch.standing]), looks=looks,
        )  # fmt: skip
        last = watch.why or (watch.looks[-1].text if watch.looks else "")
        yield Paragraph(f"{sentence} {context.text(last)}".strip())
    standby = [context.names.person(r.person) for r in context.incident.part(Standby).all]
    if standby:
        yield Paragraph(say("On standby for a relapse: {people}.", people=", ".join(standby)))
    yield from _ends(context)


def _row(context: Context, check: Check) -> tuple[str, ...]:
    row = context.incident.row(check.evidence) if check.evidence else None
    shown = [context.text(check.how)] if check.how else []
    if row:
        shown.append(f"{context.about(row.at, row.precision)} “{context.text(row.text)}”")
    if not shown and check.state != "open":
        shown.append(context.say("no evidence was recorded"))
    return (
        context.text(check.text), context.say(check.state), " · ".join(shown), context.names.person(check.judged_by),
        context.reader.moment(check.judged_at) if check.judged_at else "",
    )  # fmt: skip


def _ends(context: Context) -> Iterator[Piece]:
    """Every reopening, under that name, and an end against which something stood."""
    say, incident = context.say, context.incident
    back = reopenings(incident)
    for change in back:
        yield Heading(say("Reopening"))
        yield Paragraph(
            say(
                "The incident was reopened {moment} by {person}: {why}. The timeline goes on, and a new impact window began.",
                moment=context.reader.moment(change.at), person=context.names.person(change.by), why=_why(context, change),
            )
        )  # fmt: skip
    despite = [c for c in incident.statuses if c.despite]
    for change in despite:
        yield Paragraph(
            say(
                "It was resolved {moment} although not all was settled ({what}): {why}.",
                moment=context.reader.moment(change.at), what=context.text("; ".join(change.despite)),
                why=_why(context, change),
            )
        )  # fmt: skip


def _why(context: Context, change: Change) -> str:
    return context.text(change.why).rstrip(".") or context.say("no reason given")


def _after(context: Context) -> Iterator[Piece]:
    say, incident = context.say, context.incident
    meeting, closing = incident.part(Meeting), incident.part(Closing)
    told: list[str] = []
    if meeting.starts and not meeting.held:
        place = f" ({context.text(meeting.place)})" if meeting.place else ""
        told.append(
            say("Post-mortem meeting: planned for {moment}", moment=context.reader.moment(meeting.starts))
            + place
        )
    for held in meeting.held:
        said = say("Post-mortem meeting: held {moment}", moment=context.reader.moment(held.at))
        told.append(f"{said}: {context.text(held.text)}" if held.text else said)
    told += [
        say("Shared {moment}: {text}", moment=context.reader.moment(s.at), text=context.text(s.text))
        for s in closing.shared
    ]
    told += [
        f"{_capital(say(UNNEEDED[what]))}: {context.text(s.text)}" for what, s in closing.unneeded.items()
    ]
    if told:
        yield Bullets(tuple(told))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


VERIFICATION: Final = Builder("verification", later("Verification"), _build)
AFTERWARDS: Final = Builder("afterwards", later("After the incident"), _after)
