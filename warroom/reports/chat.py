"""The brief as a message for a chat or a mail: no columns, no markup, at most 900 characters, or whole when that is wanted.

Where it must be short, every part keeps its beginning and says how many of its items are missing; the weightiest parts stay
longest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from warroom.core.language import Language
from warroom.core.text import for_terminal
from warroom.reports.brief import Brief, Item, Part

LIMIT: Final = 900
_TITLE: Final = 120
_SIZES: Final = (40, 60, 90, 120, 160, 240)
"""To how many characters an item may be cut, from the shortest on."""
_LAST_TO_GO: Final = (
    "standing", "record", "since", "cause", "impact", "summary", "follow_ups", "doubts", "done", "advice", "learnings",
)  # fmt: skip


def chat(told: Brief, say: Language, *, whole: bool = False) -> str:
    """The message, with a newline at its end: at most `LIMIT` characters unless `whole`."""
    head = [_flat(told.title), _flat(told.state)]
    if whole:
        return "\n".join([*head, *(line for part in told.parts for line in ("", *_block(part, say)))]) + "\n"
    head[0] = _cut(head[0], _TITLE)
    room = {part.key: (1, _SIZES[0]) for part in told.parts}
    text = _written(head, told, room, say)
    if len(text) > LIMIT:
        return _pruned(head, told, say)
    for part in sorted(told.parts, key=lambda p: _LAST_TO_GO.index(p.key)):
        for most in range(1, len(part.items) + 1):
            for size in _SIZES:
                wider = _written(head, told, {**room, part.key: (most, size)}, say)
                if len(wider) <= LIMIT:
                    room[part.key], text = (most, size), wider
    return text


def _written(head: list[str], told: Brief, room: Mapping[str, tuple[int, int]], say: Language) -> str:
    """With so many items of each part, each in so many characters."""
    return _joined(head, [_line(part, *room[part.key], say) for part in told.parts])


def _pruned(head: list[str], told: Brief, say: Language) -> str:
    """Without the parts that can wait, until it fits; how many are missing is said."""
    for kept in range(len(_LAST_TO_GO) - 1, -1, -1):
        stay = [p for p in told.parts if p.key in _LAST_TO_GO[:kept]]
        rest = say("… and {count} more", count=len(told.parts) - len(stay))
        text = _joined(head, [*(_line(part, 1, _SIZES[0], say) for part in stay), rest])
        if len(text) <= LIMIT:
            return text
    return _cut(_joined(head, []), LIMIT - 1) + "\n"


def _joined(head: list[str], lines: list[str]) -> str:
    return "\n".join([*head, *lines]) + "\n"


def _line(part: Part, most: int, size: int, say: Language) -> str:
    shown = [_short(item, size) for item in part.items[:most]]
    more = len(part.items) - len(shown) + part.beyond
    if more:
        shown.append(say("… and {count} more", count=more))
    return f"{part.label}: {'; '.join(s.rstrip('.') for s in shown)}"


def _short(item: Item, size: int) -> str:
    tail = _flat(item.tail)
    gap = " " if tail else ""
    return f"{_cut(_flat(item.text), max(_SIZES[0] // 2, size - len(tail)))}{gap}{tail}"


def _block(part: Part, say: Language) -> list[str]:
    items = [_flat(f"{item.text}{item.tail}{item.aside}") for item in part.items]
    if part.beyond:
        items.append(say("… and {count} more", count=part.beyond))
    return (
        [f"{part.label}: {items[0]}"]
        if len(items) == 1
        else [f"{part.label}:", *(f"- {item}" for item in items)]
    )


def _flat(text: str) -> str:
    return " ".join(for_terminal(text, multiline=True).split())


def _cut(text: str, most: int) -> str:
    """The text, or its beginning to the end of a word and a sign that there is more, in at most so many characters."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    word = head.rpartition(" ")[0]
    return (word if len(word) > most // 2 else head).rstrip(" ,;:") + "…"
