"""What stands behind a report: who took part, what is still open, how far the checklist came, the shared notes."""

from __future__ import annotations

from collections.abc import Iterable

from warroom.core.checklist import checklist, progress
from warroom.core.families.log import Unread
from warroom.core.incident import Conflict
from warroom.core.metrics import duty_ends, on_duty
from warroom.core.vocabulary import MILESTONE_NAMES, ROLE_NAMES
from warroom.reports.document import Block, Bullets, Captured, Heading, Paragraph, Section, Table
from warroom.reports.recommend import recommendations
from warroom.reports.scene import Scene


def participants(scene: Scene) -> Section:
    """Who was in the room, in which roles and for how long."""
    say, incident = scene.say, scene.incident
    title = say("Participants")
    if not incident.roster:
        return Section("participants", title, (scene.missing("ic"),))
    end = duty_ends(incident, scene.now)
    rows = tuple(
        (scene.names.person(m.person), _roles(scene, m.person), scene.words.duration(on_duty(m, end)))
        for m in incident.roster
    )
    return Section("participants", title, (Table((say("Who"), say("Roles"), say("Time on duty")), rows),))


def _roles(scene: Scene, person: str) -> str:
    held = []
    for h in scene.incident.holdings:
        if h.person == person:
            until = f"–{scene.words.clock(h.until)}" if h.until else f" {scene.say('to the end')}"
            held.append(f"{scene.say(ROLE_NAMES[h.role])} ({scene.words.clock(h.since)}{until})")
    return ", ".join(held) or scene.say("a responder")


def open_questions(scene: Scene) -> Section:
    """What is not settled: hypotheses, changes that crossed, facts that this version cannot read."""
    say, incident = scene.say, scene.incident
    items = [
        say("Hypothesis, neither confirmed nor ruled out: {text}", text=scene.text(h.text))
        for h in incident.hypotheses
        if h.verdict == "open"
    ]
    items += [_crossed(scene, c) for c in incident.conflicts]
    if unread := incident.part(Unread).count:
        items.append(say("Facts of a newer version that this report can't read: {count}", count=unread))
    block: Block = (
        Bullets(tuple(items)) if items else Paragraph(say("No open questions are recorded."), "note")
    )
    return Section("open_questions", say("Open questions"), (block,))


def _crossed(scene: Scene, conflict: Conflict) -> str:
    return scene.say(
        "Two people changed {what} at the same time; what {winner} set stands, what {loser} set is in the log",
        what=_subject(scene, conflict.about),
        winner=scene.names.person(conflict.winner_by),
        loser=scene.names.person(conflict.loser_by),
    )


def _subject(scene: Scene, about: str) -> str:
    kind, _, rest = about.partition(".")
    incident = scene.incident
    if kind == "entry" and (row := incident.row(rest)):
        return f"“{scene.text(row.text)}”"
    if kind == "role" and rest in ROLE_NAMES:
        return scene.say(ROLE_NAMES[rest])
    if kind == "milestone" and rest in MILESTONE_NAMES:
        return scene.say(MILESTONE_NAMES[rest])
    if kind == "hypothesis":
        return next((f"“{scene.text(h.text)}”" for h in incident.hypotheses if h.id == rest), scene.say(kind))
    return f"{scene.say(kind)} {scene.text(rest)}".rstrip()


def checklist_section(scene: Scene) -> Section:
    """How much of the playbook was done, what was skipped and why, what is still open."""
    say = scene.say
    title = say("Checklist")
    steps = checklist(scene.incident, scene.words.language)
    if not steps:
        none = Paragraph(say("This incident follows no playbook."), "note")
        return Section("checklist", title, (none, *_advice(scene)))
    done, whole = progress(steps)
    blocks: list[Block] = [Paragraph(say("Done or skipped: {done} of {whole}.", done=done, whole=whole))]
    checks = [c for step in steps for c in step.checks]
    skipped = tuple(
        (c.number, c.title, scene.text(c.why), scene.names.person(c.by))
        for c in checks
        if c.state == "skipped"
    )
    if skipped:
        heads = (say("Item"), say("What"), say("Why"), say("Who"))
        blocks += [Heading(say("Skipped")), Table(heads, skipped)]
    left = tuple(f"{c.number} {c.title}" for c in checks if c.state in ("open", "in_progress"))
    if left:
        blocks += [Heading(say("Not done")), Bullets(left)]
    return Section("checklist", title, (*blocks, *_advice(scene)))


def _advice(scene: Scene) -> Iterable[Block]:
    if advice := recommendations(scene):
        yield Heading(scene.say("Recommendations"))
        yield Bullets(advice)


def notes(scene: Scene) -> Iterable[Section]:
    """The shared notes, as they were left; no section when there are none."""
    if scene.incident.notes.text.strip():
        yield Section("notes", scene.say("Notes"), (Captured(scene.text(scene.incident.notes.text)),))
