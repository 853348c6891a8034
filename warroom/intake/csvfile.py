"""A timeline as CSV, from a spreadsheet, another tool or our own export: `at,kind,by,text` with a header row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime, tzinfo

from warroom.core.text import quoted
from warroom.intake.rows import COLUMNS, OUR_COLUMNS, Imported, Raw, to_events

DELIMITERS = (",", ";", "\t")
_NEEDED = ("at", "text")


def read(text: str, zone: tzinfo | None, now: datetime, incident_id: str) -> Imported:
    """The entries of a CSV text; a byte order mark, quoted cells of several lines and `,` `;` or tab are all right.

    Columns stand in any order and case; `kind` and `by` may be missing. See `rows.to_events` for the rest.
    """
    text = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
    except csv.Error as error:
        return Imported(problems=(f"line 1: {error}; is it a CSV file?",))
    wrong = _wrong(header)
    if wrong:
        return Imported(problems=(f"line 1: {wrong}",))
    ragged: list[str] = []
    found = to_events(_rows(reader, header, ragged), zone, now, incident_id, "csv")
    if ragged:
        return Imported(problems=(*found.problems, *ragged), skipped=found.skipped)
    extra = [name for name in header if name not in (*COLUMNS, *OUR_COLUMNS) and name]
    if not extra or found.problems:
        return found
    said = f"left out: the column{'s' if len(extra) > 1 else ''} {', '.join(map(quoted, extra))}"
    return Imported(found.events, (), (*found.notices, said), found.skipped)


def delimiter(text: str) -> str:
    """What separates the cells: whichever shows most of our columns in the header row."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(mark: str) -> int:
        return len({name.strip(" \"'").lower() for name in first.split(mark)} & {*COLUMNS, *OUR_COLUMNS})

    return max(DELIMITERS, key=known)


def _wrong(header: list[str]) -> str:
    missing = [name for name in _NEEDED if name not in header]
    twice = sorted({name for name in header if name in COLUMNS and header.count(name) > 1})
    if missing:
        return f"no column {' and no '.join(missing)}; the first line names the columns: at,kind,by,text"
    return f"the column {twice[0]} stands there twice; keep one" if twice else ""


def _rows(reader: Iterator[list[str]], header: list[str], ragged: list[str]) -> Iterator[Raw]:
    """Each row by its first line. What is no row at all goes to `ragged`; behind a broken quote nothing can be read."""
    end = 1
    while True:
        where = f"line {end + 1}"
        try:
            cells = next(reader, None)
        except csv.Error as error:
            ragged.append(f"{where}: {error}; check its quotes")
            return
        if cells is None:
            return
        end = reader.line_num  # type: ignore[attr-defined]
        if len(cells) > len(header) and any(cells[len(header) :]):
            ragged.append(f"{where}: {len(cells)} cells under {len(header)} columns; put the text in quotes")
            continue
        yield Raw(where, dict(zip(header, cells, strict=False)))
