"""What this incident belongs to: a larger one, its parts, or the one that it only repeats.

A fact holds the id and what the other was called then. How the other stands is looked up in the catalogue wherever it is shown
(`core.others`), and is copied into no log: two files would say it, and one of them late.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from warroom.core.checklist import Rule
from warroom.core.envelope import Event
from warroom.core.families.severity import STATUS, StatusChanged
from warroom.core.incident import Incident, Part, Thing
from warroom.core.language import later, say
from warroom.core.others import NotOne, Others, Sibling
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Misused, Refused, Verb

PARENT = Thing(later("parent"))
DUPLICATE = Thing(later("duplicate"))


class Other(msgspec.Struct, frozen=True):
    """Another incident, by id, and what it was called when it was named."""

    id: str
    title: str
    event: str


class Related(Part, frozen=True):
    """What the facts of this incident say; others may say more of it in theirs."""

    parent: Other | None = None
    children: tuple[Other, ...] = ()
    duplicate_of: Other | None = None

    def without(self, incident_id: str) -> Related:
        """Nothing that has to do with that one."""

        def kept(other: Other | None) -> Other | None:
            return None if other and other.id == incident_id else other

        rest = tuple(c for c in self.children if c.id != incident_id)
        return Related(kept(self.parent), rest, kept(self.duplicate_of))

    @property
    def ids(self) -> tuple[str, ...]:
        found = (self.parent, *self.children, self.duplicate_of)
        return tuple(other.id for other in found if other)


def titled(incident_id: str, title: str) -> str:
    return f"{incident_id} {title}".strip()


class ParentNamed(Event, frozen=True, kw_only=True, tag="related.parent", gc=False):
    """This incident is a part of that one."""

    news = True
    incident: str
    title: str = ""

    def apply(self, state: State) -> None:
        was = state.part(Related)
        state.claim(PARENT, self, same=bool(was.parent and was.parent.id == self.incident))
        state.keep(msgspec.structs.replace(was, parent=Other(self.incident, self.title, self.id)))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("is a part of {incident}").format(incident=titled(self.incident, self.title))


class ChildNamed(Event, frozen=True, kw_only=True, tag="related.child", gc=False):
    """That incident is a part of this one."""

    news = True
    incident: str
    title: str = ""

    def apply(self, state: State) -> None:
        was = state.part(Related).without(self.incident)
        child = Other(self.incident, self.title, self.id)
        state.keep(msgspec.structs.replace(was, children=(*was.children, child)))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("{incident} is a part of this").format(incident=titled(self.incident, self.title))


class DuplicateNamed(Event, frozen=True, kw_only=True, tag="related.duplicate", gc=False):
    """This incident only repeats that one."""

    news = True
    incident: str
    title: str = ""
    why: str = ""

    def apply(self, state: State) -> None:
        was = state.part(Related)
        state.claim(DUPLICATE, self, same=bool(was.duplicate_of and was.duplicate_of.id == self.incident))
        state.keep(msgspec.structs.replace(was, duplicate_of=Other(self.incident, self.title, self.id)))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("is a duplicate of {incident}").format(incident=titled(self.incident, self.title))
        return because(said, self.why)


class Unrelated(Event, frozen=True, kw_only=True, tag="related.none", gc=False):
    """What was said of the two no longer holds."""

    incident: str
    why: str = ""

    def apply(self, state: State) -> None:
        state.keep(state.part(Related).without(self.incident))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("has nothing to do with {incident} any more").format(incident=self.incident)
        return because(said, self.why)


Fact = ParentNamed | ChildNamed | DuplicateNamed | Unrelated


HOW: Final = {
    "parent": later("part of"), "child": later("part"), "duplicate_of": later("duplicate of"), "duplicate": later("duplicate"),
}  # fmt: skip
"""What the other incident is to this one, in words."""


class Relation(NamedTuple):
    """One other incident: `how` is one of `HOW`. `now`: how it stands, None where it is not in the library."""

    how: str
    id: str
    title: str
    now: Sibling | None


def relations(incident: Incident, others: Others) -> tuple[Relation, ...]:
    """All that this one belongs to, whichever of the two says so."""
    said = incident.part(Related)
    titles = {o.id: o.title for o in (said.parent, *said.children, said.duplicate_of) if o}
    parent = said.parent.id if said.parent else others.parent_of(incident.id)
    children = dict.fromkeys((*(c.id for c in said.children), *others.children_of(incident.id)))
    found = [
        *((("parent", parent),) if parent else ()),
        *((("duplicate_of", said.duplicate_of.id),) if said.duplicate_of else ()),
        *(("child", child) for child in children),
        *(("duplicate", other) for other in others.duplicates_of(incident.id)),
    ]
    return tuple(
        Relation(how, i, now.title if (now := others.get(i)) else titles.get(i, ""), now) for how, i in found
    )


# -- verbs -----------------------------------------------------------------------------------------


def _other(incident: Incident, given: Given) -> Sibling:
    try:
        return given.others().find(given["incident"], incident.id)
    except NotOne as error:
        raise Misused(str(error)) from None


def _no_circle(child: str, parent: str, given: Given) -> None:
    if child in given.others().above(parent):
        raise Refused(
            say(
                "{parent} is a part of {child} already, so it cannot contain it; `unrelate` one first",
                parent=parent,
                child=child,
            )
        )


def _parent(incident: Incident, given: Given) -> Sequence[Event]:
    other, related = _other(incident, given), incident.part(Related)
    if related.parent and related.parent.id == other.id:
        raise Refused(say("it is a part of {id} already", id=other.id))
    now = related.parent.id if related.parent else given.others().parent_of(incident.id)
    if now and now != other.id:
        raise Refused(say("it is a part of {id} already; `unrelate {id}` first", id=now))
    _no_circle(incident.id, other.id, given)
    return [ParentNamed(**given.stamp(), incident=other.id, title=other.title, prev=incident.head(PARENT))]


def _child(incident: Incident, given: Given) -> Sequence[Event]:
    other, others = _other(incident, given), given.others()
    parent = others.parent_of(other.id)
    if parent == incident.id or other.id in (c.id for c in incident.part(Related).children):
        raise Refused(say("{id} is a part of this already", id=other.id))
    if parent:
        raise Refused(
            say("{id} is a part of {parent} already; separate them there first", id=other.id, parent=parent)
        )
    _no_circle(other.id, incident.id, given)
    return [ChildNamed(**given.stamp(), incident=other.id, title=other.title)]


def _duplicate(incident: Incident, given: Given) -> Sequence[Event]:
    """The reference and the end in one act. It counts as cancelled: the other one is what happened."""
    other = _other(incident, given)
    if other.duplicate_of == incident.id:
        raise Refused(say("{id} was closed as a duplicate of this one", id=other.id))
    why = given["why"] or ""
    made: list[Event] = [
        DuplicateNamed(
            **given.stamp(), incident=other.id, title=other.title, why=why, prev=incident.head(DUPLICATE)
        )
    ]
    if incident.is_open:
        reason = say("a duplicate of {id}", id=other.id)
        made.append(
            StatusChanged(**given.stamp(), status="cancelled", why=reason, prev=incident.head(STATUS))
        )
    return made


def _unrelate(incident: Incident, given: Given) -> Sequence[Event]:
    related = incident.part(Related)
    wanted = given["incident"].strip().upper()
    found = [i for i in related.ids if wanted and wanted in i.upper()]
    if len(found) != 1:
        if not related.ids:
            raise Refused(
                say("this incident names no other; where another one names it, separate them there")
            )
        ids = ", ".join(related.ids)
        raise Refused(
            say("{part} is not one of those that this incident names: {ids}", part=wanted or "?", ids=ids)
        )
    return [Unrelated(**given.stamp(), incident=found[0], why=given["why"] or "")]


_WHICH = Arg("incident", "incident", "which incident (any unique part of its id)")
_WHY = Arg("why", "text", "the reason", required=False, flag=True, rest=True)

VERBS = (
    Verb(
        "parent", "state", "this incident is a part of another one", _parent, (_WHICH,),
        also="related belongs larger major incident link", example=("parent ZZ2",),
    ),
    Verb(
        "child", "state", "another incident is a part of this one", _child, (_WHICH,),
        also="related part sub incident link", example=("child ZZ2",),
    ),
    Verb(
        "duplicate", "state", "this incident only repeats another one: it is closed with the reference", _duplicate,
        (_WHICH, _WHY), confirm="Close {id} “{title}” as a duplicate of {incident}?",
        also="same merge double related close", example=("duplicate ZZ2 the same alert",),
    ),
    Verb(
        "unrelate", "state", "two incidents have nothing to do with each other", _unrelate, (_WHICH, _WHY),
        also="related separate parent child duplicate", example=("parent ZZ2", "unrelate ZZ2"),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}
