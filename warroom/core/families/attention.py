"""What waits for somebody, put off for a while. What waits, each family says itself (`core.nudges`).

A snooze is a fact: it holds on every console of that person, and the record says who put what off. It has an end, and it
does not hold once the matter has become worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from warroom.core.checklist import Rule
from warroom.core.envelope import Event, Moment
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.nudges import Level, Nudge, Snooze, Snoozed, foremost, waiting
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.text import quoted
from warroom.core.verb import Arg, Given, Refused, Verb

USUAL: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=4)
"""Whoever snoozes for a shift has forgotten it by the next."""


class NudgeSnoozed(Event, frozen=True, kw_only=True, tag="nudge.snoozed", gc=False):
    """`by` does not want to hear of it until then, unless it becomes worse than `level`."""

    quiet = True
    nudge: str
    until: Moment
    level: Level = "amber"

    def apply(self, state: State) -> None:
        others = (s for s in state.part(Snoozed).all if (s.person, s.key) != (self.by, self.nudge))
        state.keep(Snoozed((*others, Snooze(self.by, self.nudge, self.level, self.at, self.until, self.id))))

    def sentence(self, incident: Incident, say: Say) -> str:
        minutes = max(0, round((self.until - self.at).total_seconds() / 60))
        return say("{person} put off the reminder “{nudge}” for {minutes} min").format(
            person=self.by, nudge=self.nudge, minutes=minutes
        )


Fact = NudgeSnoozed


def _snooze(incident: Incident, given: Given) -> Sequence[Event]:
    nudge = _meant(incident, given)
    if nudge.stays:
        raise Refused(
            say(
                "“{what}” is not put off: deal with it with /{verb}, or waive it with the reason",
                what=nudge.sentence,
                verb=nudge.verb,
            )
        )
    span = USUAL if given["for"] is None else given["for"]
    if span > LONGEST:
        raise Refused(say("it is put off for 4 hours at most; then it is said again"))
    return [
        NudgeSnoozed(**given.stamp(given.now), nudge=nudge.key, until=given.now + span, level=nudge.level)
    ]


def _meant(incident: Incident, given: Given) -> Nudge:
    """The one that is named by its key or a beginning of it; else what is shown."""
    there = waiting(incident, given.now, given.by)
    wanted = (given["nudge"] or "").casefold()
    if not wanted:
        shown = foremost(incident, given.now, given.by)
        if shown is None:
            raise Refused(say("nothing waits for you"))
        return shown
    found = [n for n in there if n.key == wanted] or [n for n in there if n.key.startswith(wanted)]
    if not found:
        names = ", ".join(n.key for n in there) or say("nothing waits for you")
        raise Refused(say("{raw} does not wait for you; there is: {names}", raw=quoted(wanted), names=names))
    return found[0]


VERBS = (
    Verb(
        "snooze", "room", "put off what waits for you, for 15 minutes or as long as you say", _snooze,
        (
            Arg("nudge", "maybe_text", "which (command, update …); what is shown when left out", required=False),
            Arg("for", "duration", "for how long (30m), 4 hours at most", required=False, flag=True),
        ),
        key="f7", also="later quiet remind nudge mute postpone", example=("snooze command --for 10m",),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}
