"""Links beside an entry: the graph, the log, the recording that shows what it says."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from warroom.core.checklist import Rule
from warroom.core.envelope import Event
from warroom.core.families.tickets import address
from warroom.core.incident import Incident, Part
from warroom.core.language import later, say
from warroom.core.sentences import Say, shortened
from warroom.core.state import State
from warroom.core.text import clean, clean_name, quoted
from warroom.core.verb import Arg, Given, Refused, Verb


class Reference(msgspec.Struct, frozen=True):
    url: str
    title: str
    """What it shows; may be empty."""
    by: str


class References(Part, frozen=True):
    """The links of each entry, by its id, in their order."""

    of: dict[str, tuple[Reference, ...]] = msgspec.field(default_factory=dict)


class EntryReferenced(Event, frozen=True, kw_only=True, tag="entry.referenced", gc=False):
    """A link beside an entry; the same address again changes what it is said to show."""

    quiet = True
    entry: str
    url: str
    title: str = ""

    def apply(self, state: State) -> None:
        of = state.part(References).of
        others = tuple(r for r in of.get(self.entry, ()) if r.url != self.url)
        new = Reference(self.url, self.title, self.by)
        state.keep(References({**of, self.entry: (*others, new)}))

    def sentence(self, incident: Incident, say: Say) -> str:
        shown = f"{self.title}: {self.url}" if self.title else self.url
        return say("link beside “{text}”: {link}").format(text=_about(incident, self.entry), link=shown)


class EntryUnreferenced(Event, frozen=True, kw_only=True, tag="entry.unreferenced", gc=False):
    quiet = True
    entry: str
    url: str

    def apply(self, state: State) -> None:
        of = state.part(References).of
        left = tuple(r for r in of.get(self.entry, ()) if r.url != self.url)
        state.keep(References({**of, self.entry: left}))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("link beside “{text}” taken away: {link}").format(
            text=_about(incident, self.entry), link=self.url
        )


Fact = EntryReferenced | EntryUnreferenced


def _about(incident: Incident, entry: str) -> str:
    row = incident.row(entry)
    return shortened(row.text) if row else entry


def references(incident: Incident, entry: str) -> tuple[Reference, ...]:
    """The links beside an entry."""
    return incident.part(References).of.get(entry, ())


def _refer(incident: Incident, given: Given) -> Sequence[Event]:
    entry, title = given["entry"].id, clean_name(given["title"] or "")
    url = address(given["url"], later("{raw} is no address; give one that begins with https://"))
    if any((r.url, r.title) == (url, title) for r in references(incident, entry)):
        raise Refused(say("that link is beside this entry already"))
    return [EntryReferenced(**given.stamp(), entry=entry, url=url, title=title)]


def _unrefer(incident: Incident, given: Given) -> Sequence[Event]:
    entry, wanted = given["entry"].id, clean(given["link"] or "").casefold()
    there = references(incident, entry)
    found = [r for r in there if wanted in f"{r.title} {r.url}".casefold()]
    if len(found) == 1:
        return [EntryUnreferenced(**given.stamp(), entry=entry, url=found[0].url)]
    if not there:
        raise Refused(say("no link is beside this entry"))
    links = ", ".join(r.title or r.url for r in there)
    if not found:
        raise Refused(
            say(
                "no link beside this entry fits {wanted}; there are: {links}",
                wanted=quoted(wanted),
                links=links,
            )
        )
    raise Refused(say("several links are beside this entry; name one of: {links}", links=links))


VERBS = (
    Verb(
        "refer", "timeline", "put a link beside an entry: a graph, a log, a recording", _refer,
        (
            Arg("entry", "entry", "which entry (a part of its id or text, or `last`)"),
            Arg("url", "text", "its address (https://…)"),
            Arg("title", "text", "what it shows", required=False, flag=True),
        ), on="entry", also="link url evidence graph dashboard source support proof",
        example=("log error rate 32 %", "refer last https://graphs.example/d/pay --title errors"),
    ),
    Verb(
        "unrefer", "timeline", "take a link beside an entry away", _unrefer,
        (
            Arg("entry", "entry", "which entry (a part of its id or text, or `last`)"),
            Arg("link", "text", "which link (a part of it), where there are several", required=False, rest=True),
        ), on="entry",
        example=("log error rate 32 %", "refer last https://graphs.example/d/pay", "unrefer last"),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}
