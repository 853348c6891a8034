"""Verbs of the timeline: log, correct, backdate, strike, pin, and what people think and told others."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.core import events as ev
from warroom.core.incident import Incident, Row
from warroom.core.verbs.registry import Arg, Given, Misused, Refused, Verb

_ENTRY = Arg("entry", "entry", "which entry (a part of its id or text, or `last`)")
_WHY = Arg("why", "text", "the reason", flag=True, rest=True)


def _log(_incident: Incident, given: Given) -> Sequence[ev.Event]:
    return [
        given.fact(
            ev.EntryLogged, text=given["text"], category=given["kind"] or "note", precision=given.precision,
            source=given["source"] or "",
        )
    ]  # fmt: skip


def _correct(incident: Incident, given: Given) -> Sequence[ev.Event]:
    row: Row = given["entry"]
    if row.text == given["text"] and given["kind"] in (None, row.kind):
        raise Refused("the text is as it was; nothing was changed")
    return [
        given.fact(
            ev.EntryCorrected,
            entry=row.id,
            text=given["text"],
            category=given["kind"],
            prev=_head(incident, row),
        )
    ]


def _retime(incident: Incident, given: Given) -> Sequence[ev.Event]:
    row, when = given["entry"], given["time"]
    return [
        given.fact(
            ev.EntryCorrected,
            entry=row.id,
            moved_to=when.at,
            precision=when.precision,
            prev=_head(incident, row),
        )
    ]


def _head(incident: Incident, row: Row) -> str:
    return incident.heads.get(f"entry.{row.id}", "")


def _strike(incident: Incident, given: Given) -> Sequence[ev.Event]:
    row: Row = given["entry"]
    if row.struck is not None:
        raise Refused(f"that entry is struck already: {row.struck}")
    return [given.fact(ev.EntryStruck, entry=row.id, why=given["why"], prev=_head(incident, row))]


def _restore(incident: Incident, given: Given) -> Sequence[ev.Event]:
    row: Row = given["entry"]
    if row.struck is None:
        raise Refused("that entry is not struck")
    if row.id in incident.undone:
        raise Refused("that entry was undone, not struck; undo again to bring it back")
    return [given.fact(ev.EntryRestored, entry=row.id, prev=_head(incident, row))]


def _redact(incident: Incident, given: Given) -> Sequence[ev.Event]:
    row: Row = given["entry"]
    return [given.fact(ev.EntryRedacted, entry=row.id, why=given["why"], prev=_head(incident, row))]


def _pin(_incident: Incident, given: Given) -> Sequence[ev.Event]:
    row: Row = given["entry"]
    return [given.fact(ev.EntryUnpinned if row.pinned else ev.EntryPinned, entry=row.id)]


def _update(_incident: Incident, given: Given) -> Sequence[ev.Event]:
    after = given["next"]
    return [given.fact(ev.UpdatePosted, text=given["text"], next_at=given.when + after if after else None)]


def _suspect(_incident: Incident, given: Given) -> Sequence[ev.Event]:
    return [given.fact(ev.HypothesisRaised, text=given["text"])]


def _judge(incident: Incident, given: Given) -> Sequence[ev.Event]:
    found = given["hypothesis"]
    if found.verdict == given["verdict"]:
        raise Misused(f"that hypothesis is {found.verdict.replace('_', ' ')} already")
    return [
        given.fact(
            ev.HypothesisJudged, hypothesis=found.id, verdict=given["verdict"], why=given["why"] or "",
            prev=incident.heads.get(f"hypothesis.{found.id}", ""),
        )
    ]  # fmt: skip


VERBS = (
    Verb(
        "log", "timeline", "log an entry", _log,
        (
            Arg("text", "text", "what happened", rest=True),
            Arg("kind", "choice", "what sort of entry", required=False, flag=True, choices=ev.CATEGORIES),
            Arg("source", "maybe_text", "where it comes from", required=False, flag=True),
        ),
    ),
    Verb(
        "correct", "timeline", "correct an entry's text; the old text stays in the log", _correct,
        (
            _ENTRY,
            Arg("text", "text", "the right text", rest=True),
            Arg("kind", "choice", "what sort of entry it is", required=False, flag=True, choices=ev.CATEGORIES),
        ),
        key="c", pane="timeline", on="entry",
    ),
    Verb(
        "retime", "timeline", "correct an entry's time; the old time stays in the log", _retime,
        (_ENTRY, Arg("time", "time", "the right time (14:02, yesterday 23:50, -5m)", rest=True)),
        key="b", pane="timeline", on="entry",
    ),
    Verb(
        "strike", "timeline", "strike an entry out, with a reason; it stays readable", _strike, (_ENTRY, _WHY),
        key="x", pane="timeline", on="entry",
    ),
    Verb("restore", "timeline", "take a strike back", _restore, (_ENTRY,), key="X", pane="timeline", on="entry"),
    Verb(
        "redact", "timeline", "take an entry's text out of the file for good, with a reason", _redact, (_ENTRY, _WHY),
        key="Z", pane="timeline", confirm="Take the text of “{entry}” out of the file for good?", rewrites=True, on="entry",
    ),
    Verb("pin", "timeline", "pin an entry for the report, or unpin it", _pin, (_ENTRY,), key="p", pane="timeline", on="entry"),
    Verb(
        "update", "timeline", "record what stakeholders were told, and when they hear next", _update,
        (
            Arg("text", "text", "what they were told", rest=True),
            Arg("next", "duration", "when the next update is due (20m)", required=False, flag=True),
        ),
        key="U",
    ),
    Verb("suspect", "timeline", "raise a hypothesis", _suspect, (Arg("text", "text", "the hypothesis", rest=True),)),
    Verb(
        "judge", "timeline", "confirm a hypothesis, rule it out, or open it again", _judge,
        (
            Arg("hypothesis", "hypothesis", "which hypothesis (a part of its text or id)"),
            Arg("verdict", "choice", "the verdict", choices=ev.VERDICTS),
            Arg("why", "text", "the evidence", required=False, flag=True, rest=True),
        ), on="hypothesis",
    ),
)  # fmt: skip
