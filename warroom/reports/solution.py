"""How it was ended: the options with what each risked, which was chosen and why the others were not, and the changes made."""

from __future__ import annotations

from collections.abc import Iterator

from warroom.core.clock import window_words
from warroom.core.families.changes import Change, Changes, during
from warroom.core.families.options import Option, Options
from warroom.reports.context import Context
from warroom.reports.document import Bullets, Heading, Paragraph, Piece, Table
from warroom.reports.sections import chronology


def options(context: Context) -> Iterator[Piece]:
    """All options side by side, whatever became of them."""
    say, found = context.say, context.incident.part(Options).all
    if not found:
        return
    rows = tuple(
        (
            context.text(o.text), say(o.fix), _risk(context, o), context.text(o.effort), _way_back(context, o),
            _outcome(context, o),
        )
        for o in found
    )  # fmt: skip
    heads = (say("Option"), say("Kind"), say("Risk"), say("Effort"), say("Roll-back"), say("Outcome"))
    yield Heading(say("Options"))
    yield Table(heads, rows)
    objections = tuple(
        say(
            "{person} objects to “{option}”: {why}",
            person=context.names.person(b.person),
            option=context.text(o.text),
            why=context.text(b.why),
        )
        for o in found
        for b in o.objections
    )
    if objections:
        yield Paragraph(say("Strong objections:"))
        yield Bullets(objections)


def _risk(context: Context, held: Option) -> str:
    if not (held.risk and held.likelihood and held.harm):
        return context.say("not weighed")
    say = context.say
    risk = f"{say(held.risk)}: {say(held.likelihood)} × {say(held.harm)}"
    return f"{risk}. {context.text(held.danger)}" if held.danger else risk


def _way_back(context: Context, held: Option) -> str:
    if held.rollback:
        return context.text(held.rollback)
    if held.waived_by:
        return context.say(
            "none, {person} answers for it: {why}",
            person=context.names.person(held.waived_by),
            why=context.text(held.waiver),
        )
    return context.say("none yet")


def _outcome(context: Context, held: Option) -> str:
    say = context.say
    word = {
        "open": say("not decided"), "chosen": say("chosen"), "unchosen": say("not chosen"), "rejected": say("rejected"),
    }[held.state]  # fmt: skip
    why = held.why or (say("no other: {why}", why=held.only) if held.only and held.state == "open" else "")
    return f"{word}: {context.text(why)}" if why else word


def changes(context: Context) -> Iterator[Piece]:
    """Each change with its window, its people and what was logged meanwhile."""
    say, found = context.say, context.incident.part(Changes).all
    if not found:
        return
    rows = tuple(
        (
            context.text(c.text), _window(context, c), _made(context, c), context.names.person(c.executor),
            context.names.person(c.observer), _came_of(context, c),
        )
        for c in found
    )  # fmt: skip
    heads = (
        say("Change"),
        say("Change window"),
        say("Carried out"),
        say("Executor"),
        say("Observer"),
        say("Outcome"),
    )
    yield Heading(say("Changes"))
    yield Table(heads, rows)
    for change in found:
        if logged := during(context.incident, change):
            yield Paragraph(say("Logged during “{change}”:", change=context.text(change.text)))
            when = chronology.When(context)
            yield Bullets(
                tuple(f"{when(row)} {context.text(row.text)}" for row in logged if row.kind != "decision")
            )


def _window(context: Context, change: Change) -> str:
    if change.opens is None or change.closes is None:
        return ""
    return window_words(change.opens, change.closes, change.zone, context.reader.language)


def _made(context: Context, change: Change) -> str:
    if change.started is None:
        return context.say("not made") if change.state == "cancelled" else context.say("not made yet")
    words = context.reader
    if change.ended is None:
        return words.moment(change.started)
    day, last = words.local(change.started).date(), words.local(change.ended).date()
    until = words.clock(change.ended) if day == last else words.moment(change.ended)
    return f"{words.day(day)} {words.clock(change.started)}–{until}"


def _came_of(context: Context, change: Change) -> str:
    word = context.say(change.state.replace("_", " "))
    return f"{word}: {context.text(change.result)}" if change.result else word


def announcement(context: Context) -> Iterator[str]:
    """What those concerned must know of the change that comes next: what, when, who, and how it is undone."""
    say = context.say
    change = next(iter(context.incident.part(Changes).live), None)
    if change is None:
        return
    yield say("Change: {text}", text=context.text(change.text))
    if window := _window(context, change):
        yield say("Change window: {window}", window=window)
    if change.executor:
        who = say("Made by {person}", person=context.names.person(change.executor))
        watch = (
            f", {say('{person} watches', person=context.names.person(change.observer))}"
            if change.observer
            else ""
        )
        yield who + watch
    option = context.incident.part(Options).find(change.option)
    if option and option.rollback:
        yield say("If it goes wrong: {plan}", plan=context.text(option.rollback))
    elif option and option.danger:
        yield say("What may happen: {danger}", danger=context.text(option.danger))


def in_hand(context: Context) -> Iterator[str]:
    """The changes that are being made, or that are to come, in a sentence each."""
    for c in context.incident.part(Changes).live:
        window = _window(context, c)
        if c.state == "running" and c.started:
            clock = context.reader.clock(c.started)
            yield context.say(
                "Change under way since {clock}: {text}", clock=clock, text=context.text(c.text)
            )
        elif window:
            yield context.say("Change planned for {window}: {text}", window=window, text=context.text(c.text))
