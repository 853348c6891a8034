"""The figures of an incident, computed from its milestones and impact windows, each with the definition that it uses.

A figure that the record does not support is None with the reason, never 0. Definitions follow FireHydrant and Rootly for the
zero point (`started`) and Atlassian for the acknowledgement; docs/metrics.md names where others differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from warroom.core.events import Level, Milestone
from warroom.core.incident import Incident, Window

DEFINITIONS: Final = {
    "ttd": "detected - started",
    "tta": "acknowledged - detected",
    "ttm": "mitigated - started",
    "ttr": "resolved - started",
    "downtime": "union of the full impact windows",
    "degraded": "union of the degraded impact windows, less the full ones",
}
ASSUMED_WINDOW: Final = "resolved - started (no impact window was recorded)"
_ENDS: Final[dict[str, tuple[Milestone, Milestone]]] = {
    "ttd": ("started", "detected"),
    "tta": ("detected", "acknowledged"),
    "ttm": ("started", "mitigated"),
    "ttr": ("started", "resolved"),
}
_ORDER: Final[tuple[tuple[Milestone, Milestone], ...]] = (
    ("started", "mitigated"),
    ("started", "resolved"),
    ("detected", "acknowledged"),
    ("detected", "resolved"),
    ("mitigated", "resolved"),
)


class Metric(msgspec.Struct, frozen=True):
    """`seconds` is None when the record does not support the figure; `missing` then says what it lacks."""

    name: str
    seconds: float | None
    definition: str
    missing: str = ""
    running: bool = False
    """The impact goes on: counted until now."""


def metrics(incident: Incident, now: datetime) -> dict[str, Metric]:
    """All figures by name: ttd, tta, ttm, ttr, downtime, degraded. Seconds."""
    found = {name: _between(incident, name, *ends) for name, ends in _ENDS.items()}
    found["downtime"] = _downtime(incident, now)
    found["degraded"] = _degraded(incident, now)
    return found


def _between(incident: Incident, name: str, start: Milestone, end: Milestone) -> Metric:
    first, last = incident.reached(start), incident.reached(end)
    if first is None or last is None:
        lacks = " and ".join(m for m, at in ((start, first), (end, last)) if at is None)
        return Metric(name, None, DEFINITIONS[name], f"{lacks} not recorded")
    seconds = (last - first).total_seconds()
    if seconds < 0:
        return Metric(name, None, DEFINITIONS[name], f"{end} lies before {start}")
    return Metric(name, seconds, DEFINITIONS[name])


def _spans(windows: Iterable[Window], level: Level, now: datetime) -> list[tuple[datetime, datetime]]:
    return [(w.starts, w.ends or now) for w in windows if w.level == level and w.starts <= (w.ends or now)]


def _downtime(incident: Incident, now: datetime) -> Metric:
    if not incident.windows:
        whole = _between(incident, "ttr", "started", "resolved")
        return Metric("downtime", whole.seconds, ASSUMED_WINDOW, whole.missing)
    running = any(w.ends is None and w.level == "full" for w in incident.windows)
    seconds = covered(_spans(incident.windows, "full", now))
    return Metric("downtime", seconds, DEFINITIONS["downtime"], running=running)


def _degraded(incident: Incident, now: datetime) -> Metric:
    if not incident.windows:
        return Metric("degraded", None, DEFINITIONS["degraded"], "no impact window recorded")
    full = _spans(incident.windows, "full", now)
    both = covered([*full, *_spans(incident.windows, "degraded", now)])
    running = any(w.ends is None and w.level == "degraded" for w in incident.windows)
    return Metric("degraded", both - covered(full), DEFINITIONS["degraded"], running=running)


def covered(spans: Iterable[tuple[datetime, datetime]]) -> float:
    """Seconds covered by at least one span; an overlap counts once."""
    total, reach = 0.0, None
    for start, end in sorted(spans):
        if reach is None or start > reach:
            total += (end - start).total_seconds()
            reach = end
        elif end > reach:
            total += (end - reach).total_seconds()
            reach = end
    return total


def contradictions(incident: Incident) -> tuple[str, ...]:
    """What the milestones say that cannot all be true, in words."""
    found = []
    for first, then in _ORDER:
        a, b = incident.reached(first), incident.reached(then)
        if a is not None and b is not None and b < a:
            found.append(f"{then} lies before {first}")
    found.extend(
        "an impact window ends before it starts" for w in incident.windows if w.ends and w.ends < w.starts
    )
    return tuple(found)
