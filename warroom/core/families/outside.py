"""What may be told outside: words that a person has read and marked as safe. What is changed afterwards must be read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, get_args

from warroom.core.checklist import Rule
from warroom.core.envelope import Event
from warroom.core.families.declaration import SYMPTOMS, SYSTEMS, TITLE
from warroom.core.incident import Incident, Part
from warroom.core.language import later, say
from warroom.core.rows import Row
from warroom.core.sentences import Say, quote
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Verb

Field = Literal["title", "systems", "symptoms", "started", "impact"]
FIELDS: Final = get_args(Field)
_NAMES: Final[dict[str, str]] = {
    "title": later("title"), "systems": later("systems"), "symptoms": later("symptoms"), "started": later("start"),
    "impact": later("impact"),
}  # fmt: skip


class Cleared(Part, frozen=True):
    """What may be told outside: `entry.ID` or `field.NAME`, with the version that was read."""

    all: tuple[tuple[str, str], ...] = ()

    def version(self, key: str) -> str | None:
        return dict(self.all).get(key)


class OutsideMarked(Event, frozen=True, kw_only=True, tag="outside.marked", gc=False):
    """Somebody has read words and says that they may, or may not, be told outside."""

    quiet = True
    entry: str = ""
    field: Field | Literal[""] = ""
    safe: bool = True
    version: str = ""
    """What was read: of an entry, after how many corrections; of a field, the fact that set it last."""

    def apply(self, state: State) -> None:
        key = _key(self.entry, self.field)
        rest = [pair for pair in state.part(Cleared).all if pair[0] != key]
        state.keep(Cleared((*rest, (key, self.version)) if self.safe else tuple(rest)))

    def sentence(self, incident: Incident, say: Say) -> str:
        said = say("safe to tell outside: {what}") if self.safe else say("not to be told outside: {what}")
        row = incident.row(self.entry) if self.entry else None
        what = quote(row.text) if row else say(_NAMES.get(self.field, "entry"))
        return said.format(what=what)


Fact = OutsideMarked


def _key(entry: str, field: str) -> str:
    return f"entry.{entry}" if entry else f"field.{field}"


def _version(incident: Incident, entry: str, field: str) -> str:
    """What holds these words now; "" where there are none."""
    if entry:
        row = incident.row(entry)
        return str(row.edited) if row else ""
    if field == "impact":
        return " ".join(f.event for f in incident.figures)
    if field == "started":
        mark = incident.milestones.get("started")
        return mark.event if mark else ""
    return incident.head({"title": TITLE, "systems": SYSTEMS}.get(field, SYMPTOMS))


def is_safe(incident: Incident, field: Field) -> bool:
    """Whether a field may be told outside, as it stands now."""
    version = incident.part(Cleared).version(_key("", field))
    return bool(version) and version == _version(incident, "", field)


def entry_is_safe(incident: Incident, row: Row) -> bool:
    """Whether an entry may be told outside, as it stands now; what is struck, undone or redacted may not."""
    if not row.logged or row.struck is not None or row.redacted is not None or row.id in incident.undone:
        return False
    return incident.part(Cleared).version(_key(row.id, "")) == _version(incident, row.id, "")


def _mark(safe: bool, incident: Incident, given: Given) -> Sequence[Event]:
    row = given["entry"]
    field: Field | Literal[""] = given["field"] or ""
    if bool(row) == bool(field):
        raise Refused(say("name one: an entry, or --field {fields}", fields="|".join(FIELDS)))
    entry = row.id if row else ""
    version = _version(incident, entry, field)
    if field and not version:
        raise Refused(say("nothing is recorded there yet: {field}", field=say(_NAMES[field])))
    if row and row.struck is not None:
        raise Refused(say("that entry is struck; restore it first"))
    held = incident.part(Cleared).version(_key(entry, field)) == version
    if held == safe:
        raise Refused(say("it is marked so already"))
    return [OutsideMarked(**given.stamp(), entry=entry, field=field, safe=safe, version=version)]


_ARGS = (
    Arg("entry", "entry", "which entry (a part of its text or id, or last)", required=False),
    Arg("field", "choice", "or which field of the incident", required=False, flag=True, choices=FIELDS),
)

VERBS = (
    Verb(
        "safe", "timeline", "mark words as safe to be told outside", lambda i, g: _mark(True, i, g), _ARGS, on="entry",
        also="outside public customers share external", example=("safe --field title",),
    ),
    Verb(
        "unsafe", "timeline", "take back that words are safe to be told outside", lambda i, g: _mark(False, i, g), _ARGS,
        on="entry", also="outside public internal confidential", example=("safe --field title", "unsafe --field title"),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}
