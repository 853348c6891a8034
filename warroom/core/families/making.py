"""A change while it is made: started, and done or rolled back, by one person under the eyes of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from warroom.core.checklist import Met, Rule
from warroom.core.clock import span
from warroom.core.envelope import Event
from warroom.core.families.changes import (
    Change,
    ChangeCrewed,
    Changes,
    Outcome,
    apart,
    as_it_was,
    change_it,
    head_of,
    not_over,
    text_of,
)
from warroom.core.incident import Incident
from warroom.core.language import say, spoken
from warroom.core.nudges import Finder, Level, Nudge
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Make, Refused, Verb


class ChangeStarted(Event, frozen=True, kw_only=True, tag="change.started", gc=False):
    headline = True
    change: str

    def apply(self, state: State) -> None:
        change_it(
            state, self, self.change, state="running", started=self.at, event=self.id, ended=None, result=""
        )

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("change started: {text}").format(text=text_of(incident, self.change))


class ChangeEnded(Event, frozen=True, kw_only=True, tag="change.ended", gc=False):
    headline = True
    change: str
    outcome: Outcome
    text: str = ""

    def apply(self, state: State) -> None:
        change_it(state, self, self.change, state=self.outcome, ended=self.at, result=self.text)

    def sentence(self, incident: Incident, say: Say) -> str:
        told = say("change done: {text}") if self.outcome == "done" else say("change rolled back: {text}")
        return because(told.format(text=text_of(incident, self.change)), self.text)


Fact = ChangeStarted | ChangeEnded


# -- verbs -----------------------------------------------------------------------------------------


def _start(incident: Incident, given: Given) -> Sequence[Event]:
    held: Change = given["change"]
    if held.state == "running" and held.started == given.when:
        raise as_it_was()
    if held.state == "running" and given.at is None:
        raise Refused(say("“{change}” is under way; --at corrects when it began", change=held.text))
    not_over(held)
    _past(given)
    others = [c for c in incident.part(Changes).running if c.id != held.id]
    if others and not given["overlap"]:
        raise Refused(
            say(
                "“{change}” is under way: of two changes at once nobody knows which one helped; end it, or say --overlap",
                change=others[0].text,
            )
        )
    head, made = head_of(incident, held), list[Event]()
    executor, observer = given["executor"] or held.executor or given.by, given["observer"] or held.observer
    apart(executor, observer)
    if (executor, observer) != (held.executor, held.observer):
        made.append(
            ChangeCrewed(**given.stamp(), change=held.id, executor=executor, observer=observer, prev=head)
        )
        head = made[0].id
    return [*made, ChangeStarted(**given.stamp(), change=held.id, prev=head)]


def _past(given: Given) -> None:
    if given.when > given.now + timedelta(minutes=1):
        raise Refused(say("that lies in the future; say it when it has happened"))


def _end(outcome: Outcome) -> Make:
    def make(incident: Incident, given: Given) -> Sequence[Event]:
        held: Change = given["change"]
        if held.started is None or held.state == "cancelled":
            raise Refused(
                say("“{change}” was not started; /start says so, --at 14:02 when it was", change=held.text)
            )
        _past(given)
        if given.when < held.started:
            raise Refused(say("it cannot end before it started; check --at"))
        text = given["text"] or ""
        if (held.state, held.result) == (outcome, text) and given.at is None:
            raise as_it_was()
        head = head_of(incident, held)
        return [ChangeEnded(**given.stamp(), change=held.id, outcome=outcome, text=text, prev=head)]

    return make


def _crew_missing(incident: Incident, words: Mapping[str, str]) -> Sequence[str]:
    held = incident.part(Changes).find(words.get("change", ""))
    return ("observer",) if held is not None and not held.observer else ()


def _ended_so_far(incident: Incident, words: Mapping[str, str], arg: str) -> str:
    held = incident.part(Changes).find(words.get("change", ""))
    return held.result if held and arg == "text" else ""


_CHANGE = Arg("change", "change", "which change (a part of its text or id)")
_EXECUTOR = Arg("executor", "person", "who makes it", required=False, flag=True)
_OBSERVER = Arg("observer", "person", "who watches, and can call a halt", required=False, flag=True)
_OVERLAP = Arg("overlap", "switch", "although another change is made at that time", required=False, flag=True)
_ROLL = "plan roll back to v2.3.1"

VERBS = (
    Verb(
        "start", "state", "say that a change is being made, now or with --at", _start,
        (_CHANGE, _EXECUTOR, _OBSERVER, _OVERLAP), on="change", key="v", pane="notes", more=_crew_missing,
        fulfils=("change_observed",), wanted=lambda incident: not incident.part(Changes).running,
        also="change begin implement go", example=(_ROLL, "start roll --observer citra"),
    ),
    Verb(
        "finish", "state", "say that a change is done, and what came of it", _end("done"),
        (_CHANGE, Arg("text", "text", "what came of it", required=False, rest=True)), on="change", key="d", pane="notes",
        more=lambda _incident, _words: ("text",), held=_ended_so_far, fulfils=("change_observed",),
        wanted=lambda incident: bool(incident.part(Changes).running), also="change done end complete",
        example=(_ROLL, "start roll", "finish roll errors are down to 0.2 %"),
    ),
    Verb(
        "rollback", "state", "say that a change was rolled back, and why", _end("rolled_back"),
        (_CHANGE, Arg("text", "text", "why it was rolled back", rest=True)), on="change", key="b", pane="notes",
        held=_ended_so_far, also="change revert undo back out failed",
        example=(_ROLL, "start roll", "rollback roll errors went up"),
    ),
)  # fmt: skip


# -- what the checklist asks, and what waits ---------------------------------------------------------


def _observed(incident: Incident) -> Met | None:
    """A change was made, by one and under the eyes of another."""
    done = [c for c in incident.part(Changes).all if c.state == "done" and c.executor and c.observer]
    return next((Met(c.ended or c.at, c.executor) for c in done), None)


RULES: dict[str, Rule] = {"change_observed": _observed}


_AHEAD: Final = timedelta(minutes=10)
"""So long before its window opens, or closes, a change is told of."""


def _due(incident: Incident, now: datetime, person: str) -> Sequence[Nudge]:
    """Windows that open, that are over, and changes that outrun them: for those whom the change concerns."""
    found = (_of(c, now) for c in incident.part(Changes).live if _concerns(incident, c, person))
    return [nudge for nudges in found for nudge in nudges]


def _concerns(incident: Incident, change: Change, person: str) -> bool:
    return person in (change.executor, change.observer, change.by, incident.commander)


def _of(change: Change, now: datetime) -> Iterator[Nudge]:
    if change.state == "running" and not change.observer:
        yield _nudge(
            change, "observer", "amber", change.started or change.at, "crew",
            say("nobody watches the change: {text}", text=change.text),
            say("a second pair of eyes sees what goes wrong, and can call a halt"),
        )  # fmt: skip
    if change.opens is None or change.closes is None:
        return
    if change.state == "running":
        yield from _of_running(change, change.closes, now)
    elif now >= change.closes:
        yield _nudge(
            change, "missed", "red", change.closes, "schedule",
            say("the change window is over, nothing was changed: {text}", text=change.text),
            say("give it another change window, or do without it"),
        )  # fmt: skip
    elif now >= change.opens - _AHEAD:
        open_now = now >= change.opens
        told = (
            say("the change window is open for {time}: {text}")
            if open_now
            else say("the change window opens in {time}: {text}")
        )
        end = change.closes if open_now else change.opens
        yield _nudge(
            change, "window", "amber", change.opens, "start", told.format(time=_time(end, now), text=change.text),
            say("who makes it and who watches must be ready; /start says that it begins"),
        )  # fmt: skip


def _of_running(change: Change, closes: datetime, now: datetime) -> Iterator[Nudge]:
    if now > closes:
        yield _nudge(
            change, "over", "red", closes, "finish",
            say("the change is {time} past its window: {text}", time=_time(now, closes), text=change.text),
            say("finish it, roll it back, or tell those who were promised an end"),
        )  # fmt: skip
    elif now >= closes - _AHEAD:
        yield _nudge(
            change, "closing", "amber", closes - _AHEAD, "finish",
            say("the change window closes in {time}: {text}", time=_time(closes, now), text=change.text),
            say("leave time for the roll-back"),
        )  # fmt: skip


def _time(end: datetime, now: datetime) -> str:
    return span(max(60.0, (end - now).total_seconds()), spoken().code, most=1)


def _nudge(
    change: Change, what: str, level: Level, since: datetime, verb: str, sentence: str, why: str
) -> Nudge:
    return Nudge(
        key=f"change.{change.id[-12:]}.{what}", level=level, sentence=sentence, why=why, since=since, verb=verb,
        given={"change": change.id}, rank="clock",
    )  # fmt: skip


NUDGES: tuple[Finder, ...] = (_due,)


def _in_flight(incident: Incident, _now: datetime) -> Iterator[str]:
    for change in incident.part(Changes).live:
        text = change.text
        yield (
            say("change started: {text}", text=text)
            if change.state == "running"
            else say("change planned: {text}", text=text)
        )


IN_FLIGHT = (_in_flight,)
