"""What happened when: milestones, figures with their definitions, and the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import structs

from warroom.core.envelope import Event
from warroom.core.families.declaration import Declared, Titled
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.incident import Mark
from warroom.core.metrics import Metric, contradictions, other_moments
from warroom.core.rows import Row
from warroom.core.vocabulary import MILESTONE_NAMES, MILESTONES, Milestone
from warroom.reports import figures as figure_words
from warroom.reports.document import Block, Bullets, Cell, Heading, Paragraph, Section, Struck, Table
from warroom.reports.scene import KNOWS_MILESTONE, Scene

LATE: Final = timedelta(minutes=15)
"""Recorded so long after it happened, an entry says so: it may come from memory."""


def section(scene: Scene) -> Section:
    """Detection, response and resolution, then everything in the order in which it happened."""
    say = scene.say
    return Section(
        "chronology",
        say("Chronology"),
        (
            Heading(say("Detection, response, resolution")),
            milestones(scene),
            figures(scene),
            *_contradictions(scene),
            Heading(say("Timeline")),
            *_timeline(scene),
        ),
    )


def milestones(scene: Scene) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for milestone in MILESTONES:
        name = scene.say(MILESTONE_NAMES[milestone])
        mark = scene.incident.milestones.get(milestone)
        if mark is None:
            rows.append((name, scene.unrecorded(KNOWS_MILESTONE[milestone]), ""))
            continue
        rows.append((name, scene.about(mark.at, mark.precision), _known(scene, milestone, mark)))
    return Table((scene.say("Milestone"), scene.say("When"), scene.say("How it is known")), tuple(rows))


def _known(scene: Scene, milestone: Milestone, mark: Mark) -> str:
    if mark.derived:
        known = scene.say("follows from the record")
    else:
        known = scene.say("marked by {person}", person=scene.names.person(mark.by))
    return f"{known}{also(scene, other_moments(scene.incident, milestone))}"


def also(scene: Scene, others: Sequence[datetime]) -> str:
    """`; also recorded: 21 November 2026 14:10 UTC`: of two mitigations a reader must know which one counts."""
    moments = ", ".join(scene.words.moment(m) for m in others)
    return f"; {scene.say('also recorded')}: {moments}" if moments else ""


def figures(scene: Scene) -> Table:
    rows = tuple(
        (
            scene.say(figure_words.FIGURE_NAMES[m.name]),
            value(scene, m),
            figure_words.definition(scene.words.say, m),
        )
        for m in scene.metrics.values()
    )
    return Table((scene.say("Figure"), scene.say("Value"), scene.say("Definition")), rows)


def value(scene: Scene, metric: Metric) -> str:
    """The figure in words, or why there is none."""
    say = scene.words.say
    if metric.seconds is None:
        lack = metric.lack
        if lack and lack.kind == "before_impact":
            return say("{length} before the impact began", length=scene.words.duration(lack.lead))
        return say("not known: {why}", why=figure_words.missing(say, lack)) if lack else say("not known")
    length = scene.words.duration(metric.seconds)
    return say("{length} so far", length=length) if metric.running else length


def _contradictions(scene: Scene) -> Iterable[Block]:
    found = contradicting(scene)
    if found:
        yield Paragraph(scene.say("The record contradicts itself; somebody should correct it:"), "note")
        yield Bullets(found)


def contradicting(scene: Scene) -> tuple[str, ...]:
    """What the record says that cannot be true, a clause each."""
    return tuple(
        figure_words.contradiction(scene.words.say, c) for c in contradictions(scene.incident, scene.now)
    )


def _timeline(scene: Scene) -> Iterable[Block]:
    say = scene.say
    rows = [row for row in scene.incident.rows if not row.noise]
    if not rows:
        yield scene.missing("scribe")
        return
    yield Paragraph(
        say(
            "All times are {zone}. ~ about; ★ pinned; ✎ corrected; struck: no longer stands.",
            zone=scene.words.zone_label(rows[0].at),
        ),
        "note",
    )
    yield from (
        Paragraph(_provenance(scene, source, batch), "note") for source, batch in scene.batches.items()
    )
    yield Table(
        (say("Time"), say("What happened"), say("Kind"), say("Who")), tuple(timeline_rows(scene, rows))
    )


def _provenance(scene: Scene, source: str, batch: Sequence[Row]) -> str:
    """Where rows came from and when, once for all of them."""
    recorded = sorted(row.recorded_at for row in batch if row.recorded_at)
    come = scene.say(
        "⇠ {count} rows came from {source}", count=scene.words.number(str(len(batch))), source=source
    )
    if not recorded:
        return f"{come}."
    first, last = (scene.words.moment(m) for m in (recorded[0], recorded[-1]))
    if first == last:
        return f"{come}; {scene.say('recorded {moment}', moment=first)}."
    return f"{come}; {scene.say('recorded from {first} to {last}', first=first, last=last)}."


def _outdated(scene: Scene, row: Row) -> bool:
    """A milestone's mark that was moved or taken back: unstruck, the report would tell two times for it."""
    if not isinstance(row.event, MilestoneMarked):
        return False
    mark = scene.incident.milestones.get(row.event.milestone)
    return mark is None or mark.event != row.id


def timeline_rows(scene: Scene, rows: Iterable[Row]) -> Iterable[tuple[Cell, ...]]:
    """Time, words, kind and person of each row; the day is named where it changes, the zone where its offset does."""
    when = When(scene)
    for row in rows:
        kind = scene.say(row.kind) if row.event is None else _fact_kind(scene, row)
        yield (when(row), words(scene, row), kind, scene.names.person(row.by))


class When:
    """The time of one row after another, as short as it can be and still be understood."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._day: date | None = None
        self._offset: timedelta | None = None

    def __call__(self, row: Row) -> str:
        words = self._scene.words
        day, offset = words.local(row.at).date(), words.offset(row.at)
        precision = row.event.precision if isinstance(row.event, MilestoneMarked) else row.precision
        shown = "" if precision == "date" else f"{'~' if precision == 'about' else ''}{words.clock(row.at)}"
        if self._offset is not None and offset != self._offset and shown:
            shown += f" {words.zone_label(row.at)}"
        if day != self._day:
            shown = f"{day.isoformat()} {shown}".rstrip()
        elif not shown:
            shown = day.isoformat()
        self._day, self._offset = day, offset
        return shown


def words(scene: Scene, row: Row) -> Cell:
    """What a row says, with what the reader must know of it: pinned, corrected, where it came from, written when."""
    text = scene.text(row.text) if row.event is None else _fact(scene, row.event)
    notes = []
    together = row.source in scene.batches
    if row.source and not together:
        notes.append(scene.say("from {source}", source=row.source))
    if row.redacted:
        notes.append(f"{scene.say('redacted')}: {scene.text(row.redacted)}")
    if row.recorded_at and row.recorded_at - row.at > LATE and row.event is None and not together:
        notes.append(scene.say("recorded {moment}", moment=scene.words.moment(row.recorded_at)))
    after = f" ({'; '.join(notes)})" if notes else ""
    signs = ("★ " if row.pinned else "") + ("✎ " if row.edited else "") + ("⇠ " if together else "")
    if row.struck is not None:
        return Struck(f"{signs}{text}", f" ({scene.say('struck')}: {scene.text(row.struck)})")
    return Struck(text, "") if _outdated(scene, row) else f"{signs}{text}{after}"


def _fact(scene: Scene, event: Event) -> str:
    """The words for a fact, the people in it named as this report names them: the fact knows who they are, a text does not."""
    if not scene.names.hides:
        return event.sentence(scene.incident, scene.words.say)
    named = {
        field: (scene.names.owner if field == "owner" else scene.names.person)(getattr(event, field))
        for field in ("by", "person", "owner")
        if getattr(event, field, None)
    }
    text = structs.replace(event, **named).sentence(scene.incident, scene.words.say)
    return text if isinstance(event, Declared | Titled) else scene.text(text)


def _fact_kind(scene: Scene, row: Row) -> str:
    if isinstance(row.event, MilestoneMarked):
        return scene.say("milestone")
    if row.kind.startswith("action."):
        return scene.say("follow-up")
    return scene.say(row.kind.partition(".")[0])
