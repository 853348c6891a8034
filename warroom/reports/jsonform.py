"""The incident as JSON with stable names: the answer of `warroom show --json`, and the lossless export.

Names once given stay. Times are ISO 8601 in UTC with milliseconds, or null; durations are seconds, or null with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

import msgspec

from warroom.core.checklist import Step, checklist
from warroom.core.clock import iso
from warroom.core.families.assignments import Assignments
from warroom.core.families.bridge import Bridge
from warroom.core.families.briefing import Briefs
from warroom.core.families.changes import Change as Changed
from warroom.core.families.changes import Changes, during
from warroom.core.families.checks import Checks
from warroom.core.families.deadlines import Deadline, deadlines
from warroom.core.families.options import Options
from warroom.core.families.paging import Pages
from warroom.core.families.protocol import Protocol
from warroom.core.families.questions import Questions
from warroom.core.families.references import references
from warroom.core.families.related import Related
from warroom.core.families.silences import Silences
from warroom.core.families.standby import Standby
from warroom.core.families.tickets import Tickets
from warroom.core.families.updates import Telling
from warroom.core.families.watch import Watches
from warroom.core.incident import Change, Incident, Member
from warroom.core.language import language as named_language
from warroom.core.language import say
from warroom.core.metrics import contradictions, duty_ends, metrics, on_duty
from warroom.core.rows import Row
from warroom.core.vocabulary import MILESTONES
from warroom.reports import figures

EXPORT_FORMAT: Final = 1
_ENGLISH: Final = named_language("en")

# A terminal may obey these; JSON may always write them as \uXXXX, and they stand inside strings only.
_OBEYED: Final = re.compile(
    "[\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What a terminal obeys or nobody sees: controls, directions, zero-width and tag characters. JSON can say them in ASCII."""


def show(incident: Incident, now: datetime, language: str = "en") -> dict[str, Any]:
    """All that is known, as JSON's own types. `language` is that of the checklist's titles only."""
    return {
        "id": incident.id,
        "title": incident.title,
        "severity": incident.severity,
        "status": incident.status,
        "commander": incident.commander,
        "playbook": incident.playbook.id if incident.playbook else None,
        "declared_by": incident.declared_by,
        "zone": incident.zone,
        "milestones": {name: _time(incident.reached(name)) for name in MILESTONES},
        "metrics": _metrics(incident, now),
        "systems": list(incident.systems),
        "symptoms": incident.symptoms,
        "steps": [_step(step) for step in checklist(incident, language)],
        "related": _related(incident.part(Related)),
        "silences": [_plain(s, "event") for s in incident.part(Silences).all],
        "bridge": incident.part(Bridge).link or None,
        "pages": [_plain(p, "event") for p in incident.part(Pages).all],
        "offers": [_plain(o, "event") for o in incident.offers],
        "roster": [_member(incident, member, now) for member in incident.roster],
        "entries": [_entry(incident, row) for row in incident.entries],
        "hypotheses": [_plain(h) for h in incident.hypotheses],
        "assignments": [_plain(a) for a in incident.part(Assignments).all],
        "options": [{**_plain(o), "risk": o.risk} for o in incident.part(Options).all],
        "changes": [_changed(incident, c) for c in incident.part(Changes).all],
        "questions": [_plain(q) for q in incident.part(Questions).all],
        "actions": [_plain(a) for a in incident.actions],
        "notes": {"text": incident.notes.text, "by": incident.notes.by, "at": _time(incident.notes.at)},
        "sections": {k: {"text": s.text, "by": s.by, "at": iso(s.at)} for k, s in incident.sections.items()},
        "figures": [_plain(f, "event") for f in incident.figures],
        "windows": [_plain(w, "event") for w in incident.windows],
        "severities": [{"severity": int(c.value), **_change(c)} for c in incident.severities],
        "protocols": [
            {"severity": a.severity, "at": iso(a.at), "by": a.by} for a in incident.part(Protocol).activations
        ],
        "deadlines": [_deadline(d) for d in deadlines(incident)],
        "statuses": [{"status": c.value, **_change(c)} for c in incident.statuses],
        "updates": [
            {
                "at": iso(u.at),
                "by": u.by,
                "text": u.text,
                "next_at": _time(u.next_at),
                "audiences": list(u.audiences),
                "plan": u.plan,
            }
            for u in incident.updates
        ],
        "told": [_plain(d, "event", "message") for d in incident.part(Telling).all],
        "checks": [_plain(c) for c in incident.part(Checks).all],
        "watches": [_plain(w) for w in incident.part(Watches).all],
        "standby": [_plain(r, "event") for r in incident.part(Standby).all],
        "tickets": [_plain(t, "event") for t in incident.part(Tickets).linked],
        "briefs": [_plain(b, "event") for b in incident.part(Briefs).all],
        "conflicts": [_plain(c) for c in incident.conflicts],
    }


def _deadline(found: Deadline) -> dict[str, Any]:
    done = found.settled
    return {
        "id": found.id, "law": found.law.id, "what": found.duty.name("en"), "since": iso(found.began), "due": iso(found.due),
        "state": done.how if done else "running", "at": iso(done.at) if done else None, "by": done.person if done else None,
        "why": done.why if done else None,
    }  # fmt: skip


def _related(related: Related) -> dict[str, Any]:
    """What the facts of this incident say; how the others stand is in `list --json`."""
    return {
        "parent": related.parent.id if related.parent else None,
        "children": [child.id for child in related.children],
        "duplicate_of": related.duplicate_of.id if related.duplicate_of else None,
    }


def show_json(incident: Incident, now: datetime, language: str = "en", *, head: str = "") -> bytes:
    """`show` and the head of the record, indented, with a newline at the end; safe to print on a terminal."""
    told = {**show(incident, now, language), "head": head or None}
    return _safe(msgspec.json.format(msgspec.json.encode(told), indent=2)) + b"\n"


def export_json(
    incident: Incident, events: Iterable[bytes], header: Mapping[str, Any], now: datetime, head: str = ""
) -> bytes:
    """The lossless export: `warroom_export`, the head of the record where it is known, the file's header, the state as in
    `show`, and every event as its file has it.

    Args:
        events: the raw JSON object of each event, in the order of the file. `import` makes the same state of them again.
        header: the row of the file's `incident` table.

    Raises:
        ValueError: a line of `events` is no JSON.
    """
    lines = [line.strip() for line in events]
    for number, line in enumerate(lines, 1):
        try:
            msgspec.json.decode(line, type=dict[str, msgspec.Raw])
        except msgspec.MsgspecError as error:
            raise ValueError(
                say(
                    "event {number} of {id} can't be exported: {error}",
                    number=number,
                    id=incident.id,
                    error=error,
                )
            ) from None
    vouched = b'"head": %s,\n' % msgspec.json.encode(head) if head else b""
    begin = (
        b'{"warroom_export": %d,\n%s"incident": %s,\n"state": %s,\n"events": [\n'
        % (EXPORT_FORMAT, vouched, msgspec.json.encode(dict(header)), msgspec.json.encode(show(incident, now)))
    )  # fmt: skip
    return _safe(begin + b",\n".join(lines) + b"\n]}\n")


def _safe(encoded: bytes) -> bytes:
    if encoded.isascii() and b"\x7f" not in encoded:
        return encoded
    return _OBEYED.sub(_escaped, encoded.decode()).encode()


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))


def _time(moment: datetime | None) -> str | None:
    return iso(moment) if moment else None


def _seconds(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def _metrics(incident: Incident, now: datetime) -> dict[str, Any]:
    found = metrics(incident, now)
    return {
        **{name: _seconds(m.seconds) for name, m in found.items()},
        "definition": {name: figures.definition(_ENGLISH, m) for name, m in found.items()},
        "missing": {name: figures.missing(_ENGLISH, m.lack) for name, m in found.items() if m.lack},
        "running": [name for name, m in found.items() if m.running],
        "assumed": [name for name, m in found.items() if m.assumed and m.seconds is not None],
        "contradictions": [figures.contradiction(_ENGLISH, c) for c in contradictions(incident, now)],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "title": step.title,
        "items": [
            {
                "number": c.number, "title": c.title, "state": c.state, "by": c.by, "at": _time(c.at), "why": c.why,
                "auto": c.auto, "due": _time(c.due),
                "remarks": [{"at": iso(r.at), "by": r.by, "text": r.text} for r in c.remarks],
            }
            for c in step.checks
        ],
    }  # fmt: skip


def _member(incident: Incident, member: Member, now: datetime) -> dict[str, Any]:
    return {
        "person": member.person,
        "present": member.present,
        "roles": list(member.roles),
        "knows": list(member.knows),
        "since": _time(member.stints[0].since if member.stints else None),
        "on_duty_seconds": _seconds(on_duty(member, duty_ends(incident, now))),
        "held": [
            {"role": h.role, "since": iso(h.since), "until": _time(h.until)}
            for h in incident.holdings
            if h.person == member.person
        ],
    }


def _entry(incident: Incident, row: Row) -> dict[str, Any]:
    return {
        "id": row.id, "at": iso(row.at), "recorded_at": _time(row.recorded_at), "by": row.by, "kind": row.kind,
        "text": row.text, "redacted": row.redacted,
        "struck": row.struck is not None, "struck_why": row.struck, "pinned": row.pinned,
        "edited": row.edited, "precision": row.precision, "source": row.source, "via": row.via, "marks": row.marks,
        "links": [{"url": r.url, "title": r.title} for r in references(incident, row.id)],
    }  # fmt: skip


def _changed(incident: Incident, change: Changed) -> dict[str, Any]:
    """A change with its window, and the entries that were logged while it was made."""
    return {**_plain(change, "event"), "entries": [row.id for row in during(incident, change)]}


def _change(change: Change) -> dict[str, Any]:
    return {"at": iso(change.at), "by": change.by, "why": change.why}


def _plain(thing: msgspec.Struct, *without: str) -> dict[str, Any]:
    pairs = ((name, getattr(thing, name)) for name in thing.__struct_fields__ if name not in without)
    return {name: _value(value) for name, value in pairs}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    if isinstance(value, msgspec.Struct):
        return _plain(value)
    return value.isoformat() if isinstance(value, date) else value
