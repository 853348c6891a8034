"""Who was called in, why, and whether they have come. The fact is that somebody was called; `session.posting` has it sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from warroom.core.checklist import Rule
from warroom.core.envelope import Event
from warroom.core.incident import Incident, Part
from warroom.core.language import say
from warroom.core.nudges import Finder, Nudge
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.text import folded
from warroom.core.verb import Arg, Given, Refused, Verb

Result = Literal["ok", "failed", "unknown"]
PATIENCE: Final = timedelta(minutes=5)
"""After so long without an answer somebody else should be called."""
_AGAIN: Final = timedelta(minutes=1)


class Page(msgspec.Struct, frozen=True):
    """One call for a person."""

    person: str
    at: datetime
    by: str
    why: str
    event: str


class Pages(Part, frozen=True):
    """Every call so far, the newest last."""

    all: tuple[Page, ...] = ()


class Carriage(msgspec.Struct, frozen=True):
    """What became of the message of one call."""

    message: str
    """The id of the call."""
    channel: str
    result: Result
    event: str


class Carried(Part, frozen=True):
    """What the channels did with the calls, oldest first."""

    all: tuple[Carriage, ...] = ()

    def of(self, message: str) -> Carriage | None:
        """The newest word about one call."""
        return next((c for c in reversed(self.all) if c.message == message), None)


class PersonPaged(Event, frozen=True, kw_only=True, tag="person.paged", gc=False):
    news = True
    sends = True
    person: str
    why: str = ""
    how: str = ""
    """By which way, where somebody said so: `phone`, `chat` …"""

    def apply(self, state: State) -> None:
        page = Page(self.person, self.at, self.by, self.why, self.id)
        state.keep(Pages((*state.part(Pages).all, page)))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("{person} is called in by {how}") if self.how else say("{person} is called in")
        return because(said.format(person=self.person, how=self.how), self.why)


class PageSent(Event, frozen=True, kw_only=True, tag="person.messaged", gc=False):
    """A channel carried the message of a call to the person, or could not."""

    person: str
    channel: str
    result: Result = "ok"
    why: str = ""
    message: str = ""

    def superseded(self, incident: Incident) -> bool:
        last = incident.part(Carried).of(self.message)
        return self.result != "ok" and last is not None and last.event != self.id

    def apply(self, state: State) -> None:
        sent = Carriage(self.message, self.channel, self.result, self.id)
        state.keep(Carried((*state.part(Carried).all, sent)))

    def sentence(self, incident: Incident, say: Say) -> str:
        if self.result == "ok":
            said = say("the call for {who} was sent by {way}")
        elif self.result == "failed":
            said = say("the call for {who} was NOT sent by {way}")
        else:
            said = say("not known whether {way} reached {who}")
        return because(said.format(who=self.person, way=self.channel), self.why)


Fact = PersonPaged | PageSent


def awaited(incident: Incident) -> tuple[Page, ...]:
    """The last call for each person who has not come since; those who were called first stand first."""
    last = {page.person: page for page in incident.part(Pages).all}
    return tuple(page for page in last.values() if not _came(incident, page))


def _came(incident: Incident, page: Page) -> bool:
    member = incident.member(page.person)
    return member is not None and any(s.until is None or s.until >= page.at for s in member.stints)


def _page(incident: Incident, given: Given) -> Sequence[Event]:
    person = given["person"]
    if person == given.by:
        raise Refused(say("that is you; `join` says that you are here"))
    member = incident.member(person)
    if member and member.present:
        raise Refused(say("{person} is in the room already", person=person))
    before = next((p for p in awaited(incident) if folded(p.person) == folded(person)), None)
    if before and timedelta(0) <= given.when - before.at < _AGAIN:
        raise Refused(say("{person} was called a moment ago by {by}", person=person, by=before.by))
    return [PersonPaged(**given.stamp(), person=person, why=given["why"] or "", how=given["how"] or "")]


def _only_open(incident: Incident) -> str | None:
    return (
        None
        if incident.is_open
        else say("the incident is {status}; reopen it first", status=say(incident.status))
    )


VERBS = (
    Verb(
        "page", "people", "call somebody in by the channel named like them; the contact is shown, the message copied", _page,
        (
            Arg("person", "person", "whom"),
            Arg("why", "text", "what they are needed for", required=False, flag=True, rest=True),
            Arg("how", "text", "by which way (phone, chat)", required=False, flag=True),
        ), key="p", pane="roster", on="person", off=_only_open,
        also="call alert phone summon escalate expert specialist oncall on-call", example=("page citra the database is slow",),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}


def _unanswered(incident: Incident, now: datetime, _person: str) -> list[Nudge]:
    """Somebody was called and has not come."""
    if not incident.is_open:
        return []
    return [
        Nudge(
            key="page." + "".join(c if c.isascii() and c.isalnum() else "." for c in folded(page.person)),
            level="red" if now - page.at > 3 * PATIENCE else "amber", rank="people", since=page.at + PATIENCE,
            sentence=_words(page.person, now - page.at),
            why=say("Call again, or call somebody else who knows it."), verb="page", given={"person": page.person},
        )
        for page in awaited(incident)
        if now - page.at >= PATIENCE
    ]  # fmt: skip


def _words(person: str, ago: timedelta) -> str:
    minutes = int(ago.total_seconds() // 60)
    return say("{person} was called {n} min ago and is not here", person=person, n=minutes)


NUDGES: tuple[Finder, ...] = (_unanswered,)
