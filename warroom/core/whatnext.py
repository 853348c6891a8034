"""What matters most now: what waits (`core.nudges`) and what the checklist has in its turn, in one order.

Red before late, late before amber, amber before what is simply next. An item of the checklist that something already said
deals with is not said twice. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from warroom.core.cadence import item_late
from warroom.core.checklist import Check, checklist
from warroom.core.clock import span
from warroom.core.incident import Incident
from warroom.core.language import language as speaking
from warroom.core.nudges import Nudge, nudges
from warroom.core.registry import VERBS

MOST: Final = 2
"""More than two things at once are a list, and a list is read later."""


def next_up(
    incident: Incident, now: datetime, person: str, language: str, most: int = MOST
) -> tuple[Nudge, ...]:
    """The few things that matter most to this person now, the first of them first."""
    waiting = nudges(incident, now, person)
    red = [n for n in waiting if n.level == "red"]
    amber = [n for n in waiting if n.level != "red"]
    said = {n.rule for n in waiting if n.rule}
    steps = checklist(incident, language)
    left = [
        c for step in steps for c in step.checks if c.state in ("open", "in_progress") and c.rule not in said
    ]
    late = [c for c in left if incident.is_open and item_late(c, now)]
    late.sort(key=lambda c: (c.due or now, _place(c)))
    # What had to be done by a time was for the incident itself; once that is over, the rest comes first.
    then = [c for c in left if c not in late]
    then.sort(key=lambda c: (not incident.is_open and c.due is not None, _place(c)))
    items = [_as_nudge(incident, c, now, language, late=True) for c in late[:most]]
    others = [_as_nudge(incident, c, now, language, late=False) for c in then[:most]]
    return tuple(_distinct((*red, *items, *amber, *others)))[:most]


def _distinct(found: Sequence[Nudge]) -> Iterator[Nudge]:
    """Without those that an act named before deals with as well: an update to all audiences is an update."""
    for i, nudge in enumerate(found):
        if not any(n.verb == nudge.verb and nudge.given.items() <= n.given.items() for n in found[:i]):
            yield nudge


def _place(check: Check) -> tuple[int, ...]:
    """Where it stands in the checklist: 10.1 behind 9.3."""
    return tuple(int(part) if part.isdigit() else 0 for part in check.number.split("."))


def _as_nudge(incident: Incident, check: Check, now: datetime, language: str, *, late: bool) -> Nudge:
    """The item, and the verb that fulfils it; where none does, it is begun, and then ticked."""
    say = speaking(language)
    title = f"{check.number} {check.title}"
    if check.due:
        gap = (check.due - now).total_seconds()
        minutes = span(abs(gap), language, most=1) if abs(gap) >= 60 else say("now")
        title = say("{item}: late by {time}", item=title, time=minutes) if late else title
        if not late and gap < _SOON:
            title = say("{item}: due in {time}", item=title, time=minutes)
    ways = (
        v for v in VERBS.values() if check.rule in v.fulfils and v.wanted(incident) and not v.off(incident)
    )
    verb = next(ways, None) if check.rule else None
    ticking = "tick" if check.state == "in_progress" else "begin"
    return Nudge(
        key=f"item.{check.number}", level="amber", sentence=title, why=check.help, since=check.due or now,
        verb=verb.name if verb else ticking, given=_GIVEN.get(check.rule, {}) if verb else {"item": check.number},
        rule=check.rule,
    )  # fmt: skip


_GIVEN: Final[dict[str, dict[str, str]]] = {
    "evidence": {"kind": "evidence"}, "commander": {"role": "ic", "person": "me"}, "specialist": {"role": "sme"},
    "preventive_followup": {"type": "prevent"}, "detect_followup": {"type": "detect"},
    "postmortem_drafted": {"section": "summary"},
}  # fmt: skip
"""What of a verb's words follows from what it is done for."""
_SOON: Final = 60 * 60
"""A due time further off than this many seconds is not said: it would only be read."""
