"""Lines of styled text: what every view returns and every surface (panes, plain text, first paint) draws.

A `Span` is (text, style name), a `Line` a tuple of spans. Pure: knows no Textual, no colours and no incident;
what a style name looks like is decided by whoever draws it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple, Protocol, TypeAlias

from warroom.core.language import say
from warroom.views.cells import cells, clusters, reach

Span: TypeAlias = tuple[str, str]
Line: TypeAlias = tuple[Span, ...]

STYLES = frozenset(
    [
        *("", "dim", "bold", "accent", "ok", "warn", "bad", "info", "key", "title", "struck", "system"),
        *("sev1", "sev2", "sev3", "sev4", "status", "cursor", "caret", "border"),
    ]
)
MAX_LINES = 200  # of one wrapped entry: enough to read, too few to drown the pane
_TAB = "    "
_WORD = re.compile(r"\S")


class RowSource(Protocol):
    """What a list pane shows: an unchanging list of rows. Keys are unique; same key, same row."""

    def __len__(self) -> int: ...

    def key(self, i: int, /) -> str: ...

    def lines(self, i: int, width: int, /) -> tuple[Line, ...]:
        """The lines of row `i`, each at most `width` cells; never empty."""
        ...


def place_of(source: RowSource, key: str) -> int | None:
    """Where the row with that key stands: as the source says where it knows (`place`), else by looking for it."""
    place: Callable[[str], int | None] | None = getattr(source, "place", None)
    if place is not None:
        return place(key)
    return next((i for i in range(len(source)) if source.key(i) == key), None)


class Signs(NamedTuple):
    """The signs a view may draw; every one takes a single cell. `UTF8` and `ASCII` are the two sets."""

    done: str = "✓"
    open: str = "○"
    started: str = "◐"
    skipped: str = "–"
    expanded: str = "▾"
    collapsed: str = "▸"
    milestone: str = "◆"
    decision: str = "★"
    edited: str = "✎"
    question: str = "?"
    command: str = "$"
    saved: str = "●"
    saving: str = "◌"
    failed: str = "✗"
    more: str = "…"
    newline: str = "⏎"
    prompt: str = "›"
    cursor: str = "▌"
    separator: str = "·"
    left: str = "▌"
    right: str = "▐"
    horizontal: str = "─"
    vertical: str = "│"
    top_left: str = "┌"
    top_right: str = "┐"
    tee_left: str = "├"
    tee_right: str = "┤"
    bottom_left: str = "└"
    bottom_right: str = "┘"
    pinned: str = "⚑"

    def words(self, text: str) -> str:
        """A sentence of the program's own, with typographic signs only where signs are drawn at all."""
        return text.translate(_TYPED) if self.more.isascii() else text


NAME_CELLS = 20
"""A person's name takes no more than this where a title stands beside it."""
_TYPED = str.maketrans({"…": "...", "“": '"', "”": '"', "·": "-", "–": "-"})
UTF8 = Signs()
# One character for each field of Signs, in order.
ASCII = Signs(*"x.~-v>#*e?$+~!~|>>-[]-|++++++^")


def plain(line: Line) -> str:
    """The text of a line, without styles."""
    return "".join(text for text, _ in line)


def line_cells(line: Line) -> int:
    """Terminal cells that a line takes."""
    return sum(cells(text) for text, _ in line)


def crop(text: str, width: int, more: str = UTF8.more) -> str:
    """`text`, or its beginning and the sign `more`, in at most `width` cells."""
    if cells(text) <= width:
        return text
    if width <= 0:
        return ""
    end = reach(text, 0, width - 1) if width > 1 else 0
    if cells(text[:end]) > width - 1:
        end = 0
    return text[:end] + more


def pad(text: str, width: int, align: Literal["left", "right"] = "left") -> str:
    """`text` cropped or filled with spaces to exactly `width` cells."""
    text = crop(text, width)
    gap = " " * (width - cells(text))
    return text + gap if align == "left" else gap + text


def fit(line: Line, width: int, more: str = UTF8.more) -> Line:
    """The line in exactly `width` cells: cropped with a visible sign, or filled with spaces."""
    total = line_cells(line)
    if total == width:
        return line
    if total < width:
        return (*line, (" " * (width - total), ""))
    out: list[Span] = []
    left = width
    for text, style in line:
        if left <= 0:
            break
        size = cells(text)
        if size < left or (size == left and len(out) + 1 == len(line)):
            out.append((text, style))
            left -= size
            continue
        cut = crop(text + "  ", left, more)  # what follows is dropped, so the sign is due even if this fits
        out.append((cut, style))
        left -= cells(cut)
        break
    return (*out, (" " * left, "")) if left > 0 else tuple(out)


def spread(left: Line, right: Line, width: int, more: str = UTF8.more) -> Line:
    """`left` and `right` at the two ends of `width` cells. The left one gives way."""
    room = width - line_cells(right)
    if room <= 0:
        return fit(right, width, more)
    return (*fit(left, room - 1, more), (" ", ""), *right) if right else fit(left, width, more)


def joined(lines: Iterable[Line]) -> Line:
    """Lines one behind the other, on one line."""
    return tuple(span for line in lines for span in line)


def whole(lines: Sequence[Line], width: int) -> Line:
    """As many of them as fit whole, in their order, one behind the other; the last one has the first claim to a place."""
    if not lines:
        return ()
    *some, last = lines
    room = width - line_cells(last)
    out: list[Line] = []
    for line in some:
        room -= line_cells(line)
        if room < 0:
            break
        out.append(line)
    return joined((*out, last)) if width >= line_cells(last) else ()


def wrap(spans: Line, width: int, indent: int = 0, limit: int = MAX_LINES) -> tuple[Line, ...]:
    """Break a line at words into lines of at most `width` cells; words that are longer are broken anywhere.

    Lines after the first start with `indent` spaces. Line ends in the text are kept. More than `limit` lines
    are cut, and the last line says how much is missing. Always at least one line.
    """
    spans = tuple((text.replace("\t", _TAB), style) for text, style in spans)
    text = plain(spans)
    indent = max(0, min(indent, width - 8))
    starts = list(accumulate((len(part) for part, _ in spans), initial=0))
    margin: Line = ((" " * indent, ""),) if indent else ()
    out: list[Line] = []
    for begin, end in _breaks(text, width, indent):
        if len(out) == limit - 1 and end < len(text):
            note = say("{more} {count} more characters", more=UTF8.more, count=f"{len(text) - begin:,}")
            out.append((*margin, (crop(note, width - indent), "dim")))
            break
        piece = _slice(spans, starts, begin, end)
        out.append((*margin, *piece) if out else piece)
    return tuple(out) or ((),)


def _breaks(text: str, width: int, indent: int) -> Iterator[tuple[int, int]]:
    """(begin, end) of each line of `text`."""
    at, room = 0, max(1, width)
    while at <= len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        while True:
            end = reach(text, at, room)
            if end >= stop:
                yield at, stop
                room = max(1, width - indent)
                break
            cut = end if text[end] == " " else text.rfind(" ", at + 1, end)
            if cut <= at or text[at:cut].isspace():
                cut = end
            yield at, cut
            room = max(1, width - indent)
            word = _WORD.search(text, cut, stop)
            at = word.start() if word else stop
            if at >= stop:
                break
        at = stop + 1


def _slice(spans: Line, starts: list[int], begin: int, end: int) -> Line:
    """The spans of characters begin..end; `starts` are the span's first characters in the whole text."""
    out: list[Span] = []
    i = max(0, bisect_right(starts, begin) - 1)
    while i < len(spans) and starts[i] < end:
        text, style = spans[i]
        part = text[max(0, begin - starts[i]) : end - starts[i]]
        if part:
            out.append((part, style))
        i += 1
    return tuple(out)


def changed_cells(old: Line, new: Line) -> tuple[int, int] | None:
    """(first, last + 1) of the cells in which two lines differ, or None if they look the same."""
    if old == new:
        return None
    # Most of a line stays as it is: what it begins with need not be taken apart.
    same = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    found = _differ(old[same:], new[same:])
    skipped = line_cells(old[:same])
    return (skipped + found[0], skipped + found[1]) if found else None


def _differ(old: Line, new: Line) -> tuple[int, int] | None:
    before, after = list(_cells_of(old)), list(_cells_of(new))
    differ = [i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b]
    shorter, longer = sorted((len(before), len(after)))
    if shorter < longer:
        differ += [shorter, longer - 1]
    return (min(differ), max(differ) + 1) if differ else None


def _cells_of(line: Line) -> Iterator[tuple[str, str]]:
    for text, style in line:
        at = 0
        for end, size in clusters(text):
            piece = text[at:end]
            at = end
            for k in range(size):
                yield piece if not k else "", f"{style}{piece if k else ''}"
