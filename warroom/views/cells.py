"""How many terminal cells a text takes.

Written out here because views may not import rich (the shell's answers are drawn without it); a test holds
the two to the same answer. Knows nothing of styles, lines or panes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

ZWJ = "\u200d"
VS16 = "\ufe0f"

# Narrow characters that an emoji variation selector makes two cells wide (Unicode emoji-variation-sequences).
_WIDENED = (
    "23 2a 30-39 a9 ae 203c 2049 2122 2139 2194-2199 21a9-21aa 2328 23cf 23ed-23ef 23f1-23f2 23f8-23fa"
    " 24c2 25aa-25ab 25b6 25c0 25fb-25fc 2600-2604 260e 2611 2618 261d 2620 2622-2623 2626 262a 262e-262f"
    " 2638-263a 2640 2642 265f-2660 2663 2665-2666 2668 267b 267e 2692 2694-2697 2699 269b-269c 26a0 26a7"
    " 26b0-26b1 26c8 26cf 26d1 26d3 26e9 26f0-26f1 26f4 26f7-26f9 2702 2708-2709 270c-270d 270f 2712 2714"
    " 2716 271d 2721 2733-2734 2744 2747 2763-2764 27a1 2934-2935 2b05-2b07 1f170-1f171 1f17e-1f17f 1f321"
    " 1f324-1f32c 1f336 1f37d 1f396-1f397 1f399-1f39b 1f39e-1f39f 1f3cb-1f3ce 1f3d4-1f3df 1f3f3 1f3f5"
    " 1f3f7 1f43f 1f441 1f4fd 1f549-1f54a 1f56f-1f570 1f573-1f579 1f587 1f58a-1f58d 1f590 1f5a5 1f5a8"
    " 1f5b1-1f5b2 1f5bc 1f5c2-1f5c4 1f5d1-1f5d3 1f5dc-1f5de 1f5e1 1f5e3 1f5e8 1f5ef 1f5f3 1f5fa 1f6cb"
    " 1f6cd-1f6cf 1f6e0-1f6e5 1f6e9 1f6f0 1f6f3"
)
# Width 2 though Python's tables may be older than the terminal's: hexagrams, monograms, counting rods.
_WIDE = ((0x2630, 0x2637), (0x268A, 0x268F), (0x4DC0, 0x4DFF), (0x1D300, 0x1D376))
# Where characters not yet assigned will be wide when they are: ideographs and pictographs.
_WIDE_TO_COME = ((0x17000, 0x18DFF), (0x1F300, 0x1FAFF), (0x20000, 0x3FFFD))
# Takes no cell: medial and final Hangul, fillers, skin tones (they colour the sign before them).
_NO_CELL = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF), (0x3164, 0x3164), (0xFFA0, 0xFFA0), (0x1F3FB, 0x1F3FF))
# Arabic and Kaithi number signs are format characters that do show.
_SHOWN_FORMAT = frozenset(
    "\xad\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


@cache
def _widened() -> frozenset[str]:
    out: set[str] = set()
    for part in _WIDENED.split():
        low, _, high = part.partition("-")
        out.update(map(chr, range(int(low, 16), int(high or low, 16) + 1)))
    return frozenset(out)


@lru_cache(maxsize=8192)
def _one(char: str) -> int:
    """Cells of one code point: 0, 1 or 2."""
    code, kind = ord(char), unicodedata.category(char)
    if kind in ("Mn", "Me", "Mc", "Zl", "Zp", "Cc") or (kind == "Cf" and char not in _SHOWN_FORMAT):
        return 0
    if _within(code, _NO_CELL):
        return 0
    if kind == "Cn":  # Python answers "wide" for every unassigned code point
        return 2 if _within(code, _WIDE_TO_COME) else 1
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") or _within(code, _WIDE) else 1


def clusters(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """(end index, cells) of each piece of `text` that must not be torn apart, from index `start` on."""
    at, size = start, len(text)
    while at < size:
        cells = _one(text[at])
        last = text[at] if cells else ""
        at = min(at + (2 if text[at] == ZWJ else 1), size)
        while at < size:
            char = text[at]
            if char == ZWJ:
                at = min(at + 2, size)
            elif char == VS16:
                cells += last in _widened() if last else 0
                last = ""
                at += 1
            elif not _one(char):
                at += 1
            else:
                break
        yield at, cells


@lru_cache(maxsize=4096)
def _measured(text: str) -> int:
    return sum(cells for _, cells in clusters(text))


def cells(text: str) -> int:
    """Terminal cells that `text` takes. Control characters count 0 (they must not be in it)."""
    if text.isascii() and text.isprintable():
        return len(text)
    return _measured(text)


def reach(text: str, start: int, width: int) -> int:
    """The furthest index such that text[start:index] takes at most `width` cells; at least one cluster."""
    if text.isascii():
        return min(len(text), start + max(width, 1))
    used, at = 0, start
    for end, size in clusters(text, start):
        if used + size > width and at > start:
            break
        used, at = used + size, end
    return at
