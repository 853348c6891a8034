"""What is due, late and overdue: items of the checklist, updates to stakeholders, follow-ups. The only place that knows.

Pure: `now` (aware) or today's date in the reader's zone is handed in. Something is overdue once its time has passed, not when it
comes: what is due today is not overdue today.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from warroom.core.incident import Action, Incident, Update
from warroom.core.playbook import Item

if TYPE_CHECKING:
    from warroom.core.checklist import Check

State: TypeAlias = Literal["none", "later", "soon", "overdue"]
"""Nobody waits for it; it is due later; within `SOON`; its time has passed."""
SOON: Final = timedelta(minutes=4)


def today(now: datetime, zone: tzinfo) -> date:
    """The day on which `now` falls there."""
    return now.astimezone(zone).date()


def minutes_long(minutes: int) -> timedelta:
    """So many minutes of a playbook, which in a file from elsewhere may be any number: at most a hundred years."""
    return timedelta(minutes=min(max(minutes, 0), _LONGEST))


_LONGEST: Final = 100 * 365 * 24 * 60

# -- items of the checklist ------------------------------------------------------------------------


def item_due(incident: Incident, item: Item) -> datetime | None:
    """When an item should be done, by the present severity; None where the playbook gives it no limit."""

    def span(severity: int) -> timedelta | None:
        minutes = item.due.get(str(severity))
        return minutes_long(minutes) if minutes is not None else None

    # The protocol is taken on anew after each raise: that it was, for the severity before, made nothing due earlier.
    return _soonest(incident, span, anew=item.fulfilled_by == "protocol")


def _soonest(
    incident: Incident, span: Callable[[int], timedelta | None], *, anew: bool = False
) -> datetime | None:
    """When something is due that each severity wants within its `span`, counted from the declaration.

    A severity that was raised counts from then, unless the one before made it due earlier (with `anew`, whatever it made).
    """
    declared, own = incident.reached("declared"), span(incident.severity)
    if declared is None or own is None:
        return None
    due: list[datetime] = []
    for i, change in enumerate(incident.severities):
        since, level = change.at if i else declared, int(change.value)
        raised = i > 0 and level < int(incident.severities[i - 1].value)
        if anew and raised:
            due.clear()
        if level < incident.severity:
            due.append(declared + own)
        elif (within := span(level)) is not None:
            due.append(since + within)
    return min(due, default=declared + own)


def item_late(check: Check, now: datetime) -> bool:
    """Not done, not skipped, and its time has passed."""
    return check.state in ("open", "in_progress") and check.due is not None and now > check.due


# -- updates ---------------------------------------------------------------------------------------


def rhythm(incident: Incident) -> timedelta | None:
    """How often stakeholders want to hear at the present severity; None where the playbook does not say."""
    protocol = incident.playbook.severity(incident.severity) if incident.playbook else None
    return minutes_long(protocol.update_minutes) if protocol and protocol.update_minutes else None


def update_due(incident: Incident) -> datetime | None:
    """When stakeholders are due to hear next; None when nobody waits for it: it is over, or there is no rhythm."""
    if not incident.is_open:
        return None
    last = max(incident.updates, key=lambda u: u.at, default=None)
    if last and last.next_at:
        return last.next_at
    if last is None:
        return _first_due(incident)
    every = rhythm(incident)
    return last.at + every if every else None


def _first_due(incident: Incident) -> datetime | None:
    """When the first update is due: sooner than the later ones where the playbook says so."""
    return _soonest(incident, lambda severity: _first_span(incident, severity))


def _first_span(incident: Incident, severity: int) -> timedelta | None:
    protocol = incident.playbook.severity(severity) if incident.playbook else None
    minutes = (protocol.first_update_minutes or protocol.update_minutes) if protocol else None
    return minutes_long(minutes) if minutes else None


def promised(incident: Incident, at: datetime, next_at: datetime | None) -> datetime | None:
    """When the readers of an update of that moment hear next: as it says, else by the rhythm; None when nobody waits for it."""
    every = rhythm(incident)
    return next_at or (at + every if every and incident.is_open else None)


def update_state(incident: Incident, now: datetime) -> State:
    """How it stands with the next update."""
    due = update_due(incident)
    if due is None:
        return "none"
    if now > due:
        return "overdue"
    return "soon" if due - now < SOON else "later"


def kept_rhythm(incident: Incident) -> Update | None:
    """The last update, if it came before the moment that the one before it promised, or that the severity demands."""
    every, declared = rhythm(incident), incident.reached("declared")
    due = declared + every if declared and every else None
    last, kept = None, False
    for last in sorted(incident.updates, key=lambda u: u.at):
        kept = due is None or last.at <= due
        due = last.next_at or (last.at + every if every else None)
    return last if kept else None


def late_updates(incident: Incident, now: datetime) -> int:
    """How many updates came after the moment promised by the last one, or demanded by the severity; a due one counts too."""
    every, due, late = rhythm(incident), _first_due(incident), 0
    for update in sorted(incident.updates, key=lambda u: u.at):
        late += due is not None and update.at > due
        due = update.next_at or (update.at + every if every else None)
    end = now if incident.is_open else incident.reached("resolved") or now
    return late + (due is not None and end > due)


# -- follow-ups ------------------------------------------------------------------------------------


def follow_up_overdue(action: Action, day: date) -> bool:
    """Still to be done although its day has passed; `day` is today where the reader is."""
    return action.state == "todo" and action.due is not None and action.due < day


def days_over(action: Action, day: date) -> int:
    """How many days ago it was due; 0 when it is not overdue."""
    return (day - action.due).days if follow_up_overdue(action, day) and action.due else 0
