"""What stands on each line of the timeline. Rows are made when they are drawn: a hundred thousand cost nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.rows import Row
from warroom.views.lines import UTF8, Line, Signs, Span, wrap

LATE: Final = timedelta(minutes=5)
"""An entry recorded this long after it happened says so."""
_INDENT: Final = 9
_STYLES: Final = {
    "alert": "bad", "symptom": "warn", "decision": "accent", "change": "info", "action": "ok", "comms": "info",
    "diagnosis": "accent", "evidence": "info",
}  # fmt: skip


def visible(incident: Incident, *, noise: bool, needle: str = "") -> list[int]:
    """Which rows of the incident are shown: without the noise unless asked, and only those that hold `needle`.

    The needle is looked for in text, author, kind and #tags, without regard to case.
    """
    rows = incident.rows
    if not needle:
        return [i for i, r in enumerate(rows) if noise or not r.noise]
    wanted = needle.casefold()
    return [i for i, r in enumerate(rows) if (noise or not r.noise) and _holds(r, wanted, incident)]


def _holds(row: Row, wanted: str, incident: Incident) -> bool:
    text = row.text if row.event is None else row.event.sentence(incident, say)
    return wanted in text.casefold() or wanted in row.by.casefold() or wanted in row.kind


class Timeline:
    """The row source of the timeline: `incident` seen through the rows in `shown`."""

    def __init__(
        self,
        incident: Incident,
        shown: Sequence[int],
        zone: tzinfo,
        signs: Signs = UTF8,
        *,
        today: date | None = None,
    ) -> None:
        self._incident = incident
        self._shown = shown
        self._zone = zone
        self._signs = signs
        first = self._row(0).at.astimezone(zone).date() if shown else None
        last = self._row(len(shown) - 1).at.astimezone(zone).date() if shown else None
        self._dated = first != last or (today is not None and first is not None and first != today)

    def __len__(self) -> int:
        return len(self._shown)

    def key(self, i: int, /) -> str:
        return self._row(i).id

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
        body = wrap(self._spans(row), width, _INDENT)
        if not self._dated:
            return body
        day = row.at.astimezone(self._zone).date()
        if i and self._row(i - 1).at.astimezone(self._zone).date() == day:
            return body
        rule = f"{self._signs.horizontal * 2} {day:%A %Y-%m-%d} "
        return (((rule + self._signs.horizontal * max(0, width - len(rule)), "dim"),), *body)

    def _row(self, i: int) -> Row:
        return self._incident.rows[self._shown[i]]

    def _spans(self, row: Row) -> Line:
        time = (f"{_time(row, self._zone):<6} ", "dim" if row.noise else "")
        if row.event is not None:
            return (time, *self._fact(row), *self._tail(row))
        style = "struck" if row.struck is not None else ""
        word: tuple[Span, ...] = ()
        if row.kind != "note":
            word = ((f"{row.kind} ", "struck" if style else _STYLES.get(row.kind, "dim")),)
        return (
            time,
            (f"{self._sign(row)} ", _STYLES.get(row.kind, "dim")),
            *word,
            (row.text, style),
            *self._tail(row),
        )

    def _fact(self, row: Row) -> tuple[Span, ...]:
        assert row.event is not None
        words = self._signs.words(row.event.sentence(self._incident, say))
        if row.noise:
            return ((f"{self._signs.separator} ", "system"), (words, "system"))
        return ((f"{self._signs.milestone} ", "accent"), (words, "bold" if row.event.headline else ""))

    def _sign(self, row: Row) -> str:
        signs = self._signs
        return {
            "alert": "!", "symptom": "!", "decision": signs.decision, "diagnosis": signs.question,
            "action": signs.collapsed, "change": signs.collapsed, "comms": signs.prompt, "evidence": "+",
        }.get(row.kind, " ")  # fmt: skip

    def _tail(self, row: Row) -> tuple[Span, ...]:
        dot = f" {self._signs.separator} "
        said: list[str] = [row.by]
        if row.pinned:
            said.append("pinned")
        if row.edited:
            said.append(
                f"{self._signs.edited} corrected"
                if row.edited == 1
                else f"{self._signs.edited} corrected {row.edited}x"
            )
        if row.event is None and row.recorded_at and row.recorded_at - row.at > LATE:
            said.append(f"logged {row.recorded_at.astimezone(self._zone):%H:%M}")
        if row.source:
            said.append(f"from {row.source}")
        if row.redacted is not None:
            said.append(f"redacted: {row.redacted}")
        if row.struck is not None:
            said.append(f"struck: {row.struck}")
        return (((dot + dot.join(said)), "dim"),)


def _time(row: Row, zone: tzinfo) -> str:
    if row.precision == "date":
        return "--:--"
    return f"{'~' if row.precision == 'about' else ''}{row.at.astimezone(zone):%H:%M}"
