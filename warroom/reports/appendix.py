"""What stands behind a report: who took part, what is still open, how far the checklist came, the shared notes."""

from __future__ import annotations

from collections.abc import Iterable

from warroom.core.checklist import checklist, progress
from warroom.core.families.log import Unread
from warroom.core.incident import Conflict
from warroom.core.metrics import duty_ends, on_duty
from warroom.core.vocabulary import MILESTONE_NAMES, ROLE_NAMES
from warroom.reports.context import Context
from warroom.reports.document import Block, Bullets, Captured, Heading, Paragraph, Section, Table
from warroom.reports.recommend import recommendations


def participants(context: Context) -> Section:
    """Who was in the room, in which roles and for how long."""
    say, incident = context.say, context.incident
    title = say("Participants")
    if not incident.roster:
        return Section("participants", title, (context.missing("ic"),))
    end = duty_ends(incident, context.now)
    rows = tuple(
        (context.names.person(m.person), _roles(context, m.person), context.reader.duration(on_duty(m, end)))
        for m in incident.roster
    )
    return Section("participants", title, (Table((say("Who"), say("Roles"), say("Time on duty")), rows),))


def _roles(context: Context, person: str) -> str:
    held = []
    for h in context.incident.holdings:
        if h.person == person:
            until = f"–{context.reader.clock(h.until)}" if h.until else f" {context.say('to the end')}"
            held.append(f"{context.say(ROLE_NAMES[h.role])} ({context.reader.clock(h.since)}{until})")
    return ", ".join(held) or context.say("a responder")


def open_questions(context: Context) -> Section:
    """What is not settled: hypotheses, changes that crossed, facts that this version cannot read."""
    say, incident = context.say, context.incident
    items = [
        say("Hypothesis, neither confirmed nor ruled out: {text}", text=context.text(h.text))
        for h in incident.hypotheses
        if h.verdict == "open"
    ]
    items += [_crossed(context, c) for c in incident.conflicts]
    if unread := incident.part(Unread).count:
        items.append(say("Facts of a newer version that this report can't read: {count}", count=unread))
    block: Block = (
        Bullets(tuple(items)) if items else Paragraph(say("No open questions are recorded."), "note")
    )
    return Section("open_questions", say("Open questions"), (block,))


def _crossed(context: Context, conflict: Conflict) -> str:
    return context.say(
        "Two people changed {what} at the same time; what {winner} set stands, what {loser} set is in the log",
        what=_subject(context, conflict.about),
        winner=context.names.person(conflict.winner_by),
        loser=context.names.person(conflict.loser_by),
    )


def _subject(context: Context, about: str) -> str:
    kind, _, rest = about.partition(".")
    incident = context.incident
    if kind == "entry" and (row := incident.row(rest)):
        return f"“{context.text(row.text)}”"
    if kind == "role" and rest in ROLE_NAMES:
        return context.say(ROLE_NAMES[rest])
    if kind == "milestone" and rest in MILESTONE_NAMES:
        return context.say(MILESTONE_NAMES[rest])
    if kind == "hypothesis":
        return next(
            (f"“{context.text(h.text)}”" for h in incident.hypotheses if h.id == rest), context.say(kind)
        )
    return f"{context.say(kind)} {context.text(rest)}".rstrip()


def checklist_section(context: Context) -> Section:
    """How much of the playbook was done, what was skipped and why, what is still open."""
    say = context.say
    title = say("Checklist")
    steps = checklist(context.incident, context.reader.language)
    if not steps:
        none = Paragraph(say("This incident follows no playbook."), "note")
        return Section("checklist", title, (none, *_advice(context)))
    done, whole = progress(steps)
    blocks: list[Block] = [Paragraph(say("Done or skipped: {done} of {whole}.", done=done, whole=whole))]
    checks = [c for step in steps for c in step.checks]
    skipped = tuple(
        (c.number, c.title, context.text(c.why), context.names.person(c.by))
        for c in checks
        if c.state == "skipped"
    )
    if skipped:
        heads = (say("Item"), say("What"), say("Why"), say("Who"))
        blocks += [Heading(say("Skipped")), Table(heads, skipped)]
    left = tuple(f"{c.number} {c.title}" for c in checks if c.state in ("open", "in_progress"))
    if left:
        blocks += [Heading(say("Not done")), Bullets(left)]
    return Section("checklist", title, (*blocks, *_advice(context)))


def _advice(context: Context) -> Iterable[Block]:
    if advice := recommendations(context):
        yield Heading(context.say("Recommendations"))
        yield Bullets(advice)


def notes(context: Context) -> Iterable[Section]:
    """The shared notes, as they were left; no section when there are none."""
    if context.incident.notes.text.strip():
        yield Section("notes", context.say("Notes"), (Captured(context.text(context.incident.notes.text)),))
