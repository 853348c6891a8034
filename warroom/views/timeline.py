"""What stands on each line of the timeline. Rows are made when they are drawn: a hundred thousand cost nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

from warroom.core.families.references import references
from warroom.core.incident import Incident
from warroom.core.language import many, say, spoken
from warroom.core.rows import Row
from warroom.core.sentences import whole_sentence
from warroom.core.text import folded
from warroom.views.cells import cells
from warroom.views.clocks import left, running
from warroom.views.lines import MAX_LINES, UTF8, Line, Signs, Span, crop, line_cells, spread, wrap

LATE: Final = timedelta(minutes=5)
"""An entry recorded this long after it happened says so."""
KEPT_LINES: Final = 3
"""So many lines of a long entry stand in the timeline …"""
MOST_LINES: Final = 5
"""… when it would take more than these."""
MAX_CHARS: Final = 20_000
_INDENT: Final = 9
_STYLES: Final = {
    "alert": "bad", "symptom": "warn", "decision": "accent", "change": "info", "action": "ok", "comms": "info",
    "diagnosis": "accent", "evidence": "info",
}  # fmt: skip


def visible(
    incident: Incident, *, noise: bool, needle: str = "", among: Iterable[int] | None = None
) -> list[int]:
    """Which rows of the incident are shown: without the noise unless asked, and only those that hold `needle`.

    The needle is looked for in text, author, kind and #tags, without regard to case and accents; `among` the rows of an
    earlier answer, where the needle has only grown since.
    """
    rows = incident.rows
    if not needle and noise:
        return list(range(len(rows)) if among is None else among)
    # One after the other: asked for by number, a row costs as much as the rest of the look at it.
    found = enumerate(rows) if among is None else ((i, rows[i]) for i in among)
    if not needle:
        return [i for i, row in found if not row.noise]
    wanted = folded(needle)
    return [i for i, row in found if (noise or not row.noise) and _holds(row, wanted, incident)]


def _holds(row: Row, wanted: str, incident: Incident) -> bool:
    text = row.text if row.event is None else whole_sentence(row.event, incident, say)
    return wanted in folded(text) or wanted in folded(row.by) or wanted in row.kind


class Timeline:
    """The row source of the timeline: `incident` seen through the rows in `shown`."""

    def __init__(
        self,
        incident: Incident,
        shown: Sequence[int],
        zone: tzinfo,
        signs: Signs = UTF8,
        *,
        now: datetime | None = None,
    ) -> None:
        self._incident = incident
        self._shown = shown
        self._zone = zone
        self._signs = signs
        self._now = now
        self._counting = running(incident) if now else {}
        today = now.astimezone(zone).date() if now else None
        first = self._row(0).at.astimezone(zone).date() if shown else None
        last = self._row(len(shown) - 1).at.astimezone(zone).date() if shown else None
        self._dated = first != last or (today is not None and first is not None and first != today)

    def __len__(self) -> int:
        return len(self._shown)

    def key(self, i: int, /) -> str:
        return self._row(i).id

    def place(self, key: str, /) -> int | None:
        """Where the row with that key stands, without a look at all of them."""
        at = self._incident.rows.place(key)
        if at is None:
            return None
        i = bisect_left(self._shown, at)
        return i if i < len(self._shown) and self._shown[i] == at else None

    def row(self, i: int) -> Row:
        """The row of the incident that stands at `i`."""
        return self._row(i)

    def at(self, moment: datetime) -> int:
        """The first row at or after a moment; the last one when there is none."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._row(middle).at < moment:
                low = middle + 1
            else:
                high = middle
        return min(low, max(0, len(self) - 1))

    def lines(self, i: int, width: int, /) -> tuple[Line, ...]:
        row = self._row(i)
        body = self._body(row, width)
        if not self._dated:
            return body
        day = row.at.astimezone(self._zone).date()
        if i and self._row(i - 1).at.astimezone(self._zone).date() == day:
            return body
        rule = f"{self._signs.horizontal * 2} {day:%A %Y-%m-%d} "
        return (((rule + self._signs.horizontal * max(0, width - len(rule)), "dim"),), *body)

    def _row(self, i: int) -> Row:
        return self._incident.rows[self._shown[i]]

    def _body(self, row: Row, width: int) -> tuple[Line, ...]:
        """The row's lines: time, sign and words, and in a column of their own at the right who and what marks it bears."""
        right = self._right(row, width)
        column = _column(width)
        room = max(12, width - column - 1)
        if row.event is not None and row.event.turn:
            return self._turn(row, width, room, right)
        lines = wrap(self._spans(row), room, _INDENT, limit=MAX_LINES if row.event is None else 8)
        if len(lines) > MOST_LINES:
            words = many(
                self._hidden(row, room),
                "{n} more line · Enter",
                "{n} more lines · Enter",
            )
            more: Line = ((" " * _INDENT, ""), (self._signs.words(words), "accent"))
            lines = (*lines[:KEPT_LINES], more)
        return (spread(lines[0], right, width) if right else lines[0], *lines[1:])

    def _hidden(self, row: Row, room: int) -> int:
        return len(wrap(self._spans(row), room, _INDENT, limit=MAX_CHARS)) - KEPT_LINES

    def _turn(self, row: Row, width: int, room: int, right: Line) -> tuple[Line, ...]:
        """A change of status or severity: a rule across, as a new day is."""
        assert row.event is not None
        words = self._signs.words(row.event.sentence(self._incident, say))
        rule = self._signs.horizontal
        head: Line = (
            (f"{_time(row, self._zone):>6} ", ""),
            (f"{rule * 2} ", "border"),
            (f"{words} ", "bold"),
        )
        first, *rest = wrap(head, room, _INDENT + 1)
        fill = (rule * max(0, width - line_cells((*first, *right)) - 1), "border")
        more = row.event.more(self._incident, say)
        below = wrap(((" " * _INDENT + " ", ""), (more, "dim")), room, _INDENT + 1) if more else ()
        return (spread((*first, fill), right, width), *rest, *below)

    def _spans(self, row: Row) -> Line:
        time = (f"{_time(row, self._zone):>6} ", "dim" if row.noise else "")
        if row.event is not None:
            return (time, *self._fact(row), *self._aside(row))
        style = "struck" if row.struck is not None else ""
        word: tuple[Span, ...] = ()
        if row.kind != "note":
            word = ((f"{say(row.kind)} ", "struck" if style else _STYLES.get(row.kind, "dim")),)
        return (
            time,
            (f"{self._sign(row)} ", _STYLES.get(row.kind, "dim")),
            *word,
            (row.text, style),
            *self._aside(row),
        )

    def _fact(self, row: Row) -> tuple[Span, ...]:
        assert row.event is not None
        words = self._signs.words(row.event.sentence(self._incident, say))
        if row.noise:
            return ((f"{self._signs.separator} ", "system"), (words, "system"))
        if row.event.superseded(self._incident):
            return (
                (f"{self._signs.milestone} ", "dim"),
                (words, "struck"),
                (f" {say('(superseded)')}", "dim"),
            )
        line: Line = (
            (f"{self._signs.milestone} ", "accent"),
            (words, "bold" if row.event.headline else ""),
        )
        if more := row.event.more(self._incident, say):
            line = (*line, (f" {self._signs.separator} {more}", "dim"))
        until = self._counting.get(row.id)
        if until is None or self._now is None:
            return line
        return (*line, (f" {self._signs.separator} ", "dim"), left(until, self._now))

    def _sign(self, row: Row) -> str:
        signs = self._signs
        return {
            "alert": "!", "symptom": "!", "decision": signs.decision, "diagnosis": signs.question,
            "action": signs.collapsed, "change": signs.collapsed, "comms": signs.prompt, "evidence": "+",
        }.get(row.kind, " ")  # fmt: skip

    def _aside(self, row: Row) -> tuple[Span, ...]:
        """What must be said of the row in words, behind them."""
        dot = f" {self._signs.separator} "
        said: list[str] = []
        if row.event is None and row.recorded_at and row.recorded_at - row.at > LATE:
            said.append(say("logged {clock}", clock=spoken().clock(row.recorded_at.astimezone(self._zone))))
        if row.source:
            said.append(say("from {source}", source=row.source))
        if row.redacted is not None:
            said.append(say("redacted: {why}", why=row.redacted))
        if row.struck is not None:
            said.append(say("struck: {why}", why=row.struck))
        if row.event is None and (links := references(self._incident, row.id)):
            said.append(many(len(links), "{n} link", "{n} links"))
        return ((dot + dot.join(said), "dim"),) if said else ()

    def _right(self, row: Row, width: int) -> Line:
        """Marks and author, in at most `_column(width)` cells."""
        signs = self._signs
        marks = signs.pinned if row.pinned else ""
        if row.edited:
            marks += signs.edited + (str(row.edited) if row.edited > 1 else "")
        room = _column(width) - (cells(marks) + 1 if marks else 0)
        who: Span = (crop(row.by, room, signs.more), "dim")
        return ((f"{marks} ", "accent"), who) if marks else (who,)


def _column(width: int) -> int:
    """Cells of the right-hand column."""
    return 14 if width >= 90 else 11 if width >= 60 else 8


def _time(row: Row, zone: tzinfo) -> str:
    if row.precision == "date":
        return "--:--"
    return f"{'~' if row.precision == 'about' else ''}{spoken().clock(row.at.astimezone(zone))}"
