"""The brief on one page: at most 55 lines of 90 columns, whatever the size of the incident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from warroom.core.language import Language
from warroom.reports.brief import Brief, Item, Part
from warroom.reports.text import flat, wrapped
from warroom.views.cells import cells
from warroom.views.lines import crop

WIDTH: Final = 90
LINES: Final = 55
_LABEL: Final = 22
_ROOM: Final = WIDTH - _LABEL
_LEAST: Final = {"summary": 3, "cause": 5, "follow_ups": 3}
"""Lines that a part keeps when there is not room for everything; two for those that are not named."""
_FIRST: Final = (
    "cause", "standing", "since", "doubts", "impact", "summary", "advice", "follow_ups", "learnings", "record", "done",
)  # fmt: skip
"""Who gets what is left of the page, in this order."""
_TWO_LINES: Final = 2 * _ROOM - 8


def page(told: Brief, say: Language) -> str:
    """The page, with a newline at its end."""
    title = wrapped(told.title, WIDTH)
    if len(title) > 2:
        title = [title[0], crop(f"{title[1]}  ", WIDTH - 1)]
    lines = [*title, crop(flat(told.state), WIDTH), "=" * WIDTH]
    whole = {part.key: [_lines(item) for item in part.items] for part in told.parts}
    room = _shares(told.parts, whole, LINES - len(lines) - len(told.parts))
    for part in told.parts:
        shown = _fitted(whole[part.key], room[part.key], part.beyond, say)
        heads = [part.label, *[""] * len(shown)]
        lines += ["", *(_row(head, line) for head, line in zip(heads, shown, strict=False))]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _row(head: str, line: str) -> str:
    label = crop(head, _LABEL - 2)
    return f"{label}{' ' * (_LABEL - cells(label))}{line}"


def _lines(item: Item) -> list[str]:
    if not item.tail:
        return wrapped(f"{item.text}{item.aside}", _ROOM, indent=2)
    # Owner and date are the point: a long text gives way to them.
    tail = crop(item.tail, _ROOM)
    return wrapped(crop(flat(item.text), max(20, _TWO_LINES - cells(tail))) + tail, _ROOM, indent=2)


def _shares(parts: Sequence[Part], whole: Mapping[str, list[list[str]]], lines: int) -> dict[str, int]:
    """How many lines each part gets, by its key; together at most `lines`."""
    wanted = {p.key: sum(len(item) for item in whole[p.key]) + (p.beyond > 0) for p in parts}
    share = {key: min(height, _LEAST.get(key, 2)) for key, height in wanted.items()}
    left = lines - sum(share.values())
    for key in (k for k in _FIRST if k in share):
        more = min(left, wanted[key] - share[key])
        share[key] += more
        left -= more
    return share


def _fitted(items: list[list[str]], room: int, beyond: int, say: Language) -> list[str]:
    """The items in at most `room` lines; what does not fit is cut with a sign, or counted in the last line."""
    shown: list[str] = []
    for number, lines in enumerate(items):
        more = len(items) - number - 1 + beyond
        space = room - len(shown) - (more > 0)
        if len(lines) <= space:
            shown += lines
            continue
        if not shown or space > 1:  # the beginning of a long one says more than its count
            shown += _cut(lines, max(1, space))
            return [*shown, _count(more, say)] if more and len(shown) < room else shown
        return [*shown, _count(more + 1, say)]
    return [*shown, _count(beyond, say)] if beyond else shown


def _cut(lines: list[str], most: int) -> list[str]:
    last = lines[most - 1]
    return [
        *lines[: most - 1],
        crop(f"{last} …", _ROOM) if cells(last) < _ROOM - 1 else crop(f"{last}  ", _ROOM - 1),
    ]


def _count(more: int, say: Language) -> str:
    return say("… and {count} more", count=more)
