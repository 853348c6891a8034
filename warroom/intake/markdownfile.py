"""The timeline of a post-mortem in Markdown: the tables that have a time and a text. What stands around them is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import NamedTuple

from warroom.core.language import many, say
from warroom.intake import columns
from warroom.intake.rows import Imported, Raw, to_events

_RULE = re.compile(r"\s{0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_CELLS = re.compile(r"(?<!\\)\|")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")


class _Table(NamedTuple):
    line: int
    """Of its header, from 1."""
    header: list[str]
    rows: list[tuple[int, list[str]]]


def is_markdown(text: str) -> bool:
    """Whether there is a table in it, as GitHub and others draw them."""
    return "|" in text and next(_tables(text), None) is not None


def read(
    text: str, zone: tzinfo | None, now: datetime, incident_id: str, told: Mapping[str, str] | None = None
) -> Imported:
    """The entries of the first table that has a time and a text, and of those below it with the same header.

    `told` as in `columns.find`; see `rows.to_events` for the rest.
    """
    tables = list(_tables(text.removeprefix("\ufeff")))
    if not tables:
        return Imported(
            problems=(say("there is no table in it; a table has a header and a row of dashes below it"),)
        )
    fitting = [(table, columns.find(table.header, told or {})) for table in tables]
    good = [(table, found) for table, found in fitting if isinstance(found, columns.Columns)]
    if not good:
        return Imported(
            problems=tuple(f"{say('line {number}', number=table.line)}: {found}" for table, found in fitting)
        )
    first, found = good[0]
    assert isinstance(found, columns.Columns)
    same = [table for table, _ in good if table.header == first.header]
    ragged = [
        say(
            "line {line}: {count} cells under {count2} columns; write a | inside a cell as \\|",
            line=line,
            count=len(cells),
            count2=len(first.header),
        )
        for table in same
        for line, cells in table.rows
        if len(cells) > len(first.header)
    ]
    if ragged:
        return Imported(problems=tuple(ragged))
    rows = [
        Raw(say("line {number}", number=line), found.cells(cells))
        for table in same
        for line, cells in table.rows
    ]
    made = to_events(rows, found, zone, now, incident_id, "markdown")
    others = len(tables) - len(same)
    if made.problems or not others:
        return made
    said = many(others, "left out: {n} other table of the file", "left out: {n} other tables of the file")
    return Imported(made.events, (), (*made.notices, said), made.skipped)


def _tables(text: str) -> Iterator[_Table]:
    lines = text.splitlines()
    fenced = ""
    number = 0
    while number < len(lines) - 1:
        fence = _FENCE.match(lines[number])
        if fence and (not fenced or fenced == fence[1]):
            fenced = "" if fenced else fence[1]
        header = _cells(lines[number])
        if fenced or "|" not in lines[number] or not _is_rule(lines[number + 1], len(header)):
            number += 1
            continue
        start, number = number, number + 2
        rows = []
        while number < len(lines) and "|" in lines[number]:
            rows.append((number + 1, _cells(lines[number])))
            number += 1
        yield _Table(start + 1, header, rows)


def _is_rule(line: str, width: int) -> bool:
    return _RULE.fullmatch(line) is not None and len(_cells(line)) == width


def _cells(line: str) -> list[str]:
    bare = line.strip().removeprefix("|")
    if bare.endswith("|") and not bare.endswith("\\|"):
        bare = bare[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _CELLS.split(bare)]
