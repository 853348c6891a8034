"""A timeline as CSV, from a spreadsheet, another tool or our own export: a header row that names the columns, then the rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo

from warroom.core.language import say
from warroom.intake import columns
from warroom.intake.columns import Columns
from warroom.intake.rows import Imported, Raw, to_events

DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL = 256 * 1024 * 1024
"""As long as a file may be; a cell is cut where every text is, with a mark that says how much."""
_SEP = re.compile(r"sep=(.)\r?(?:\n|\Z)", re.IGNORECASE)
"""The line that tells a spreadsheet what separates the cells."""


def read(
    text: str, zone: tzinfo | None, now: datetime, incident_id: str, told: Mapping[str, str] | None = None
) -> Imported:
    """The entries of a CSV text; a byte order mark, quoted cells of several lines and `,` `;` tab or `|` are all right.

    Columns stand in any order under any customary name; `kind` and `by` may be missing. Empty lines do not count, also before
    the header. `told` as in `columns.find`; see `rows.to_events` for the rest.
    """
    text = text.removeprefix("\ufeff")
    mark, start, line = _header_at(text)
    csv.field_size_limit(max(_LONGEST_CELL, csv.field_size_limit()))
    body = io.StringIO(text[start:], newline="")
    reader = csv.reader(body, delimiter=mark, strict=True, skipinitialspace=True)
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        return Imported(problems=(say("line {line}: {error}; is it a CSV file?", line=line, error=error),))
    found = columns.find(header, told or {})
    if isinstance(found, str):
        return Imported(problems=(f"{say('line {number}', number=line)}: {found}",))
    ragged: list[str] = []
    made = to_events(
        _rows(reader, len(header), found, line - 1, ragged), found, zone, now, incident_id, "csv"
    )
    if ragged:
        return Imported(problems=(*made.problems, *ragged), skipped=made.skipped)
    return made


def delimiter(line: str) -> str:
    """What separates the cells: whichever shows most of the names that we know, then most columns."""

    def fits(mark: str) -> tuple[int, int]:
        names = line.split(mark)
        return columns.known([name.strip(" \"'") for name in names]), len(names)

    return max(DELIMITERS, key=fits)


def _header_at(text: str) -> tuple[str, int, int]:
    """What separates the cells, and where the header begins: its place in the text and its line, from 1."""
    start = _behind_empty_lines(text, 0)
    sep = _SEP.match(text, start)
    if sep:
        start = _behind_empty_lines(text, sep.end())
    line = text[start:].partition("\n")[0] if not sep else ""
    return sep[1] if sep else delimiter(line), start, text.count("\n", 0, start) + 1


def _behind_empty_lines(text: str, start: int) -> int:
    while start < len(text):
        end = text.find("\n", start)
        line = text[start:] if end < 0 else text[start:end]
        if line.strip(" \t\r,;|") or end < 0:
            return start
        start = end + 1
    return start


def _rows(
    reader: Iterator[list[str]], width: int, found: Columns, before: int, ragged: list[str]
) -> Iterator[Raw]:
    """Each row by its first line. What is no row at all goes to `ragged`; behind a broken quote nothing can be read."""
    end = reader.line_num  # type: ignore[attr-defined]
    while True:
        where = say("line {number}", number=before + end + 1)
        try:
            cells = next(reader, None)
        except csv.Error as error:
            ragged.append(say("{where}: {error}; check its quotes", where=where, error=error))
            return
        if cells is None:
            return
        end = reader.line_num  # type: ignore[attr-defined]
        if len(cells) > width and any(cells[width:]):
            ragged.append(
                say(
                    "{where}: {count} cells under {width} columns; put the text in quotes",
                    where=where,
                    count=len(cells),
                    width=width,
                )
            )
            continue
        yield Raw(where, found.cells(cells))
