"""What stands on each line of the board's diagnosis: what may be the cause, who looks into what, which questions wait.

What is open comes first, what is settled below a rule. A word stands in front of each: the verdict, the time that is left, or
that it is a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Final, NamedTuple

from warroom.core.families.assignments import Assignment, Assignments
from warroom.core.families.questions import Question, Questions
from warroom.core.incident import Evidence, Hypothesis, Incident
from warroom.core.language import named, say, spoken
from warroom.core.sentences import shortened
from warroom.core.vocabulary import Verdict
from warroom.views.cells import cells
from warroom.views.clocks import left, length
from warroom.views.lines import UTF8, Line, Signs, Span
from warroom.views.listing import Entry, Listing

_STYLES: Final[dict[Verdict, str]] = {
    "open": "warn", "confirmed": "ok", "inconclusive": "info", "ruled_out": "dim",
}  # fmt: skip
_SETTLED: Final[tuple[Verdict, ...]] = ("confirmed", "inconclusive", "ruled_out")
ALL: Final = "*"
"""Every row is shown whole, as if it were selected."""


class _Row(NamedTuple):
    """A row before the words in front are known to be how wide."""

    key: str
    word: Span
    line: Line
    right: Line


class Here(NamedTuple):
    """Where and when the list is looked at."""

    incident: Incident
    now: datetime
    zone: tzinfo
    signs: Signs
    selected: str

    def whole(self, key: str) -> bool:
        return self.selected in (ALL, key)


def unsettled(incident: Incident) -> int:
    """How much of the diagnosis is open: hypotheses, assignments, questions."""
    hypotheses = sum(1 for h in incident.hypotheses if h.verdict == "open")
    return hypotheses + len(incident.part(Assignments).running) + len(incident.part(Questions).open)


def diagnosis_list(
    incident: Incident, now: datetime, zone: tzinfo, signs: Signs = UTF8, *, selected: str = ""
) -> Listing:
    """Open hypotheses, what people look into, open questions; then what is settled. Keys: `hypothesis.ID`, `assignment.ID`,
    `question.ID`.

    The row whose key is `selected` is shown whole: what speaks for a hypothesis and against it, and what would settle it.
    """
    here = Here(incident, now, zone, signs, selected)
    live, settled = list(_open(here)), list(_over(here))
    wide = max((cells(row.word[0]) for row in (*live, *settled)), default=0)
    rows = [_entry(row, wide) for row in live]
    if not any(row.key.startswith("hypothesis.") for row in live):
        rows.insert(0, Entry("-none", ((say("No open hypothesis: + raises one."), "dim"),)))
    if settled:
        rows.append(Entry("-settled", ((f"{signs.horizontal * 2} {say('settled')}", "title"),)))
    return Listing([*rows, *(_entry(row, wide) for row in settled)])


def _entry(row: _Row, wide: int) -> Entry:
    word, style = row.word
    front: Span = (f"{word}{' ' * (wide - cells(word))} ", style)
    return Entry(row.key, (front, *row.line), row.right, indent=wide + 1)


def _open(here: Here) -> Iterator[_Row]:
    yield from (_hypothesis(h, here) for h in here.incident.hypotheses if h.verdict == "open")
    running = sorted(here.incident.part(Assignments).running, key=lambda a: a.until)
    for one in running:
        yield _Row(
            f"assignment.{one.id}",
            left(one.until, here.now),
            ((f"{one.person}: ", "bold"), (one.text, "")),
            ((one.by, "dim"),),
        )
    for asked in here.incident.part(Questions).open:
        waits = length(max(0.0, (here.now - asked.at).total_seconds()))
        yield _Row(
            f"question.{asked.id}",
            (say("question"), "info"),
            ((f"{asked.to}: ", "bold"), (asked.text, "")),
            ((f"{waits} {asked.asker or asked.by}", "dim"),),
        )


def _over(here: Here) -> Iterator[_Row]:
    for verdict in _SETTLED:
        yield from (_hypothesis(h, here) for h in here.incident.hypotheses if h.verdict == verdict)
    for one in here.incident.part(Assignments).all:
        if one.state == "answered":
            yield _answered(f"assignment.{one.id}", one, one.person, one.result)
    for asked in here.incident.part(Questions).all:
        if asked.state == "answered":
            yield _answered(f"question.{asked.id}", asked, asked.to, asked.answer, asked.answered_by)


def _answered(key: str, one: Assignment | Question, who: str, answer: str, by: str = "") -> _Row:
    line: Line = ((f"{who}: {one.text} ", "dim"), (answer, ""))
    return _Row(key, (say("answered"), "ok"), line, ((by or who, "dim"),))


# -- a hypothesis ----------------------------------------------------------------------------------


def _hypothesis(found: Hypothesis, here: Here) -> _Row:
    key, signs = f"hypothesis.{found.id}", here.signs
    line: list[Span] = [(found.text, "struck" if found.verdict == "ruled_out" else "")]
    if found.why:
        line.append((f" ({found.why})", "dim"))
    if found.confidence and found.verdict in ("open", "inconclusive"):
        line.append((f" {signs.separator} {named(found.confidence)}", "accent"))
    if here.whole(key):
        line += _whole(found, here)
    elif found.evidence:
        line.append((f" {signs.separator} {_balance(found)}", "dim"))
    return _Row(key, (named(found.verdict), _STYLES[found.verdict]), tuple(line), ((found.by, "dim"),))


def _balance(found: Hypothesis) -> str:
    """`2 for, 1 against`."""
    return say("{pro} for, {contra} against", pro=len(found.bears("for")), contra=len(found.bears("against")))


def _whole(found: Hypothesis, here: Here) -> Iterator[Span]:
    for one in (*found.bears("for"), *found.bears("against")):
        yield from _evidence(one, here)
    if found.probe:
        yield (f"\n{here.signs.prompt} {say('tells it apart')}: ", "dim")
        yield (found.probe, "info")


def _evidence(one: Evidence, here: Here) -> Iterator[Span]:
    row = here.incident.row(one.entry)
    sign, style = ("+", "ok") if one.bearing == "for" else ("-", "bad")
    if row is None:
        yield (f"\n{sign} {say('an entry that has not come yet')}", "dim")
        return
    yield (f"\n{sign} ", style)
    yield (f"{spoken().clock(row.at.astimezone(here.zone))} ", "dim")
    yield (shortened(row.text), "struck" if row.struck is not None else "")
    if one.why:
        yield (f": {shortened(one.why)}", "dim")
