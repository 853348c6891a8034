"""The header of the room: one line that always says what, how bad, who commands, how long, and whether it is saved."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Literal

from warroom.core.cadence import SOON, update_due
from warroom.core.clock import elapsed
from warroom.core.incident import Incident
from warroom.views.cells import cells
from warroom.views.lines import NAME_CELLS, UTF8, Line, Signs, Span, crop, line_cells

SaveState = Literal["saved", "saving", "unsaved", "read-only"]


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
    """The two ends of the header, `width` cells together. The title gives way first."""
    right = _right(incident, now, zone, saved, why, signs, wide=width >= 90)
    first: tuple[Span, ...] = ((f"{incident.id} " if width >= 70 else "", "dim"),)
    middle = _middle(incident, signs, wide=width >= 90)
    room = width - line_cells(first) - line_cells(middle) - line_cells(right) - 2
    if room < 8:
        middle, room = (), width - line_cells(first) - line_cells(right) - 2
    title = crop(incident.title, max(0, room), signs.more)
    gap = " " * max(0, room - cells(title))
    return (*first, (title, "bold"), (gap + " ", ""), *middle), right


def _middle(incident: Incident, signs: Signs, *, wide: bool) -> tuple[Span, ...]:
    who = incident.commander
    ic: Span = (f"IC {crop(who, NAME_CELLS, signs.more)}", "") if who else ("no IC", "bad")
    gap = "  " if wide else " "
    status = f"{signs.left}{incident.status.upper()}{signs.right}" if wide else incident.status.upper()
    return (
        (f"SEV{incident.severity}", f"sev{incident.severity}"),
        (gap, ""),
        (status, "status"),
        (gap, ""),
        ic,
        (gap, ""),
    )


def _right(
    incident: Incident, now: datetime, zone: tzinfo, saved: SaveState, why: str, signs: Signs, *, wide: bool
) -> tuple[Span, ...]:
    gap: Span = ("  " if wide else " ", "")
    out: list[Span] = [(age(incident, now), "bold"), gap]
    due = update_due(incident)
    if due is not None and wide:
        late = now > due
        out += [
            (f"update {'was ' if late else ''}due {due.astimezone(zone):%H:%M}", _due_style(due, now)),
            gap,
        ]
    if incident.conflicts:
        out += [
            (f"{len(incident.conflicts)} conflict{'s' if len(incident.conflicts) > 1 else ''}", "bad"),
            gap,
        ]
    out.append(_saved(saved, why, signs, wide=wide))
    return tuple(out)


def _saved(saved: SaveState, why: str, signs: Signs, *, wide: bool) -> Span:
    if saved == "saved":
        return (f"{signs.saved} saved" if wide else signs.saved, "ok")
    if saved == "saving":
        return (f"{signs.saving} saving" if wide else signs.saving, "dim")
    if saved == "read-only":
        return (f"{signs.failed} read-only", "warn")
    return (f"{signs.failed} NOT SAVED{f': {crop(why, 40)}' if why and wide else ''}", "bad")


def _due_style(due: datetime, now: datetime) -> str:
    if now > due:
        return "bad"
    return "warn" if due - now < SOON else "dim"


def age(incident: Incident, now: datetime) -> str:
    """`T+01:23:45` since it started; standing still once it is resolved."""
    start = incident.reached("started") or incident.reached("declared")
    end = None if incident.is_open else incident.reached("resolved")
    return elapsed(max(0.0, ((end or now) - start).total_seconds())) if start else "T+--:--:--"
