"""What stakeholders were told, and when they hear next."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.core.checklist import Rule
from warroom.core.envelope import Event, Moment
from warroom.core.incident import Incident, Update
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Verb


class UpdatePosted(Event, frozen=True, kw_only=True, tag="update.posted", gc=False):
    goes_out = True
    text: str
    next_at: Moment | None = None

    def apply(self, state: State) -> None:
        state.updates = (*state.updates, Update(self.id, self.at, self.by, self.text, self.next_at))
        state.stand("first_update", state.rows[self.id])

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("update: {text}").format(text=self.text)


Fact = UpdatePosted


def _update(_incident: Incident, given: Given) -> Sequence[Event]:
    after = given["next"]
    next_at = given.when + after if after else None
    return [UpdatePosted(**given.stamp(), text=given["text"], next_at=next_at)]


VERBS = (
    Verb(
        "update", "timeline", "record what stakeholders were told, and when they hear next", _update,
        (
            Arg("text", "text", "what they were told", rest=True),
            Arg("next", "duration", "when the next update is due (20m)", required=False, flag=True),
        ),
        key="U", also="stakeholders tell communicate inform comms message", example=("update --next 20m We are rolling back.",),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}
