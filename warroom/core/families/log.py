"""The log itself: what was undone, what was sealed, and what this version cannot read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from warroom.core.checklist import Rule
from warroom.core.envelope import Event
from warroom.core.families.declaration import Declared
from warroom.core.incident import Incident, Part
from warroom.core.language import later, say
from warroom.core.rows import Row
from warroom.core.sentences import Say, shortened
from warroom.core.state import State
from warroom.core.verb import Given, Refused, Verb


class Undone(Event, frozen=True, kw_only=True, tag="event.undone", gc=False):
    """The named events no longer count. Nothing is erased: both stay in the log."""

    quiet = True
    sends = True
    events: tuple[str, ...]

    def apply(self, state: State) -> None:
        """What it does is done before anything is applied: see `core.fold`."""

    def sentence(self, incident: Incident, say: Say) -> str:
        first = self.events[0] if self.events else ""
        undo = incident.withdrawn.get(first)
        if isinstance(undo, Undone):
            return say("did again: {act}").format(
                act=_act(undo.events[0] if undo.events else "", incident, say)
            )
        return say("undid: {act}").format(act=_act(first, incident, say))


def _act(first: str, incident: Incident, say: Say) -> str:
    """What the act did whose first event that is; an undo of an undo of an undo is told as far as that."""
    row = incident.row(first)
    event = incident.withdrawn.get(first) or (row.event if row else None)
    if isinstance(event, Undone) or (event is None and row is None):
        return "…"
    return shortened(event.sentence(incident, say) if event else row.text if row else "")


def _nothing(_incident: Incident, _given: Given) -> Sequence[Event]:
    return ()


class Sealed(Event, frozen=True, kw_only=True, tag="log.sealed", gc=False):
    """Somebody signed how far the log reached (see `storage.trust.seals`)."""

    quiet = True
    not_undone = later("a seal can't be undone; it vouches for what stood before it")
    heads: dict[str, tuple[int, str]]
    """For each origin the n and the digest of its last event."""
    signer: str
    """The key's fingerprint."""
    key: str
    """The public key, as in a `.pub` file."""
    signature: str
    rests: dict[str, str] = msgspec.field(default_factory=dict)
    """For each origin what a redaction of its last event leaves as it is; signed too. Seals of old have none."""

    def apply(self, state: State) -> None:
        """It says something of the file, and changes nothing in the incident."""

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("sealed the log up to here with {signer}").format(signer=self.signer)


class Unread(Part, frozen=True):
    """What this version cannot read."""

    count: int = 0
    """How many facts are of a kind, or of a shape, that it does not know."""


class Unknown(Event, frozen=True, kw_only=True, tag="unknown", gc=False):
    """A fact of a kind that this version does not know. It keeps its place and its words."""

    of_kind: str
    raw: dict[str, Any]

    def apply(self, state: State) -> None:
        state.keep(Unread(state.part(Unread).count + 1))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("a fact of a newer version ({kind})").format(kind=self.of_kind)


Fact = Undone | Sealed


# -- verbs -----------------------------------------------------------------------------------------


def _undo(incident: Incident, given: Given) -> Sequence[Event]:
    """Undo the newest act of this person that still counts; the log keeps both."""
    last = next((r for r in incident.rows.newest() if _counts(r, incident) and r.by == given.by), None)
    if last is None:
        raise Refused(say("you have done nothing that could be undone"))
    event = last.event
    first = incident.row(event.act) if event and event.act else None
    for fact in (event, first.event if first else None):
        if fact is not None and fact.not_undone and (fact is event or isinstance(fact, Declared)):
            raise Refused(say(fact.not_undone))
    act = event.act if event else ""
    facts = [
        r
        for r in (incident.rows if act else ())
        if r.event and r.event.act == act and r.by == given.by and _counts(r, incident)
    ]
    group = {r.id for r in facts}.union(*(r.event.carried for r in facts if r.event))
    return [Undone(**given.stamp(), events=tuple(sorted(group)) or (last.id,))]


def _counts(row: Row, incident: Incident) -> bool:
    """Whether a row is of an act that undo may take back: not of an undo, and not undone."""
    return row.id not in incident.undone and not isinstance(row.event, Undone)


def _redo(incident: Incident, given: Given) -> Sequence[Event]:
    """Undo the newest undo of this person that still counts; a redo is no undo."""
    mine = (r for r in incident.rows.newest() if r.by == given.by and isinstance(r.event, Undone))
    for row in mine:
        if not _is_redo(row, incident):
            return [Undone(**given.stamp(), events=(row.id,))]
    raise Refused(say("you have undone nothing that is still undone"))


def _is_redo(row: Row, incident: Incident) -> bool:
    undone = row.event.events if isinstance(row.event, Undone) else ()
    return any(isinstance(incident.withdrawn.get(i), Undone) for i in undone)


VERBS = (
    Verb(
        "undo", "room", "undo your last act; the log keeps both", _undo, key="u", takes_back=True,
        also="revert back mistake",
        example=("sev 1", "undo"),
    ),
    Verb("redo", "room", "take your last undo back", _redo, example=("sev 1", "undo", "redo")),
    Verb(
        "putback", "room", "write back what the file has lost, or what could not be saved last time", _nothing, mends=True,
        confirm="Write into the file of {id} what it has lost or could not take?",
        also="writeback unsaved kept",
    ),
    Verb(
        "discard", "room", "forget what could not be saved and is kept on this machine", _nothing, mends=True,
        confirm="Forget for good what could not be saved to {id}?", also="unsaved kept delete",
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}
