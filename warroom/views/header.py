"""The header of the room: one line that always says what, how bad, who commands, how long, when the next update is due, and
whether all is saved.

Narrow terminals lose words, never facts: first the id gives way (to its last three letters), then the title, then words become
signs. Severity, status, commander, update and saved state stay to the last.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Final, Literal, NamedTuple

from warroom.core.cadence import update_due, update_state
from warroom.core.clock import elapsed
from warroom.core.families.deadlines import left_words, level, running
from warroom.core.families.tickets import Tickets
from warroom.core.incident import Incident
from warroom.core.language import many, say, spoken
from warroom.views.cells import cells
from warroom.views.lines import NAME_CELLS, UTF8, Line, Signs, Span, crop, line_cells

SaveState = Literal["saved", "saving", "unsaved", "read-only"]
OVERDUE: Final = "sev1"
"""The look of what is overdue: a red block, as loud as the worst severity."""


class _Step(NamedTuple):
    """How much a header of one width says."""

    title: int
    """Fewer cells for the title are worth the next step; the whole title always is enough."""
    whole_id: bool = False
    ticket: bool = False
    blocks: bool = False
    """Wide gaps, and a block round the status."""
    words: int = 2
    """Of the update and the saved state: 2 all words, 1 short ones, 0 signs and the bare time."""
    age: bool = True
    name: int = NAME_CELLS


_STEPS: Final = (
    _Step(40, whole_id=True, ticket=True, blocks=True),
    _Step(40, whole_id=True, blocks=True),
    _Step(24, blocks=True),
    _Step(16, words=1),
    _Step(10, words=0),
    _Step(0, words=0, age=False, name=10),
)


def header(
    incident: Incident,
    now: datetime,
    zone: tzinfo,
    width: int,
    *,
    saved: SaveState = "saved",
    why: str = "",
    signs: Signs = UTF8,
) -> tuple[Line, Line]:
    """The two ends of the header, `width` cells together."""
    need = cells(incident.title)
    for step in _STEPS:
        first = (f"{incident.id} " if step.whole_id else f"{incident.id[-3:]} ", "dim")
        middle = _middle(incident, signs, step)
        right = _right(incident, now, zone, saved, why, signs, step)
        room = width - line_cells((first, *middle, *right)) - 1
        if room >= min(need, step.title):
            break
    if room < 0:
        return tuple(middle), right  # too narrow for more than the first things
    title = crop(incident.title, room, signs.more)
    gap = " " * (room - cells(title))
    return (first, (title, "bold"), (gap + " ", ""), *middle), right


def _middle(incident: Incident, signs: Signs, step: _Step) -> tuple[Span, ...]:
    who = incident.commander
    ic: Span = (f"IC {crop(who, step.name, signs.more)}", "") if who else (say("no IC"), "bad")
    gap = "  " if step.blocks else " "
    linked = incident.part(Tickets).linked
    ticket: tuple[Span, ...] = ()
    if linked and step.ticket:
        ticket = ((crop(linked[-1].name, NAME_CELLS, signs.more), "dim"), (gap, ""))
    status = say(incident.status).upper()
    status = f"{signs.left}{status}{signs.right}" if step.blocks else status
    return (
        (f"SEV{incident.severity}", f"sev{incident.severity}"),
        (gap, ""),
        (status, "status"),
        (gap, ""),
        ic,
        (gap, ""),
        *ticket,
    )


def _right(
    incident: Incident, now: datetime, zone: tzinfo, saved: SaveState, why: str, signs: Signs, step: _Step
) -> tuple[Span, ...]:
    gap: Span = ("  " if step.blocks else " ", "")
    out: list[Span] = [(age(incident, now), "bold"), gap] if step.age else []
    update = update_span(incident, now, zone, step.words)
    if update:
        out += [update, gap]
    law = law_span(incident, now, step.words)
    if law:
        out += [law, gap]
    if incident.conflicts:
        count = len(incident.conflicts)
        words = many(count, "{n} conflict", "{n} conflicts") if step.words == 2 else f"!{count}"
        out += [(words, "bad"), gap]
    out.append(_saved(saved, why, signs, wide=step.words == 2))
    return tuple(out)


def update_span(incident: Incident, now: datetime, zone: tzinfo, words: int = 2) -> Span | None:
    """When stakeholders hear next; a block once that has passed. None when nobody waits for it."""
    due = update_due(incident)
    if due is None:
        return None
    clock = spoken().clock(due.astimezone(zone))
    state = update_state(incident, now)
    if state == "overdue":
        minutes = _ago((now - due).total_seconds())
        text = (
            f" {clock}! ",
            say(" update {minutes} late ", minutes=minutes),
            say(" update {minutes} overdue ", minutes=minutes),
        )
        return (text[words], OVERDUE)
    text = (clock, say("update {clock}", clock=clock), say("update due {clock}", clock=clock))
    return (text[words], "warn" if state == "soon" else "dim")


def law_span(incident: Incident, now: datetime, words: int = 2) -> Span | None:
    """The legal deadline that is due next, and how long it has; a block once it is close. None while no law's clock runs."""
    open_ones = running(incident)
    if not open_ones:
        return None
    first, code = open_ones[0], spoken().code
    left = left_words(first, now, code)
    # Behind its name there is no room for what exactly is due: the board says it.
    text = f"{first.law.name(code)} {left}" if words else f"§{left}"
    more = f" +{len(open_ones) - 1}" if len(open_ones) > 1 and words == 2 else ""
    near = level(first, now)
    if near == "red":
        return (f" {text}{more} ", OVERDUE)
    return (text + more, "warn" if near else "dim")


def _ago(seconds: float) -> str:
    """`12 min`, `3 h`, `2 d`: how late something is, in as few letters as say it."""
    minutes = int(seconds // 60)
    if minutes < 100:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def _saved(saved: SaveState, why: str, signs: Signs, *, wide: bool) -> Span:
    if saved == "saved":
        return (f"{signs.saved} {say('saved')}" if wide else signs.saved, "ok")
    if saved == "saving":
        return (f"{signs.saving} {say('saving')}" if wide else signs.saving, "dim")
    if saved == "read-only":
        return (f"{signs.failed} {say('read-only')}", "warn")
    return (f"{signs.failed} {say('NOT SAVED')}{f': {crop(why, 40)}' if why and wide else ''}", "bad")


def age(incident: Incident, now: datetime) -> str:
    """`T+01:23:45` since it started; standing still once it is resolved or cancelled."""
    start = incident.reached("started") or incident.reached("declared")
    end = now if incident.is_open else incident.reached("resolved") or incident.statuses[-1].at
    return elapsed(max(0.0, (end - start).total_seconds())) if start else "T+--:--:--"
