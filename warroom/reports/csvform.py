"""The timeline as CSV (RFC 4180), to be read by a spreadsheet and to be imported again.

A spreadsheet runs cells that begin like a formula; such a cell gets a `'` in front (`guard`), which an import takes away again.
Knows nothing of files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Final

from warroom.core.clock import iso, offset_text
from warroom.core.clock import zone as named_zone
from warroom.core.formulas import guard
from warroom.core.text import for_terminal
from warroom.core.vocabulary import MILESTONES
from warroom.reports.context import Context

COLUMNS: Final = (
    "at", "kind", "by", "text", "recorded_at", "struck", "pinned", "id", "precision", "marks",
)  # fmt: skip
MARK: Final = "mark"
"""The kind of a row that is no entry but a milestone that somebody marked."""
_FURTHEST = timedelta(hours=14)


def timeline_csv(context: Context) -> str:
    """What people logged, one entry a line, and what milestones they marked: times in UTC, `struck` with the reason,
    `pinned` as `yes` or empty. A time that is known by its day only is that day, with the offset of its zone.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for _at, cells in sorted([*_entries(context), *_marks(context)], key=lambda row: row[0]):
        writer.writerow([guard(for_terminal(cell, multiline=True)) for cell in cells])
    return out.getvalue()


Cells = tuple[datetime, tuple[str, ...]]


def _entries(context: Context) -> Iterator[Cells]:
    names, zone = context.names, named_zone(context.incident.zone)
    for row in context.incident.entries:
        yield row.at, (
            _when(row.at, row.precision, zone), row.kind, names.person(row.by), names.text(row.text),
            iso(row.recorded_at) if row.recorded_at else "", names.text(row.struck or ""), "yes" if row.pinned else "",
            row.id, "" if row.precision == "exact" else row.precision, row.marks,
        )  # fmt: skip


def _marks(context: Context) -> Iterator[Cells]:
    """The milestones that somebody marked; not the start that a declaration assumes for itself."""
    zone, declared = named_zone(context.incident.zone), context.incident.reached("declared")
    for name in MILESTONES:
        mark = context.incident.milestones.get(name)
        if mark is None or mark.derived or (name == "started" and mark.at == declared):
            continue
        precision = "" if mark.precision == "exact" else mark.precision
        at, by = _when(mark.at, mark.precision, zone), context.names.person(mark.by)
        yield mark.at, (at, MARK, by, name.replace("_", " "), "", "", "", mark.event, precision, name)


def _when(at: datetime, precision: str, zone: tzinfo) -> str:
    if precision != "date":
        return iso(at)
    local = at.astimezone(_zone_of_the_day(at, zone))
    offset = offset_text(at, local.tzinfo or zone)
    return f"{local.date()}{'Z' if offset == 'UTC' else offset}"


def _zone_of_the_day(at: datetime, zone: tzinfo) -> tzinfo:
    """A zone in which it is midnight then: that of the incident, else an offset."""
    local = at.astimezone(zone)
    if not (local.hour or local.minute):
        return zone
    past = timedelta(hours=at.hour, minutes=at.minute)
    return timezone(timedelta(days=1) - past if timedelta(days=1) - past <= _FURTHEST else -past)
