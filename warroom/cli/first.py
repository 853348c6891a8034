"""The first picture of the room, drawn with plain escape codes before Textual is imported: what is typed meanwhile is kept.

The console takes the terminal over as it stands: same cells, no blank frame, and the mode from before us at the end. Only
a terminal that is ours on both sides gets one; everything else waits for the console.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

from warroom.core.text import for_terminal
from warroom.session.endings import ENDING
from warroom.views.lines import Line, fit
from warroom.views.look import Look, codes

ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l"
_HIDE, _SHOW, _HOME = "\x1b[?25l", "\x1b[?25h", "\x1b[H"
_PASTES, _NO_PASTES = "\x1b[?2004h", "\x1b[?2004l"
"""A paste is marked as one from the first picture on."""
_MOST = 1000
"""More columns or lines than that are no terminal's."""

Draw = Callable[[int, int], tuple[Sequence[Line], Look] | None]
Attributes = list[Any]
"""What `termios.tcgetattr` answers."""


def painted(lines: Sequence[Line], width: int, look: Look) -> str:
    """The lines as a terminal wants them, from its first line on, each exactly `width` cells."""
    out: list[str] = []
    known: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        out.append(f"\x1b[{number};1H")
        have = None
        for text, style in fit(line, width):
            wanted = known.get(style)
            if wanted is None:
                wanted = known[style] = _codes(style, look)
            if wanted != have:
                out.append(f"\x1b[0;{wanted}m" if wanted else "\x1b[0m")
                have = wanted
            out.append(for_terminal(text))
    return "".join(out) + "\x1b[0m"


def _codes(style: str, look: Look) -> str:
    """The style on the page: `panel:dim` stands on the panel's colour."""
    layer, _, name = style.rpartition(":")
    own = look.styles.get(name, "")
    parts = [own]
    if look.background and " on " not in f" {own}":
        parts.append(f"on {look.panel if layer else look.background}")
    if look.foreground and not any(word.startswith("#") for word in own.partition("on ")[0].split()):
        parts.insert(0, look.foreground)
    return codes(" ".join(p for p in parts if p), look)


class First:
    """The terminal between our first picture and the console's. `attributes` is its mode before us."""

    def __init__(self, attributes: Attributes) -> None:
        self.attributes = attributes
        self.taken = False
        """The console has it now, and gives it back."""

    def give_back(self) -> None:
        """Leave the terminal as it was, unless the console has it."""
        if self.taken:
            return
        import termios

        os.write(2, (_NO_PASTES + LEAVE + _SHOW).encode())
        termios.tcsetattr(0, termios.TCSANOW, self.attributes)


@contextmanager
def first_picture(draw: Draw) -> Iterator[First | None]:
    """Draw it where there is a terminal for it; `draw(columns, lines)` makes it, or None for none.

    Whatever ends the program before the console has the terminal, it is given back.
    """
    painting = _painting(draw)
    if painting is None:
        yield None
        return
    first = First(_raw())
    before = {number: signal.getsignal(number) for number in ENDING}

    def end(number: int, _frame: FrameType | None) -> None:
        first.give_back()
        os._exit(128 + number)

    for number in before:
        signal.signal(number, end)
    try:
        while painting:
            painting = painting[os.write(2, painting) :]
        yield first
    finally:
        first.give_back()
        for number, handler in before.items():
            if signal.getsignal(number) is end:
                signal.signal(number, handler)


def _painting(draw: Draw) -> bytes | None:
    """What the terminal is sent; None for none. What it was made of is let go of."""
    size = _size()
    made = draw(*size) if size else None
    if made is None or size is None:
        return None
    lines, look = made
    return (ENTER + _PASTES + _HIDE + _HOME + painted(lines, size[0], look)).encode("utf-8", "replace")


def _size() -> tuple[int, int] | None:
    """Columns and lines of the terminal that is ours on both sides; None when there is none."""
    if os.environ.get("TERM", "dumb") == "dumb" or sys.stdin is None or sys.stderr is None:
        return None
    if {"LINES", "COLUMNS", "TEXTUAL_DRIVER"} & os.environ.keys():
        return None
    try:
        if not (os.isatty(0) and os.isatty(2)):
            return None
        size = os.get_terminal_size(2)
    except OSError:
        return None
    columns, lines = size
    return (columns, lines) if 0 < columns <= _MOST and 0 < lines <= _MOST else None


def _raw() -> Attributes:
    """Keys are kept for the console from now on, unseen and unflushed. Answers the mode before."""
    import termios

    before = termios.tcgetattr(0)
    now = termios.tcgetattr(0)
    now[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    now[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    now[6][termios.VMIN] = 1
    termios.tcsetattr(0, termios.TCSANOW, now)
    return before
