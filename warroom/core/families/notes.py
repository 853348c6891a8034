"""The shared notes: whole versions, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from warroom.core.checklist import Rule
from warroom.core.envelope import Event
from warroom.core.incident import Incident, Notes, Thing
from warroom.core.language import later, say
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Verb

NOTES = Thing(later("notes"))
EMPTY_PAD: Final = "empty"
"""The `--base` of somebody who started from notes that nobody had saved yet."""


class NotesSaved(Event, frozen=True, kw_only=True, tag="notes.saved", gc=False):
    """A whole version of the shared pad."""

    quiet = True
    multiline = True
    text: str

    def apply(self, state: State) -> None:
        held = state.notes
        state.claim(NOTES, self, same=held.text == self.text)
        state.notes = Notes(self.text, self.by, self.at, self.id, held.versions + 1)

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("notes saved")


Fact = NotesSaved


def _notes(incident: Incident, given: Given) -> Sequence[Event]:
    settles = any(c.about == str(NOTES) for c in incident.conflicts)
    if given["text"] == incident.notes.text and not settles:
        raise Refused(say("the notes are as they were; nothing was changed"))
    base = given["base"] or incident.head(NOTES)
    return [NotesSaved(**given.stamp(), text=given["text"], prev="" if base == EMPTY_PAD else base)]


VERBS = (
    Verb(
        "notes", "report", "replace the shared notes", _notes,
        (
            Arg("text", "pad", "the notes", rest=True),
            Arg("base", "maybe_text", "the version that you started from, or `empty`", required=False, flag=True),
        ), also="pad shared", example=("notes the vendor calls back at 15:00",),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}
