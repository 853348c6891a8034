"""A report as plain text of 80 columns: no markup, nothing that a terminal obeys, read well aloud."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from warroom.core.text import for_terminal
from warroom.reports.document import (
    Block,
    Bullets,
    Captured,
    Cell,
    Chart,
    Document,
    Heading,
    Linked,
    Paragraph,
    Struck,
    Table,
)
from warroom.views.cells import cells, reach
from warroom.views.lines import plain
from warroom.views.lines import wrap as wrap_line

WIDTH: Final = 80
_GAP: Final = 2
_LONGEST_WORD: Final = 16
# Nearly all that people write here; what else there is must be measured sign by sign.
_NARROW: Final = re.compile(r"[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e]*")
_NO_LIMIT: Final = 1_000_000


def text(document: Document) -> str:
    """The whole report, with a newline at its end."""
    return "\n".join(line.rstrip() for line in _lines(document)) + "\n"


def flat(text: str) -> str:
    """On one line, without control characters."""
    return " ".join(for_terminal(text, multiline=True).split())


def wrapped(text: str, width: int = WIDTH, indent: int = 0) -> list[str]:
    """The text in lines of at most `width` cells, all but the first of them indented."""
    one = flat(text)
    if _width(one) <= width:
        return [one]
    lines, line, used, margin = [], "", 0, " " * indent
    for word in one.split(" "):
        size = _width(word)
        if used and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if used:
            lines.append(line)
        line, used = (margin if lines else "") + word, (indent if lines else 0) + size
        while used > width:
            cut = max(reach(line, 0, width), indent + 1)
            lines.append(line[:cut])
            line = margin + line[cut:]
            used = _width(line)
    return [*lines, line]


def _width(text: str) -> int:
    return len(text) if _NARROW.fullmatch(text) else cells(text)


def _lines(document: Document) -> Iterator[str]:
    title = wrapped(document.title)
    yield from title
    yield "=" * min(WIDTH, max(_width(line) for line in title))
    yield ""
    margin = _GAP + max((_width(flat(name)) for name, _ in document.facts), default=0)
    for name, value in document.facts:
        first, *rest = wrapped(value, WIDTH - margin)
        lead = f"{flat(name)}:"
        yield f"{lead}{' ' * (margin - _width(lead))}{first}"
        yield from (" " * margin + line for line in rest)
    for number, section in enumerate(document.sections, 1):
        heading = f"{number}. {flat(section.title)}"
        yield from ("", heading, "-" * _width(heading), "")
        yield from _parted(section.blocks)


def _parted(blocks: Iterable[Block]) -> Iterator[str]:
    for number, block in enumerate(b for b in blocks if not isinstance(b, Chart)):
        if number:
            yield ""
        yield from _block(block)


def _block(block: Block) -> Iterable[str]:
    if isinstance(block, Paragraph):
        text = f"({block.text})" if block.style == "note" else block.text
        return [line for one in text.split("\n") for line in wrapped(one)]
    if isinstance(block, Heading):
        return [f"{flat(block.text)}:"]
    if isinstance(block, Bullets):
        return [line for item in block.items for line in _item(item)]
    if isinstance(block, Captured):
        return _captured(block)
    return _table(block) if isinstance(block, Table) else ()


def _item(item: str) -> Iterator[str]:
    """A point of a list, with the lines that belong to it; one with a number keeps it for its sign."""
    first, *rest = item.split("\n")
    yield from wrapped(first if item[:1].isdigit() else f"- {first}", indent=2)
    for line in rest:
        yield from (f"  {piece}" for piece in wrapped(line, WIDTH - 2))


def _captured(block: Captured) -> Iterator[str]:
    for line in for_terminal(block.text, multiline=True).split("\n"):
        for piece in wrap_line(((line, ""),), WIDTH - 4, 0, _NO_LIMIT):
            yield f"    {plain(piece)}"


def _table(table: Table) -> Iterator[str]:
    rows = [tuple(_cell(cell) for cell in row) for row in (table.heads, *table.rows)]
    used = [i for i in range(len(table.heads)) if any(row[i] for row in rows[1:])]
    rows = [tuple(row[i] for i in used) for row in rows]
    widths = _widths(rows)
    for number, row in enumerate(rows):
        yield from _row(row, widths)
        if number == 0:
            yield (" " * _GAP).join("-" * width for width in widths)


def _widths(rows: Sequence[tuple[str, ...]]) -> list[int]:
    """As wide as the widest cell; while the row does not fit, the column gives way whose widest cell is rarest."""
    columns = [[_width(row[i]) for row in rows] for i in range(len(rows[0]))]
    room = WIDTH - _GAP * (len(columns) - 1)
    widths = [max(1, min(room, max(column))) for column in columns]
    usual = [1 + sum(column) / len(column) for column in columns]
    least = [min(width, _LONGEST_WORD, _longest_word(rows, i)) for i, width in enumerate(widths)]
    while sum(widths) > room:
        free = [i for i, width in enumerate(widths) if width > least[i]] or [widths.index(max(widths))]
        widths[max(free, key=lambda i: widths[i] / usual[i])] -= 1
    return widths


def _longest_word(rows: Sequence[tuple[str, ...]], column: int) -> int:
    return max((_width(word) for row in rows for word in row[column].split()), default=1)


def _row(row: tuple[str, ...], widths: list[int]) -> Iterator[str]:
    columns = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    for at in range(max(len(column) for column in columns)):
        parts = [column[at] if at < len(column) else "" for column in columns]
        padded = (part + " " * (width - _width(part)) for part, width in zip(parts, widths, strict=True))
        yield (" " * _GAP).join(padded)


def _cell(cell: Cell) -> str:
    if isinstance(cell, Linked):
        links = " ".join(f"{label}: {address}" if label else address for label, address in cell.links)
        return flat(f"{_cell(cell.cell)} {links}")
    if isinstance(cell, Struck):
        return flat(f"[{cell.text}]{cell.after}")
    return flat(cell)
