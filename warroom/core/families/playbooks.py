"""More playbooks for an incident that runs: their steps stand behind those that are there."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.core.checklist import Rule
from warroom.core.envelope import Event
from warroom.core.incident import Incident, Part
from warroom.core.language import say
from warroom.core.playbook import Playbook, joined, numbered_from
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Verb


class Added(Part, frozen=True):
    """The ids of the playbooks that were added."""

    ids: tuple[str, ...] = ()


class PlaybookAdded(Event, frozen=True, kw_only=True, tag="playbook.added", gc=False):
    """The steps of one more playbook, whole, under numbers of their own."""

    multiline = True
    playbook: Playbook

    def apply(self, state: State) -> None:
        state.keep(Added((*state.part(Added).ids, self.playbook.id)))
        state.playbook = joined(state.playbook, self.playbook) if state.playbook else self.playbook

    def sentence(self, incident: Incident, say: Say) -> str:
        steps = self.playbook.steps
        span = str(steps[0].number) if len(steps) == 1 else f"{steps[0].number}-{steps[-1].number}"
        return say("playbook {id} added: steps {steps}").format(id=self.playbook.id, steps=span)


Fact = PlaybookAdded


def _add(incident: Incident, given: Given) -> Sequence[Event]:
    found: Playbook = given.playbooks(given["playbook"])
    held = incident.playbook
    there = {*incident.part(Added).ids, *((held.id,) if held else ())}
    if found.id in there:
        raise Refused(say("the incident follows {id} already; nothing was changed", id=found.id))
    first = max((step.number for step in held.steps), default=0) + 1 if held else 1
    if first > 1:
        found = numbered_from(found, first)
    return [PlaybookAdded(**given.stamp(), playbook=found)]


VERBS = (
    Verb(
        "adopt", "checklist", "add the steps of one more playbook to this incident", _add,
        (Arg("playbook", "text", "its name, as `warroom playbook list` gives it", rest=True),),
        also="playbook steps checklist add template", example=("adopt security",),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}
