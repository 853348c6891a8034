"""Verbs that feed the report: notes, prose, follow-ups; and undo."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.core import events as ev
from warroom.core.incident import Incident
from warroom.core.verbs.registry import Arg, Given, Refused, Verb

_ACTION = Arg("action", "action", "which follow-up (a part of its text or id)")


EMPTY_PAD = "empty"
"""The `--base` of somebody who started from notes that nobody had saved yet."""


def _notes(incident: Incident, given: Given) -> Sequence[ev.Event]:
    if given["text"] == incident.notes.text:
        raise Refused("the notes are as they were; nothing was changed")
    base = given["base"] or incident.heads.get("notes", "")
    return [given.fact(ev.NotesSaved, text=given["text"], prev="" if base == EMPTY_PAD else base)]


def _write(incident: Incident, given: Given) -> Sequence[ev.Event]:
    section = given["section"]
    held = incident.sections.get(section)
    if held and held.text == given["text"]:
        raise Refused(f"the {section.replace('_', ' ')} is as it was; nothing was changed")
    head = incident.heads.get(f"section.{section}", "")
    return [given.fact(ev.SectionWritten, section=section, text=given["text"], prev=head)]


def _action(_incident: Incident, given: Given) -> Sequence[ev.Event]:
    return [
        given.fact(
            ev.ActionAdded,
            text=given["text"],
            owner=given["owner"] or "",
            due=given["due"],
            type=given["type"] or "",
        )
    ]


def _amend(_incident: Incident, given: Given) -> Sequence[ev.Event]:
    given_any = {k: given[k] for k in ("text", "owner", "due", "type") if given[k]}
    if not given_any:
        raise Refused("nothing to change; give --text, --owner, --due or --type")
    return [given.fact(ev.ActionChanged, action=given["action"].id, **given_any)]


def _done(_incident: Incident, given: Given) -> Sequence[ev.Event]:
    if given["action"].state == "done":
        raise Refused("that follow-up is done already")
    return [given.fact(ev.ActionChanged, action=given["action"].id, state="done")]


def _drop(_incident: Incident, given: Given) -> Sequence[ev.Event]:
    return [given.fact(ev.ActionChanged, action=given["action"].id, state="dropped")]


def _undo(incident: Incident, given: Given) -> Sequence[ev.Event]:
    """Undo the newest act of this person that still counts; the log keeps both."""
    mine = [
        r
        for r in incident.rows
        if r.by == given.by and r.id not in incident.undone and not isinstance(r.event, ev.Undone)
    ]
    last = max(mine, key=lambda r: r.order, default=None)
    if last is None:
        raise Refused("you have done nothing that could be undone")
    event = last.event
    if isinstance(event, ev.Declared | ev.PlaybookAdopted) or (
        event and event.act and _declares(incident, event.act)
    ):
        raise Refused("a declaration can't be undone; resolve and close the incident instead")
    if isinstance(event, ev.EntryRedacted | ev.Sealed):
        raise Refused(
            "a redaction can't be undone: the text is gone"
            if isinstance(event, ev.EntryRedacted)
            else "a seal can't be undone; it vouches for what stood before it"
        )
    act = event.act if event else ""
    group = [r.id for r in mine if act and r.event is not None and r.event.act == act]
    return [given.fact(ev.Undone, events=tuple(sorted(group)) or (last.id,))]


def _redo(incident: Incident, given: Given) -> Sequence[ev.Event]:
    """Undo the newest undo of this person that still counts; a redo is no undo."""
    mine = [
        r
        for r in incident.rows
        if r.by == given.by
        and isinstance(r.event, ev.Undone)
        and not any(isinstance(incident.withdrawn.get(i), ev.Undone) for i in r.event.events)
    ]
    if not mine:
        raise Refused("you have undone nothing that is still undone")
    return [given.fact(ev.Undone, events=(max(mine, key=lambda r: r.order).id,))]


def _declares(incident: Incident, act: str) -> bool:
    row = incident.row(act)
    return row is not None and isinstance(row.event, ev.Declared)


_MAYBE = {"required": False, "flag": True}

VERBS = (
    Verb(
        "notes", "report", "replace the shared notes", _notes,
        (
            Arg("text", "pad", "the notes", rest=True),
            Arg("base", "maybe_text", "the version that you started from, or `empty`", required=False, flag=True),
        ),
    ),
    Verb(
        "write", "report", "write a part of the report (summary, cause, learnings …)", _write,
        (Arg("section", "choice", "which part", choices=ev.SECTIONS), Arg("text", "pad", "the text", rest=True)),
        key="w",
    ),
    Verb(
        "action", "report", "add a follow-up with an owner and a due date", _action,
        (
            Arg("text", "text", "what is to be done", rest=True),
            Arg("owner", "person", "one owner", required=False, flag=True),
            Arg("due", "due", "until when (2026-12-01, 2 weeks)", required=False, flag=True),
            Arg("type", "choice", "what it does", required=False, flag=True, choices=ev.ACTION_KINDS),
        ),
    ),
    Verb(
        "amend", "report", "change a follow-up", _amend,
        (
            _ACTION,
            Arg("text", "text", "what is to be done", required=False, flag=True),
            Arg("owner", "person", "one owner", required=False, flag=True),
            Arg("due", "due", "until when", required=False, flag=True),
            Arg("type", "choice", "what it does", required=False, flag=True, choices=ev.ACTION_KINDS),
        ), on="action",
    ),
    Verb("done", "report", "mark a follow-up as done", _done, (_ACTION,), on="action"),
    Verb("drop", "report", "drop a follow-up", _drop, (_ACTION,), confirm="Drop the follow-up “{action}”?", on="action"),
    Verb("undo", "room", "undo your last act; the log keeps both", _undo, key="u"),
    Verb("redo", "room", "take your last undo back", _redo),
)  # fmt: skip
