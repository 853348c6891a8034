"""What people log, and what becomes of it: corrected, struck, restored, pinned, redacted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event, Moment
from warroom.core.incident import REDACTED, Incident, Thing, Version
from warroom.core.language import later, say
from warroom.core.rows import Row
from warroom.core.sentences import Say, because, quote
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Verb
from warroom.core.vocabulary import CATEGORIES, Category, Milestone, Precision


def of_entry(entry: str) -> Thing:
    return Thing(later("entry"), entry)


def _named(incident: Incident, entry: str) -> str:
    row = incident.row(entry)
    return quote(row.text) if row else entry[-6:]


class EntryLogged(Event, frozen=True, kw_only=True, tag="entry.logged", gc=False):
    """A line of the timeline. `category` is shown to people and to scripts as its kind."""

    text: str
    category: Category = "note"
    precision: Precision = "exact"
    source: str = ""
    """Where it came from when a person did not type it here: `csv`, `pipe` …"""
    marks: Milestone | Literal[""] = ""
    """An imported line that tells of a milestone; counts as that milestone while nobody has marked it."""

    def row(self, undone: bool) -> Row:
        """The line of the timeline as it was logged."""
        return Row(
            self.id, self.at, self.first_recorded_at or self.recorded_at, self.by, self.category, self.text,
            self.precision, "undone" if undone else None, False, 0, self.source, self.marks, via=self.via, order=self.hlc,
        )  # fmt: skip

    def apply(self, state: State) -> None:
        """Written out flat: a long incident has a hundred thousand of them."""
        row = self.row(self.id in state.undone)
        if state.ordered is None:
            state.rows[self.id] = row
        else:
            state.add_row(row)
        if self.marks:
            state.stand(self.marks, row)
        if self.category == "alert":
            state.stand("detected", row)
        elif self.category == "comms":
            state.stand("first_update", row)

    def sentence(self, incident: Incident, say: Say) -> str:
        return self.text


class EntryCorrected(Event, frozen=True, kw_only=True, tag="entry.corrected", gc=False):
    """A new text, a new time or both; the old ones stay in the log."""

    quiet = True
    entry: str
    text: str | None = None
    moved_to: Moment | None = None
    precision: Precision | None = None
    category: Category | None = None

    def apply(self, state: State) -> None:
        row = state.entry(self.entry)
        if row is None:
            return
        new = msgspec.structs.replace(
            row,
            text=row.text if self.text is None else self.text,
            at=self.moved_to or row.at,
            precision=self.precision or row.precision,
            kind=self.category or row.kind,
            edited=row.edited + 1,
        )
        same = (new.text, new.at, new.kind) == (row.text, row.at, row.kind)
        state.claim(of_entry(self.entry), self, same=same)
        before = state.versions.get(self.entry) or ()
        state.versions.put(self.entry, (*before, Version(row.at, row.text, row.by, self.at)))
        state.change_row(new)

    def sentence(self, incident: Incident, say: Say) -> str:
        entry = _named(incident, self.entry)
        if self.text is None and self.moved_to is not None:
            return say("corrected the time of {entry}").format(entry=entry)
        return say("corrected {entry}").format(entry=entry)


class EntryStruck(Event, frozen=True, kw_only=True, tag="entry.struck", gc=False):
    quiet = True
    entry: str
    why: str

    def apply(self, state: State) -> None:
        _strike_or_restore(state, self, self.entry, self.why or "struck")

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("struck {entry}").format(entry=_named(incident, self.entry)), self.why)


class EntryRestored(Event, frozen=True, kw_only=True, tag="entry.restored", gc=False):
    quiet = True
    entry: str

    def apply(self, state: State) -> None:
        _strike_or_restore(state, self, self.entry, None)

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("restored {entry}").format(entry=_named(incident, self.entry))


def _strike_or_restore(state: State, event: Event, entry: str, why: str | None) -> None:
    row = state.entry(entry)
    if row is None or entry in state.undone:
        return
    state.claim(of_entry(entry), event, same=(row.struck is None) == (why is None))
    state.change_row(msgspec.structs.replace(row, struck=why))


class EntryRedacted(Event, frozen=True, kw_only=True, tag="entry.redacted", gc=False):
    """The text of an entry and of its corrections was taken out of the file, for good."""

    quiet = True
    not_undone = later("a redaction can't be undone: the text is gone")
    entry: str
    why: str
    taken: dict[str, dict[str, str]] = {}  # noqa: RUF012 - a struct copies its defaults
    """By event id: `sha256` of the text that stood there, the line's digests `was` and `now`. The storage fills it in."""

    def apply(self, state: State) -> None:
        """Hides the text here too: the file of another host may still hold it."""
        row = state.entry(self.entry)
        if row is None:
            return
        state.claim(of_entry(self.entry), self, same=True)
        before = state.versions.get(self.entry)
        if before:
            hidden = tuple(msgspec.structs.replace(v, text=REDACTED) for v in before)
            state.versions.put(self.entry, hidden)
        state.change_row(msgspec.structs.replace(row, text=REDACTED, redacted=self.why))

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("took the text of an entry out of the file"), self.why)


class EntryPinned(Event, frozen=True, kw_only=True, tag="entry.pinned", gc=False):
    quiet = True
    entry: str

    def apply(self, state: State) -> None:
        _pin_or_unpin(state, self.entry, True)

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("pinned {entry}").format(entry=_named(incident, self.entry))


class EntryUnpinned(Event, frozen=True, kw_only=True, tag="entry.unpinned", gc=False):
    quiet = True
    entry: str

    def apply(self, state: State) -> None:
        _pin_or_unpin(state, self.entry, False)

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("unpinned {entry}").format(entry=_named(incident, self.entry))


def _pin_or_unpin(state: State, entry: str, pinned: bool) -> None:
    row = state.entry(entry)
    if row is not None:
        state.change_row(msgspec.structs.replace(row, pinned=pinned))


Fact = (
    EntryLogged | EntryCorrected | EntryStruck | EntryRestored | EntryPinned | EntryUnpinned | EntryRedacted
)


# -- verbs -----------------------------------------------------------------------------------------


def _log(_incident: Incident, given: Given) -> Sequence[Event]:
    return [
        EntryLogged(
            **given.stamp(), text=given["text"], category=given["kind"] or "note", precision=given.precision,
            source=given["source"] or "",
        )
    ]  # fmt: skip


def _correct(incident: Incident, given: Given) -> Sequence[Event]:
    row: Row = given["entry"]
    if row.text == given["text"] and given["kind"] in (None, row.kind):
        raise Refused(say("the text is as it was; nothing was changed"))
    return [
        EntryCorrected(
            **given.stamp(), entry=row.id, text=given["text"], category=given["kind"], prev=_base(incident, given, row)
        )
    ]  # fmt: skip


def _retime(incident: Incident, given: Given) -> Sequence[Event]:
    row, when = given["entry"], given["time"]
    return [
        EntryCorrected(
            **given.stamp(), entry=row.id, moved_to=when.at, precision=when.precision,
            prev=_base(incident, given, row),
        )
    ]  # fmt: skip


def _head(incident: Incident, row: Row) -> str:
    return incident.head(of_entry(row.id))


def _base(incident: Incident, given: Given, row: Row) -> str:
    """What the person saw when they began: `--base` names it, else it is what stands now."""
    base = given["base"]
    return _head(incident, row) if base is None else "" if base == row.id else str(base)


def _strike(incident: Incident, given: Given) -> Sequence[Event]:
    row: Row = given["entry"]
    if row.struck is not None:
        raise Refused(say("that entry is struck already: {struck}", struck=row.struck))
    return [EntryStruck(**given.stamp(), entry=row.id, why=given["why"], prev=_head(incident, row))]


def _restore(incident: Incident, given: Given) -> Sequence[Event]:
    row: Row = given["entry"]
    if row.struck is None:
        raise Refused(say("that entry is not struck"))
    if row.id in incident.undone:
        raise Refused(say("that entry was undone, not struck; undo again to bring it back"))
    return [EntryRestored(**given.stamp(), entry=row.id, prev=_head(incident, row))]


def _redact(incident: Incident, given: Given) -> Sequence[Event]:
    entry = given["entry"].id
    head = incident.head(of_entry(entry))
    return [EntryRedacted(**given.stamp(), entry=entry, why=given["why"], prev=head)]


def _pin(_incident: Incident, given: Given) -> Sequence[Event]:
    row: Row = given["entry"]
    if row.pinned:
        return [EntryUnpinned(**given.stamp(), entry=row.id)]
    return [EntryPinned(**given.stamp(), entry=row.id)]


_ENTRY_OR_FACT = Arg(
    "entry", "entry", "which entry, or fact (a part of its id or text, or `last`)", facts=True
)
_ENTRY = Arg("entry", "entry", "which entry (a part of its id or text, or `last`)")
_WHY = Arg("why", "text", "the reason", flag=True, rest=True)
_BASE = Arg(
    "base", "maybe_text", "the version that you started from: the id of its correction, or of the entry", required=False,
    flag=True,
)  # fmt: skip
_LOGGED = "log error rate 32 % on db1"

VERBS = (
    Verb(
        "log", "timeline", "log an entry", _log,
        (
            Arg("text", "text", "what happened", rest=True),
            Arg("kind", "choice", "what sort of entry", required=False, flag=True, choices=CATEGORIES),
            Arg("source", "maybe_text", "where it comes from", required=False, flag=True),
        ), also="entry note write decision record", fulfils=("evidence",), example=(_LOGGED,),
    ),
    Verb(
        "correct", "timeline", "correct an entry's text; the old text stays in the log", _correct,
        (
            _ENTRY,
            Arg("text", "text", "the right text", rest=True),
            Arg("kind", "choice", "what sort of entry it is", required=False, flag=True, choices=CATEGORIES),
            _BASE,
        ),
        key="c", pane="timeline", on="entry",
        also="edit fix change typo",
        example=(_LOGGED, "correct last error rate 32 % on db2"),
    ),
    Verb(
        "retime", "timeline", "correct an entry's time; the old time stays in the log", _retime,
        (_ENTRY, Arg("time", "time", "the right time (14:02, yesterday 23:50, -5m)", rest=True), _BASE),
        key="b", pane="timeline", on="entry", also="time backdate when", example=(_LOGGED, "retime last -5m"),
    ),
    Verb(
        "strike", "timeline", "strike an entry out, with a reason; it stays readable", _strike, (_ENTRY, _WHY),
        key="x", pane="timeline", on="entry", also="delete remove cross", example=(_LOGGED, "strike last wrong host"),
    ),
    Verb(
        "restore", "timeline", "take a strike back", _restore, (_ENTRY,), key="X", pane="timeline", on="entry",
        example=(_LOGGED, "strike last wrong host", "restore db1"),
    ),
    Verb(
        "redact", "timeline", "take an entry's text out of the file for good, with a reason", _redact,
        (_ENTRY_OR_FACT, _WHY), key="Z", pane="timeline", on="entry", rewrites=True,
        confirm="Take the text of “{entry}” out of the file for good?", also="secret password delete remove",
        example=("log the password is swordfish", "redact last a password"),
    ),
    Verb(
        "pin", "timeline", "pin an entry for the report, or unpin it", _pin, (_ENTRY,), key="p", pane="timeline",
        on="entry", also="star important", example=(_LOGGED, "pin last", "pin last"),
    ),
)  # fmt: skip


def _evidence(incident: Incident) -> Met | None:
    return next((Met(r.at, r.by) for r in incident.rows if r.kind == "evidence" and r.struck is None), None)


RULES: dict[str, Rule] = {"evidence": _evidence}
