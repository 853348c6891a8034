"""What it did to people: figures, windows of time per component, the team itself, the severity over time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from warroom.core.families.impact import between
from warroom.core.impactkinds import called
from warroom.core.incident import Window
from warroom.core.language import later
from warroom.core.metrics import Metric, Name, covered, lost_data, user_minutes
from warroom.reports import figures
from warroom.reports.context import Context
from warroom.reports.document import Bullets, Chart, Heading, Lane, Missing, Paragraph, Piece, Span, Table
from warroom.reports.phrases import counted
from warroom.reports.sections.builder import Builder, under, written
from warroom.reports.sections.chronology import value


def _build(context: Context) -> Iterator[Piece]:
    say, incident = context.say, context.incident
    yield from written(context, "impact")
    if incident.symptoms:
        yield Paragraph(f"{say('Symptoms')}: {context.text(incident.symptoms)}")
    if incident.figures:
        yield _figures(context)
    else:
        yield Missing(say("figures of the impact"), "comms")
    partly = any(w.level == "degraded" for w in incident.windows)
    told: tuple[Name, ...] = ("downtime", "degraded") if partly else ("downtime",)
    yield Bullets((*(_with_definition(context, context.metrics[name]) for name in told), *_reckoned(context)))
    yield from _windows(context)
    yield from under(context, say("Effect on the team"), "team")
    yield from _severities(context)


def _figures(context: Context) -> Table:
    """The column of times stands there only where a figure has one."""
    say, rows = context.reader.say, []
    for f in context.incident.figures:
        sure = say("estimate" if f.estimate else "measured")
        rows.append(
            (
                called(f.what, say),
                counted(context, f.amount, f.unit),
                sure,
                between(f.since, f.until, context.reader.zone, say),
            )
        )
    heads = (say("Measure"), say("Amount"), say("How sure"), say("Of which time"))
    if not any(row[-1] for row in rows):
        return Table(heads[:-1], tuple(row[:-1] for row in rows))
    return Table(heads, tuple(rows))


def _with_definition(context: Context, metric: Metric) -> str:
    name = context.say(figures.FIGURE_NAMES[metric.name])
    return f"{name}: {value(context, metric)} ({figures.definition(context.reader.say, metric)})"


def _reckoned(context: Context) -> Iterator[str]:
    """What follows from a figure and a time, with both of them beside it."""
    say, words = context.say, context.reader
    if found := user_minutes(context.incident, context.metrics["downtime"]):
        number = words.number(str(found.minutes))
        yield say(
            "User-minutes: {amount} ({users} users × {length} of downtime)",
            amount=say("about {number}", number=number) if found.estimate else number,
            users=words.number(str(found.users)),
            length=words.duration(found.seconds),
        )
    if (lost := lost_data(context.incident)) is not None:
        yield say("Data of {length} is lost (last good copy to failure)", length=words.duration(lost))


def _windows(context: Context) -> Iterator[Piece]:
    say, words = context.say, context.reader
    if not context.incident.windows:
        yield Missing(say("impact windows"), "ops")
        return
    windows = sorted(context.incident.windows, key=lambda w: (w.component, w.starts))
    yield _drawn(context, windows)
    rows = []
    for w in windows:
        ends = words.moment(w.ends) if w.ends else say("goes on")
        length = words.duration(max(0.0, ((w.ends or context.now) - w.starts).total_seconds()))
        rows.append((_part(context, w), say(w.level), words.moment(w.starts), ends, length))
    yield Table((say("Component"), say("Level"), say("From"), say("Until"), say("Length")), tuple(rows))
    yield from _sums(context, windows)


def _part(context: Context, window: Window) -> str:
    return window.component or context.say("all")


def _drawn(context: Context, windows: list[Window]) -> Chart:
    starts = min(w.starts for w in windows)
    ends = max(_end(context, w) for w in windows)
    lanes: dict[str, list[Span]] = {}
    for w in windows:
        words = f"{context.say(w.level)}, {context.reader.duration((_end(context, w) - w.starts).total_seconds())}"
        span = Span(_part(context, w), w.starts, _end(context, w), words, w.level)
        lanes.setdefault(_part(context, w), []).append(span)
    return Chart(
        context.say("Impact windows"), tuple(Lane(name, _uppermost(spans)) for name, spans in lanes.items()), starts, ends,
        context.reader.moment(starts), context.reader.moment(ends),
    )  # fmt: skip


def _uppermost(spans: list[Span]) -> tuple[Span, ...]:
    """In the order of drawing: what was down is seen, whatever else was."""
    return tuple(sorted(spans, key=lambda s: s.level == "full"))


def _end(context: Context, window: Window) -> datetime:
    return max(window.starts, window.ends or context.now)


def _sums(context: Context, windows: list[Window]) -> Iterator[Piece]:
    """What each component's windows come to, where it has several."""
    spans: dict[str, list[tuple[datetime, datetime]]] = {}
    for w in windows:
        spans.setdefault(_part(context, w), []).append((w.starts, _end(context, w)))
    told = [
        f"{name}: {context.reader.duration(covered(found))}"
        for name, found in spans.items()
        if len(found) > 1
    ]
    if told:
        yield Paragraph(context.say("Together per component: {sums}.", sums="; ".join(told)))


def _severities(context: Context) -> Iterator[Piece]:
    """Where it changed; one that never did stands at the head of the report."""
    if len(context.incident.severities) < 2:
        return
    rows = tuple(
        (context.reader.moment(c.at), f"SEV{c.value}", context.names.person(c.by), context.text(c.why))
        for c in context.incident.severities
    )
    yield Heading(context.say("Severity over time"))
    yield Table((context.say("When"), context.say("Severity"), context.say("Who"), context.say("Why")), rows)


IMPACT = Builder("impact", later("Impact"), _build)
