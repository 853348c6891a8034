"""What stands behind a report: what is missing, what to do better, what is open, who took part, the checklist, notes, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from warroom.core.checklist import checklist, progress
from warroom.core.families import SORTS
from warroom.core.families.log import Unread
from warroom.core.incident import Conflict, Member
from warroom.core.language import later
from warroom.core.metrics import duty_ends, on_duty
from warroom.core.vocabulary import MILESTONE_NAMES, ROLE_NAMES, Role
from warroom.reports import diagnosis
from warroom.reports.context import Context
from warroom.reports.document import Bullets, Captured, Heading, Missing, Paragraph, Piece, Table
from warroom.reports.recommend import recommendations
from warroom.reports.sections.builder import Builder, written


def _nothing(_context: Context) -> Iterator[Piece]:
    """Filled when all the other sections are there: by `gathered`."""
    return iter(())


def gathered(context: Context, missing: Iterable[Missing]) -> Iterator[Piece]:
    """What nobody recorded, a line for each who could know it."""
    asked: dict[Role | None, list[str]] = {}
    for one in missing:
        asked.setdefault(one.who, []).append(one.what)
    if asked:
        yield Bullets(
            tuple(
                context.say(
                    "Ask {who}: {what}.", who=context.knower(who), what=", ".join(dict.fromkeys(what))
                )
                for who, what in asked.items()
            )
        )


def _participants(context: Context) -> Iterator[Piece]:
    """Who was in the room, in which roles and for how long."""
    say, incident = context.say, context.incident
    if not incident.roster:
        yield Missing(say("who took part"), "ic")
        return
    end = duty_ends(incident, context.now)
    rows = tuple(
        (context.names.person(m.person), _part(context, m), context.reader.duration(on_duty(m, end)))
        for m in incident.roster
    )
    yield Table((say("Who"), say("Roles"), say("Time on duty")), rows)


def _part(context: Context, member: Member) -> str:
    """The roles, and what somebody was known for when they came."""
    roles = _roles(context, member.person)
    if not member.knows:
        return roles
    return f"{roles}; {context.say('knows {things}', things=', '.join(member.knows))}"


def _roles(context: Context, person: str) -> str:
    held = []
    for h in context.incident.holdings:
        if h.person == person:
            until = f"–{context.reader.clock(h.until)}" if h.until else f" {context.say('to the end')}"
            held.append(f"{context.say(ROLE_NAMES[h.role])} ({context.reader.clock(h.since)}{until})")
    return ", ".join(held) or context.say("a responder")


def _open_questions(context: Context) -> Iterator[Piece]:
    """What is not settled: hypotheses, changes that crossed, facts that this version cannot read."""
    say, incident = context.say, context.incident
    items = [*diagnosis.open_ones(context), *diagnosis.unanswered(context)]
    items += [_crossed(context, c) for c in incident.conflicts]
    if unread := incident.part(Unread).count:
        items.append(say("Facts of a newer version that this report can't read: {count}", count=unread))
    if items:
        yield Bullets(tuple(items))


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
    if sort := SORTS.get(kind):
        found = next((one for one in sort.every(incident) if one.id == rest), None)
        return f"“{context.text(found.text)}”" if found else context.say(sort.word)
    return f"{context.say(kind)} {context.text(rest)}".rstrip()


def _checklist(context: Context) -> Iterator[Piece]:
    """How much of the playbook was done, what was skipped and why, what is still open."""
    say = context.say
    steps = checklist(context.incident, context.reader.language)
    if not steps:
        return
    done, whole = progress(steps)
    left = [
        f"{c.number} {c.title}" for step in steps for c in step.checks if c.state in ("open", "in_progress")
    ]
    told = say("Done or skipped: {done} of {whole}.", done=done, whole=whole)
    if left:
        told = f"{told} {say('Not done')}: {'; '.join(left)}."
    yield Paragraph(told)
    skipped = tuple(
        (c.number, c.title, context.text(c.why), context.names.person(c.by))
        for step in steps
        for c in step.checks
        if c.state == "skipped"
    )
    if skipped:
        yield Heading(say("Skipped"))
        yield Table((say("Item"), say("What"), say("Why"), say("Who")), skipped)


def _recommendations(context: Context) -> Iterator[Piece]:
    if found := recommendations(context):
        yield Bullets(found)


def _notes(context: Context) -> Iterator[Piece]:
    """The shared notes, as they were left."""
    if context.incident.notes.text.strip():
        yield Captured(context.text(context.incident.notes.text))


def _glossary(context: Context) -> Iterator[Piece]:
    yield from written(context, "glossary")


MISSING = Builder("missing", later("Still missing, and who could know"), _nothing)
RECOMMENDATIONS = Builder("recommendations", later("Recommendations for the process"), _recommendations)
OPEN_QUESTIONS = Builder("open_questions", later("Open questions"), _open_questions)
PARTICIPANTS = Builder("participants", later("Participants"), _participants)
CHECKLIST = Builder("checklist", later("Checklist"), _checklist)
NOTES = Builder("notes", later("Notes"), _notes)
GLOSSARY = Builder("glossary", later("Words and background"), _glossary)
