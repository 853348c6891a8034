"""The change that is to end it: planned, given a window and people. `making` says when it is made and what came of it.

A *change window* is when people may make it; it has nothing to do with an *impact window*, in which users felt something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.clock import offset_text, window_words
from warroom.core.envelope import Event, Moment
from warroom.core.families.options import Options
from warroom.core.incident import Incident, Part, Thing
from warroom.core.language import later, say, spoken
from warroom.core.rows import Row
from warroom.core.sentences import Say, because, code_of, quote
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Sort, Verb

Stage = Literal["planned", "running", "done", "rolled_back", "cancelled"]
Outcome = Literal["done", "rolled_back"]
FARTHEST: Final = timedelta(days=366)
LONGEST: Final = timedelta(days=7)


class Change(msgspec.Struct, frozen=True):
    id: str
    text: str
    by: str
    at: datetime
    option: str = ""
    """The option that it carries out."""
    opens: datetime | None = None
    """From when on it may be made …"""
    closes: datetime | None = None
    """… and until when."""
    zone: str = ""
    """The zone in which its people think of that."""
    executor: str = ""
    observer: str = ""
    state: Stage = "planned"
    started: datetime | None = None
    event: str = ""
    """The row of the timeline that says so."""
    ended: datetime | None = None
    result: str = ""
    """What came of it, why it was rolled back, or why it was not made."""

    @property
    def over(self) -> bool:
        return self.state in ("done", "rolled_back", "cancelled")

    def overlaps(self, opens: datetime, closes: datetime) -> bool:
        """Whether its window, while it is still to come or open, shares any moment with another."""
        if self.over or self.opens is None or self.closes is None:
            return False
        return self.opens < closes and opens < self.closes


class Changes(Part, frozen=True):
    """Oldest first."""

    all: tuple[Change, ...] = ()

    def find(self, change: str) -> Change | None:
        return next((c for c in self.all if c.id == change), None)

    @property
    def running(self) -> tuple[Change, ...]:
        return tuple(c for c in self.all if c.state == "running")

    @property
    def live(self) -> tuple[Change, ...]:
        """What is under way, then what is planned, by its window."""
        planned = [c for c in self.all if c.state == "planned"]
        return (*self.running, *sorted(planned, key=lambda c: (c.opens is None, c.opens or c.at)))

    def people(self) -> Iterable[str]:
        return (name for c in self.all for name in (c.executor, c.observer) if name)


def during(incident: Incident, change: Change) -> Sequence[Row]:
    """What was logged while a change was being made: it belongs to it."""
    if change.started is None:
        return ()
    first = incident.rows.from_time(change.started)
    last = incident.rows.from_time(change.ended + timedelta(microseconds=1)) if change.ended else None
    return [row for row in incident.rows[first:last] if row.logged and row.struck is None]


def of_change(change: str) -> Thing:
    return Thing(later("change"), change)


def change_it(folding: State, event: Event, change: str, /, **changes: Any) -> None:
    part = folding.part(Changes)
    held = part.find(change)
    if held is None:
        return
    new = msgspec.structs.replace(held, **changes)
    folding.claim(of_change(change), event, same=new == held)
    folding.keep(Changes(tuple(new if c.id == change else c for c in part.all)))


def called(incident: Incident, change: str) -> str:
    held = incident.part(Changes).find(change)
    return quote(held.text) if held else change[-6:]


class ChangePlanned(Event, frozen=True, kw_only=True, tag="change.planned", gc=False):
    news = True
    text: str
    option: str = ""

    def apply(self, state: State) -> None:
        planned = Change(self.id, self.text, self.by, self.at, self.option)
        state.keep(Changes((*state.part(Changes).all, planned)))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("change planned: {text}").format(text=self.text)


class ChangeReworded(Event, frozen=True, kw_only=True, tag="change.reworded", gc=False):
    quiet = True
    change: str
    text: str

    def apply(self, state: State) -> None:
        change_it(state, self, self.change, text=self.text)

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("change reworded: {text}").format(text=self.text)


class ChangeScheduled(Event, frozen=True, kw_only=True, tag="change.scheduled", gc=False):
    """Its window; without one, it has none any more."""

    change: str
    opens: Moment | None = None
    closes: Moment | None = None
    zone: str = ""

    def apply(self, state: State) -> None:
        change_it(state, self, self.change, opens=self.opens, closes=self.closes, zone=self.zone)

    def sentence(self, incident: Incident, say: Say) -> str:
        about = called(incident, self.change)
        if self.opens is None or self.closes is None:
            return say("{change} has no change window any more").format(change=about)
        told = say("change window of {change}: {window}")
        return told.format(
            change=about, window=window_words(self.opens, self.closes, self.zone, code_of(say))
        )


class ChangeCrewed(Event, frozen=True, kw_only=True, tag="change.crewed", gc=False):
    """Who makes it and who watches; "" for nobody."""

    quiet = True
    change: str
    executor: str = ""
    observer: str = ""

    def apply(self, state: State) -> None:
        change_it(state, self, self.change, executor=self.executor, observer=self.observer)

    def sentence(self, incident: Incident, say: Say) -> str:
        if self.executor and self.observer:
            told = say("{change}: {executor} makes it, {observer} watches")
        else:
            told = say("{executor} makes {change}") if self.executor else say("{observer} watches {change}")
        about = called(incident, self.change)
        return told.format(change=about, executor=self.executor, observer=self.observer)


class ChangeCancelled(Event, frozen=True, kw_only=True, tag="change.cancelled", gc=False):
    """It is not made after all."""

    change: str
    why: str = ""

    def apply(self, state: State) -> None:
        change_it(state, self, self.change, state="cancelled", ended=self.at, result=self.why)

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("change not made: {text}").format(text=text_of(incident, self.change)), self.why)


Fact = ChangePlanned | ChangeReworded | ChangeScheduled | ChangeCrewed | ChangeCancelled


def text_of(incident: Incident, change: str) -> str:
    held = incident.part(Changes).find(change)
    return held.text if held else change[-6:]


# -- verbs -----------------------------------------------------------------------------------------


def _plan(incident: Incident, given: Given) -> Sequence[Event]:
    option = given["option"] or incident.part(Options).chosen
    text = given["text"] or (option.text if option else "")
    if not text:
        raise Refused(say("say what is changed, or choose an option first: /plan TEXT"))
    linked = (
        option.id if option and (given["option"] or not given["text"] or given["text"] == option.text) else ""
    )
    made: list[Event] = [ChangePlanned(**given.stamp(), text=text, option=linked)]
    if given["from"] or given["to"] or given["for"]:
        made.append(_scheduled(incident, given, made[0].id, ""))
    executor, observer = given["executor"] or "", given["observer"] or ""
    if executor or observer:
        apart(executor, observer)
        crew = ChangeCrewed(
            **given.stamp(),
            change=made[0].id,
            executor=executor,
            observer=observer,
            prev=made[-1].id if len(made) > 1 else "",
        )
        made.append(crew)
    return made


def _scheduled(incident: Incident, given: Given, change: str, prev: str) -> ChangeScheduled:
    if given["from"] is None or (given["to"] is None) == (given["for"] is None):
        raise Refused(
            say("a change window has a start and an end: --from 22:00 --for 30m, or --from and --to")
        )
    opens = given["from"].at
    closes = given["to"].at if given["to"] else opens + given["for"]
    _possible(opens, closes, given.now)
    others = [c for c in incident.part(Changes).all if c.id != change and c.overlaps(opens, closes)]
    if others and not given["overlap"]:
        other = others[0]
        raise Refused(
            say(
                "that overlaps the change window of “{change}”, {window}; choose another, or say --overlap",
                change=other.text,
                window=window_words(other.opens or opens, other.closes or closes, other.zone, spoken().code),
            )
        )
    zone = getattr(given.zone, "key", "") or offset_text(opens, given.zone)
    return ChangeScheduled(**given.stamp(), change=change, opens=opens, closes=closes, zone=zone, prev=prev)


def _possible(opens: datetime, closes: datetime, now: datetime) -> None:
    if closes <= opens:
        raise Refused(say("the change window ends before it starts; give --from and --to in order"))
    if closes <= now:
        raise Refused(say("that change window is over already; a change is given one that is still to come"))
    if closes - opens > LONGEST or opens - now > FARTHEST:
        raise Refused(say("a change window lasts a week at most, and begins within a year"))


def _schedule(incident: Incident, given: Given) -> Sequence[Event]:
    held: Change = given["change"]
    not_over(held)
    head = head_of(incident, held)
    if given["none"]:
        if held.opens is None:
            raise as_it_was()
        return [ChangeScheduled(**given.stamp(), change=held.id, prev=head)]
    made = _scheduled(incident, given, held.id, head)
    if (made.opens, made.closes) == (held.opens, held.closes):
        raise as_it_was()
    return [made]


def head_of(incident: Incident, held: Change) -> str:
    return incident.head(of_change(held.id))


def as_it_was() -> Refused:
    return Refused(say("the change is as it was; nothing was changed"))


def not_over(held: Change) -> None:
    if held.over:
        raise Refused(say("“{change}” is over; /plan plans another one", change=held.text))


def apart(executor: str, observer: str) -> None:
    if executor and executor.casefold() == observer.casefold():
        raise Refused(say("who makes the change cannot be the one who watches it; name somebody else"))


def _crew(incident: Incident, given: Given) -> Sequence[Event]:
    held: Change = given["change"]
    executor, observer = given["executor"] or held.executor, given["observer"] or held.observer
    if (executor, observer) == (held.executor, held.observer):
        raise Refused(say("name who makes it or who watches: --executor NAME, --observer NAME"))
    apart(executor, observer)
    return [
        ChangeCrewed(
            **given.stamp(), change=held.id, executor=executor, observer=observer, prev=head_of(incident, held)
        )
    ]  # fmt: skip


def _replan(incident: Incident, given: Given) -> Sequence[Event]:
    held: Change = given["change"]
    if held.text == given["text"]:
        raise as_it_was()
    return [ChangeReworded(**given.stamp(), change=held.id, text=given["text"], prev=head_of(incident, held))]


def _unplan(incident: Incident, given: Given) -> Sequence[Event]:
    held: Change = given["change"]
    if held.state == "running":
        raise Refused(say("“{change}” is under way; /finish or /rollback ends it", change=held.text))
    not_over(held)
    head = head_of(incident, held)
    return [ChangeCancelled(**given.stamp(), change=held.id, why=given["why"] or "", prev=head)]


def _so_far(incident: Incident, words: Mapping[str, str], arg: str) -> str:
    held = incident.part(Changes).find(words.get("change", ""))
    if held is None and arg == "text":
        chosen = incident.part(Options).chosen
        return chosen.text if chosen else ""
    return str(getattr(held, arg, "")) if held and arg in ("text", "executor", "observer") else ""


_CHANGE = Arg("change", "change", "which change (a part of its text or id)")
_FROM = Arg("from", "slot", "when its window opens (22:00, 30m, tomorrow 02:00)", required=False, flag=True)
_TO = Arg("to", "slot", "when it closes", required=False, flag=True)
_FOR = Arg("for", "duration", "how long it is open, instead of --to (30m)", required=False, flag=True)
_OVERLAP = Arg("overlap", "switch", "although another change is made at that time", required=False, flag=True)
_EXECUTOR = Arg("executor", "person", "who makes it", required=False, flag=True)
_OBSERVER = Arg("observer", "person", "who watches, and can call a halt", required=False, flag=True)
_MAYBE_WHY = Arg("why", "text", "the reason", required=False, flag=True, rest=True)
_ROLL = "plan roll back to v2.3.1"

VERBS = (
    Verb(
        "plan", "state", "plan a change; without words it is the option that was chosen", _plan,
        (
            Arg("text", "text", "what is changed", required=False, rest=True), _FROM, _TO, _FOR, _EXECUTOR, _OBSERVER,
            Arg("option", "option", "the option that it carries out", required=False, flag=True), _OVERLAP,
        ), key="p", pane="notes", more=lambda _incident, _words: ("text",), held=_so_far, fulfils=("change_window",),
        wanted=lambda incident: not incident.part(Changes).live,
        also="change implement maintenance deploy rollout", example=(f"{_ROLL} --from 10m --for 30m",),
    ),
    Verb(
        "schedule", "state", "give a change its window; it has nothing to do with an impact window", _schedule,
        (
            _CHANGE, _FROM, _TO, _FOR, _OVERLAP,
            Arg("none", "switch", "it has no window any more", required=False, flag=True),
        ), on="change", key="t", pane="notes", more=lambda _incident, _words: ("from", "for"), fulfils=("change_window",),
        wanted=lambda incident: bool(incident.part(Changes).live),
        also="change window time slot maintenance when", example=(_ROLL, "schedule roll --from 10m --for 30m"),
    ),
    Verb(
        "crew", "state", "name who makes a change and who watches it", _crew, (_CHANGE, _EXECUTOR, _OBSERVER), on="change",
        key="o", pane="notes", more=lambda _incident, _words: ("executor", "observer"), held=_so_far,
        also="executor observer watch four eyes", example=(_ROLL, "crew roll --executor budi --observer citra"),
    ),
    Verb(
        "replan", "state", "correct what a change is", _replan, (_CHANGE, Arg("text", "text", "what is changed", rest=True)),
        on="change", key="r", pane="notes", held=_so_far, also="edit reword change",
        example=(_ROLL, "replan roll roll back to v2.3.0"),
    ),
    Verb(
        "unplan", "state", "say that a change is not made after all", _unplan, (_CHANGE, _MAYBE_WHY), on="change", key="x",
        pane="notes", confirm="Do without the change “{change}”?", also="cancel change remove drop",
        example=(_ROLL, "unplan roll it went away"),
    ),
)  # fmt: skip


# -- what the checklist asks ------------------------------------------------------------------------


def _windowed(incident: Incident) -> Met | None:
    return next(
        (Met(c.at, c.by) for c in incident.part(Changes).all if c.opens and c.state != "cancelled"), None
    )


RULES: dict[str, Rule] = {"change_window": _windowed}
SORTS = (
    Sort(
        "change", later("change"), lambda incident: incident.part(Changes).all, lambda incident: incident.part(Changes).live,
        later("select a change first: it stands on the board, under Decisions"),
        later("no change is planned; /plan plans one"),
    ),
)  # fmt: skip
