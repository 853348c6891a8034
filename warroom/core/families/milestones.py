"""Milestones that somebody marks: started, detected, acknowledged … Those that nobody marks follow from the record."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.core.checklist import Rule
from warroom.core.envelope import Event
from warroom.core.families.severity import ending, refuse_unsettled
from warroom.core.incident import Incident, Mark, Thing
from warroom.core.language import later, say
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.verb import AHEAD, Arg, Given, Refused, Verb
from warroom.core.vocabulary import MILESTONE_NAMES, MILESTONES, Milestone, Precision


def of_milestone(milestone: Milestone) -> Thing:
    return Thing(later("milestone"), milestone)


class MilestoneMarked(Event, frozen=True, kw_only=True, tag="milestone.marked", gc=False):
    """`at` is the moment of the milestone."""

    headline = True
    milestone: Milestone
    precision: Precision = "exact"

    def apply(self, state: State) -> None:
        held = state.marked.get(self.milestone)
        state.claim(of_milestone(self.milestone), self, same=held is not None and held.at == self.at)
        state.marked[self.milestone] = Mark(self.at, self.by, self.id, precision=self.precision)

    def superseded(self, incident: Incident) -> bool:
        held = incident.milestones.get(self.milestone)
        return held is None or held.event != self.id

    def sentence(self, incident: Incident, say: Say) -> str:
        return say(MILESTONE_NAMES[self.milestone])


class MilestoneCleared(Event, frozen=True, kw_only=True, tag="milestone.cleared", gc=False):
    quiet = True
    milestone: Milestone

    def apply(self, state: State) -> None:
        state.claim(of_milestone(self.milestone), self, same=self.milestone not in state.marked)
        state.marked.pop(self.milestone, None)

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("mark of “{milestone}” taken back").format(milestone=say(MILESTONE_NAMES[self.milestone]))


Fact = MilestoneMarked | MilestoneCleared


def _mark(incident: Incident, given: Given) -> Sequence[Event]:
    milestone: Milestone = given["milestone"]
    if given.when > given.now + AHEAD:
        raise Refused(say("that lies in the future; a milestone is marked when it has been reached"))
    head = incident.head(of_milestone(milestone))
    marked = MilestoneMarked(**given.stamp(), milestone=milestone, precision=given.precision, prev=head)
    if milestone == "resolved" and incident.is_open:
        refuse_unsettled(incident)
        return [*ending(incident, given), marked]  # or the record would say that it is over and goes on
    return [marked]


def _unmark(incident: Incident, given: Given) -> Sequence[Event]:
    milestone: Milestone = given["milestone"]
    held = incident.milestones.get(milestone)
    if held is None or held.derived:
        raise Refused(say("nobody has marked “{milestone}”", milestone=say(MILESTONE_NAMES[milestone])))
    return [
        MilestoneCleared(**given.stamp(), milestone=milestone, prev=incident.head(of_milestone(milestone)))
    ]


_MILESTONE = Arg("milestone", "choice", "which milestone", choices=MILESTONES)

VERBS = (
    Verb(
        "mark", "state", "mark a milestone, now or with --at", _mark, (_MILESTONE,), key="m",
        also="milestone detected acknowledged mitigated started resolved time", example=("mark detected --at -20m",),
    ),
    Verb(
        "unmark", "state", "take a milestone's mark back", _unmark, (_MILESTONE,),
        example=("mark mitigated", "unmark mitigated"),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}
