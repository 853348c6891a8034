"""The figures of an incident, computed from its milestones and impact windows. Answers data, never sentences.

A figure that the record does not support is None with a `Lack` that says why, never 0. Definitions follow FireHydrant and Rootly
for the zero point (`started`) and Atlassian for the acknowledgement; docs/metrics.md names where others differ. The words stand
in `reports.figures`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias, get_args

import msgspec

from warroom.core.families.milestones import MilestoneMarked
from warroom.core.incident import Incident, Member, Window
from warroom.core.vocabulary import MILESTONES, OPEN_STATUSES, Level, Milestone

Name: TypeAlias = Literal[
    "ttd", "tta", "ttm", "ttr", "downtime", "degraded", "to_declare", "to_first_update", "latent"
]
NAMES: Final[tuple[Name, ...]] = get_args(Name)
BETWEEN: Final[dict[Name, tuple[Milestone, Milestone]]] = {
    "ttd": ("started", "detected"),
    "tta": ("detected", "acknowledged"),
    "ttm": ("started", "mitigated"),
    "ttr": ("started", "resolved"),
    "to_declare": ("detected", "declared"),
    "to_first_update": ("started", "first_update"),
    "latent": ("cause_introduced", "started"),
}
"""From which milestone to which a figure counts; downtime and degraded come from the windows."""
AHEAD: Final = timedelta(minutes=1)
"""So far ahead of now a clock may be before its mark lies in the future."""

_NEVER: Final[tuple[tuple[Milestone, Milestone], ...]] = (
    ("cause_introduced", "started"), ("started", "mitigated"), ("started", "resolved"), ("detected", "acknowledged"),
    ("detected", "resolved"), ("mitigated", "resolved"),
)  # fmt: skip
_NOT_AS_MARKED: Final[tuple[tuple[Milestone, Milestone], ...]] = (
    ("detected", "mitigated"), ("acknowledged", "mitigated"), ("acknowledged", "resolved"),
)  # fmt: skip
"""Out of order only where a person marked the first: an alert that is logged late is no contradiction."""


class Lack(msgspec.Struct, frozen=True):
    """Why there is no figure."""

    kind: Literal["unrecorded", "reversed", "before_impact", "no_window"]
    milestones: tuple[Milestone, ...] = ()
    """The unrecorded ones; or the two whose order is wrong, the one that lies too early first."""
    lead: float = 0.0
    """Seconds by which a detection came before the impact."""


class Metric(msgspec.Struct, frozen=True):
    """One figure. `seconds` is None when the record does not support it; `lack` then says why."""

    name: Name
    seconds: float | None
    lack: Lack | None = None
    assumed: bool = False
    """Downtime from start to end, because no window was recorded: a claim, not a measurement."""
    running: bool = False
    """The impact goes on: counted until now."""
    others: tuple[datetime, ...] = ()
    """Other moments that the record gives for the milestone where it ends: two mitigations, of which one counts."""


class Contradiction(msgspec.Struct, frozen=True):
    """What the record says that cannot all be true, or not yet."""

    kind: Literal["reversed", "future", "window_reversed", "window_future", "resolved_but_open"]
    milestones: tuple[Milestone, ...] = ()
    """Of two, the one that lies too early first."""


def metrics(incident: Incident, now: datetime) -> dict[Name, Metric]:
    """All figures by name, in seconds."""
    found: dict[Name, Metric] = {name: _between(incident, name) for name in BETWEEN}
    found["downtime"] = _downtime(incident, now)
    found["degraded"] = _degraded(incident, now)
    return {name: found[name] for name in NAMES}


def _between(incident: Incident, name: Name) -> Metric:
    start, end = BETWEEN[name]
    first, last = incident.reached(start), incident.reached(end)
    if first is None or last is None:
        lacking = tuple(m for m, at in ((start, first), (end, last)) if at is None)
        return Metric(name, None, Lack("unrecorded", lacking))
    seconds = (last - first).total_seconds()
    if seconds >= 0:
        return Metric(name, seconds, others=other_moments(incident, end))
    if name == "ttd":
        return Metric(name, None, Lack("before_impact", (end, start), -seconds))
    return Metric(name, None, Lack("reversed", (end, start)))


def other_moments(incident: Incident, milestone: Milestone) -> tuple[datetime, ...]:
    """The moments beside the one that counts, in their order: earlier marks of it, or later calms after a reopening."""
    mark = incident.milestones.get(milestone)
    if mark is None:
        return ()
    found = {
        row.at
        for row in incident.rows
        if row.struck is None
        and (
            (isinstance(row.event, MilestoneMarked) and row.event.milestone == milestone)
            or row.marks == milestone
        )
    }
    if milestone == "mitigated":
        found |= {c.at for c in incident.statuses if c.value == "monitoring"} if mark.derived else set()
    return tuple(sorted(found - {mark.at}))


def _spans(windows: Iterable[Window], level: Level, now: datetime) -> list[tuple[datetime, datetime]]:
    return [(w.starts, w.ends or now) for w in windows if w.level == level and w.starts <= (w.ends or now)]


def _downtime(incident: Incident, now: datetime) -> Metric:
    if not incident.windows:
        whole = _between(incident, "ttr")
        return Metric("downtime", whole.seconds, whole.lack, assumed=True)
    running = any(w.ends is None and w.level == "full" for w in incident.windows)
    return Metric("downtime", covered(_spans(incident.windows, "full", now)), running=running)


def _degraded(incident: Incident, now: datetime) -> Metric:
    if not incident.windows:
        return Metric("degraded", None, Lack("no_window"))
    full = _spans(incident.windows, "full", now)
    both = covered([*full, *_spans(incident.windows, "degraded", now)])
    running = any(w.ends is None and w.level == "degraded" for w in incident.windows)
    return Metric("degraded", both - covered(full), running=running)


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


class UserMinutes(msgspec.Struct, frozen=True):
    """How much of people's time the downtime took: `users` times `seconds`, both said beside it."""

    users: int
    seconds: float
    estimate: bool

    @property
    def minutes(self) -> int:
        return round(self.users * self.seconds / 60)


def user_minutes(incident: Incident, downtime: Metric) -> UserMinutes | None:
    """None where nobody counted the users, or nothing says how long it was down."""
    users = next(
        (f for f in incident.figures if f.what == "users" and f.amount.isdigit() and f.unit != "%"), None
    )
    if users is None or not downtime.seconds:
        return None
    return UserMinutes(int(users.amount), downtime.seconds, users.estimate or downtime.assumed)


def lost_data(incident: Incident) -> float | None:
    """Seconds of the time whose data is lost: from the last good copy to the failure, as the figure of lost data says."""
    data = next((f for f in incident.figures if f.what == "data" and f.since and f.until), None)
    return (data.until - data.since).total_seconds() if data and data.since and data.until else None


# -- what cannot be true ---------------------------------------------------------------------------


def contradictions(incident: Incident, now: datetime) -> tuple[Contradiction, ...]:
    """What the milestones, the windows and the status say that cannot all be true at `now`."""
    found = [
        Contradiction("reversed", (then, first))
        for first, then in (*_NEVER, *_NOT_AS_MARKED)
        if _reversed(incident, first, then)
    ]
    latest = now + AHEAD
    found += [
        Contradiction("future", (m,))
        for m in MILESTONES
        if (at := incident.reached(m)) is not None and at > latest
    ]
    for window in incident.windows:
        if window.ends and window.ends < window.starts:
            found.append(Contradiction("window_reversed"))
        elif max(window.starts, window.ends or window.starts) > latest:
            found.append(Contradiction("window_future"))
    if resolved_but_open(incident):
        found.append(Contradiction("resolved_but_open", ("resolved",)))
    return tuple(dict.fromkeys(found))


def _reversed(incident: Incident, first: Milestone, then: Milestone) -> bool:
    a, b = incident.milestones.get(first), incident.milestones.get(then)
    if a is None or b is None or b.at >= a.at:
        return False
    return (first, then) in _NEVER or not a.derived


def resolved_but_open(incident: Incident) -> bool:
    """Marked as resolved, by a person or an imported row, while its status says that it goes on."""
    return incident.is_open and "resolved" in incident.milestones


def countable(incident: Incident, now: datetime) -> dict[Name, float]:
    """The figures that may be counted over many incidents: measured, at an end, and not in a contradiction. Seconds."""
    clashes = contradictions(incident, now)
    doubted = {m for c in clashes for m in c.milestones}
    torn = any(c.kind.startswith("window") for c in clashes)
    found: dict[Name, float] = {}
    for name, metric in metrics(incident, now).items():
        clean = doubted.isdisjoint(BETWEEN[name]) if name in BETWEEN else not torn
        if metric.seconds is not None and clean and not (metric.running or metric.assumed):
            found[name] = metric.seconds
    return found


class Spread(msgspec.Struct, frozen=True):
    """One figure over many incidents, in seconds; None where there is none. No mean: one long incident moves it a long way."""

    n: int
    median: float | None = None
    p90: float | None = None
    """The smallest value that nine of ten do not exceed."""
    min: float | None = None
    max: float | None = None


def spread(values: Iterable[float]) -> Spread:
    """How the values lie."""
    ordered = sorted(values)
    n = len(ordered)
    if not n:
        return Spread(0)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    return Spread(n, middle, ordered[-(-9 * n // 10) - 1], ordered[0], ordered[-1])


# -- people ----------------------------------------------------------------------------------------


def duty_ends(incident: Incident, now: datetime) -> datetime:
    """Until when time on duty counts: the end that still holds (resolved or closed, whichever came first), else `now`."""
    end = now
    for change in reversed(incident.statuses):
        if change.value in OPEN_STATUSES:
            break
        end = min(end, change.at)
    return end


def on_duty(member: Member, until: datetime) -> float:
    """Seconds in the room up to that moment, over all stints; `until` is what `duty_ends` says."""
    return sum(max(0.0, (min(s.until or until, until) - s.since).total_seconds()) for s in member.stints)
