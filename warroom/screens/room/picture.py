"""The room as it stands when it opens, line by line, without Textual: the same views in the same places as the screen.

`tests/terminal/test_first.py` holds the two to the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from warroom.core.language import say
from warroom.screens.room.foot import DRAFT_BACK, first_of, line_of, placeholder, prompt, typing_keys
from warroom.screens.room.header import header_of, now_of, offer_line, offered, tabs
from warroom.screens.room.look import Look
from warroom.screens.room.part import Part
from warroom.screens.room.parts import FIRST, PARTS
from warroom.screens.room.plan import heights
from warroom.screens.room.widths import NARROW, TALL, left_width
from warroom.session.room import Saved
from warroom.views.frame import bottom_line, title_line
from warroom.views.lines import UTF8, Line, Signs, fit, line_cells, wrap
from warroom.views.viewport import Viewport
from warroom.views.waiting import foot, quiet_room

PANEL: Final = "panel:"
"""Before a style's name: on the panel's colour."""
GUTTER: Final = 1


def first_lines(look: Look, saved: Saved, draft: str, width: int, height: int) -> list[Line]:
    """`height` lines of `width` cells: the room as it opens, with the half-typed line that was left."""
    look.columns = width
    parts = [part(look) for part in PARTS]
    narrow = width < NARROW
    left, right = header_of(look, saved, busy=False, width=width)
    top: list[Line] = [_on_panel(_ends(left, right, width))]
    if height >= TALL:
        top.append(fit(now_of(look, width), width))
    if offered(look):
        top.append(fit(offer_line(look, width), width))
    if narrow:
        top.append(fit(tabs(parts, FIRST, width), width))
    room = height - len(top) - 2
    if narrow:
        body = _pane(next(p for p in parts if p.NAME == FIRST), width, room, joined=None)
    else:
        body = _side_by_side(parts, width, room)
    said: Line = ((look.signs.words(say(DRAFT_BACK)), "dim"),) if draft else ()
    hints = typing_keys()
    quiet = line_of(look, first_of(look), quiet_room(hints, width))
    return [
        *top,
        *body,
        fit(_entry(look.signs, draft, width), width),
        fit(foot(said, quiet, hints, width), width),
    ]


def _entry(signs: Signs, draft: str, width: int) -> Line:
    """The entry line, with the cursor on its first free cell."""
    start = prompt(signs)
    room = max(1, width - line_cells(start))
    if not draft:
        words = placeholder(signs)[:room]
        return (*start, (words[:1], "caret"), (words[1:], "dim"))
    line = draft.replace("\n", UTF8.newline)
    return (*start, (line[-(room - 1) :] if room > 1 else "", ""), (" ", "caret"))


def _ends(left: Line, right: Line, width: int) -> Line:
    return (*fit(left, max(0, width - line_cells(right))), *right)


def _on_panel(line: Line) -> Line:
    return tuple((text, PANEL + style) for text, style in line)


def _side_by_side(parts: Sequence[Part], width: int, height: int) -> list[Line]:
    wide = left_width(width)
    columns: list[list[Line]] = []
    for side, cells in (("left", wide), ("right", width - wide)):
        here = [part for part in parts if side == part.SIDE]
        lines: list[Line] = []
        for part, tall in zip(here, heights(here, height), strict=True):
            lines += _pane(part, cells, tall, joined=part is not here[0])
        columns.append(lines)
    return [(*a, *b) for a, b in zip(*columns, strict=True)]


def _pane(part: Part, width: int, height: int, *, joined: bool | None) -> list[Line]:
    """`joined`: whether another pane stands above it; None for a pane without a frame."""
    signs = part.look.signs
    framed = joined is not None
    closed = bool(joined)
    tall = height - framed - closed
    inner = width - 2 * framed
    rows = _rows(part, inner, tall)
    side: Line = ((signs.vertical, "border"),) if framed else ()
    body = [(*side, *fit(line, inner), *side) for line in rows]
    if not framed:
        return body
    title = title_line(part.title(), part.note(), width, signs, joined=closed)
    return [title, *body, *([bottom_line(width, signs)] if closed else [])]


def _rows(part: Part, width: int, height: int) -> list[Line]:
    """The lines inside a pane, each with its gutter."""
    source, signs = part.source(), part.look.signs
    text = max(1, width - GUTTER)
    if not len(source):
        shown = [_plain(line) for line in wrap(part.hint(), text)[:height]]
    else:
        view = Viewport(len(source), lambda i: len(source.lines(i, text) or ((),)), tails=part.TAILS)
        view.settle(height)
        seen = view.rows()
        part.hidden = len(source) - 1 - seen[-1][0] if seen else 0
        shown = [
            _marked(line, signs) if i == view.cursor else _plain(line)
            for i, k in seen
            for line in ((source.lines(i, text) or ((),))[k],)
        ]
    return [*shown, *([()] * (height - len(shown)))]


def _plain(line: Line) -> Line:
    return ((" ", line[0][1] if line else ""), *line)


def _marked(line: Line, signs: Signs) -> Line:
    return ((signs.cursor, "dim"), *line)
