"""A report as one page of HTML that fetches nothing, runs nothing and reads well on a phone, on a desk and on paper.

The page is built as a tree, never as text: whatever people wrote can only become text in it. Its style stands inside and is let
in by its hash; its own policy forbids everything else.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import escape

from warroom.core.language import Language, later, say
from warroom.core.text import for_terminal
from warroom.reports.document import (
    Block,
    Bullets,
    Captured,
    Cell,
    Chart,
    Document,
    Heading,
    Lane,
    Linked,
    Paragraph,
    Section,
    Struck,
    Table,
)
from warroom.reports.drawing import WEB, colour, place, told

_NUMBERED: Final = re.compile(r"\d+[.)]\s")
_TITLE: Final = 70
"""Characters of the page's source."""


def html(document: Document, language: Language, style: str) -> str:
    """The whole page. `style` is trusted: ours, or the team's own, without `</` in it."""
    style = f"\n{style.strip()}\n"
    root = Element("html", lang=language.code)
    head = SubElement(root, "head")
    SubElement(head, "meta", charset="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "meta", name="referrer", content="no-referrer")
    SubElement(head, "title").text = _short(_flat(document.title))
    SubElement(head, "style").text = style
    body = SubElement(root, "body")
    main = SubElement(body, "main")
    _head(main, document, language)
    for section in document.sections:
        _section(main, section)
    page = tostring(root, encoding="unicode", method="html", short_empty_elements=True)
    return f"<!DOCTYPE html>\n{page}\n"


def _flat(text: str) -> str:
    return " ".join(for_terminal(text, multiline=True).split())


def _short(title: str) -> str:
    """What a browser's tab can show, and more than that helps nobody."""
    if len(escape(title)) <= _TITLE:
        return title
    while len(escape(title)) >= _TITLE:
        title = title[:-1]
    return f"{title.rstrip()}…"


def _head(main: Element, document: Document, language: Language) -> None:
    header = SubElement(main, "header")
    SubElement(header, "h1").text = _flat(document.title)
    facts = SubElement(header, "dl", {"class": "facts"})
    for name, value in document.facts:
        SubElement(facts, "dt").text = _flat(name)
        SubElement(facts, "dd").text = _flat(value)
    if len(document.sections) < 2:
        return
    contents = SubElement(header, "nav", {"class": "contents", "aria-label": language(later("Contents"))})
    listed = SubElement(contents, "ul")
    for section in document.sections:
        SubElement(SubElement(listed, "li"), "a", href=f"#{section.key}").text = _flat(section.title)


def _section(main: Element, section: Section) -> None:
    """Its key is the anchor that other pages may point to."""
    heading = f"{section.key}-title"
    part = SubElement(main, "section", {"id": section.key, "aria-labelledby": heading})
    SubElement(part, "h2", id=heading).text = _flat(section.title)
    for block in section.blocks:
        _block(part, block)


def _block(part: Element, block: Block) -> None:
    if isinstance(block, Paragraph):
        _lines(SubElement(part, "p", {"class": block.style} if block.style else {}), block.text)
    elif isinstance(block, Heading):
        SubElement(part, "h3").text = _flat(block.text)
    elif isinstance(block, Bullets):
        _bullets(part, block)
    elif isinstance(block, Captured):
        SubElement(part, "pre").text = for_terminal(block.text, multiline=True)
    elif isinstance(block, Chart):
        _chart(part, block)
    else:
        _table(part, block)


def _lines(into: Element, text: str) -> None:
    """Lines that stay lines on the page."""
    first, *rest = for_terminal(text, multiline=True).split("\n")
    into.text = first
    for line in rest:
        SubElement(into, "br").tail = line


def _bullets(part: Element, block: Bullets) -> None:
    numbered = all(_NUMBERED.match(item) for item in block.items)
    listed = SubElement(part, "ol" if numbered else "ul")
    for item in block.items:
        _lines(SubElement(listed, "li"), _NUMBERED.sub("", item, count=1) if numbered else item)
    if numbered and (first := int(re.split(r"[.)]", block.items[0])[0])) != 1:
        listed.set("start", str(first))


def _table(part: Element, block: Table) -> None:
    # A column without a word in it would only take room.
    used = [i for i in range(len(block.heads)) if any(row[i] != "" for row in block.rows)]
    heads = [_flat(head) for head in block.heads]
    table = SubElement(part, "table", {"class": block.style} if block.style else {})
    row = SubElement(SubElement(table, "thead"), "tr")
    for i in used:
        SubElement(row, "th", scope="col").text = heads[i]
    body = SubElement(table, "tbody")
    for cells in block.rows:
        row = SubElement(body, "tr")
        for i in used:
            _cell(SubElement(row, "td", {"data-label": heads[i]}), cells[i])


def _cell(into: Element, cell: Cell) -> None:
    if isinstance(cell, str):
        into.text = _flat(cell)
    elif isinstance(cell, Struck):
        struck = SubElement(into, "del")
        struck.text = _flat(cell.text) or "…"
        struck.tail = f" {after}" if (after := _flat(cell.after)) else None
    else:
        _linked(into, cell)


def _linked(into: Element, cell: Linked) -> None:
    _cell(into, cell.cell)
    for label, address in cell.links:
        last = into[-1] if len(into) else None
        if last is None:
            into.text = f"{into.text or ''} "
        else:
            last.tail = f"{last.tail or ''} "
        shown = _flat(label) or _flat(address)
        if WEB.match(address):
            SubElement(into, "a", href=address, rel="noopener noreferrer").text = shown
        else:
            SubElement(into, "span").text = shown


# -- drawings ---------------------------------------------------------------------------------------


def _chart(part: Element, chart: Chart) -> None:
    figure = SubElement(part, "figure")
    SubElement(figure, "figcaption").text = _flat(chart.title)
    for lane in chart.lanes:
        _lane(figure, lane, chart)
    axis = SubElement(figure, "div", {"class": "axis"})
    SubElement(axis, "span").text = _flat(chart.first)
    SubElement(axis, "span").text = _flat(chart.last)
    alone = chart.lanes[0].spans if len(chart.lanes) == 1 else ()
    if any(not span.level for span in alone):
        legend = SubElement(figure, "ul", {"class": "legend"})
        for number, span in enumerate(alone):
            item = SubElement(legend, "li")
            key = SubElement(item, "svg", {"aria-hidden": "true"})
            SubElement(key, "rect", {"class": colour(span, number), "width": "100%", "height": "100%"})
            key.tail = _flat(told(span))


def _lane(figure: Element, lane: Lane, chart: Chart) -> None:
    row = SubElement(figure, "div", {"class": "lane" if lane.label else "lane alone"})
    if lane.label:
        SubElement(row, "span").text = _flat(lane.label)
    words = "; ".join(_flat(told(span)) for span in lane.spans)
    drawn = SubElement(row, "svg", {"role": "img", "aria-label": words})
    for number, span in enumerate(lane.spans):
        left, width = place(span, chart.starts, chart.ends)
        where = {"x": f"{left}%", "y": "0", "width": f"{width}%", "height": "100%"}
        SubElement(drawn, "rect", {"class": colour(span, number), **where})


def trusted(style: str) -> Iterable[str]:
    """What keeps a style sheet out of a page, a clause each: nothing for one that may stand there."""
    if "</" in style or "<!--" in style:
        yield say("`</` and `<!--` can't stand in a style sheet inside a page")
