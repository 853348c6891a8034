"""The brief for management: one page in plain words, whatever the size of the incident.

What, since when, who is affected, where it stands, what is done, why, what follows, what to change. At most 55 lines of 90
columns: an A4 page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from warroom.core.cadence import update_due, update_state
from warroom.core.incident import Action
from warroom.core.metrics import Name
from warroom.core.vocabulary import ROLE_NAMES
from warroom.reports import chronology, figures
from warroom.reports.document import Bullets, Paragraph
from warroom.reports.postmortem import draft_summary, figure_words
from warroom.reports.recommend import recommendations
from warroom.reports.scene import Scene, prose
from warroom.reports.text import flat, wrapped
from warroom.views.cells import cells
from warroom.views.lines import crop

WIDTH: Final = 90
LINES: Final = 55
_LABEL: Final = 22
_ITEM_LINES: Final = 2
_ACTS: Final = frozenset({"action", "change", "decision"})


def brief(scene: Scene) -> str:
    """The page, with a newline at its end."""
    say, incident = scene.say, scene.incident
    title = wrapped(say("Incident brief: {title}", title=incident.title), WIDTH)[:2]
    state = (
        f"{incident.id} · SEV{incident.severity} · {say(incident.status)} · {scene.words.moment(scene.now)}"
    )
    doing = say("Being done") if incident.is_open else say("What was done")
    parts = (
        (say("What happened"), _summary(scene), 5),
        (say("Since when"), _duration(scene), 4),
        (say("Who is affected"), _affected(scene), 4),
        (say("Where it stands"), _standing(scene), 3),
        (doing, _done(scene), 6),
        (say("Main causes"), _causes(scene), 5),
        (say("What follows"), _follow_ups(scene), 7),
        (say("Recommendations"), recommendations(scene) or (say("None follows from the record."),), 6),
    )
    lines = [*title, crop(flat(state), WIDTH), "=" * WIDTH]
    for label, items, limit in parts:
        lines += ["", *_part(scene, label, items, limit)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _part(scene: Scene, label: str, items: Sequence[str], limit: int) -> list[str]:
    """The label in its column and the items beside it, in at most `limit` lines; what does not fit is counted."""
    room = WIDTH - _LABEL
    shown: list[str] = []
    for number, item in enumerate(items):
        lines = _item(item, room, limit if len(items) == 1 else _ITEM_LINES)
        last = number + 1 == len(items)
        if len(shown) + len(lines) > limit - (0 if last else 1):
            shown.append(scene.say("… and {count} more", count=len(items) - number))
            break
        shown += lines
    heads = [label, *[""] * len(shown)]
    return [f"{crop(head, _LABEL - 2).ljust(_LABEL)}{line}" for head, line in zip(heads, shown, strict=False)]


def _item(text: str, width: int, limit: int) -> list[str]:
    lines = wrapped(text, width, indent=2)
    if len(lines) <= limit:
        return lines
    cut = lines[limit - 1]
    return [
        *lines[: limit - 1],
        crop(f"{cut} …", width) if cells(cut) < width - 1 else crop(f"{cut}  ", width - 1),
    ]


def _summary(scene: Scene) -> tuple[str, ...]:
    found = scene.incident.sections.get("summary")
    if found:
        return (scene.text(found.text),)
    return (f"{scene.say('Draft')}: {draft_summary(scene)}",)


def _duration(scene: Scene) -> list[str]:
    say, incident = scene.say, scene.incident
    began = incident.milestones.get("started") or incident.milestones.get("declared")
    items = [scene.about(began.at, began.precision) if began else scene.unrecorded("ops")]
    over = not incident.is_open
    if began and not over:
        so_far = scene.words.duration(max(0.0, (scene.now - began.at).total_seconds()))
        items[0] += f"; {say('{length} so far', length=so_far)}"
    shown: tuple[Name, ...] = ("ttr", "downtime") if over else ("downtime",)
    for name in shown:
        metric = scene.metrics[name]
        if metric.seconds is not None:
            length = chronology.value(scene, metric)
            items.append(
                f"{say(figures.FIGURE_NAMES[name])}: {length} ({figures.definition(scene.words.say, metric)})"
            )
    return items


def _affected(scene: Scene) -> list[str]:
    incident = scene.incident
    items = [", ".join(incident.systems)] if incident.systems else []
    items += [figure_words(scene, f.what, f.amount, f.unit, f.estimate) for f in incident.figures]
    return items or [scene.unrecorded("comms")]


def _standing(scene: Scene) -> list[str]:
    say, incident = scene.say, scene.incident
    commander = incident.commander
    who = f"{say(ROLE_NAMES['ic'])}: {scene.names.person(commander) if commander else say('nobody')}"
    items = [f"{say(incident.status).capitalize()}. {who}."]
    if incident.is_open:
        due = update_due(incident)
        when = scene.words.moment(due) if due else scene.unrecorded("comms")
        late = update_state(incident, scene.now) == "overdue"
        items.append(say("Next update: {when}", when=when) + (f" ({say('overdue')})" if late else ""))
    return items


def _done(scene: Scene) -> list[str]:
    """The pinned acts and the latest ones, in their order."""
    acts = [r for r in scene.incident.entries if r.kind in _ACTS and r.struck is None]
    if not acts:
        return [scene.unrecorded("ops")]
    best = sorted(range(len(acts)), key=lambda i: (acts[i].pinned, i))[-5:]
    return [f"{scene.words.clock(acts[i].at)} {scene.text(acts[i].text)}" for i in sorted(best)]


def _causes(scene: Scene) -> list[str]:
    incident = scene.incident
    items: list[str] = []
    for key in ("cause", "factors"):
        for block in prose(scene.text(incident.sections[key].text)) if key in incident.sections else ():
            if isinstance(block, Paragraph):
                items.append(block.text)
            elif isinstance(block, Bullets):
                items += block.items
    items += [scene.text(h.text) for h in incident.hypotheses if h.verdict == "confirmed"]
    return items[:3] or [scene.unrecorded("sme")]


def _follow_ups(scene: Scene) -> list[str]:
    say = scene.say

    def weight(action: Action) -> tuple[bool, bool, date]:
        return (action.state == "done", action.type != "prevent", action.due or date.max)

    items = []
    for a in sorted((a for a in scene.incident.actions if a.state != "dropped"), key=weight):
        owner = scene.names.owner(a.owner) or say("no owner")
        due = scene.words.day(a.due) if a.due else say("no due date")
        done = f", {say('done')}" if a.state == "done" else ""
        # Owner and date are the point: a long text gives way to them.
        tail = f" ({owner}, {due}{done})"
        items.append(crop(flat(scene.text(a.text)), max(20, 2 * (WIDTH - _LABEL) - 10 - cells(tail))) + tail)
    extra = len(items) - 5
    more = [say("… and {count} more", count=extra)] if extra > 0 else []
    return [*items[:5], *more] or [scene.unrecorded("ic")]
