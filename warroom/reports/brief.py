"""The brief for management, as data: what, since when, who is affected, where it stands, what is done, why, what follows.

`page` lays it out on one page, `chat` writes it as a message without columns. What does not fit is counted, never dropped
silently; the cause is the last thing that gives way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from warroom.core.cadence import update_due, update_state
from warroom.core.incident import Action
from warroom.core.metrics import Name
from warroom.core.rows import Row
from warroom.core.vocabulary import ROLE_NAMES
from warroom.reports import chronology, figures
from warroom.reports.advice import advice, overdue_words
from warroom.reports.document import Bullets, Paragraph
from warroom.reports.postmortem import draft_summary, figure_words
from warroom.reports.scene import Scene, prose

_ACTS: Final = frozenset({"action", "change", "decision"})
_MOST_ACTS: Final = 5


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


def brief(scene: Scene) -> Brief:
    """Everything that a manager asks, in the order in which it is asked; parts that have nothing to say are left out."""
    say, incident = scene.say, scene.incident
    state = (
        f"{incident.id} · SEV{incident.severity} · {say(incident.status)} · {scene.words.moment(scene.now)}"
    )
    done, beyond = _done(scene)
    found = (
        Part("summary", say("What happened"), _items(_summary(scene))),
        Part("since", say("Since when"), tuple(_duration(scene))),
        Part("impact", say("Who is affected"), _items(_affected(scene))),
        Part("standing", say("Where it stands"), _items(_standing(scene))),
        Part("doubts", say("To be settled"), _items(f"{c}." for c in chronology.contradicting(scene))),
        Part("done", say("Being done") if incident.is_open else say("What was done"), _items(done), beyond),
        Part("cause", say("Cause"), _items(_causes(scene))),
        Part(
            "follow_ups", say("What follows"), tuple(_follow_ups(scene)) or _items([scene.unrecorded("ic")])
        ),
        Part("learnings", say("What we learned"), _items(_written(scene, "learnings"))),
        Part("advice", say("Recommendations"), _items(advice(scene))),
        Part("record", say("Head of the record"), _items(scene.record())),
    )
    return Brief(
        say("Incident brief: {title}", title=incident.title), state, tuple(p for p in found if p.items)
    )


def _items(texts: Iterable[str]) -> tuple[Item, ...]:
    return tuple(Item(text) for text in texts)


def _summary(scene: Scene) -> Iterator[str]:
    written = tuple(_written(scene, "summary"))
    yield from written or (f"{scene.say('Draft')}: {draft_summary(scene)}",)


def _written(scene: Scene, key: str) -> Iterator[str]:
    """What people wrote for a part of the report: its paragraphs and points."""
    found = scene.incident.sections.get(key)
    for block in prose(scene.text(found.text)) if found else ():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items


def _duration(scene: Scene) -> Iterator[Item]:
    say, incident = scene.say, scene.incident
    began = incident.milestones.get("started") or incident.milestones.get("declared")
    since = scene.about(began.at, began.precision) if began else scene.unrecorded("ops")
    over = not incident.is_open
    if began and not over:
        so_far = scene.words.duration(max(0.0, (scene.now - began.at).total_seconds()))
        since += f"; {say('{length} so far', length=so_far)}"
    yield Item(since)
    shown: tuple[Name, ...] = ("ttr", "downtime") if over else ("downtime",)
    for name in shown:
        metric = scene.metrics[name]
        if metric.seconds is not None and (over or not metric.assumed):
            length = chronology.value(scene, metric)
            named = say(figures.FIGURE_NAMES[name])
            how = f" ({figures.definition(scene.words.say, metric)})"
            # What is only assumed must say so wherever it stands.
            yield Item(
                f"{named}: {length}{how}" if metric.assumed else f"{named}: {length}",
                aside="" if metric.assumed else how,
            )


def _affected(scene: Scene) -> list[str]:
    incident = scene.incident
    items = [", ".join(incident.systems)] if incident.systems else []
    items += [figure_words(scene, f.what, f.amount, f.unit, f.estimate) for f in incident.figures]
    items += _written(scene, "impact")
    return items or [scene.unrecorded("comms")]


def _standing(scene: Scene) -> list[str]:
    say, incident = scene.say, scene.incident
    commander = incident.commander
    who = f"{say(ROLE_NAMES['ic'])}: {scene.names.person(commander) if commander else say('nobody')}"
    status = say(incident.status)
    items = [f"{status[:1].upper()}{status[1:]}. {who}."]
    if incident.is_open:
        due = update_due(incident)
        if due and update_state(incident, scene.now) == "overdue":
            length = scene.words.duration((scene.now - due).total_seconds())
            when = f"{scene.words.moment(due)} ({say('overdue by {length}', length=length)})"
        else:
            when = scene.words.moment(due) if due else scene.unrecorded("comms")
        items.append(say("Next update: {when}", when=when))
    return items


def _done(scene: Scene) -> tuple[list[str], int]:
    """The pinned acts and the latest ones, in their order, with their day where that is another; and how many more there are."""
    acts = [r for r in scene.incident.entries if r.kind in _ACTS and r.struck is None]
    if not acts:
        return [scene.unrecorded("ops")], 0
    best = sorted(sorted(range(len(acts)), key=lambda i: (acts[i].pinned, i))[-_MOST_ACTS:])
    when = _When(scene)
    return [f"{when(acts[i])} {scene.text(acts[i].text)}" for i in best], len(acts) - len(best)


class _When:
    """The time of one act after another; the day where it is not that of the one before."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._day: date | None = None
        self._offset = scene.words.offset(scene.now)

    def __call__(self, row: Row) -> str:
        words = self._scene.words
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


def _causes(scene: Scene) -> list[str]:
    """The whole of it: every paragraph and every why, the factors, what was confirmed."""
    items = [text for key in ("cause", "factors") for text in _written(scene, key)]
    items += [scene.text(h.text) for h in scene.incident.hypotheses if h.verdict == "confirmed"]
    return items or [scene.unrecorded("sme")]


def _follow_ups(scene: Scene) -> Iterator[Item]:
    say = scene.say

    def weight(action: Action) -> tuple[bool, bool, date]:
        return (action.state == "done", action.type != "prevent", action.due or date.max)

    for a in sorted((a for a in scene.incident.actions if a.state != "dropped"), key=weight):
        told = [
            scene.names.owner(a.owner) or say("no owner"),
            scene.words.day(a.due) if a.due else say("no due date"),
            say("done") if a.state == "done" else overdue_words(scene, a),
        ]
        yield Item(scene.text(a.text), f" ({', '.join(t for t in told if t)})")
