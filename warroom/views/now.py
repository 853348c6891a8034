"""The line *now*: what is hit, how hard, what was decided last, and when stakeholders hear next."""

from __future__ import annotations

from datetime import datetime, tzinfo

from warroom.core.amounts import written
from warroom.core.families.bridge import Bridge
from warroom.core.families.changes import Changes
from warroom.core.impactkinds import called
from warroom.core.incident import Figure, Incident
from warroom.core.language import say, spoken
from warroom.core.rows import Row
from warroom.views.clocks import left as time_left
from warroom.views.header import update_span
from warroom.views.lines import UTF8, Line, Signs, Span, crop, line_cells

_LEAST = 16
"""A decision with fewer cells than this says nothing."""


def now_line(
    incident: Incident, decision: Row | None, now: datetime, zone: tzinfo, width: int, signs: Signs = UTF8
) -> Line:
    """One line of at most `width` cells. What is being changed, or was decided last, gives way first, then the figures."""
    dot: Span = (f" {signs.separator} ", "dim")
    systems: Span = (
        (", ".join(incident.systems), "bold") if incident.systems else (say("no system named"), "warn")
    )
    impact: Span = (impact_words(incident) or say("impact not measured"), "" if incident.figures else "warn")
    update = update_span(incident, now, zone)
    call = call_span(incident, max(0, width // 4), signs)
    ends: tuple[Span, ...] = (*((dot, call) if call else ()), *((dot, update) if update else ()))
    room = width - line_cells((*ends,)) - 1
    first = (crop(systems[0], max(8, room // 2), signs.more), systems[1])
    left = room - line_cells((first, dot))
    second = (crop(impact[0], max(0, left), signs.more), impact[1])
    left -= line_cells((second, dot)) + 8
    middle: tuple[Span, ...] = ()
    change = next(iter(incident.part(Changes).running), None)
    if change is not None and left >= _LEAST:
        clock: Line = ((" ", ""), time_left(change.closes, now)) if change.closes else ()
        words = crop(" ".join(change.text.split()), left - line_cells(clock), signs.more)
        middle = (dot, (f"{signs.collapsed} ", "warn"), (words, "bold"), *clock)
    elif decision is not None and left >= _LEAST:
        since = f" {spoken().clock(decision.at.astimezone(zone))}"
        words = crop(" ".join(decision.text.split()), left, signs.more)
        middle = (dot, (f"{signs.decision} ", "accent"), (words, ""), (since, "dim"))
    return ((" ", ""), first, dot, second, *middle, *ends)


def call_span(incident: Incident, room: int, signs: Signs) -> Span | None:
    """Where the responders meet, in at most `room` cells; None where there is no call."""
    bridge = incident.part(Bridge)
    if not bridge.link or room < _LEAST:
        return None
    where = bridge.short.removeprefix("https://").removeprefix("tel:")
    return (crop(say("call {where}", where=where), room, signs.more), "info")


def impact_words(incident: Incident, most: int = 2) -> str:
    """`12,400 users, 3.5 % requests (~)`: the first figures."""
    found = [_figure_words(f) for f in incident.figures[:most]]
    more = len(incident.figures) - most
    return ", ".join(found) + (f" +{more}" if more > 0 else "")


def _figure_words(figure: Figure) -> str:
    """`~12,400 users`, `data lost: 1,200 rows`; a sum of money says itself."""
    amount = f"{'~' if figure.estimate else ''}{written(spoken().number(figure.amount), figure.unit)}"
    if figure.what == "money":
        return amount
    name = called(figure.what, say)
    return f"{name}: {amount}" if figure.what == "data" else f"{amount} {name}"
