"""What can happen in an incident: one frozen struct per kind of fact, and the codec.

A line of the incident file is one flat JSON object: the envelope (`id`, `at`, `recorded_at`, `by`, `kind`, `prev`, `act`
and what the storage adds: `origin`, `n`, `hlc`, `after`, `crc`) and the fields of its kind. This module knows nothing of
files: it turns an `Event` into such an object's fields and bytes back into an `Event`.

Times are aware UTC datetimes. Kinds from a newer version decode to `Unknown`, never to an error.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Final, Literal, get_args

import msgspec

from warroom.core.clock import iso
from warroom.core.playbook import Playbook

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""Aware; a time without a zone is no time."""
Precision = Literal["exact", "about", "date"]
Category = Literal["note", "symptom", "alert", "change", "action", "decision", "diagnosis", "comms", "evidence"]  # fmt: skip
Status = Literal["declared", "investigating", "identified", "mitigating", "monitoring", "resolved", "closed"]
Milestone = Literal["started", "detected", "acknowledged", "declared", "first_update", "mitigated", "resolved"]  # fmt: skip
Role = Literal["ic", "deputy", "scribe", "ops", "comms", "sme", "liaison", "observer"]
ItemMark = Literal["open", "in_progress", "done", "skipped"]
Level = Literal["full", "degraded"]
Verdict = Literal["open", "confirmed", "ruled_out"]
ActionKind = Literal["prevent", "detect", "mitigate", "process", "document", "other"]
Section = Literal[
    "summary", "trigger", "detection", "cause", "factors", "impact", "went_well", "went_badly", "luck", "learnings"
]  # fmt: skip

CATEGORIES: Final = get_args(Category)
STATUSES: Final = get_args(Status)
MILESTONES: Final = get_args(Milestone)
ROLES: Final = get_args(Role)
ITEM_MARKS: Final = get_args(ItemMark)
VERDICTS: Final = get_args(Verdict)
ACTION_KINDS: Final = get_args(ActionKind)
SECTIONS: Final = get_args(Section)
LEVELS: Final = get_args(Level)
SEVERITIES: Final = (1, 2, 3, 4)
SOLE_ROLES: Final = frozenset({"ic", "deputy", "scribe", "ops", "comms"})
"""Roles that one person holds at a time; the others may be shared."""


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True, gc=False):
    """The envelope that every fact carries."""

    id: str
    """UUIDv7, the only identity of the fact."""
    at: Moment
    """When it happened."""
    by: str
    """Who did it."""
    recorded_at: Moment | None = None
    """When it was recorded; set by the storage."""
    first_recorded_at: Moment | None = None
    """When it was recorded first, where it came here from another file; `recorded_at` is then the import's."""
    prev: str = ""
    """The event that this one replaces, as its author saw it. Not the current one at fold time: a concurrent edit."""
    act: str = ""
    """The first event of the act that this one belongs to, when one act made several."""
    origin: str = ""
    hlc: str = ""

    kind: ClassVar[str] = ""


class Declared(Event, frozen=True, kw_only=True, tag="incident.declared", gc=False):
    """The incident exists."""

    title: str
    severity: int
    zone: str = "UTC"


class PlaybookAdopted(Event, frozen=True, kw_only=True, tag="playbook.adopted", gc=False):
    """The steps and the severity protocol that this incident follows, whole, so that the file explains itself."""

    playbook: Playbook


class Titled(Event, frozen=True, kw_only=True, tag="incident.titled", gc=False):
    title: str


class SystemsNamed(Event, frozen=True, kw_only=True, tag="incident.systems", gc=False):
    systems: tuple[str, ...]


class SymptomsDescribed(Event, frozen=True, kw_only=True, tag="incident.symptoms", gc=False):
    text: str


class SeverityChanged(Event, frozen=True, kw_only=True, tag="severity.changed", gc=False):
    severity: int
    why: str = ""


class StatusChanged(Event, frozen=True, kw_only=True, tag="status.changed", gc=False):
    status: Status
    why: str = ""


class MilestoneMarked(Event, frozen=True, kw_only=True, tag="milestone.marked", gc=False):
    """`at` is the moment of the milestone."""

    milestone: Milestone
    precision: Precision = "exact"


class MilestoneCleared(Event, frozen=True, kw_only=True, tag="milestone.cleared", gc=False):
    milestone: Milestone


class EntryLogged(Event, frozen=True, kw_only=True, tag="entry.logged", gc=False):
    """A line of the timeline. `category` is shown to people and to scripts as its kind."""

    text: str
    category: Category = "note"
    precision: Precision = "exact"
    source: str = ""
    """Where it came from when a person did not type it here: `csv`, `pipe` …"""
    marks: Milestone | Literal[""] = ""
    """An imported line that tells of a milestone; counts as that milestone while nobody has marked it."""


class EntryCorrected(Event, frozen=True, kw_only=True, tag="entry.corrected", gc=False):
    """A new text, a new time or both; the old ones stay in the log."""

    entry: str
    text: str | None = None
    moved_to: Moment | None = None
    precision: Precision | None = None
    category: Category | None = None


class EntryStruck(Event, frozen=True, kw_only=True, tag="entry.struck", gc=False):
    entry: str
    why: str


class EntryRestored(Event, frozen=True, kw_only=True, tag="entry.restored", gc=False):
    entry: str


class EntryRedacted(Event, frozen=True, kw_only=True, tag="entry.redacted", gc=False):
    """The text of an entry and of its corrections was taken out of the file, for good."""

    entry: str
    why: str
    taken: dict[str, dict[str, str]] = {}
    """By event id: `sha256` of the text that stood there, the line's digests `was` and `now`. The storage fills it in."""


class EntryPinned(Event, frozen=True, kw_only=True, tag="entry.pinned", gc=False):
    entry: str


class EntryUnpinned(Event, frozen=True, kw_only=True, tag="entry.unpinned", gc=False):
    entry: str


class ItemSet(Event, frozen=True, kw_only=True, tag="item.set", gc=False):
    item: str
    """Its number in the playbook, such as `3.3`."""
    state: ItemMark
    why: str = ""


class ItemNoted(Event, frozen=True, kw_only=True, tag="item.noted", gc=False):
    item: str
    text: str


class Joined(Event, frozen=True, kw_only=True, tag="person.joined", gc=False):
    person: str


class Left(Event, frozen=True, kw_only=True, tag="person.left", gc=False):
    person: str


class RoleAssigned(Event, frozen=True, kw_only=True, tag="role.assigned", gc=False):
    role: Role
    person: str


class RoleReleased(Event, frozen=True, kw_only=True, tag="role.released", gc=False):
    role: Role
    person: str


class RoleOffered(Event, frozen=True, kw_only=True, tag="role.offered", gc=False):
    """A handover begins: the present holder stays accountable until `RoleAssigned` answers it."""

    role: Role
    person: str
    brief: str = ""


class RoleDeclined(Event, frozen=True, kw_only=True, tag="role.declined", gc=False):
    role: Role
    person: str
    why: str = ""


class NotesSaved(Event, frozen=True, kw_only=True, tag="notes.saved", gc=False):
    """A whole version of the shared pad."""

    text: str


class SectionWritten(Event, frozen=True, kw_only=True, tag="section.written", gc=False):
    """Prose for a part of the report."""

    section: Section
    text: str


class UpdatePosted(Event, frozen=True, kw_only=True, tag="update.posted", gc=False):
    """What stakeholders were told, and when they hear next."""

    text: str
    next_at: Moment | None = None


class ImpactMeasured(Event, frozen=True, kw_only=True, tag="impact.measured", gc=False):
    """One figure of the impact. `amount` is a decimal number as text: money and shares are never floats."""

    what: str
    amount: str
    unit: str = ""
    estimate: bool = False


class ImpactWindow(Event, frozen=True, kw_only=True, tag="impact.window", gc=False):
    """Users felt it from `starts` to `ends` (None: still). `prev` replaces an earlier window."""

    starts: Moment
    ends: Moment | None = None
    level: Level = "full"
    component: str = ""


class HypothesisRaised(Event, frozen=True, kw_only=True, tag="hypothesis.raised", gc=False):
    text: str


class HypothesisJudged(Event, frozen=True, kw_only=True, tag="hypothesis.judged", gc=False):
    hypothesis: str
    verdict: Verdict
    why: str = ""


class ActionAdded(Event, frozen=True, kw_only=True, tag="action.added", gc=False):
    """A follow-up: what, one owner, a due date."""

    text: str
    owner: str = ""
    due: date | None = None
    type: ActionKind | Literal[""] = ""


class ActionChanged(Event, frozen=True, kw_only=True, tag="action.changed", gc=False):
    action: str
    text: str | None = None
    owner: str | None = None
    due: date | None = None
    type: ActionKind | None = None
    state: Literal["todo", "done", "dropped"] | None = None


class Undone(Event, frozen=True, kw_only=True, tag="event.undone", gc=False):
    """The named events no longer count. Nothing is erased: both stay in the log."""

    events: tuple[str, ...]


class Sealed(Event, frozen=True, kw_only=True, tag="log.sealed", gc=False):
    """Somebody signed how far the log reached (see `storage.seals`)."""

    heads: dict[str, tuple[int, str]]
    """For each origin the n and the digest of its last event."""
    signer: str
    """The key's fingerprint."""
    key: str
    """The public key, as in a `.pub` file."""
    signature: str


class Unknown(Event, frozen=True, kw_only=True, tag="unknown", gc=False):
    """A fact of a kind that this version does not know. It keeps its place and its words."""

    of_kind: str
    raw: dict[str, Any]


Known = (
    Declared | PlaybookAdopted | Titled | SystemsNamed | SymptomsDescribed | SeverityChanged | StatusChanged
    | MilestoneMarked | MilestoneCleared | EntryLogged | EntryCorrected | EntryStruck | EntryRestored | EntryPinned
    | EntryUnpinned | ItemSet | ItemNoted | Joined | Left | RoleAssigned | RoleReleased | RoleOffered | RoleDeclined
    | NotesSaved | SectionWritten | UpdatePosted | ImpactMeasured | ImpactWindow | HypothesisRaised | HypothesisJudged
    | ActionAdded | ActionChanged | Undone | EntryRedacted | Sealed
)  # fmt: skip
KINDS: Final[dict[str, type[Event]]] = {c.__struct_config__.tag: c for c in get_args(Known)}
KIND_OF: Final[dict[type[Event], str]] = {c: k for k, c in KINDS.items()}
KIND_OF[Unknown] = "unknown"

decoder: Final[msgspec.json.Decoder[Event]] = msgspec.json.Decoder(Known)
_STORAGE_KEYS = frozenset({"recorded_at", "origin", "n", "hlc", "after", "was", "crc"})
_ENVELOPE = frozenset({"id", "at", "by", "kind", "prev", "act"}) | _STORAGE_KEYS


class BadEvent(ValueError):
    """A line that cannot be an event at all: no id, no time, or not an object."""


def decode(line: bytes) -> Event:
    """One event from the JSON object of its line.

    Raises:
        BadEvent: it is not a JSON object with at least `id`, `at`, `by` and `kind`.
    """
    try:
        return decoder.decode(line)
    except (msgspec.MsgspecError, RecursionError):
        return unknown(line)


def unknown(line: bytes) -> Unknown:
    """A fact of a kind, or of a shape, that this version does not know. Raises `BadEvent` as `decode` does."""
    try:
        raw = msgspec.json.decode(line)
        if not isinstance(raw, dict):
            raise BadEvent("not an event: the line is no JSON object")
        return Unknown(
            id=str(raw["id"]),
            at=msgspec.convert(raw["at"], datetime),
            by=str(raw["by"]),
            recorded_at=msgspec.convert(raw.get("recorded_at"), datetime | None),
            origin=str(raw.get("origin", "")),
            hlc=str(raw.get("hlc", "")),
            of_kind=str(raw["kind"]),
            raw={k: v for k, v in raw.items() if k not in _ENVELOPE},
        )
    except (msgspec.MsgspecError, KeyError, RecursionError) as error:
        raise BadEvent(f"not an event: {error}") from None


def fields(event: Event) -> dict[str, Any]:
    """The event as the flat object that the storage writes, less what the storage itself adds.

    Times become `2026-11-21T14:30:00.123Z`; members at their default are left out.
    """
    plain = msgspec.to_builtins(event, builtin_types=(datetime,), str_keys=True)
    head = {"id": event.id, "at": iso(event.at), "by": event.by, "kind": KIND_OF[type(event)]}
    if isinstance(event, Unknown):
        return {**head, "kind": event.of_kind, **event.raw}
    body = {k: _timed(v) for k, v in plain.items() if k not in _ENVELOPE}
    tail = {k: plain[k] for k in ("prev", "act") if plain.get(k)}
    return {**head, **body, **tail}


def _timed(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value


def surplus(line: bytes) -> dict[str, Any]:
    """What a newer version wrote into a kind that this one knows: the members that `decode` left aside.

    Raises:
        BadEvent: as `decode`.
    """
    event = decode(line)
    if isinstance(event, Unknown):
        return {}
    known = set(type(event).__struct_fields__) | _ENVELOPE
    raw: dict[str, Any] = msgspec.json.decode(line)
    return {k: v for k, v in raw.items() if k not in known}
