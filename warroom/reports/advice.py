"""What the incident itself recommends to whoever decides: measures that are missing, late or nobody's, and what took too long.

Speaks of measures, never of people's faults. Gaps in the paperwork stand in the post-mortem (`recommend`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from warroom.core.cadence import days_over, late_updates, today
from warroom.core.incident import Action
from warroom.core.metrics import duty_ends, on_duty
from warroom.reports.context import Context

_SERIOUS: Final = 2
"""Up to this severity an incident wants something that prevents the next one."""
_SLOW: Final = 600.0
"""Seconds until somebody noticed, from which on that is worth a measure of its own."""
_LONG_DUTY: Final = 8 * 3600.0
_LATE: Final = 2


def advice(context: Context) -> tuple[str, ...]:
    """One sentence for each recommendation, the weightiest first; none when nothing calls for one."""
    return (*_missing(context), *_open(context), *_pace(context))


def overdue_words(context: Context, action: Action) -> str:
    """`overdue by 3 days`, or nothing."""
    days = days_over(action, today(context.now, context.reader.zone))
    return context.reader.say.many(days, "overdue by {n} day", "overdue by {n} days") if days else ""


def _missing(context: Context) -> Iterator[str]:
    incident, say = context.incident, context.say
    planned = {a.type for a in incident.actions if a.state != "dropped"}
    ttd = context.metrics["ttd"].seconds
    if incident.severity <= _SERIOUS and "prevent" not in planned:
        yield say("Agree on a measure that keeps this from happening again; none is planned yet.")
    if ttd is not None and ttd >= _SLOW and "detect" not in planned:
        yield say(
            "See it sooner: it took {length} until it was noticed, and nothing is planned for that yet.",
            length=context.reader.duration(ttd),
        )


def _open(context: Context) -> Iterator[str]:
    say = context.say
    live = [a for a in context.incident.actions if a.state == "todo"]
    for action in live:
        if late := overdue_words(context, action):
            owner = context.names.owner(action.owner) or say("no owner")
            yield say(
                "Finish what is late: {text} ({owner}, {late}).",
                text=context.text(action.text),
                owner=owner,
                late=late,
            )
    if bare := [a for a in live if not a.owner]:
        yield say("Name who does it: {what}.", what=_listed(context, bare))
    if dateless := [a for a in live if a.owner and a.due is None]:
        yield say("Set a date: {what}.", what=_listed(context, dateless))


def _listed(context: Context, actions: list[Action]) -> str:
    return "; ".join(context.text(a.text) for a in actions)


def _pace(context: Context) -> Iterator[str]:
    incident, say = context.incident, context.say
    if (late := late_updates(incident, context.now)) >= _LATE:
        yield say(
            "Keep stakeholders informed in time: {count} updates came later than promised or demanded.",
            count=late,
        )
    end = duty_ends(incident, context.now)
    worn = [(context.names.person(m.person), on_duty(m, end)) for m in incident.roster]
    for person, seconds in worn:
        if seconds >= _LONG_DUTY:
            yield say(
                "Plan relief for long incidents: {person} was on duty for {length}.",
                person=person, length=context.reader.duration(seconds),
            )  # fmt: skip
