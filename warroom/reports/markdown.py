"""A report as Markdown for GitHub, GitLab and the like. What people wrote stays text: it can't become markup.

No image is fetched, nobody is mentioned, no tag is made, and whoever copies from the rendered page gets character for character
what was typed. A plain web address becomes a link to exactly that address; any other one, and whatever holds an `@` (a mention to
a forge, or a command or a mail address), stands as code, which no renderer touches.
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
    Chart,
    Document,
    Heading,
    Linked,
    Paragraph,
    Struck,
    Table,
)

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>#|~&$]")
_LINE_START: Final = re.compile(r"(?:[-+=:]|\d+(?=[.)]))")
_NUMBERED: Final = re.compile(r"\d+[.)]\s")
"""An item that brings its own sign."""
_TICKS: Final = re.compile("`+")
# What a renderer might take for an address, or a forge for a mention: the word around it stands as it is.
_EXACT: Final = re.compile(r"://|www\.|@|mailto:|xmpp:|\w\.[a-z]{2,}[/:?#]\S*[\\`*_\[\]#|~&$]", re.IGNORECASE)
_BEFORE: Final = re.compile(r"[(\[{<\"'“‘«,;|=]*")
_AFTER: Final = re.compile(r"[)\]}>\"'”’»,;|.!?:…]*\Z")
# An address that every renderer shows and links as it stands: no sign that one of them decodes, encodes or reads.
_LINK: Final = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9._~:/?#&=+,;()'!-]*", re.ASCII)

# In a code span a table needs `\|` for `|` and text needs `|`; a backtick would end it. These stand between code spans.
_FRAGILE: Final = re.compile(r"([`|\\]+)")


def markdown(document: Document) -> str:
    """The whole report, with a newline at its end."""
    parts = [f"# {escape(document.title)}", _facts(document)]
    for section in document.sections:
        parts.append(f"## {escape(section.title)}")
        parts += [text for block in section.blocks if (text := _block(block))]
    return "\n\n".join(parts) + "\n"


def inside(text: str) -> str:
    """Text on one line that Markdown shows as it is, behind something else: in a table, after a list's sign."""
    flat = " ".join(for_terminal(text, multiline=True).split())
    if not ("@" in flat or ":" in flat or "." in flat):  # nine of ten
        return _plain(flat)
    return " ".join(_exact(word) if _is_exact(word) else _plain(word) for word in flat.split(" "))


def _is_exact(word: str) -> bool:
    return ("@" in word or ":" in word or "." in word) and bool(_EXACT.search(word))


def _plain(text: str) -> str:
    if text.isalnum():
        return text
    return _SPECIAL.sub(r"\\\g<0>", text)


def _exact(word: str) -> str:
    """A word with an address or an `@` in it: the brackets and stops around it as text, what they hold as link or code."""
    start = _BEFORE.match(word)
    begin = start.end() if start else 0
    end = _AFTER.search(word, begin)
    stop = end.start() if end else len(word)
    inner = word[begin:stop]
    if not inner:
        return _code(word)
    if inner.count("(") > inner.count(")") and word[stop : stop + 1] == ")":
        stop += 1  # the bracket belongs to the address, as in .../Outage_(network)
        inner = word[begin:stop]
    made = f"<{inner}>" if _LINK.fullmatch(inner) else _code(inner)
    return f"{_plain(word[:begin])}{made}{_plain(word[stop:])}"


def _code(text: str) -> str:
    """The text as code; signs that end a code span or a table's cell are text between two of them."""
    parts = _FRAGILE.split(text)
    return "".join(_plain(part) if i % 2 else f"`{part}`" if part else "" for i, part in enumerate(parts))


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
        return _lines(block.text) if not block.style else f"*{inside(block.text)}*"
    if isinstance(block, Heading):
        return f"### {escape(block.text)}"
    if isinstance(block, Bullets):
        if all(_NUMBERED.match(item) for item in block.items):
            return _lines("\n".join(block.items))
        return "\n".join(f"- {_lines(item, indent='  ')}" for item in block.items)
    if isinstance(block, Chart):
        return ""
    return fenced(block) if isinstance(block, Captured) else _table(block)


def _lines(text: str, indent: str = "") -> str:
    """Lines that stay lines on the page."""
    return f"\\\n{indent}".join(escape(line) for line in text.split("\n"))


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
    if isinstance(cell, Linked):
        links = " ".join(_supported(label, address) for label, address in cell.links)
        return f"{_cell(cell.cell)} {links}"
    if isinstance(cell, Struck):
        return f"~~{inside(cell.text) or '…'}~~ {inside(cell.after)}".rstrip()
    return inside(cell)


def _supported(label: str, address: str) -> str:
    """A link that somebody put beside a row: what it is, then the address itself."""
    return f"{inside(label)}: {inside(address)}" if label else inside(address)
