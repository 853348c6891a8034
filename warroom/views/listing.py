"""A short list as a row source: everything but the timeline, which is too long to be made at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from warroom.views.lines import Line, fit, spread, wrap


class Entry(NamedTuple):
    """One row: its identity, what stands on it, what stands at its right end, and how far its wrapped lines are indented."""

    key: str
    line: Line
    right: Line = ()
    indent: int = 0
    wraps: bool = True


class Listing:
    """Rows that are known whole. Rows whose key begins with `-` are rules and gaps, nothing to act on."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = tuple(entries)

    def __len__(self) -> int:
        return len(self._entries)

    def key(self, i: int, /) -> str:
        return self._entries[i].key

    def lines(self, i: int, width: int, /) -> tuple[Line, ...]:
        entry = self._entries[i]
        if not entry.wraps:
            return (spread(entry.line, entry.right, width) if entry.right else fit(entry.line, width),)
        if not entry.right:
            return wrap(entry.line, width, entry.indent)
        room = max(8, width - sum(len(t) for t, _ in entry.right) - 1)
        first, *rest = wrap(entry.line, room, entry.indent)
        return (spread(first, entry.right, width), *rest)
