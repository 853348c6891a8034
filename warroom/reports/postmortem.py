"""The post-mortem: eight sections that tell the incident to people who were not there, and five that prove it.

What was written is printed; what was not is drafted from the record and marked as a draft, or named as missing together with
who could know. Nothing is invented.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from warroom.core.cadence import follow_up_overdue, today
from warroom.core.metrics import Metric
from warroom.core.rows import Row
from warroom.core.vocabulary import ROLE_NAMES, Role
from warroom.reports import chronology, closing, figures
from warroom.reports.document import Block, Bullets, Document, Heading, Paragraph, Section, Table
from warroom.reports.scene import Scene, prose

KNOWS_SECTION: Final[dict[str, Role | None]] = {
    "summary": "ic", "trigger": "ops", "detection": "ops", "cause": "sme", "factors": None, "impact": "comms",
    "went_well": None, "went_badly": None, "luck": None, "learnings": None,
}  # fmt: skip
_DONE: Final = frozenset({"action", "change"})
_PRIORITY_SEVERITY: Final = 2
_SIGNS: Final = frozenset({"$", "€", "£", "¥"})
_CURRENCIES: Final = _SIGNS | {
    "rp",
    "idr",
    "usd",
    "eur",
    "gbp",
    "sgd",
    "myr",
    "aud",
    "jpy",
    "cny",
    "inr",
    "chf",
    "us$",
    "s$",
    "a$",
}


def postmortem(scene: Scene) -> Document:
    """The whole report."""
    incident, say = scene.incident, scene.say
    sections = (
        _summary(scene),
        chronology.section(scene),
        _cause(scene),
        _impact(scene),
        _actions_taken(scene),
        _follow_ups(scene),
        _learnings(scene),
        closing.participants(scene),
        closing.open_questions(scene),
        closing.checklist_section(scene),
        *closing.notes(scene),
    )
    commander = incident.commander or next(
        (h.person for h in reversed(incident.holdings) if h.role == "ic"), ""
    )
    facts = (
        (say("Incident"), incident.id),
        (say("Severity"), f"SEV{incident.severity}"),
        (say("Status"), say(incident.status)),
        (say(ROLE_NAMES["ic"]), scene.names.person(commander) or scene.unrecorded("deputy")),
        (say("Systems"), ", ".join(incident.systems) or scene.unrecorded("ops")),
        (say("Times"), scene.words.zone_label(scene.now)),
        (say("Made"), scene.words.moment(scene.now)),
        *((say("Head of the record"), told) for told in scene.record()),
    )
    return Document(say("Post-mortem: {title}", title=incident.title), facts, sections)


def written(scene: Scene, key: str) -> tuple[Block, ...]:
    """A part that people write, or that it is missing."""
    found = scene.incident.sections.get(key)
    if found and found.text.strip():
        return prose(scene.text(found.text))
    return (scene.missing(KNOWS_SECTION[key]),)


def _summary(scene: Scene) -> Section:
    title = scene.say("Executive summary")
    if found := scene.incident.sections.get("summary"):
        return Section("summary", title, prose(scene.text(found.text)))
    drafted = scene.say(
        "Draft, made from the record. Nobody has written the summary yet; {who} could.", who=scene.role("ic")
    )
    return Section("summary", title, (Paragraph(drafted, "note"), Paragraph(draft_summary(scene), "draft")))


def draft_summary(scene: Scene) -> str:
    """Two or three sentences that say no more than the record does."""
    incident, say = scene.incident, scene.say
    began = incident.reached("started") or incident.reached("declared")
    sentences = [
        say(
            "“{title}” is an incident of severity SEV{severity} that began {moment}.",
            title=incident.title,
            severity=incident.severity,
            moment=scene.words.moment(began) if began else say("at a time that was not recorded"),
        )
    ]
    length = scene.metrics["ttr"].seconds
    if length is not None and not incident.is_open:
        sentences.append(say("It was resolved after {length}.", length=scene.words.duration(length)))
    elif incident.is_open:
        sentences.append(say("It is not over; its status is {status}.", status=say(incident.status)))
    else:
        sentences.append(say("It is over; how long it lasted is not known."))
    figures = "; ".join(
        figure_words(scene, f.what, f.amount, f.unit, f.estimate) for f in incident.figures[:3]
    )
    if figures or incident.systems:
        hit = ", ".join(incident.systems)
        sentences.append(f"{say('Affected')}: {'; '.join(part for part in (hit, figures) if part)}.")
    return " ".join(sentences)


def figure_words(scene: Scene, what: str, amount: str, unit: str, estimate: bool) -> str:
    """`users: about 1,200 people`."""
    number = counted(scene, amount, unit)
    return f"{what}: {scene.say('about {number}', number=number) if estimate else number}"


def counted(scene: Scene, amount: str, unit: str) -> str:
    """`1,200 people`, `Rp 1.210.000`: a currency stands before its sum."""
    number = scene.words.number(amount)
    if unit.casefold() in _CURRENCIES:
        return f"{unit}{number}" if unit in _SIGNS else f"{unit} {number}"
    return f"{number} {unit}".strip()


def _cause(scene: Scene) -> Section:
    say, incident = scene.say, scene.incident
    blocks: list[Block] = list(written(scene, "cause"))
    confirmed = tuple(_judged(scene, "confirmed"))
    if confirmed:
        blocks += [Paragraph(say("Confirmed hypotheses:")), Bullets(confirmed)]
    blocks += [Heading(say("Contributing factors")), *written(scene, "factors")]
    blocks += [Heading(say("Trigger")), *written(scene, "trigger")]
    blocks += [Heading(say("Detection")), *_detection(scene)]
    if any(h.verdict == "ruled_out" for h in incident.hypotheses):
        blocks += [Heading(say("Ruled out")), Bullets(tuple(_judged(scene, "ruled_out")))]
    return Section("cause", say("Root cause"), tuple(blocks))


def _judged(scene: Scene, verdict: str) -> Iterable[str]:
    for h in scene.incident.hypotheses:
        if h.verdict == verdict:
            yield scene.text(f"{h.text}: {h.why}" if h.why else h.text)


def _detection(scene: Scene) -> Iterable[Block]:
    yield from written(scene, "detection")
    alert = next((r for r in scene.incident.entries if r.kind == "alert" and r.struck is None), None)
    if alert:
        first = scene.say(
            "The first alert, {moment}: {text}",
            moment=scene.about(alert.at, alert.precision),
            text=scene.text(alert.text),
        )
        yield Paragraph(first)


def _impact(scene: Scene) -> Section:
    say, incident = scene.say, scene.incident
    blocks: list[Block] = list(written(scene, "impact"))
    if incident.symptoms:
        blocks.append(Paragraph(f"{say('Symptoms')}: {scene.text(incident.symptoms)}"))
    if incident.figures:
        rows = tuple(
            (
                f.what,
                scene.words.number(f.amount),
                f.unit,
                say("estimate" if f.estimate else "measured"),
            )
            for f in incident.figures
        )
        blocks.append(Table((say("Measure"), say("Amount"), say("Unit"), say("How sure")), rows))
    else:
        blocks.append(scene.missing("comms", say("Figures of the impact")))
    blocks.append(
        Bullets(
            tuple(_with_definition(scene, m) for m in (scene.metrics["downtime"], scene.metrics["degraded"]))
        )
    )
    blocks += _windows(scene)
    blocks += [Heading(say("Severity over time")), _severities(scene)]
    return Section("impact", say("Impact"), tuple(blocks))


def _with_definition(scene: Scene, metric: Metric) -> str:
    name = scene.say(figures.FIGURE_NAMES[metric.name])
    return f"{name}: {chronology.value(scene, metric)} ({figures.definition(scene.words.say, metric)})"


def _windows(scene: Scene) -> Iterable[Block]:
    say, words = scene.say, scene.words
    if not scene.incident.windows:
        yield scene.missing("ops", say("Impact windows"))
        return
    rows = []
    for w in sorted(scene.incident.windows, key=lambda w: (w.component, w.starts)):
        ends = words.moment(w.ends) if w.ends else say("goes on")
        length = words.duration(max(0.0, ((w.ends or scene.now) - w.starts).total_seconds()))
        rows.append((w.component or say("all"), say(w.level), words.moment(w.starts), ends, length))
    yield Table((say("Component"), say("Level"), say("From"), say("Until"), say("Length")), tuple(rows))


def _severities(scene: Scene) -> Table:
    rows = tuple(
        (scene.words.moment(c.at), f"SEV{c.value}", scene.names.person(c.by), scene.text(c.why))
        for c in scene.incident.severities
    )
    heads = (scene.say("When"), scene.say("Severity"), scene.say("Who"), scene.say("Why"))
    return Table(heads, rows or (("", f"SEV{scene.incident.severity}", "", ""),))


def _actions_taken(scene: Scene) -> Section:
    say = scene.say
    rows = [r for r in scene.incident.entries if r.kind in _DONE or r.source == "run"]
    decisions = [r for r in scene.incident.entries if r.kind == "decision"]
    blocks: tuple[Block, ...] = (
        _log(scene, rows) if rows else scene.missing("ops"),
        Heading(say("Decisions")),
        _log(scene, decisions) if decisions else scene.missing("ic"),
    )
    return Section("actions_taken", say("Actions taken"), blocks)


def _log(scene: Scene, rows: list[Row]) -> Table:
    when = chronology.When(scene)
    cells = tuple((when(r), chronology.words(scene, r), scene.names.person(r.by)) for r in rows)
    return Table((scene.say("Time"), scene.say("What"), scene.say("Who")), cells)


def _follow_ups(scene: Scene) -> Section:
    say, incident = scene.say, scene.incident
    title = say("Follow-up plan")
    if not incident.actions:
        return Section("follow_ups", title, (scene.missing("ic"),))
    day = today(scene.now, scene.words.zone)
    rows = []
    for a in incident.actions:
        flags = [] if a.owner else [say("no owner")]
        if a.due is None:
            flags.append(say("no due date"))
        elif follow_up_overdue(a, day):
            flags.append(say("overdue"))
        due = scene.words.day(a.due) if a.due else ""
        kind = say(a.type) if a.type else ""
        rows.append(
            (scene.text(a.text), scene.names.owner(a.owner), due, kind, say(a.state), ", ".join(flags))
        )
    heads = (say("What"), say("Owner"), say("Due"), say("Type"), say("State"), say("Attention"))
    return Section("follow_ups", title, (Table(heads, tuple(rows)), *_lacking(scene)))


def _lacking(scene: Scene) -> Iterable[Block]:
    """A serious incident wants something that prevents the next one and something that shows it sooner."""
    if scene.incident.severity > _PRIORITY_SEVERITY:
        return
    there = {a.type for a in scene.incident.actions if a.state != "dropped"}
    if "prevent" not in there:
        yield Paragraph(scene.say("No follow-up prevents this from happening again."), "missing")
    if "detect" not in there:
        yield Paragraph(scene.say("No follow-up helps to detect this sooner."), "missing")


def _learnings(scene: Scene) -> Section:
    say = scene.say
    blocks: list[Block] = list(written(scene, "learnings"))
    for key, name in (
        ("went_well", say("What went well")), ("went_badly", say("What went badly")), ("luck", say("Where we were lucky")),
    ):  # fmt: skip
        blocks += [Heading(name), *written(scene, key)]
    return Section("learnings", say("Learnings"), tuple(blocks))
