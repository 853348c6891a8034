"""What was thought to be the cause, what spoke for and against it, and what came of it: so that nobody tries it again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from warroom.core.families.assignments import Assignments
from warroom.core.families.questions import Questions
from warroom.core.incident import Evidence, Hypothesis
from warroom.core.language import later
from warroom.core.sentences import shortened
from warroom.core.vocabulary import Verdict
from warroom.reports.context import Context
from warroom.reports.document import Bullets, Heading, Piece, Table

_TRIED: Final[tuple[tuple[Verdict, str], ...]] = (
    ("ruled_out", later("Ruled out")), ("inconclusive", later("Tried, and inconclusive")),
)  # fmt: skip


def confirmed(context: Context) -> Iterator[Piece]:
    """What was confirmed, with what speaks for it."""
    if found := tuple(judged(context, "confirmed")):
        yield Heading(context.say("Confirmed hypotheses"))
        yield Bullets(found)


def tried(context: Context) -> Iterator[Piece]:
    """What was tried and led nowhere."""
    for verdict, title in _TRIED:
        if found := tuple(judged(context, verdict)):
            yield Heading(context.say(title))
            yield Bullets(found)


def open_ones(context: Context) -> Iterator[str]:
    """What nobody has settled, how sure people were of it, and what would settle it."""
    say = context.say
    for h in context.incident.hypotheses:
        if h.verdict == "open":
            text = say("Hypothesis, neither confirmed nor ruled out: {text}", text=context.text(h.text))
            sure = f" ({say(h.confidence.replace('_', ' '))})" if h.confidence else ""
            probe = f"; {say('to be checked')}: {context.text(h.probe)}" if h.probe else ""
            yield f"{text}{sure}{probe}{_evidence(context, h)}"


def judged(context: Context, verdict: Verdict) -> Iterator[str]:
    """Each hypothesis of that verdict, with its reason and what bears on it."""
    for h in context.incident.hypotheses:
        if h.verdict == verdict:
            yield context.text(f"{h.text}: {h.why}" if h.why else h.text) + _evidence(context, h)


def looked_into(context: Context) -> Iterator[Piece]:
    """Who looked into what and what came of it, and what groups asked each other."""
    say, incident = context.say, context.incident
    rows = [
        (context.text(a.text), context.names.owner(a.person), context.text(a.result))
        for a in incident.part(Assignments).all
        if a.state == "answered"
    ]
    rows += [
        (context.text(q.text), context.names.owner(q.to), context.text(q.answer))
        for q in incident.part(Questions).all
        if q.state == "answered"
    ]
    if rows:
        yield Heading(say("Looked into"))
        yield Table((say("Question"), say("Asked of"), say("Answer")), tuple(rows))


def unanswered(context: Context) -> Iterator[str]:
    """Whom nobody has heard from: assignments without a report, questions without an answer."""
    say, incident = context.say, context.incident
    for a in incident.part(Assignments).running:
        person = context.names.owner(a.person)
        yield say("{person} was to find out: {question}", person=person, question=context.text(a.text))
    for q in incident.part(Questions).open:
        yield say(
            "Question to {to}, not answered: {question}",
            to=context.names.owner(q.to),
            question=context.text(q.text),
        )


def in_hand(context: Context) -> Iterator[str]:
    """What people look into now, and until when."""
    for a in context.incident.part(Assignments).running:
        yield context.say(
            "{person} looks into: {question}, until {clock}",
            person=context.names.owner(a.person),
            question=context.text(a.text),
            clock=context.reader.clock(a.until),
        )


def _evidence(context: Context, found: Hypothesis) -> str:
    """`. For: 14:35 memory climbs. Against: 14:39 heap is flat`; "" where nothing bears on it."""
    sides = ((context.say("For"), found.bears("for")), (context.say("Against"), found.bears("against")))
    told = [f"{name}: {'; '.join(_cited(context, one) for one in side)}" for name, side in sides if side]
    return "".join(f". {side}" for side in told)


def _cited(context: Context, one: Evidence) -> str:
    row = context.incident.row(one.entry)
    if row is None:
        return context.say("an entry that has not come yet")
    text = f"{context.reader.clock(row.at)} “{context.text(shortened(row.text))}”"
    if row.struck is not None:
        text += f" ({context.say('struck')})"
    return f"{text}, {context.text(one.why)}" if one.why else text
