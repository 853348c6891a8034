"""What each kind of fact does to the state: one function for each, applied by `core.fold` in the order of the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec

from warroom.core import events as ev
from warroom.core.incident import (
    REDACTED,
    Action,
    Change,
    Figure,
    Holding,
    Hypothesis,
    Item,
    Mark,
    Member,
    Notes,
    Offer,
    Remark,
    Stint,
    Version,
    Window,
    Written,
)
from warroom.core.work import Work


def _declared(work: Work, e: ev.Declared) -> None:
    if work.heads.get("declared"):
        return
    work.heads["declared"] = e.id
    for about in ("title", "severity", "status"):
        work.heads[about] = e.id
    work.set(
        title=e.title, severity=e.severity, zone=e.zone, declared_by=e.by,
        severities=(Change(str(e.severity), e.at, e.by, "", e.id),),
        statuses=(Change("declared", e.at, e.by, "", e.id),),
    )  # fmt: skip


def _playbook(work: Work, e: ev.PlaybookAdopted) -> None:
    work.claim("playbook", e, same=False)
    work.set(playbook=e.playbook)


def _titled(work: Work, e: ev.Titled) -> None:
    work.claim("title", e, same=work.get("title") == e.title)
    work.set(title=e.title)


def _systems(work: Work, e: ev.SystemsNamed) -> None:
    work.claim("systems", e, same=work.get("systems") == e.systems)
    work.set(systems=e.systems)


def _symptoms(work: Work, e: ev.SymptomsDescribed) -> None:
    work.claim("symptoms", e, same=work.get("symptoms") == e.text)
    work.set(symptoms=e.text)


def _severity(work: Work, e: ev.SeverityChanged) -> None:
    work.claim("severity", e, same=work.get("severity") == e.severity)
    change = Change(str(e.severity), e.at, e.by, e.why, e.id)
    work.set(severity=e.severity, severities=(*work.get("severities"), change))


def _status(work: Work, e: ev.StatusChanged) -> None:
    work.claim("status", e, same=work.get("status") == e.status)
    change = Change(e.status, e.at, e.by, e.why, e.id)
    work.set(status=e.status, statuses=(*work.get("statuses"), change))


def _marked(work: Work, e: ev.MilestoneMarked) -> None:
    held = work.marked.get(e.milestone)
    work.claim(f"milestone.{e.milestone}", e, same=held is not None and held.at == e.at)
    work.marked[e.milestone] = Mark(e.at, e.by, e.id, precision=e.precision)


def _cleared(work: Work, e: ev.MilestoneCleared) -> None:
    work.claim(f"milestone.{e.milestone}", e, same=e.milestone not in work.marked)
    work.marked.pop(e.milestone, None)


def _corrected(work: Work, e: ev.EntryCorrected) -> None:
    row = work.entry(e.entry)
    if row is None:
        return
    new = msgspec.structs.replace(
        row,
        text=row.text if e.text is None else e.text,
        at=e.moved_to or row.at,
        precision=e.precision or row.precision,
        kind=e.category or row.kind,
        edited=row.edited + 1,
    )
    work.claim(f"entry.{e.entry}", e, same=(new.text, new.at, new.kind) == (row.text, row.at, row.kind))
    before = work.get("versions").get(e.entry, ())
    work.put("versions", e.entry, (*before, Version(row.at, row.text, row.by, e.at)))
    work.change_row(new)


def _struck(work: Work, e: ev.EntryStruck | ev.EntryRestored) -> None:
    row = work.entry(e.entry)
    if row is None or e.entry in work.undone:
        return
    why = e.why or "struck" if isinstance(e, ev.EntryStruck) else None
    work.claim(f"entry.{e.entry}", e, same=(row.struck is None) == (why is None))
    work.change_row(msgspec.structs.replace(row, struck=why))


def _redacted(work: Work, e: ev.EntryRedacted) -> None:
    """Hides the text here too: the file of another host may still hold it."""
    row = work.entry(e.entry)
    if row is None:
        return
    work.claim(f"entry.{e.entry}", e, same=True)
    before = work.get("versions").get(e.entry, ())
    if before:
        hidden = tuple(msgspec.structs.replace(v, text=REDACTED) for v in before)
        work.put("versions", e.entry, hidden)
    work.change_row(msgspec.structs.replace(row, text=REDACTED, redacted=e.why))


def _pinned(work: Work, e: ev.EntryPinned | ev.EntryUnpinned) -> None:
    row = work.entry(e.entry)
    if row is not None:
        work.change_row(msgspec.structs.replace(row, pinned=isinstance(e, ev.EntryPinned)))


def _item(work: Work, e: ev.ItemSet) -> None:
    held = work.get("items").get(e.item)
    same = held is not None and held.state == e.state
    work.claim(f"item.{e.item}", e, same=same)
    if same and e.state == "done":
        return  # the first tick has the credit
    work.put("items", e.item, Item(e.state, e.by, e.at, e.why, e.id))


def _remark(work: Work, e: ev.ItemNoted) -> None:
    before = work.get("remarks").get(e.item, ())
    work.put("remarks", e.item, (*before, Remark(e.at, e.by, e.text)))


def _joined(work: Work, e: ev.Joined) -> None:
    _enter(work, e.person, e.at)


def _enter(work: Work, person: str, at: datetime) -> None:
    roster: tuple[Member, ...] = work.get("roster")
    known = next((m for m in roster if m.person == person), None)
    if known is None:
        work.set(roster=(*roster, Member(person, (Stint(at),))))
    elif not known.present:
        _update_member(work, msgspec.structs.replace(known, stints=(*known.stints, Stint(at))))


def _update_member(work: Work, member: Member) -> None:
    work.set(roster=tuple(member if m.person == member.person else m for m in work.get("roster")))


def _left(work: Work, e: ev.Left) -> None:
    member = next((m for m in work.get("roster") if m.person == e.person), None)
    if member is None or not member.present:
        return
    for role in member.roles:
        _end_role(work, role, e.person, e.at)
    member = next(m for m in work.get("roster") if m.person == e.person)
    ended = Stint(member.stints[-1].since, e.at)
    _update_member(work, msgspec.structs.replace(member, stints=(*member.stints[:-1], ended)))


def _end_role(work: Work, role: ev.Role, person: str, at: datetime) -> None:
    holdings: tuple[Holding, ...] = work.get("holdings")

    def ended(h: Holding) -> Holding:
        mine = h.role == role and h.person == person and h.until is None
        return msgspec.structs.replace(h, until=at) if mine else h

    work.set(holdings=tuple(ended(h) for h in holdings))
    member = next((m for m in work.get("roster") if m.person == person), None)
    if member is not None:
        _update_member(
            work, msgspec.structs.replace(member, roles=tuple(r for r in member.roles if r != role))
        )


def _assigned(work: Work, e: ev.RoleAssigned) -> None:
    holders = [h.person for h in work.get("holdings") if h.role == e.role and h.until is None]
    _enter(work, e.person, e.at)
    if e.role in ev.SOLE_ROLES:
        work.claim(f"role.{e.role}", e, same=e.person in holders)
        for person in holders:
            if person != e.person:
                _end_role(work, e.role, person, e.at)
    work.set(offers=tuple(o for o in work.get("offers") if o.role != e.role))
    if e.person in holders:
        return
    work.set(holdings=(*work.get("holdings"), Holding(e.role, e.person, e.at, e.id)))
    member = next(m for m in work.get("roster") if m.person == e.person)
    _update_member(work, msgspec.structs.replace(member, roles=(*member.roles, e.role)))


def _released(work: Work, e: ev.RoleReleased) -> None:
    if e.role in ev.SOLE_ROLES:
        work.claim(f"role.{e.role}", e, same=True)
    _end_role(work, e.role, e.person, e.at)


def _offered(work: Work, e: ev.RoleOffered) -> None:
    others = tuple(o for o in work.get("offers") if o.role != e.role)
    work.set(offers=(*others, Offer(e.role, e.person, e.by, e.at, e.brief, e.id)))


def _declined(work: Work, e: ev.RoleDeclined) -> None:
    work.set(offers=tuple(o for o in work.get("offers") if not (o.role == e.role and o.to == e.person)))


def _notes(work: Work, e: ev.NotesSaved) -> None:
    held: Notes = work.get("notes")
    work.claim("notes", e, same=held.text == e.text)
    work.set(notes=Notes(e.text, e.by, e.at, e.id, held.versions + 1))


def _section(work: Work, e: ev.SectionWritten) -> None:
    held = work.get("sections").get(e.section)
    work.claim(f"section.{e.section}", e, same=held is not None and held.text == e.text)
    work.put("sections", e.section, Written(e.text, e.by, e.at, e.id))


def _update(work: Work, e: ev.UpdatePosted) -> None:
    work.set(updates=(*work.get("updates"), e))


def _figure(work: Work, e: ev.ImpactMeasured) -> None:
    held = [f for f in work.get("figures") if f.what == e.what]
    work.claim(f"impact.{e.what}", e, same=any((f.amount, f.unit) == (e.amount, e.unit) for f in held))
    others = tuple(f for f in work.get("figures") if f.what != e.what)
    work.set(figures=(*others, Figure(e.what, e.amount, e.unit, e.estimate, e.by, e.at, e.id)))


def _window(work: Work, e: ev.ImpactWindow) -> None:
    kept = tuple(w for w in work.get("windows") if w.event != e.prev)
    work.set(windows=(*kept, Window.of(e)))


def _hypothesis(work: Work, e: ev.HypothesisRaised) -> None:
    work.set(hypotheses=(*work.get("hypotheses"), Hypothesis(e.id, e.text, e.by, e.at)))


def _judged(work: Work, e: ev.HypothesisJudged) -> None:
    def judged(h: Hypothesis) -> Hypothesis:
        if h.id != e.hypothesis:
            return h
        return msgspec.structs.replace(h, verdict=e.verdict, why=e.why, judged_by=e.by)

    held = next((h for h in work.get("hypotheses") if h.id == e.hypothesis), None)
    if held is not None:
        work.claim(f"hypothesis.{e.hypothesis}", e, same=held.verdict == e.verdict)
        work.set(hypotheses=tuple(judged(h) for h in work.get("hypotheses")))


def _action(work: Work, e: ev.ActionAdded) -> None:
    work.set(actions=(*work.get("actions"), Action(e.id, e.text, e.by, e.at, e.owner, e.due, e.type)))


def _action_changed(work: Work, e: ev.ActionChanged) -> None:
    given = {k: v for k in ("text", "owner", "due", "type", "state") if (v := getattr(e, k)) is not None}
    work.set(
        actions=tuple(
            msgspec.structs.replace(a, **given) if a.id == e.action else a for a in work.get("actions")
        )
    )


def _unknown(work: Work, e: ev.Unknown) -> None:
    work.set(unknown=work.get("unknown") + 1)


HANDLERS: Final[dict[type[ev.Event], Callable[[Work, Any], None]]] = {
    ev.Declared: _declared, ev.PlaybookAdopted: _playbook, ev.Titled: _titled, ev.SystemsNamed: _systems,
    ev.SymptomsDescribed: _symptoms, ev.SeverityChanged: _severity, ev.StatusChanged: _status,
    ev.MilestoneMarked: _marked, ev.MilestoneCleared: _cleared, ev.EntryCorrected: _corrected,
    ev.EntryStruck: _struck, ev.EntryRestored: _struck, ev.EntryPinned: _pinned, ev.EntryUnpinned: _pinned,
    ev.ItemSet: _item, ev.ItemNoted: _remark, ev.Joined: _joined, ev.Left: _left, ev.RoleAssigned: _assigned,
    ev.RoleReleased: _released, ev.RoleOffered: _offered, ev.RoleDeclined: _declined, ev.NotesSaved: _notes,
    ev.SectionWritten: _section, ev.UpdatePosted: _update, ev.ImpactMeasured: _figure, ev.ImpactWindow: _window,
    ev.HypothesisRaised: _hypothesis, ev.HypothesisJudged: _judged, ev.ActionAdded: _action,
    ev.ActionChanged: _action_changed, ev.EntryRedacted: _redacted, ev.Unknown: _unknown,
}  # fmt: skip
