"""The words for a fact: one short sentence for the timeline, the report and the answer to an act.

`say` is a gettext-like function from the English sentence to the reader's language; the words stand here once, in English.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from warroom.core import events as ev
from warroom.core.checklist import check
from warroom.core.incident import Incident

Say = Callable[[str], str]


def english(text: str) -> str:
    """The words as they stand."""
    return text


ROLE_NAMES: Final[dict[ev.Role, str]] = {
    "ic": "Incident Commander", "deputy": "Deputy", "scribe": "Scribe", "ops": "Operations Lead",
    "comms": "Communications Lead", "sme": "Subject Matter Expert", "liaison": "Liaison", "observer": "Observer",
}  # fmt: skip
MILESTONE_NAMES: Final[dict[ev.Milestone, str]] = {
    "started": "started", "detected": "detected", "acknowledged": "acknowledged", "declared": "declared",
    "first_update": "first update", "mitigated": "mitigated", "resolved": "resolved",
}  # fmt: skip
_TICKS: Final[dict[ev.ItemMark, str]] = {
    "done": "ticked {item}", "open": "unticked {item}", "in_progress": "started {item}", "skipped": "skipped {item}: {why}",
}  # fmt: skip
_VERDICTS: Final[dict[ev.Verdict, str]] = {
    "open": "hypothesis open again: {text}", "confirmed": "hypothesis confirmed: {text}",
    "ruled_out": "hypothesis ruled out: {text}",
}  # fmt: skip


def describe(event: ev.Event, incident: Incident, say: Say = english) -> str:
    """One line for a fact; for an entry, its text."""
    maker = _WORDS.get(type(event))
    if maker is None:
        return say("a fact of a newer version ({kind})").format(
            kind=getattr(event, "of_kind", ev.KIND_OF[type(event)])
        )
    return maker(event, incident, say)


def _because(text: str, why: str) -> str:
    return f"{text}: {why}" if why else text


def shortened(text: str) -> str:
    """A text on one line of at most 60 characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"


def _quote(text: str) -> str:
    return f"“{shortened(text)}”"


def _entry(incident: Incident, entry: str) -> str:
    row = incident.row(entry)
    return _quote(row.text) if row else entry[-6:]


def _declared(e: Any, _i: Incident, say: Say) -> str:
    return say("incident declared: {title} (SEV{severity})").format(title=e.title, severity=e.severity)


def _severity(e: Any, _i: Incident, say: Say) -> str:
    return _because(say("severity is now SEV{severity}").format(severity=e.severity), e.why)


def _status(e: Any, _i: Incident, say: Say) -> str:
    return _because(say("status is now {status}").format(status=say(e.status)), e.why)


def _marked(e: Any, _i: Incident, say: Say) -> str:
    return say(MILESTONE_NAMES[e.milestone])


def _cleared(e: Any, _i: Incident, say: Say) -> str:
    return say("mark of “{milestone}” taken back").format(milestone=say(MILESTONE_NAMES[e.milestone]))


def _corrected(e: Any, i: Incident, say: Say) -> str:
    if e.text is None and e.moved_to is not None:
        return say("corrected the time of {entry}").format(entry=_entry(i, e.entry))
    return say("corrected {entry}").format(entry=_entry(i, e.entry))


def _item(e: Any, i: Incident, say: Say) -> str:
    return say(_TICKS[e.state]).format(item=_item_name(i, e.item), why=e.why)


def _item_name(incident: Incident, number: str) -> str:
    found = check(incident, number)
    return f"{number} {found.title}" if found else number


def _assigned(e: Any, _i: Incident, say: Say) -> str:
    return say("{person} is {role}").format(person=e.person, role=say(ROLE_NAMES[e.role]))


def _released(e: Any, _i: Incident, say: Say) -> str:
    return say("{person} is no longer {role}").format(person=e.person, role=say(ROLE_NAMES[e.role]))


def _offered(e: Any, _i: Incident, say: Say) -> str:
    return say("{by} hands {role} over to {person}: waits for their acceptance").format(
        by=e.by, role=say(ROLE_NAMES[e.role]), person=e.person
    )


def _declined(e: Any, _i: Incident, say: Say) -> str:
    return _because(
        say("{person} declines {role}").format(person=e.person, role=say(ROLE_NAMES[e.role])), e.why
    )


def _figure(e: Any, _i: Incident, say: Say) -> str:
    about = say("about ") if e.estimate else ""
    return say("impact, {what}: {amount}").format(what=e.what, amount=f"{about}{e.amount} {e.unit}".strip())


def _window(e: Any, _i: Incident, say: Say) -> str:
    sentence = (
        say("impact window ({level}) ended {component}")
        if e.ends
        else say("impact began ({level}) {component}")
    )
    return sentence.format(level=say(e.level), component=e.component).strip()


def _judged(e: Any, i: Incident, say: Say) -> str:
    text = next((h.text for h in i.hypotheses if h.id == e.hypothesis), e.hypothesis)
    return _because(say(_VERDICTS[e.verdict]).format(text=text), e.why)


def _action(e: Any, _i: Incident, say: Say) -> str:
    text = say("follow-up: {text}").format(text=e.text)
    return f"{text} ({e.owner})" if e.owner else text


def _action_changed(e: Any, i: Incident, say: Say) -> str:
    text = next((a.text for a in i.actions if a.id == e.action), e.action)
    sentence = {"done": "follow-up done: {text}", "dropped": "follow-up dropped: {text}"}.get(
        e.state or "", "follow-up changed: {text}"
    )
    return say(sentence).format(text=text)


def _undone(e: Any, i: Incident, say: Say) -> str:
    first = e.events[0] if e.events else ""
    undo = i.withdrawn.get(first)
    if isinstance(undo, ev.Undone):
        return say("did again: {act}").format(act=_act(undo.events[0] if undo.events else "", i, say))
    return say("undid: {act}").format(act=_act(first, i, say))


def _act(first: str, incident: Incident, say: Say) -> str:
    """What the act did whose first event that is; an undo of an undo of an undo is told as far as that."""
    row = incident.row(first)
    event = incident.withdrawn.get(first) or (row.event if row else None)
    if isinstance(event, ev.Undone) or (event is None and row is None):
        return "…"
    return shortened(describe(event, incident, say) if event else row.text if row else "")


def _with(sentence: str, **names: str) -> Callable[[Any, Incident, Say], str]:
    """Words that need only the event's own fields."""
    return lambda e, _i, say: say(sentence).format(**{k: getattr(e, v) for k, v in names.items()})


def _about(sentence: str) -> Callable[[Any, Incident, Say], str]:
    """Words about an entry, with the reason where there is one."""
    return lambda e, i, say: _because(say(sentence).format(entry=_entry(i, e.entry)), getattr(e, "why", ""))


_WORDS: Final[dict[type[ev.Event], Callable[[Any, Incident, Say], str]]] = {
    ev.Declared: _declared,
    ev.PlaybookAdopted: lambda e, _i, say: say("playbook {id}").format(id=e.playbook.id),
    ev.Titled: _with("title is now “{title}”", title="title"),
    ev.SystemsNamed: lambda e, _i, say: say("affected systems: {systems}").format(
        systems=", ".join(e.systems)
    ),
    ev.SymptomsDescribed: _with("symptoms: {text}", text="text"),
    ev.SeverityChanged: _severity,
    ev.StatusChanged: _status,
    ev.MilestoneMarked: _marked,
    ev.MilestoneCleared: _cleared,
    ev.EntryLogged: lambda e, _i, _say: str(e.text),
    ev.EntryCorrected: _corrected,
    ev.EntryStruck: _about("struck {entry}"),
    ev.EntryRestored: _about("restored {entry}"),
    ev.EntryRedacted: lambda e, _i, say: _because(say("took the text of an entry out of the file"), e.why),
    ev.EntryPinned: _about("pinned {entry}"),
    ev.EntryUnpinned: _about("unpinned {entry}"),
    ev.ItemSet: _item,
    ev.ItemNoted: lambda e, i, say: say("on {item}: {text}").format(item=_item_name(i, e.item), text=e.text),
    ev.Joined: _with("{person} joined", person="person"),
    ev.Left: _with("{person} left", person="person"),
    ev.RoleAssigned: _assigned,
    ev.RoleReleased: _released,
    ev.RoleOffered: _offered,
    ev.RoleDeclined: _declined,
    ev.NotesSaved: lambda _e, _i, say: say("notes saved"),
    ev.SectionWritten: lambda e, _i, say: say("wrote the report's {section}").format(section=say(e.section)),
    ev.UpdatePosted: _with("update: {text}", text="text"),
    ev.ImpactMeasured: _figure,
    ev.ImpactWindow: _window,
    ev.HypothesisRaised: _with("hypothesis: {text}", text="text"),
    ev.HypothesisJudged: _judged,
    ev.ActionAdded: _action,
    ev.ActionChanged: _action_changed,
    ev.Sealed: _with("sealed the log up to here with {signer}", signer="signer"),
    ev.Undone: _undone,
}
