"""What somebody who takes over must know, made from the state as it stands: the same for the screen, the shell and a report.

Nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from warroom.core.amounts import written
from warroom.core.cadence import update_due
from warroom.core.checklist import checklist
from warroom.core.clock import span
from warroom.core.families.assignments import Assignments
from warroom.core.families.changes import Change, Changes
from warroom.core.families.paging import awaited
from warroom.core.families.questions import Questions
from warroom.core.families.silences import Silences
from warroom.core.families.watch import Watches
from warroom.core.incident import Incident, Offer
from warroom.core.language import later, named, say, spoken
from warroom.core.nudges import waiting
from warroom.core.rows import Row
from warroom.core.sentences import because
from warroom.core.vocabulary import ROLE_NAMES
from warroom.views.lines import UTF8, Signs, Span
from warroom.views.listing import Entry, Listing

_Clock = Callable[[datetime], str]
MOST: Final = 6
"""So many of a sort are told, the newest; the others are counted."""
HOUR: Final = timedelta(hours=1)
_DONE: Final = frozenset({"action", "change"})
TITLES: Final = {
    "said": later("Said by whoever hands over"), "status": later("Status"), "impact": later("Impact"),
    "tried": later("Tried and ruled out"), "hypotheses": later("Hypotheses"), "decisions": later("Decisions"),
    "owners": later("Who does what"), "work": later("Work in flight"), "silenced": later("Silenced alerts"),
    "next": later("Next due"),
}  # fmt: skip


class Point(NamedTuple):
    """One thing to know. `code` is one of `TITLES`."""

    code: str
    lines: tuple[str, ...]

    @property
    def title(self) -> str:
        return say(TITLES[self.code])


def brief(
    incident: Incident, now: datetime, zone: tzinfo, *, offer: Offer | None = None, language: str = "en"
) -> tuple[Point, ...]:
    """All points in the order in which they are read; one without anything to say says so, for silence could mean either."""

    def clock(moment: datetime) -> str:
        local = moment.astimezone(zone)
        return (
            spoken().clock(local)
            if local.date() == now.astimezone(zone).date()
            else f"{local:%Y-%m-%d} {spoken().clock(local)}"
        )

    found: list[tuple[str, Iterable[str]]] = [
        ("status", _status(incident, now, clock)),
        ("impact", _impact(incident, clock)),
        ("tried", _tried(incident, clock)),
        ("hypotheses", _hypotheses(incident)),
        ("decisions", _entries(incident, frozenset({"decision"}), clock)),
        ("owners", _owners(incident, now)),
        ("work", _work(incident, now, language, clock)),
        ("silenced", _silenced(incident, now, clock)),
        ("next", _next(incident, now, clock)),
    ]
    said = [("said", [f"{offer.by}: {offer.brief}"])] if offer and offer.brief else []
    return tuple(
        Point(code, tuple(lines) or (say("nothing is recorded"),)) for code, lines in [*said, *found]
    )


def _status(incident: Incident, now: datetime, clock: _Clock) -> Iterator[str]:
    since = incident.reached("started") or incident.reached("declared")
    status = incident.statuses[-1] if incident.statuses else None
    yield f"SEV{incident.severity}, {say(incident.status)}: {incident.title}"
    if since:
        age = span(
            max(0.0, (now - since).total_seconds()), spoken().code, most=1 if now - since < HOUR else 2
        )
        yield say("since {clock}, {age} ago", clock=clock(since), age=age)
    if status and status.why:
        yield because(
            say("{status} since {clock}", status=say(incident.status), clock=clock(status.at)), status.why
        )


def _impact(incident: Incident, clock: _Clock) -> Iterator[str]:
    if incident.systems:
        yield say("affected systems: {systems}").format(systems=", ".join(incident.systems))
    if incident.symptoms:
        yield say("symptoms: {text}").format(text=incident.symptoms)
    for figure in incident.figures:
        about = f" ({say('estimate')})" if figure.estimate else ""
        yield f"{figure.what}: {written(spoken().number(figure.amount), figure.unit)}{about}"
    for window in incident.windows:
        if window.ends is None:
            part = f", {window.component}" if window.component else ""
            yield say(
                "felt since {clock}: {level}{part}",
                clock=clock(window.starts),
                level=say(window.level),
                part=part,
            )


def _tried(incident: Incident, clock: _Clock) -> Iterator[str]:
    yield from _entries(incident, _DONE, clock)
    for found in incident.hypotheses:
        if found.verdict == "ruled_out":
            yield because(say("ruled out: {text}", text=found.text), found.why)


def _hypotheses(incident: Incident) -> Iterator[str]:
    for found in incident.hypotheses:
        if found.verdict != "ruled_out":
            yield because(f"{named(found.verdict)}: {found.text}", found.why)


def _entries(incident: Incident, kinds: frozenset[str], clock: _Clock) -> Iterator[str]:
    """What was logged of these kinds and still stands: the newest, and how many came before."""
    found: list[Row] = [r for r in incident.rows if r.kind in kinds and r.struck is None and r.event is None]
    if len(found) > MOST:
        yield say("{n} earlier ones stand in the timeline", n=len(found) - MOST)
    for row in found[-MOST:]:
        yield f"{clock(row.at)} {row.text} ({row.by})"


def _owners(incident: Incident, now: datetime) -> Iterator[str]:
    for holding in incident.holdings:
        if holding.until is None:
            yield f"{say(ROLE_NAMES[holding.role])}: {holding.person}"
    others = [m.person for m in incident.roster if m.present and not m.roles]
    if others:
        yield say("also here: {people}", people=", ".join(others))
    for page in awaited(incident):
        minutes = max(0, int((now - page.at).total_seconds() // 60))
        yield say("{person} was called {n} min ago and is not here", person=page.person, n=minutes)


def _work(incident: Incident, now: datetime, language: str, clock: _Clock) -> Iterator[str]:
    for task in incident.part(Assignments).running:
        words = say(
            "{person} looks into it until {clock}: {text}",
            person=task.person,
            clock=clock(task.until),
            text=task.text,
        )
        yield f"{words} ({say('time is over')})" if task.until < now else words
    for question in incident.part(Questions).open:
        yield say("asked of {whom}: {text}", whom=question.to, text=question.text)
    for change in incident.part(Changes).all:
        if change.state in ("planned", "running"):
            yield _change(change, clock)
    watch = incident.part(Watches).now
    if watch:
        yield say("watched until {clock}, every {n} minutes", clock=clock(watch.until), n=watch.every)
    for step in checklist(incident, language):
        for check in step.checks:
            if check.state == "in_progress":
                yield f"{check.number} {check.title} ({check.by})"


def _change(change: Change, clock: _Clock) -> str:
    """A change that is planned or under way, its window and who makes it: what may go wrong on the next shift."""
    running = change.state == "running"
    word = (
        say("change under way: {text}", text=change.text)
        if running
        else say("change planned: {text}", text=change.text)
    )
    said = [word]
    if change.opens and change.closes:
        said.append(say("from {opens} to {closes}", opens=clock(change.opens), closes=clock(change.closes)))
    said += [name for name in (change.executor, change.observer) if name]
    return ", ".join(said)


def _silenced(incident: Incident, now: datetime, clock: _Clock) -> Iterator[str]:
    for silence in incident.part(Silences).holding(now):
        words = say(
            "{alert}, until {clock} ({by})", alert=silence.alert, clock=clock(silence.until), by=silence.by
        )
        yield because(words, silence.why)


def _next(incident: Incident, now: datetime, clock: _Clock) -> Iterator[str]:
    due = update_due(incident)
    if due:
        yield say("update due {clock}", clock=clock(due))
    # What waits for whoever commands, whoever that is by then; the offer itself is no news to them.
    found = [
        n for n in waiting(incident, now, incident.commander or "") if n.verb not in ("accept", "update")
    ]
    for nudge in found[:MOST]:
        yield nudge.sentence


# -- as rows, and as text ----------------------------------------------------------------------------


def handover_list(points: Sequence[Point], signs: Signs = UTF8) -> Listing:
    """For a screen and for the shell. Keys: `-CODE` for a title, `point.N`."""
    rows: list[Entry] = []
    nothing = (say("nothing is recorded"),)
    for point in points:
        title: Span = (f"{signs.horizontal * 2} {point.title}", "title")
        if point.lines == nothing:
            rows.append(Entry(f"-{point.code}", (title, (f"  {nothing[0]}", "dim"))))
            continue
        rows.append(Entry(f"-{point.code}", (title,)))
        strong = "bold" if point.code in ("said", "status") else ""
        for number, text in enumerate(point.lines):
            first: Span = (text, "" if number else strong)
            rows.append(Entry(f"point.{point.code}.{number}", (("  ", ""), first), indent=4))
    return Listing(rows)
