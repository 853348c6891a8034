"""The ticket of the incident in the team's tracker: linked by its address, or asked for and made by the outbox."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.incident import Incident, Part, Thing
from warroom.core.language import later, say
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.text import clean_name, quoted
from warroom.core.verb import Arg, Given, Refused, Verb

_MOST: Final = 1000
_ADDRESS: Final = (
    r"https?://(?P<login>[^/?#]*@)?(?P<host>[^/?#@:\[\]]+|\[[0-9a-fA-F:.]+\])"
    r"(:\d+)?(?P<path>/[^?#]*)?([?#].*)?"
)
_KEY: Final = r"^[A-Z][A-Z0-9_]+-\d+$"


def of_ticket(url: str) -> Thing:
    return Thing(later("ticket"), url)


class Ticket(msgspec.Struct, frozen=True):
    """One ticket. `name` is what people call it: `OPS-12`, `#34`."""

    url: str
    name: str
    by: str
    at: datetime
    event: str


class Ask(msgspec.Struct, frozen=True):
    """A ticket that somebody wants to be made. `why`: why it could not be, "" while it waits."""

    tracker: str
    by: str
    at: datetime
    event: str
    state: Literal["waiting", "made", "failed", "unknown"] = "waiting"
    why: str = ""


class Tickets(Part, frozen=True):
    linked: tuple[Ticket, ...] = ()
    asked: tuple[Ask, ...] = ()


class TicketLinked(Event, frozen=True, kw_only=True, tag="ticket.linked", gc=False):
    url: str
    name: str = ""
    asked: str = ""
    """The wish that made it, where nobody linked it by hand."""

    def apply(self, state: State) -> None:
        held = state.part(Tickets)
        state.claim(of_ticket(self.url), self, same=True)
        made = Ticket(self.url, self.name, self.by, self.at, self.id)
        rest = tuple(t for t in held.linked if t.url != self.url)
        state.keep(Tickets((*rest, made), _with(held.asked, self.asked, "made", "")))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("ticket {name}: {url}").format(name=self.name, url=self.url)


class TicketUnlinked(Event, frozen=True, kw_only=True, tag="ticket.unlinked", gc=False):
    quiet = True
    url: str

    def apply(self, state: State) -> None:
        held = state.part(Tickets)
        state.claim(of_ticket(self.url), self, same=True)
        state.keep(Tickets(tuple(t for t in held.linked if t.url != self.url), held.asked))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("ticket no longer linked: {url}").format(url=self.url)


class TicketAsked(Event, frozen=True, kw_only=True, tag="ticket.asked", gc=False):
    """Somebody wants a ticket; the outbox makes it, when it can."""

    quiet = True
    sends = True
    tracker: str
    """Its name in the settings."""

    def apply(self, state: State) -> None:
        held = state.part(Tickets)
        state.keep(Tickets(held.linked, (*held.asked, Ask(self.tracker, self.by, self.at, self.id))))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("asked for a ticket in {tracker}").format(tracker=self.tracker)


class TicketFailed(Event, frozen=True, kw_only=True, tag="ticket.failed", gc=False):
    """A ticket that was asked for was not made, or it is not known whether it was."""

    sends = True
    asked: str
    why: str
    result: Literal["failed", "unknown"] = "failed"

    def apply(self, state: State) -> None:
        held = state.part(Tickets)
        state.keep(Tickets(held.linked, _with(held.asked, self.asked, self.result, self.why)))

    def superseded(self, incident: Incident) -> bool:
        return any(a.event == self.asked and a.state == "made" for a in incident.part(Tickets).asked)

    def sentence(self, incident: Incident, say: Say) -> str:
        said = (
            say("NO ticket was made")
            if self.result == "failed"
            else say("not known whether a ticket was made")
        )
        return because(said, self.why)


Fact = TicketLinked | TicketUnlinked | TicketAsked | TicketFailed


def _with(
    asked: tuple[Ask, ...], event: str, state: Literal["made", "failed", "unknown"], why: str
) -> tuple[Ask, ...]:
    return tuple(msgspec.structs.replace(a, state=state, why=why) if a.event == event else a for a in asked)


def name_of(url: str) -> str:
    """What people call the ticket behind an address: `OPS-12` for Jira's, `#34` for the others, else its last part."""
    found = re.fullmatch(_ADDRESS, url)
    parts = [part for part in (found["path"] or "").split("/") if part] if found else []
    last = parts[-1] if parts else ""
    if last.isascii() and last.isdigit():
        return f"#{last}"
    return last if re.match(_KEY, last) else clean_name(last) or clean_name(found["host"] if found else url)


_NO_TICKET: Final = later("{raw} is no address of a ticket; it begins with https://")


def address(raw: str, refusal: str = _NO_TICKET) -> str:
    """An address that a browser opens, and nothing else; `refusal` is marked for the catalogues.

    Raises:
        Refused: it is none.
    """
    url = raw.strip()
    found = re.fullmatch(_ADDRESS, url)
    if found is None or len(url) > _MOST or any(c.isspace() for c in url):
        raise Refused(say(refusal, raw=quoted(url)))
    if found["login"]:
        raise Refused(say("the address holds a name or a password; leave that part out"))
    return url


def _link(incident: Incident, given: Given) -> Sequence[Event]:
    url = address(given["url"])
    if any(t.url == url for t in incident.part(Tickets).linked):
        raise Refused(say("that ticket is linked already"))
    name = clean_name(given["name"] or "") or name_of(url)
    return [TicketLinked(**given.stamp(), url=url, name=name, prev=incident.head(of_ticket(url)))]


def _unlink(incident: Incident, given: Given) -> Sequence[Event]:
    wanted = given["ticket"].strip().casefold()
    found = [
        t for t in incident.part(Tickets).linked if wanted and wanted in (t.url.casefold(), t.name.casefold())
    ]
    if not found:
        there = ", ".join(t.name for t in incident.part(Tickets).linked) or say("none yet")
        raise Refused(say("no such ticket is linked; there are: {there}", there=there))
    url = found[0].url
    return [TicketUnlinked(**given.stamp(), url=url, prev=incident.head(of_ticket(url)))]


def _ask(incident: Incident, given: Given) -> Sequence[Event]:
    tracker = clean_name(given["tracker"] or "") or "default"
    held = next(
        (a for a in incident.part(Tickets).asked if a.tracker == tracker and a.state == "waiting"), None
    )
    if held:
        raise Refused(
            say("a ticket in {tracker} is asked for already; `warroom outbox` shows it", tracker=tracker)
        )
    made = [a for a in incident.part(Tickets).asked if a.tracker == tracker and a.state == "made"]
    if made:
        raise Refused(say("there is a ticket in {tracker} already", tracker=tracker))
    return [TicketAsked(**given.stamp(), tracker=tracker)]


def _give_up(incident: Incident, given: Given) -> Sequence[Event]:
    tracker = clean_name(given["tracker"])
    asked = [
        a for a in incident.part(Tickets).asked if a.tracker == tracker and a.state in ("waiting", "unknown")
    ]
    if not asked:
        raise Refused(say("no ticket in {tracker} is waited for", tracker=tracker))
    return [TicketFailed(**given.stamp(), asked=asked[-1].event, why=given["why"])]


VERBS = (
    Verb(
        "ticket", "state", "link the ticket of this incident by its address", _link,
        (
            Arg("url", "text", "its address (https://…)"),
            Arg("name", "text", "what people call it (OPS-12)", required=False, flag=True),
        ),
        also="jira github gitlab issue tracker link", fulfils=("ticket",), example=("ticket https://tracker.example/browse/OPS-12",),
    ),
    Verb(
        "newticket", "state", "have a ticket made in your tracker, with the priority of the severity", _ask,
        (Arg("tracker", "text", "which tracker of your settings", required=False),),
        also="jira github gitlab issue tracker create open", example=("newticket github",),
    ),
    Verb(
        "noticket", "state", "give up a ticket that was asked for, with the reason", _give_up,
        (
            Arg("tracker", "text", "which tracker of your settings"),
            Arg("why", "text", "the reason", flag=True, rest=True),
        ),
        also="tracker cancel drop", example=("newticket jira", "noticket jira --why the tracker is down, too"),
    ),
    Verb(
        "unlink", "state", "take the link to a ticket away", _unlink,
        (Arg("ticket", "text", "its name or address"),), also="jira github gitlab issue tracker remove",
        example=("ticket https://tracker.example/browse/OPS-12", "unlink OPS-12"),
    ),
)  # fmt: skip


def _ticket(incident: Incident) -> Met | None:
    first = next(iter(incident.part(Tickets).linked), None)
    return Met(first.at, first.by) if first else None


RULES: dict[str, Rule] = {"ticket": _ticket}
