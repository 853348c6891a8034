"""A report as Markdown for GitHub, GitLab and the like. What people wrote stays text: it can't become markup.

No image is fetched, nobody is mentioned, no tag or link is made, whatever the texts hold.
"""

from __future__ import annotations

import re
from typing import Final

from warroom.core.text import for_terminal
from warroom.reports.document import (
    Block,
    Bullets,
    Captured,
    Cell,
    Document,
    Heading,
    Paragraph,
    Struck,
    Table,
)

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>#|~&$]")
_LINE_START: Final = re.compile(r"(?:[-+=:]|\d+(?=[.)]))")
_TICKS: Final = re.compile("`+")
# A zero-width space, written so that one sees it: `@name` after it is no mention on any forge.
_NOT_A_MENTION: Final = "@&#8203;"


def markdown(document: Document) -> str:
    """The whole report, with a newline at its end."""
    parts = [f"# {escape(document.title)}", _facts(document)]
    for section in document.sections:
        parts.append(f"## {escape(section.title)}")
        parts += [_block(block) for block in section.blocks]
    return "\n\n".join(parts) + "\n"


def inside(text: str) -> str:
    """Text on one line that Markdown shows as it is, behind something else: in a table, after a list's sign."""
    flat = " ".join(for_terminal(text, multiline=True).split())
    return _SPECIAL.sub(r"\\\g<0>", flat).replace("@", _NOT_A_MENTION)


def escape(text: str) -> str:
    """`inside`, and safe at the start of a line too, where more signs mean something."""
    escaped = inside(text)
    if start := _LINE_START.match(escaped):
        at = start.end() if start[0].isdigit() else 0
        escaped = f"{escaped[:at]}\\{escaped[at:]}"
    return escaped


def _facts(document: Document) -> str:
    return "\n".join(f"- **{inside(name)}:** {inside(value)}" for name, value in document.facts)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return escape(block.text) if not block.style else f"*{inside(block.text)}*"
    if isinstance(block, Heading):
        return f"### {escape(block.text)}"
    if isinstance(block, Bullets):
        return "\n".join(f"- {escape(item)}" for item in block.items)
    return fenced(block) if isinstance(block, Captured) else _table(block)


def fenced(block: Captured) -> str:
    """Captured lines between fences that none of them can close."""
    text = for_terminal(block.text, multiline=True)
    fence = "`" * max(3, 1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def _table(table: Table) -> str:
    lines = [_row(tuple(inside(head) for head in table.heads)), _row(("---",) * len(table.heads))]
    lines += [_row(tuple(_cell(cell) for cell in row)) for row in table.rows]
    return "\n".join(lines)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    if isinstance(cell, Struck):
        return f"~~{inside(cell.text) or '…'}~~ {inside(cell.after)}".rstrip()
    return inside(cell)
