"""A frame in fewer bytes: colours and attributes as what changes from one piece of text to the next.

Textual sets a piece's whole style and resets it behind each piece, which is more than half of what a slow line carries. Pure;
the cells on the screen are the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

_STYLE: Final = re.compile("\x1b\\[([0-9;]*)m")
_MOVE: Final = re.compile("(?:\x1b\\[[0-9;]*H|\n)+")
"""What goes somewhere and draws nothing: any style will do for it."""
_RESETS: Final = frozenset(("", "0"))


class _Look(NamedTuple):
    attributes: frozenset[str]
    foreground: str
    background: str


@lru_cache(maxsize=1024)
def _look(codes: str) -> _Look:
    """What a sequence of style codes, set on a terminal that was reset, looks like."""
    attributes, foreground, background = set[str](), "", ""
    numbers = iter(codes.split(";") if codes else ())
    for number in numbers:
        if number in ("38", "48"):
            kind = next(numbers, "")
            colour = ";".join((number, kind, *(next(numbers, "") for _ in range(3 if kind == "2" else 1))))
            foreground, background = (colour, background) if number == "38" else (foreground, colour)
        elif len(number) > 1 and number[:-1] in ("3", "9"):
            foreground = number
        elif len(number) > 1 and number[:-1] in ("4", "10"):
            background = number
        else:
            attributes.add(number)
    return _Look(frozenset(attributes), foreground, background)


@lru_cache(maxsize=4096)
def _change(have: str, want: str) -> str:
    """The shortest sequence that leads from one look to another."""
    whole = f"\x1b[0;{want}m" if want else "\x1b[0m"
    before, after = _look(have), _look(want)
    if not before.attributes <= after.attributes:
        return whole
    codes = sorted(after.attributes - before.attributes)
    if before.foreground != after.foreground:
        codes.append(after.foreground or "39")
    if before.background != after.background:
        codes.append(after.background or "49")
    step = f"\x1b[{';'.join(codes)}m"
    return min(step, whole, key=len) if codes else ""


_SEEN_ON_BLANK: Final = frozenset(("4", "5", "7", "9", "21", "53"))
"""Attributes that show where nothing is written: underlines, blinking, reverse, strike, overline."""


@lru_cache(maxsize=4096)
def _blank_alike(have: str, want: str) -> bool:
    """Whether a blank looks the same in both: its colour is the background's."""
    before, after = _look(have), _look(want)
    return before.background == after.background and not (
        (before.attributes | after.attributes) & _SEEN_ON_BLANK
    )


def terse(frame: str) -> str:
    """`frame` with the same effect on a terminal whose style is reset, which it is again afterwards."""
    pieces = _STYLE.split(frame)
    if len(pieces) < 4:
        return frame
    out = [pieces[0]]
    have = want = ""
    for codes, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if codes in _RESETS:
            want = ""
        elif want:
            want = f"{want};{codes}"
        else:
            want = codes
        if not text:
            continue
        move = _MOVE.match(text)
        if move is not None:
            out.append(move[0])
            text = text[move.end() :]
            if not text:
                continue
        if have != want and not (text.isspace() and _blank_alike(have, want)):
            out.append(_change(have, want))
            have = want
        out.append(text)
    if have != want:
        out.append(_change(have, want))
    return "".join(out)
