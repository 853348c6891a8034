"""Follow-ups: what is to be done after the incident, by whom and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.incident import Action, Incident
from warroom.core.language import later, say
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Sort, Verb
from warroom.core.vocabulary import ACTION_KINDS, ActionKind

_CHANGED: Final[dict[str | None, str]] = {
    "done": later("follow-up done: {text}"), "dropped": later("follow-up dropped: {text}"),
}  # fmt: skip


class ActionAdded(Event, frozen=True, kw_only=True, tag="action.added", gc=False):
    """A follow-up: what, one owner, a due date."""

    text: str
    owner: str = ""
    due: date | None = None
    type: ActionKind | Literal[""] = ""

    def apply(self, state: State) -> None:
        added = Action(self.id, self.text, self.by, self.at, self.owner, self.due, self.type)
        state.actions = (*state.actions, added)

    def sentence(self, incident: Incident, say: Say) -> str:
        text = say("follow-up: {text}").format(text=self.text)
        return f"{text} ({self.owner})" if self.owner else text


class ActionChanged(Event, frozen=True, kw_only=True, tag="action.changed", gc=False):
    """What of a follow-up is different now; None: as it was."""

    quiet = True
    action: str
    text: str | None = None
    owner: str | None = None
    due: date | None = None
    type: ActionKind | None = None
    state: Literal["todo", "done", "dropped"] | None = None

    def apply(self, state: State) -> None:
        state.actions = tuple(self._changed(a) if a.id == self.action else a for a in state.actions)

    def _changed(self, was: Action) -> Action:
        return msgspec.structs.replace(
            was,
            text=was.text if self.text is None else self.text,
            owner=was.owner if self.owner is None else self.owner,
            due=was.due if self.due is None else self.due,
            type=was.type if self.type is None else self.type,
            state=was.state if self.state is None else self.state,
        )

    def sentence(self, incident: Incident, say: Say) -> str:
        text = next((a.text for a in incident.actions if a.id == self.action), self.action)
        said = _CHANGED.get(self.state)
        return (say(said) if said else say("follow-up changed: {text}")).format(text=text)


Fact = ActionAdded | ActionChanged


def _add(_incident: Incident, given: Given) -> Sequence[Event]:
    return [
        ActionAdded(
            **given.stamp(), text=given["text"], owner=given["owner"] or "", due=given["due"],
            type=given["type"] or "",
        )
    ]  # fmt: skip


def _amend(_incident: Incident, given: Given) -> Sequence[Event]:
    if not any(given[name] for name in ("text", "owner", "due", "type")):
        raise Refused(say("nothing to change; give --text, --owner, --due or --type"))
    return [
        ActionChanged(
            **given.stamp(), action=given["action"].id, text=given["text"], owner=given["owner"], due=given["due"],
            type=given["type"],
        )
    ]  # fmt: skip


def _done(_incident: Incident, given: Given) -> Sequence[Event]:
    if given["action"].state == "done":
        raise Refused(say("that follow-up is done already"))
    return [ActionChanged(**given.stamp(), action=given["action"].id, state="done")]


def _drop(_incident: Incident, given: Given) -> Sequence[Event]:
    return [ActionChanged(**given.stamp(), action=given["action"].id, state="dropped")]


_ACTION = Arg("action", "action", "which follow-up (a part of its text or id)")
_OWNER = Arg("owner", "person", "one owner", required=False, flag=True)
_TYPE = Arg("type", "choice", "what it does", required=False, flag=True, choices=ACTION_KINDS)
_ADDED = "action alert on memory --owner budi --due 1w --type detect"

VERBS = (
    Verb(
        "action", "report", "add a follow-up with an owner and a due date", _add,
        (
            Arg("text", "text", "what is to be done", rest=True), _OWNER,
            Arg("due", "due", "until when (2026-12-01, 2 weeks)", required=False, flag=True), _TYPE,
        ), key="F", also="todo follow-up task ticket", fulfils=("preventive_followup", "detect_followup",), example=(_ADDED,),
    ),
    Verb(
        "amend", "report", "change a follow-up", _amend,
        (
            _ACTION, Arg("text", "text", "what is to be done", required=False, flag=True), _OWNER,
            Arg("due", "due", "until when", required=False, flag=True), _TYPE,
        ), on="action", also="follow-up edit owner due change",
        example=(_ADDED, "amend memory --owner citra"),
    ),
    Verb(
        "done", "report", "mark a follow-up as done", _done, (_ACTION,), on="action",
        key="d", pane="notes", also="follow-up finish", example=(_ADDED, "done memory"),
    ),
    Verb(
        "drop", "report", "drop a follow-up", _drop, (_ACTION,), confirm="Drop the follow-up “{action}”?",
        on="action", key="D", pane="notes", example=(_ADDED, "drop memory"),
    ),
)  # fmt: skip


def follow_up_of(incident: Incident, kind: ActionKind) -> Met | None:
    """The first follow-up of that kind that was not dropped."""
    found = next((a for a in incident.actions if a.type == kind and a.state != "dropped"), None)
    return Met(found.at, found.by) if found else None


RULES: dict[str, Rule] = {"preventive_followup": lambda incident: follow_up_of(incident, "prevent")}
SORTS = (
    Sort(
        "action", later("follow-up"), lambda incident: incident.actions,
        lambda incident: [a for a in incident.actions if a.state == "todo"],
        later("select a follow-up first: it stands on the board, under Follow-ups"),
        later("there is no follow-up to do; /action adds one"),
    ),
)  # fmt: skip
