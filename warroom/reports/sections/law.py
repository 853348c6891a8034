"""The deadlines of the laws: what was due when, and whether it was met, waived, or is late."""

from __future__ import annotations

from collections.abc import Iterator

from warroom.core.families.deadlines import Deadline, deadlines
from warroom.core.language import later
from warroom.reports.context import Context
from warroom.reports.document import Piece, Table
from warroom.reports.sections.builder import Builder


def _build(context: Context) -> Iterator[Piece]:
    found = deadlines(context.incident)
    if not found:
        return
    say, words = context.say, context.reader
    rows = tuple((d.called(words.language), words.moment(d.due), state(context, d)) for d in found)
    yield Table((say("What the law asks for"), say("Due"), say("State")), rows)


def state(context: Context, deadline: Deadline) -> str:
    """`met 14:50 by ani: form 4711`, `late by 2 h`, `runs: 21 h left`."""
    say, words, done = context.say, context.reader, deadline.settled
    if done is None:
        length = words.duration(abs((deadline.due - context.now).total_seconds()))
        if deadline.late(context.now):
            return say("late by {length}", length=length)
        # Of an incident that is over the report speaks as of then: what was left then is no news.
        return say("{length} left", length=length) if context.incident.is_open else say("not met yet")
    who = context.names.person(done.person)
    told = say("waived by {who}", who=who)
    if done.how == "met":
        told = say("met {moment} by {who}", moment=words.moment(done.at), who=who)
        if deadline.late(context.now):
            length = words.duration((done.at - deadline.due).total_seconds())
            told += f" ({say('late by {length}', length=length)})"
    return f"{told}: {context.text(done.why)}" if done.why else told


def legal(context: Context) -> Iterator[str]:
    """One line for each, for the brief."""
    for d in deadlines(context.incident):
        words = context.reader
        yield f"{d.called(words.language)}, {words.moment(d.due)}: {state(context, d)}"


LAW = Builder("law", later("Legal deadlines"), _build)
