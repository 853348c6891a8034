"""Fewer bytes, the same cells."""

from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style

from warroom.widgets.terse import terse

COLOURS = st.sampled_from(["", "#ff8480", "#101418", "red", "bright_blue", "color(200)"])
STYLES = st.builds(
    lambda fore, back, **on: Style(color=fore or None, bgcolor=back or None, **on),
    COLOURS, COLOURS,
    bold=st.booleans(), dim=st.booleans(), reverse=st.booleans(), strike=st.booleans(), underline=st.booleans(),
)  # fmt: skip
PIECES = st.lists(st.tuples(STYLES, st.sampled_from(["a", "word ", "  ", "─│", "漢"])), max_size=12)


def frame(lines: list[list[tuple[Style, str]]]) -> str:
    drawn = []
    for y, pieces in enumerate(lines, 1):
        text = "".join(s.render(t, color_system=ColorSystem.TRUECOLOR) for s, t in pieces)
        drawn.append(f"\x1b[{y};1H{text}\n")
    return "".join(drawn) + "\x1b[1;1H"


Cell = tuple[str, ...]


def seen(cell: pyte.screens.Char) -> Cell:
    """What an eye sees of a cell: a blank has no colour of its own."""
    marks = (str(cell.reverse), str(cell.strikethrough), str(cell.underscore))
    if cell.data == " " and not (cell.reverse or cell.strikethrough or cell.underscore):
        return (" ", cell.bg, *marks)
    return (cell.data, cell.bg, *marks, cell.fg, str(cell.bold))


def cells(data: str) -> list[list[Cell]]:
    screen = pyte.Screen(80, 10)
    pyte.Stream(screen).feed(data + "\x1b[9;1Hbehind")
    return [[seen(screen.buffer[y][x]) for x in range(80)] for y in range(10)]


@given(st.lists(PIECES, max_size=5))
def test_the_cells_are_the_same(lines: list[list[tuple[Style, str]]]) -> None:
    whole = frame(lines)
    assert cells(terse(whole)) == cells(whole)
    assert len(terse(whole)) <= len(whole)


def test_neighbours_of_one_style_set_it_once() -> None:
    assert terse("\x1b[1ma\x1b[0m\x1b[1mb\x1b[0m\x1b[2;1H\x1b[1mc\x1b[0m") == "\x1b[1mab\x1b[2;1Hc\x1b[0m"


def test_what_is_no_frame_stays_as_it_is() -> None:
    assert terse("\x1b[?25l") == "\x1b[?25l"
    assert terse("\x1b]52;c;aGk=\x07") == "\x1b]52;c;aGk=\x07"
