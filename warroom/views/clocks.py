"""Clocks that run on the screen: how much is left of a time box or a window, and which rows of the timeline count down."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from warroom.core.clock import span
from warroom.core.families.assignments import Assignments
from warroom.core.families.changes import Changes
from warroom.core.incident import Incident
from warroom.core.language import say, spoken
from warroom.views.lines import Span

_SOON: Final = 120
"""Seconds before the end from which on it stands out."""


def length(seconds: float) -> str:
    """`4 min`, `1 h 05 min`: the whole minutes in it, at least one."""
    minutes = max(1, int(seconds // 60))
    return span(minutes * 60, spoken().code, most=2 if minutes >= 60 else 1)


def left(until: datetime, now: datetime) -> Span:
    """`4 min left`, then `time is up`, then `3 min over`. A begun minute counts as left: there is still some of it."""
    seconds = (until - now).total_seconds()
    if seconds > 0:
        return (say("{time} left", time=length(seconds + 59.9)), "warn" if seconds <= _SOON else "accent")
    if seconds > -60:
        return (say("time is up"), "bad")
    return (say("{time} over", time=length(-seconds)), "bad")


def running(incident: Incident) -> dict[str, datetime]:
    """The rows of the timeline that count down, and until when."""
    found = {a.id: a.until for a in incident.part(Assignments).running} if incident.is_open else {}
    found |= {c.event: c.closes for c in incident.part(Changes).running if c.closes}
    return found


def ticking(incident: Incident) -> bool:
    """Whether anything on the board counts: a time box, a window, a change that is being made."""
    return bool(running(incident) or incident.part(Changes).live)
