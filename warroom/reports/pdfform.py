"""A report on paper: the document as data, set by Typst (the extra `warroom[pdf]`) with a template of ours or of the team.

What people wrote reaches the template as JSON and never as markup. The same document gives the same bytes on the same fonts.
"""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

import msgspec

from warroom.core.language import Language, say, spoken
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
    Section,
    Span,
    Struck,
    Table,
)
from warroom.reports.drawing import WEB, colour, place, told

_NUMBERED: Final = re.compile(r"(\d+)[.)]\s")
_LONG: Final = re.compile(r"\S{22,}")
_LONG_AGO: Final = 0
"""What the file says of its own making: nothing that changes."""


class NoTypst(ValueError):
    """The program that sets the page is not installed. The message is one line for the person who asked."""


def pdf(document: Document, language: Language, template: str) -> bytes:
    """The whole report. `template` is Typst, ours or the team's own.

    Raises:
        NoTypst: the extra is not installed.
        ValueError: the template can't be set; the message says why, in one line.
    """
    try:
        import typst
    except ImportError:
        raise NoTypst(
            say(
                "a PDF needs Typst: pip install 'warroom[pdf]'; or export html, open it in a browser and print it"
            )
        ) from None
    data = msgspec.json.encode(_plain(document, language)).decode()
    try:
        made = typst.compile(
            template.encode(), format="pdf", sys_inputs={"report": data}, timestamp=_LONG_AGO
        )
    except RuntimeError as error:
        why = " ".join(for_terminal(str(error), multiline=True).split())
        raise ValueError(say("the template of the PDF can't be set: {why}", why=why)) from None
    return bytes(made)


def tried(template: str) -> None:
    """Set an empty report with the template: raises what `pdf` raises."""
    pdf(Document("x", (), ()), spoken(), template)


def _flat(text: str) -> str:
    return _breakable(" ".join(for_terminal(text, multiline=True).split()))


def _breakable(text: str) -> str:
    """With a place to break after each sign of a word that is too long for a column."""
    return _LONG.sub(lambda found: "\u200b".join(found[0]), text)


def _plain(document: Document, language: Language) -> dict[str, Any]:
    return {
        "title": _flat(document.title), "language": language.code,
        "facts": [[_flat(name), _flat(value)] for name, value in document.facts],
        "sections": [_section(section) for section in document.sections],
    }  # fmt: skip


def _section(section: Section) -> dict[str, Any]:
    return {"title": _flat(section.title), "blocks": [_block(block) for block in section.blocks]}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "style": block.style, "text": _kept(block.text)}
    if isinstance(block, Heading):
        return {"kind": "heading", "text": _flat(block.text)}
    if isinstance(block, Bullets):
        return _bullets(block)
    if isinstance(block, Captured):
        return {"kind": "captured", "text": _kept(block.text)}
    return _chart(block) if isinstance(block, Chart) else _table(block)


def _kept(text: str) -> str:
    return _breakable(for_terminal(text, multiline=True))


def _bullets(block: Bullets) -> dict[str, Any]:
    numbers = [int(found[1]) if (found := _NUMBERED.match(item)) else 0 for item in block.items]
    numbered = all(b == a + 1 for a, b in pairwise(numbers)) and numbers[0] > 0
    items = [_kept(_NUMBERED.sub("", item, count=1) if numbered else item) for item in block.items]
    return {"kind": "bullets", "first": numbers[0] if numbered else 0, "items": items}


def _table(block: Table) -> dict[str, Any]:
    used = [i for i in range(len(block.heads)) if any(row[i] != "" for row in block.rows)]
    return {
        "kind": "table", "style": block.style, "heads": [_flat(block.heads[i]) for i in used],
        "rows": [[_cell(row[i]) for i in used] for row in block.rows],
    }  # fmt: skip


def _cell(cell: Cell) -> dict[str, Any]:
    if isinstance(cell, Linked):
        links = [
            {"address": address if WEB.match(address) else "", "text": _flat(label) or _flat(address)}
            for label, address in cell.links
        ]
        return {**_cell(cell.cell), "links": links}
    if isinstance(cell, Struck):
        after = _flat(cell.after)
        return {"struck": _flat(cell.text) or "…", "text": f" {after}" if after else "", "links": []}
    return {"struck": "", "text": _flat(cell), "links": []}


def _chart(chart: Chart) -> dict[str, Any]:
    alone = chart.lanes[0].spans if len(chart.lanes) == 1 else ()
    named = any(not span.level for span in alone)
    return {
        "kind": "chart", "title": _flat(chart.title), "first": _flat(chart.first), "last": _flat(chart.last),
        "lanes": [
            {"label": _flat(lane.label), "spans": [_span(s, i, chart.starts, chart.ends) for i, s in enumerate(lane.spans)]}
            for lane in chart.lanes
        ],
        "legend": [{"colour": colour(s, i), "text": _flat(told(s))} for i, s in enumerate(alone)] if named else [],
    }  # fmt: skip


def _span(span: Span, number: int, starts: datetime, ends: datetime) -> dict[str, Any]:
    left, width = place(span, starts, ends)
    return {"colour": colour(span, number), "left": left, "width": width}
