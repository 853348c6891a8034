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
from warroom.reports import appendix, chronology, figures
from warroom.reports.context import Context, prose
from warroom.reports.document import Block, Bullets, Document, Heading, Paragraph, Section, Table

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


def postmortem(context: Context) -> Document:
    """The whole report."""
    incident, say = context.incident, context.say
    sections = (
        _summary(context),
        chronology.section(context),
        _cause(context),
        _impact(context),
        _actions_taken(context),
        _follow_ups(context),
        _learnings(context),
        appendix.participants(context),
        appendix.open_questions(context),
        appendix.checklist_section(context),
        *appendix.notes(context),
    )
    commander = incident.commander or next(
        (h.person for h in reversed(incident.holdings) if h.role == "ic"), ""
    )
    facts = (
        (say("Incident"), incident.id),
        (say("Severity"), f"SEV{incident.severity}"),
        (say("Status"), say(incident.status)),
        (say(ROLE_NAMES["ic"]), context.names.person(commander) or context.unrecorded("deputy")),
        (say("Systems"), ", ".join(incident.systems) or context.unrecorded("ops")),
        (say("Times"), context.reader.zone_label(context.now)),
        (say("Made"), context.reader.moment(context.now)),
        *((say("Head of the record"), told) for told in context.record()),
    )
    return Document(say("Post-mortem: {title}", title=incident.title), facts, sections)


def written(context: Context, key: str) -> tuple[Block, ...]:
    """A part that people write, or that it is missing."""
    found = context.incident.sections.get(key)
    if found and found.text.strip():
        return prose(context.text(found.text))
    return (context.missing(KNOWS_SECTION[key]),)


def _summary(context: Context) -> Section:
    title = context.say("Executive summary")
    if found := context.incident.sections.get("summary"):
        return Section("summary", title, prose(context.text(found.text)))
    drafted = context.say(
        "Draft, made from the record. Nobody has written the summary yet; {who} could.",
        who=context.role("ic"),
    )
    return Section("summary", title, (Paragraph(drafted, "note"), Paragraph(draft_summary(context), "draft")))


def draft_summary(context: Context) -> str:
    """Two or three sentences that say no more than the record does."""
    incident, say = context.incident, context.say
    began = incident.reached("started") or incident.reached("declared")
    sentences = [
        say(
            "“{title}” is an incident of severity SEV{severity} that began {moment}.",
            title=incident.title,
            severity=incident.severity,
            moment=context.reader.moment(began) if began else say("at a time that was not recorded"),
        )
    ]
    length = context.metrics["ttr"].seconds
    if length is not None and not incident.is_open:
        sentences.append(say("It was resolved after {length}.", length=context.reader.duration(length)))
    elif incident.is_open:
        sentences.append(say("It is not over; its status is {status}.", status=say(incident.status)))
    else:
        sentences.append(say("It is over; how long it lasted is not known."))
    figures = "; ".join(
        figure_words(context, f.what, f.amount, f.unit, f.estimate) for f in incident.figures[:3]
    )
    if figures or incident.systems:
        hit = ", ".join(incident.systems)
        sentences.append(f"{say('Affected')}: {'; '.join(part for part in (hit, figures) if part)}.")
    return " ".join(sentences)


def figure_words(context: Context, what: str, amount: str, unit: str, estimate: bool) -> str:
    """`users: about 1,200 people`."""
    number = counted(context, amount, unit)
    return f"{what}: {context.say('about {number}', number=number) if estimate else number}"


def counted(context: Context, amount: str, unit: str) -> str:
    """`1,200 people`, `Rp 1.210.000`: a currency stands before its sum."""
    number = context.reader.number(amount)
    if unit.casefold() in _CURRENCIES:
        return f"{unit}{number}" if unit in _SIGNS else f"{unit} {number}"
    return f"{number} {unit}".strip()


def _cause(context: Context) -> Section:
    say, incident = context.say, context.incident
    blocks: list[Block] = list(written(context, "cause"))
    confirmed = tuple(_judged(context, "confirmed"))
    if confirmed:
        blocks += [Paragraph(say("Confirmed hypotheses:")), Bullets(confirmed)]
    blocks += [Heading(say("Contributing factors")), *written(context, "factors")]
    blocks += [Heading(say("Trigger")), *written(context, "trigger")]
    blocks += [Heading(say("Detection")), *_detection(context)]
    if any(h.verdict == "ruled_out" for h in incident.hypotheses):
        blocks += [Heading(say("Ruled out")), Bullets(tuple(_judged(context, "ruled_out")))]
    return Section("cause", say("Root cause"), tuple(blocks))


def _judged(context: Context, verdict: str) -> Iterable[str]:
    for h in context.incident.hypotheses:
        if h.verdict == verdict:
            yield context.text(f"{h.text}: {h.why}" if h.why else h.text)


def _detection(context: Context) -> Iterable[Block]:
    yield from written(context, "detection")
    alert = next((r for r in context.incident.entries if r.kind == "alert" and r.struck is None), None)
    if alert:
        first = context.say(
            "The first alert, {moment}: {text}",
            moment=context.about(alert.at, alert.precision),
            text=context.text(alert.text),
        )
        yield Paragraph(first)


def _impact(context: Context) -> Section:
    say, incident = context.say, context.incident
    blocks: list[Block] = list(written(context, "impact"))
    if incident.symptoms:
        blocks.append(Paragraph(f"{say('Symptoms')}: {context.text(incident.symptoms)}"))
    if incident.figures:
        rows = tuple(
            (
                f.what,
                context.reader.number(f.amount),
                f.unit,
                say("estimate" if f.estimate else "measured"),
            )
            for f in incident.figures
        )
        blocks.append(Table((say("Measure"), say("Amount"), say("Unit"), say("How sure")), rows))
    else:
        blocks.append(context.missing("comms", say("Figures of the impact")))
    blocks.append(
        Bullets(
            tuple(
                _with_definition(context, m)
                for m in (context.metrics["downtime"], context.metrics["degraded"])
            )
        )
    )
    blocks += _windows(context)
    blocks += [Heading(say("Severity over time")), _severities(context)]
    return Section("impact", say("Impact"), tuple(blocks))


def _with_definition(context: Context, metric: Metric) -> str:
    name = context.say(figures.FIGURE_NAMES[metric.name])
    return f"{name}: {chronology.value(context, metric)} ({figures.definition(context.reader.say, metric)})"


def _windows(context: Context) -> Iterable[Block]:
    say, words = context.say, context.reader
    if not context.incident.windows:
        yield context.missing("ops", say("Impact windows"))
        return
    rows = []
    for w in sorted(context.incident.windows, key=lambda w: (w.component, w.starts)):
        ends = words.moment(w.ends) if w.ends else say("goes on")
        length = words.duration(max(0.0, ((w.ends or context.now) - w.starts).total_seconds()))
        rows.append((w.component or say("all"), say(w.level), words.moment(w.starts), ends, length))
    yield Table((say("Component"), say("Level"), say("From"), say("Until"), say("Length")), tuple(rows))


def _severities(context: Context) -> Table:
    rows = tuple(
        (context.reader.moment(c.at), f"SEV{c.value}", context.names.person(c.by), context.text(c.why))
        for c in context.incident.severities
    )
    heads = (context.say("When"), context.say("Severity"), context.say("Who"), context.say("Why"))
    return Table(heads, rows or (("", f"SEV{context.incident.severity}", "", ""),))


def _actions_taken(context: Context) -> Section:
    say = context.say
    rows = [r for r in context.incident.entries if r.kind in _DONE or r.source == "run"]
    decisions = [r for r in context.incident.entries if r.kind == "decision"]
    blocks: tuple[Block, ...] = (
        _log(context, rows) if rows else context.missing("ops"),
        Heading(say("Decisions")),
        _log(context, decisions) if decisions else context.missing("ic"),
    )
    return Section("actions_taken", say("Actions taken"), blocks)


def _log(context: Context, rows: list[Row]) -> Table:
    when = chronology.When(context)
    cells = tuple((when(r), chronology.words(context, r), context.names.person(r.by)) for r in rows)
    return Table((context.say("Time"), context.say("What"), context.say("Who")), cells)


def _follow_ups(context: Context) -> Section:
    say, incident = context.say, context.incident
    title = say("Follow-up plan")
    if not incident.actions:
        return Section("follow_ups", title, (context.missing("ic"),))
    day = today(context.now, context.reader.zone)
    rows = []
    for a in incident.actions:
        flags = [] if a.owner else [say("no owner")]
        if a.due is None:
            flags.append(say("no due date"))
        elif follow_up_overdue(a, day):
            flags.append(say("overdue"))
        due = context.reader.day(a.due) if a.due else ""
        kind = say(a.type) if a.type else ""
        rows.append(
            (context.text(a.text), context.names.owner(a.owner), due, kind, say(a.state), ", ".join(flags))
        )
    heads = (say("What"), say("Owner"), say("Due"), say("Type"), say("State"), say("Attention"))
    return Section("follow_ups", title, (Table(heads, tuple(rows)), *_lacking(context)))


def _lacking(context: Context) -> Iterable[Block]:
    """A serious incident wants something that prevents the next one and something that shows it sooner."""
    if context.incident.severity > _PRIORITY_SEVERITY:
        return
    there = {a.type for a in context.incident.actions if a.state != "dropped"}
    if "prevent" not in there:
        yield Paragraph(context.say("No follow-up prevents this from happening again."), "missing")
    if "detect" not in there:
        yield Paragraph(context.say("No follow-up helps to detect this sooner."), "missing")


def _learnings(context: Context) -> Section:
    say = context.say
    blocks: list[Block] = list(written(context, "learnings"))
    for key, name in (
        ("went_well", say("What went well")), ("went_badly", say("What went badly")), ("luck", say("Where we were lucky")),
    ):  # fmt: skip
        blocks += [Heading(name), *written(context, key)]
    return Section("learnings", say("Learnings"), tuple(blocks))
