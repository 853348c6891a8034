"""What happened when: milestones, figures with their definitions, and the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import structs

from warroom.core.envelope import Event
from warroom.core.families.declaration import Declared, Titled
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.families.references import references
from warroom.core.incident import Mark
from warroom.core.language import later
from warroom.core.metrics import Metric, Name, contradictions, other_moments
from warroom.core.rows import Row
from warroom.core.sentences import whole_sentence
from warroom.core.vocabulary import MILESTONE_NAMES, MILESTONES, Milestone
from warroom.reports import figures as figure_words
from warroom.reports.context import KNOWS_MILESTONE, Context
from warroom.reports.document import (
    Bullets,
    Cell,
    Chart,
    Heading,
    Lane,
    Linked,
    Missing,
    Paragraph,
    Piece,
    Span,
    Struck,
    Table,
)
from warroom.reports.recommend import expected
from warroom.reports.sections.builder import Builder

LATE: Final = timedelta(minutes=15)
"""Recorded so long after it happened, an entry says so: it may come from memory."""


_ALWAYS: Final[tuple[Name, ...]] = ("ttd", "tta", "ttm", "ttr")
"""Figures that stand in every report, if only to say why there is none; downtime stands with the impact."""
_IF_KNOWN: Final[tuple[Name, ...]] = ("to_declare", "to_first_update", "latent")
_PHASES: Final[tuple[tuple[Milestone, str], ...]] = (
    ("started", later("until it was noticed")),
    ("detected", later("until somebody took it on")),
    ("acknowledged", later("until it was bearable")),
    ("mitigated", later("until it was over")),
)
"""From which mark on a phase runs, to the next mark that there is."""


def _build(context: Context) -> Iterator[Piece]:
    """Detection, response and resolution, then everything in the order in which it happened."""
    say = context.say
    yield Heading(say("Detection, response, resolution"))
    yield from _phases(context)
    yield from milestones(context)
    yield figures(context)
    yield from _contradictions(context)
    yield Heading(say("Timeline"))
    yield from _timeline(context)


def _phases(context: Context) -> Iterator[Chart]:
    """The stretches between the marks from start to end, where both are known and nothing is out of order."""
    incident = context.incident
    there = [(m, at) for m, _ in _PHASES if (at := incident.reached(m))]
    start, end = incident.reached("started"), incident.reached("resolved")
    if not start or not end or start >= end or len(there) < 2:
        return
    moments = [at for _, at in there] + [end]
    if moments != sorted(moments):
        return
    words = dict(_PHASES)
    spans = tuple(
        Span(context.say(words[m]), at, until, context.reader.duration((until - at).total_seconds()))
        for (m, at), until in zip(there, moments[1:], strict=True)
        if until > at
    )
    yield Chart(
        context.say("From the start to the end"), (Lane("", spans),), start, end, context.reader.moment(start),
        context.reader.moment(end),
    )  # fmt: skip


def milestones(context: Context) -> Iterator[Piece]:
    """When each milestone was reached; those that nobody recorded are missing."""
    rows: list[tuple[Cell, ...]] = []
    for milestone in MILESTONES:
        name = context.say(MILESTONE_NAMES[milestone])
        mark = context.incident.milestones.get(milestone)
        if mark is not None:
            rows.append((name, context.about(mark.at, mark.precision), _known(context, milestone, mark)))
        elif expected(context.incident, milestone):
            yield Missing(context.say("the time “{milestone}”", milestone=name), KNOWS_MILESTONE[milestone])
    if rows:
        heads = (context.say("Milestone"), context.say("When"), context.say("How it is known"))
        yield Table(heads, tuple(rows))


def _known(context: Context, milestone: Milestone, mark: Mark) -> str:
    if mark.derived:
        known = context.say("follows from the record")
    else:
        known = context.say("marked by {person}", person=context.names.person(mark.by))
    return f"{known}{also(context, other_moments(context.incident, milestone))}"


def also(context: Context, others: Sequence[datetime]) -> str:
    """`; also recorded: 21 November 2026 14:10 UTC`: of two mitigations a reader must know which one counts."""
    moments = ", ".join(context.reader.moment(m) for m in others)
    return f"; {context.say('also recorded')}: {moments}" if moments else ""


def figures(context: Context) -> Table:
    found = [context.metrics[name] for name in _ALWAYS]
    found += [context.metrics[n] for n in _IF_KNOWN if context.metrics[n].seconds is not None]
    rows = tuple(
        (
            context.say(figure_words.FIGURE_NAMES[m.name]),
            value(context, m),
            figure_words.definition(context.reader.say, m),
        )
        for m in found
    )
    return Table((context.say("Figure"), context.say("Value"), context.say("Definition")), rows)


def value(context: Context, metric: Metric) -> str:
    """The figure in words, or why there is none."""
    say = context.reader.say
    if metric.seconds is None:
        lack = metric.lack
        if lack and lack.kind == "before_impact":
            return say("{length} before the impact began", length=context.reader.duration(lack.lead))
        return say("not known: {why}", why=figure_words.missing(say, lack)) if lack else say("not known")
    length = context.reader.duration(metric.seconds)
    return say("{length} so far", length=length) if metric.running else length


def _contradictions(context: Context) -> Iterator[Piece]:
    found = contradicting(context)
    if found:
        yield Paragraph(context.say("The record contradicts itself; somebody should correct it:"), "note")
        yield Bullets(found)


def contradicting(context: Context) -> tuple[str, ...]:
    """What the record says that cannot be true, a clause each."""
    return tuple(
        figure_words.contradiction(context.reader.say, c)
        for c in contradictions(context.incident, context.now)
    )


def _timeline(context: Context) -> Iterator[Piece]:
    say = context.say
    # What is to be done afterwards has a section of its own.
    rows = [row for row in context.incident.rows if not (row.noise or row.kind.startswith("action."))]
    if not rows:
        yield Missing(say("timeline"), "scribe")
        return
    zone = say("All times are {zone}.", zone=context.reader.zone_label(rows[0].at))
    yield Paragraph(" ".join([zone, *_legend(context, rows)]), "note")
    yield from (
        Paragraph(_provenance(context, source, batch), "note") for source, batch in context.batches.items()
    )
    heads = (say("Time"), say("What happened"), say("Kind"), say("Who"))
    yield Table(heads, tuple(timeline_rows(context, rows)), "log")


def _legend(context: Context, rows: Sequence[Row]) -> Iterator[str]:
    """What the signs mean that stand in these rows, and no others."""
    say = context.say
    told = [
        (any(r.precision == "about" for r in rows), say("~ about")),
        (any(r.pinned for r in rows), say("★ pinned")),
        (any(r.edited for r in rows), say("✎ corrected")),
        (any(r.struck is not None or _outdated(context, r) for r in rows), say("struck: no longer stands")),
    ]
    if used := [words for there, words in told if there]:
        yield f"{'; '.join(used)}."


def _provenance(context: Context, source: str, batch: Sequence[Row]) -> str:
    """Where rows came from and when, once for all of them."""
    recorded = sorted(row.recorded_at for row in batch if row.recorded_at)
    count = context.reader.number(str(len(batch)))
    come = (
        context.say("Everything that was logged came from {source}, {count} rows", source=source, count=count)
        if source == context.sole
        else context.say("⇠ {count} rows came from {source}", count=count, source=source)
    )
    if not recorded:
        return f"{come}."
    first, last = (context.reader.moment(m) for m in (recorded[0], recorded[-1]))
    if first == last:
        return f"{come}; {context.say('recorded {moment}', moment=first)}."
    return f"{come}; {context.say('recorded from {first} to {last}', first=first, last=last)}."


def _outdated(context: Context, row: Row) -> bool:
    """A milestone's mark that was moved or taken back: unstruck, the report would tell two times for it."""
    if not isinstance(row.event, MilestoneMarked):
        return False
    mark = context.incident.milestones.get(row.event.milestone)
    return mark is None or mark.event != row.id


def timeline_rows(context: Context, rows: Iterable[Row]) -> Iterable[tuple[Cell, ...]]:
    """Time, words, kind and person of each row; the day is named where it changes, the zone where its offset does."""
    when = When(context)
    rows = list(rows)
    reached, spared = _reached(context, rows)
    for row in rows:
        if row.id in spared:
            continue
        kind = context.say(row.kind) if row.event is None else _fact_kind(context, row)
        yield (
            when(row),
            words(context, row),
            ", ".join((kind, *reached.get(row.id, ()))),
            context.names.person(row.by),
        )


def _reached(context: Context, rows: Sequence[Row]) -> tuple[dict[str, list[str]], set[str]]:
    """The milestones that a logged row of the same minute tells of, by its id, and the marks that need no row of their own."""
    told: dict[datetime, str] = {}
    for row in rows:
        if row.event is None and row.struck is None and row.precision == "exact":
            told.setdefault(row.at.replace(second=0, microsecond=0), row.id)
    reached: dict[str, list[str]] = {}
    spared: set[str] = set()
    for row in rows:
        if (
            not isinstance(row.event, MilestoneMarked)
            or row.event.precision != "exact"
            or _outdated(context, row)
        ):
            continue
        if teller := told.get(row.at.replace(second=0, microsecond=0)):
            reached.setdefault(teller, []).append(context.say(MILESTONE_NAMES[row.event.milestone]))
            spared.add(row.id)
    return reached, spared


class When:
    """The time of one row after another, as short as it can be and still be understood."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._day: date | None = None
        self._offset: timedelta | None = None

    def __call__(self, row: Row) -> str:
        words = self._context.reader
        day, offset = words.local(row.at).date(), words.offset(row.at)
        precision = row.event.precision if isinstance(row.event, MilestoneMarked) else row.precision
        shown = "" if precision == "date" else f"{'~' if precision == 'about' else ''}{words.clock(row.at)}"
        if self._offset is not None and offset != self._offset and shown:
            shown += f" {words.zone_label(row.at)}"
        if day != self._day:
            shown = f"{words.day(day)} {shown}".rstrip()
        elif not shown:
            shown = words.day(day)
        self._day, self._offset = day, offset
        return shown


def words(context: Context, row: Row) -> Cell:
    """What a row says, with what the reader must know of it: pinned, corrected, where it came from, written when."""
    text = context.text(row.text) if row.event is None else _fact(context, row.event)
    notes = []
    together = row.source in context.batches
    if row.source and not together:
        notes.append(context.say("from {source}", source=row.source))
    if row.redacted:
        notes.append(f"{context.say('redacted')}: {context.text(row.redacted)}")
    if row.recorded_at and row.recorded_at - row.at > LATE and row.event is None and not together:
        notes.append(context.say("recorded {moment}", moment=context.reader.moment(row.recorded_at)))
    after = f" ({'; '.join(notes)})" if notes else ""
    signs = (
        ("★ " if row.pinned else "")
        + ("✎ " if row.edited else "")
        + ("⇠ " if together and row.source != context.sole else "")
    )
    if row.struck is not None:
        return Struck(f"{signs}{text}", f" ({context.say('struck')}: {context.text(row.struck)})")
    if _outdated(context, row):
        return Struck(text, "")
    links = references(context.incident, row.id) if row.event is None else ()
    said = f"{signs}{text}{after}"
    return Linked(said, tuple((context.text(r.title), r.url) for r in links)) if links else said


_PERSONS: Final = ("by", "person", "executor", "observer", "waived_by")
_PARTIES: Final = ("owner", "to", "asker")
"""The fields of facts that name somebody, or a group; a group stays."""


def _fact(context: Context, event: Event) -> str:
    """The words for a fact, the people in it named as this report names them: the fact knows who they are, a text does not."""
    if not context.names.hides:
        return whole_sentence(event, context.incident, context.reader.say)
    named = {
        field: (context.names.person if field in _PERSONS else context.names.owner)(getattr(event, field))
        for field in (*_PERSONS, *_PARTIES)
        if isinstance(getattr(event, field, None), str) and getattr(event, field)
    }
    text = whole_sentence(structs.replace(event, **named), context.incident, context.reader.say)
    return text if isinstance(event, Declared | Titled) else context.text(text)


def _fact_kind(context: Context, row: Row) -> str:
    if isinstance(row.event, MilestoneMarked):
        return context.say("milestone")
    return context.say(row.kind.partition(".")[0])


CHRONOLOGY = Builder("chronology", later("Chronology"), _build)
