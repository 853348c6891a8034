"""Exit criteria: what must be seen to hold before the incident counts as resolved, and what shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.families.watch import broken_off
from warroom.core.incident import Incident, Part, Thing
from warroom.core.language import later, say
from warroom.core.nudges import Finder, Nudge
from warroom.core.sentences import Say, because, quote, shortened
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Make, Refused, Sort, Verb

Judgement = Literal["open", "passed", "failed"]

_SAID: Final[dict[Judgement, str]] = {
    "passed": later("check passed: {text}"), "failed": later("check failed: {text}"), "open": later("check open again: {text}"),
}  # fmt: skip


class Check(msgspec.Struct, frozen=True):
    """One thing that must hold."""

    id: str
    text: str
    by: str
    at: datetime
    state: Judgement = "open"
    how: str = ""
    """What was looked at, in words."""
    evidence: str = ""
    """The entry that shows it."""
    judged_by: str = ""
    judged_at: datetime | None = None


class Checks(Part, frozen=True):
    """By their ids, in the order in which they were added."""

    known: dict[str, Check] = {}  # noqa: RUF012 - a struct copies its defaults

    @property
    def all(self) -> tuple[Check, ...]:
        return tuple(self.known.values())

    def named(self, check: str) -> str:
        found = self.known.get(check)
        return found.text if found else check


def of_check(check: str) -> Thing:
    return Thing(later("check"), check)


class CheckAdded(Event, frozen=True, kw_only=True, tag="check.added", gc=False):
    text: str

    def apply(self, state: State) -> None:
        added = Check(self.id, self.text, self.by, self.at)
        state.keep(Checks({**state.part(Checks).known, self.id: added}))
        state.heads.put(of_check(self.id), self.id)

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("to be checked: {text}").format(text=self.text)


class CheckJudged(Event, frozen=True, kw_only=True, tag="check.judged", gc=False):
    """A check passed, failed, or is open again; `evidence` is the entry that shows it."""

    check: str
    state: Judgement
    how: str = ""
    evidence: str = ""

    def apply(self, state: State) -> None:
        checks = state.part(Checks).known
        held = checks.get(self.check)
        if held is None:
            return
        state.claim(of_check(self.check), self, same=held.state == self.state)
        now = msgspec.structs.replace(
            held, state=self.state, how=self.how, evidence=self.evidence, judged_by=self.by, judged_at=self.at
        )
        state.keep(Checks({**checks, self.check: now}))
        if self.state == "failed":
            broken_off(state, self, held.text)

    def sentence(self, incident: Incident, say: Say) -> str:
        text = say(_SAID[self.state]).format(text=incident.part(Checks).named(self.check))
        row = incident.row(self.evidence) if self.evidence else None
        shown = quote(row.text) if row else ""
        return because(text, ", ".join(word for word in (self.how, shown) if word))


class CheckRemoved(Event, frozen=True, kw_only=True, tag="check.removed", gc=False):
    """A check that should not stand there."""

    quiet = True
    check: str
    why: str = ""

    def apply(self, state: State) -> None:
        state.keep(Checks({i: c for i, c in state.part(Checks).known.items() if i != self.check}))

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("a check taken back"), self.why)


Fact = CheckAdded | CheckJudged | CheckRemoved


def _add(incident: Incident, given: Given) -> Sequence[Event]:
    if any(c.text.casefold() == given["text"].casefold() for c in incident.part(Checks).all):
        raise Refused(say("that check is there already; nothing was changed"))
    return [CheckAdded(**given.stamp(), text=given["text"])]


def _to(judgement: Judgement) -> Make:
    def make(incident: Incident, given: Given) -> Sequence[Event]:
        check: Check = given["check"]
        evidence = given["evidence"].id if given["evidence"] else ""
        how = given["how"] or ""
        if (check.state, check.how, check.evidence) == (judgement, how, evidence):
            raise Refused(say("that check is {state} already", state=say(judgement)))
        return [
            CheckJudged(
                **given.stamp(), check=check.id, state=judgement, how=how, evidence=evidence,
                prev=incident.head(of_check(check.id)),
            )
        ]  # fmt: skip

    return make


def _shown_by(_incident: Incident, words: Mapping[str, str]) -> tuple[str, ...]:
    """A check without a word on what was seen wants at least the entry that shows it."""
    return () if words.get("how") else ("evidence",)


def _remove(_incident: Incident, given: Given) -> Sequence[Event]:
    return [CheckRemoved(**given.stamp(), check=given["check"].id, why=given["why"] or "")]


_CHECK = Arg("check", "check", "which check (a part of its text or id)")
_HOW = Arg(
    "how", "text", "what was seen, such as “errors below 0.1 % for 10 min”", required=False, flag=True, rest=True
)  # fmt: skip
_EVIDENCE = Arg(
    "evidence", "entry", "the entry that shows it (`last`, or a part of it)", required=False, flag=True
)
_ADDED = "check errors below 0.1 %"

VERBS = (
    Verb(
        "check", "state", "add a check that must pass before it is resolved", _add,
        (Arg("text", "text", "what must hold", rest=True),), also="exit criterion criteria verification verify test",
        fulfils=("checks_passed",), wanted=lambda incident: not incident.part(Checks).all,
        example=(_ADDED,),
    ),
    Verb(
        "pass", "state", "record that a check passed, and what shows it", _to("passed"), (_CHECK, _HOW, _EVIDENCE),
        key="p", pane="notes", on="check", more=_shown_by, also="passed check ok green verified",
        fulfils=("checks_passed",), wanted=lambda incident: bool(incident.part(Checks).all),
        example=(_ADDED, "pass errors 0.02 % since 14:50"),
    ),
    Verb(
        "fail", "state", "record that a check failed, and what shows it", _to("failed"), (_CHECK, _HOW, _EVIDENCE),
        key="f", pane="notes", on="check", more=_shown_by, also="failed check red", example=(_ADDED, "fail errors still 3 %"),
    ),
    Verb(
        "uncheck", "state", "take a check back that need not hold", _remove,
        (_CHECK, Arg("why", "text", "the reason", required=False, flag=True, rest=True)), on="check", also="remove check",
        example=(_ADDED, "uncheck errors counted elsewhere"),
    ),
)  # fmt: skip


def _all_passed(incident: Incident) -> Met | None:
    checks = incident.part(Checks).all
    if not checks or any(c.state != "passed" for c in checks):
        return None
    last = max(checks, key=lambda c: c.judged_at or c.at)
    return Met(last.judged_at or last.at, last.judged_by or last.by)


RULES: dict[str, Rule] = {"checks_passed": _all_passed}
SORTS = (
    Sort(
        "check", later("check"), lambda incident: incident.part(Checks).all,
        lambda incident: [c for c in incident.part(Checks).all if c.state != "passed"],
        later("select a check first: it stands on the board, under Verification"),
        later("no check is open; /check adds one"),
    ),
)  # fmt: skip


def still_open(incident: Incident) -> list[str]:
    """The checks that have not passed."""
    return [
        say("failed: {text}" if c.state == "failed" else "not checked: {text}", text=shortened(c.text))
        for c in incident.part(Checks).all
        if c.state != "passed"
    ]


def in_flight(incident: Incident, _now: datetime) -> list[str]:
    """What a new commander has to know of the checks: those that are still open."""
    return still_open(incident)


def _waiting(incident: Incident, now: datetime, _person: str) -> Nudge | None:
    """Once the change is made, what is still to be checked stands between the room and the end."""
    left = [c for c in incident.part(Checks).all if c.state != "passed"]
    if incident.status != "monitoring" or not left:
        return None
    first = next((c for c in left if c.state == "failed"), left[0])
    failed = first.state == "failed"
    return Nudge(
        "checks", "red" if failed else "amber",
        say("check failed: {text}" if failed else "to be checked: {text}", text=shortened(first.text)),
        say("It is not resolved before every check has passed."), first.judged_at or first.at, "pass",
        {"check": first.id}, "order", rule="checks_passed",
    )  # fmt: skip


NUDGES: tuple[Finder, ...] = (_waiting,)
STILL_OPEN = (still_open,)
IN_FLIGHT = (in_flight,)
