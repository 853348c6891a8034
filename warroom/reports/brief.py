"""The brief for management, as data: what, since when, who is affected, where it stands, what is done, why, what follows.

`page` lays it out on one page, `chat` writes it as a message without columns. What does not fit is counted, never dropped
silently; the cause is the last thing that gives way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import Final

import msgspec

from warroom.core.cadence import update_due, update_state
from warroom.core.incident import Action
from warroom.core.metrics import Name
from warroom.core.rows import Row
from warroom.core.vocabulary import ROLE_NAMES
from warroom.reports import diagnosis, figures, solution
from warroom.reports.advice import advice, overdue_words
from warroom.reports.context import Context, prose
from warroom.reports.document import Bullets, Captured, Paragraph
from warroom.reports.phrases import draft_summary, figure_words
from warroom.reports.sections import chronology, telling
from warroom.reports.sections.law import legal

_ACTS: Final = frozenset({"action", "change", "decision"})
_MOST_ACTS: Final = 5
_MOST_IN_HAND: Final = 3


class Item(msgspec.Struct, frozen=True):
    """One thing to say. `tail` is the point of it (who, until when): where room is short the text gives way first."""

    text: str
    tail: str = ""
    aside: str = ""
    """What may be left out where every character counts: a definition."""


class Part(msgspec.Struct, frozen=True):
    """One question of a manager's, answered. `beyond` counts what the record has on it besides these items."""

    key: str
    label: str
    items: tuple[Item, ...]
    beyond: int = 0


class Brief(msgspec.Struct, frozen=True):
    title: str
    state: str
    """Id, severity, status and when this was written, on one line."""
    parts: tuple[Part, ...]


def brief(context: Context) -> Brief:
    """Everything that a manager asks, in the order in which it is asked; parts that have nothing to say are left out."""
    say, incident = context.say, context.incident
    state = f"{incident.id} · SEV{incident.severity} · {say(incident.status)} · {context.reader.moment(context.speaks)}"
    done, beyond = _done(context)
    found = (
        Part("summary", say("What happened"), _items(_summary(context))),
        Part("since", say("Since when"), tuple(_duration(context))),
        Part("impact", say("Who is affected"), _items(_affected(context))),
        Part("standing", say("Where it stands"), _items(_standing(context))),
        Part("law", say("Legal deadlines"), _items(legal(context))),
        Part("doubts", say("To be settled"), _items(f"{c}." for c in chronology.contradicting(context))),
        Part("done", say("Being done") if incident.is_open else say("What was done"), _items(done), beyond),
        Part("cause", say("Cause"), _items(_causes(context))),
        Part(
            "follow_ups",
            say("What follows"),
            tuple(_follow_ups(context)) or _items([context.unrecorded("ic")]),
        ),
        Part("learnings", say("What we learned"), _items(written_parts(context, "learnings"))),
        Part("advice", say("Recommendations"), _items(advice(context))),
        Part("record", say("Head of the record"), _items(context.record())),
    )
    return Brief(
        say("Incident brief: {title}", title=incident.title), state, tuple(p for p in found if p.items)
    )


def _items(texts: Iterable[str]) -> tuple[Item, ...]:
    return tuple(Item(text) for text in texts)


def _summary(context: Context) -> Iterator[str]:
    written = tuple(written_parts(context, "summary"))
    yield from written or (f"{context.say('Draft')}: {draft_summary(context)}",)


def written_parts(context: Context, key: str) -> Iterator[str]:
    """What people wrote for a part of the report: its paragraphs and points."""
    found = context.incident.sections.get(key)
    for block in prose(context.text(found.text)) if found else ():
        if isinstance(block, Paragraph | Captured):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items


def _duration(context: Context) -> Iterator[Item]:
    say, incident = context.say, context.incident
    began = incident.milestones.get("started") or incident.milestones.get("declared")
    since = context.about(began.at, began.precision) if began else context.unrecorded("ops")
    over = not incident.is_open
    if began and not over:
        so_far = context.reader.duration(max(0.0, (context.now - began.at).total_seconds()))
        since += f"; {say('{length} so far', length=so_far)}"
    yield Item(since)
    shown: tuple[Name, ...] = ("ttr", "downtime", "degraded") if over else ("downtime", "degraded")
    for name in shown:
        metric = context.metrics[name]
        if (
            metric.seconds is not None
            and (over or not metric.assumed)
            and (metric.seconds or name != "degraded")
        ):
            length = chronology.value(context, metric)
            named = say(figures.FIGURE_NAMES[name])
            how = f" ({figures.definition(context.reader.say, metric)})"
            # What is only assumed must say so wherever it stands.
            yield Item(
                f"{named}: {length}{how}" if metric.assumed else f"{named}: {length}",
                aside="" if metric.assumed else how,
            )


def _affected(context: Context) -> list[str]:
    incident = context.incident
    parts = incident.systems or tuple(dict.fromkeys(w.component for w in incident.windows if w.component))
    items = [", ".join(parts)] if parts else []
    items += [figure_words(context, f) for f in incident.figures]
    items += written_parts(context, "impact")
    return items or [context.unrecorded("comms")]


def _standing(context: Context) -> list[str]:
    say, incident = context.say, context.incident
    commander = incident.commander
    status = say(incident.status)
    items = [f"{status[:1].upper()}{status[1:]}."]
    if commander or incident.is_open:  # who leads what is over, nobody needs to know
        who = context.names.person(commander) if commander else say("nobody")
        items[0] += f" {say(ROLE_NAMES['ic'])}: {who}."
    items += [f"{label}: {where}" for label, where in telling.ticket(context)]
    if incident.is_open:
        due = update_due(incident)
        if due and update_state(incident, context.now) == "overdue":
            length = context.reader.duration((context.now - due).total_seconds())
            when = f"{context.reader.moment(due)} ({say('overdue by {length}', length=length)})"
        else:
            when = context.reader.moment(due) if due else context.unrecorded("comms")
        items.append(say("Next update: {when}", when=when))
        in_hand = chain(solution.in_hand(context), diagnosis.in_hand(context))
        items += [f"{told}." for told in islice(in_hand, _MOST_IN_HAND)]
    return items


def _done(context: Context) -> tuple[list[str], int]:
    """The pinned acts and the latest ones, in their order, with their day where that is another; and how many more there are."""
    acts = [r for r in context.incident.entries if r.kind in _ACTS and r.struck is None]
    if not acts:
        return [context.unrecorded("ops")], 0
    best = sorted(sorted(range(len(acts)), key=lambda i: (acts[i].pinned, i))[-_MOST_ACTS:])
    when = _When(context)
    return [f"{when(acts[i])} {context.text(acts[i].text)}" for i in best], len(acts) - len(best)


class _When:
    """The time of one act after another; the day where it is not that of the one before."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._day: date | None = None
        self._offset = context.reader.offset(context.now)

    def __call__(self, row: Row) -> str:
        words = self._context.reader
        day = words.local(row.at).date()
        shown = (
            ""
            if row.precision == "date"
            else f"{'~' if row.precision == 'about' else ''}{words.clock(row.at)}"
        )
        if day != self._day or not shown:
            shown = f"{words.day(day)} {shown}".rstrip()
        if words.offset(row.at) != self._offset and row.precision != "date":
            shown = f"{shown} {words.zone_short(row.at)}"  # clocks were changed: an hour may come twice
        self._day, self._offset = day, words.offset(row.at)
        return shown


def _causes(context: Context) -> list[str]:
    """The whole of it: every paragraph and every why, the factors, what was confirmed."""
    items = [text for key in ("cause", "factors") for text in written_parts(context, key)]
    items += [context.text(h.text) for h in context.incident.hypotheses if h.verdict == "confirmed"]
    return items or [context.unrecorded("sme")]


def _follow_ups(context: Context) -> Iterator[Item]:
    say = context.say

    def weight(action: Action) -> tuple[bool, bool, date]:
        return (action.state == "done", action.type != "prevent", action.due or date.max)

    for a in sorted((a for a in context.incident.actions if a.state != "dropped"), key=weight):
        told = [
            context.names.owner(a.owner) or say("no owner"),
            context.reader.day(a.due) if a.due else say("no due date"),
            say("done") if a.state == "done" else overdue_words(context, a),
        ]
        yield Item(context.text(a.text), f" ({', '.join(t for t in told if t)})")
