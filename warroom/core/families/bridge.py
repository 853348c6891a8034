"""Where the responders meet: the link of the call, or the place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.incident import Incident, Part, Thing
from warroom.core.language import later, say
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.text import clean, quoted
from warroom.core.verb import Arg, Given, Misused, Refused, Verb

BRIDGE = Thing(later("bridge"))
SCHEMES: Final = ("https", "http", "tel", "sip", "sips", "zoommtg", "msteams", "slack", "webexteams")
"""What a link may begin with: nothing that a click would run or read from a disk."""
# Patterns are compiled when a link is first read.
_SCHEME: Final = r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)"
_HOST: Final = r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(:\d+)?(/\S*)?"
_NUMBER: Final = r"\+?[\d ().-]{5,30}(?:[,;#*\d ]{0,20})"


class Bridge(Part, frozen=True):
    """`link` is "" where there is no call (any more). `first`: who opened the first one, and when."""

    link: str = ""
    by: str = ""
    at: datetime | None = None
    first: tuple[datetime, str] | None = None

    @property
    def short(self) -> str:
        """For the eye, and for a report: without what stands behind `?`, which may let people in."""
        return bare(self.link)


class BridgeSet(Event, frozen=True, kw_only=True, tag="bridge.set", gc=False):
    headline = True
    link: str
    """A link, a number or a place, as `read` leaves it."""

    def apply(self, state: State) -> None:
        was = state.part(Bridge)
        state.claim(BRIDGE, self, same=was.link == self.link)
        state.keep(Bridge(self.link, self.by, self.at, was.first or (self.at, self.by)))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("the call: {link}").format(link=bare(self.link))


class BridgeClosed(Event, frozen=True, kw_only=True, tag="bridge.closed", gc=False):
    why: str = ""

    def apply(self, state: State) -> None:
        state.claim(BRIDGE, self, same=not state.part(Bridge).link)
        state.keep(Bridge(first=state.part(Bridge).first))

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("the call is over"), self.why)


Fact = BridgeSet | BridgeClosed


def bare(link: str) -> str:
    """A link without its query and fragment: a meeting's passcode stands there."""
    return re.split(r"[?#]", link, maxsplit=1)[0] if "://" in link else link


def read(raw: str) -> str:
    """A link as it is kept: `meet.example.com/abc` gets its https, a number stays one, any other words are a place.

    Raises:
        Misused: it is nothing, or a link that nobody should open.
    """
    told = clean(raw)
    if not told:
        raise Misused(say("there is no link; give one such as https://meet.example.com/pay"))
    scheme = re.match(_SCHEME, told)
    if scheme:
        if scheme[1].lower() not in SCHEMES:
            raise Misused(
                say(
                    "{link} is no link to a call; give one such as https://meet.example.com/pay",
                    link=quoted(told),
                )
            )
        if " " in told:
            raise Misused(say("a link has no spaces: {link}", link=quoted(told)))
        return told
    if re.fullmatch(_HOST, told):
        return f"https://{told}"
    return f"tel:{''.join(told.split())}" if re.fullmatch(_NUMBER, told) else told


# -- verbs -----------------------------------------------------------------------------------------


def _set(incident: Incident, given: Given) -> Sequence[Event]:
    link = read(given["link"])
    if incident.part(Bridge).link == link:
        raise Refused(say("the call is there already: {link}", link=bare(link)))
    return [BridgeSet(**given.stamp(), link=link, prev=incident.head(BRIDGE))]


def _close(incident: Incident, given: Given) -> Sequence[Event]:
    return [BridgeClosed(**given.stamp(), why=given["why"] or "", prev=incident.head(BRIDGE))]


def no_call(incident: Incident) -> str | None:
    """Why nothing can be done with the call; None where there is one."""
    return None if incident.part(Bridge).link else say("there is no call yet: `bridge LINK` opens one")


def _no_facts(_incident: Incident, _given: Given) -> Sequence[Event]:
    return ()


_SET = "bridge https://meet.example.com/pay"

VERBS = (
    Verb(
        "bridge", "people", "set the link of the call, or the place where you meet", _set,
        (Arg("link", "text", "a link, a number or a place", rest=True),),
        also="call meet zoom meeting war room link join conference", fulfils=("bridge",), example=(_SET,),
    ),
    Verb(
        "unbridge", "people", "note that the call is over", _close,
        (Arg("why", "text", "the reason", required=False, flag=True, rest=True),), off=no_call,
        also="call hang up end meeting", example=(_SET, "unbridge"),
    ),
    Verb(
        "call", "people",
        "the link of the call: copied in the room, or asked for where there is none; printed on the shell",
        _no_facts, key="B", door=True, also="bridge link meet zoom copy join", example=("call",),
    ),
    Verb(
        "invite", "people", "write an invitation to the call, a file for calendars (.ics)", _no_facts, door=True,
        off=no_call, also="calendar ics meeting appointment", example=(_SET, "invite"),
    ),
)  # fmt: skip


def _opened(incident: Incident) -> Met | None:
    """Somebody opened a call; that it is over later takes nothing away."""
    first = incident.part(Bridge).first
    return Met(*first) if first else None


RULES: dict[str, Rule] = {"bridge": _opened}
