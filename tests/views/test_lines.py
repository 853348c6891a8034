"""Wrapping, fitting and the like: nothing gets lost, nothing sticks out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.views.cells import cells
from warroom.views.lines import (
    ASCII,
    MAX_LINES,
    STYLES,
    UTF8,
    Line,
    changed_cells,
    fit,
    line_cells,
    pad,
    plain,
    spread,
    wrap,
)

TEXT = st.text(st.sampled_from("ab c  \n日本é👍x-"), max_size=60)
LINE = st.lists(st.tuples(TEXT, st.sampled_from(sorted(STYLES))), max_size=5).map(tuple)
FLAT = LINE.map(lambda line: tuple((text.replace("\n", " "), style) for text, style in line))


@given(LINE, st.integers(2, 30), st.integers(0, 10))
def test_wrap_keeps_every_word_and_stays_within_the_width(line: Line, width: int, indent: int) -> None:
    lines = wrap(line, width, indent)
    assert lines
    assert all(line_cells(part) <= width for part in lines)
    assert "".join(map(plain, lines)).split() or not plain(line).split()
    assert "".join("".join(map(plain, lines)).split()) == "".join(plain(line).split())


@given(LINE, st.integers(2, 30))
def test_wrap_keeps_the_style_of_every_character(line: Line, width: int) -> None:
    def styled(lines: tuple[Line, ...]) -> list[tuple[str, str]]:
        return [(c, style) for part in lines for text, style in part for c in text if not c.isspace()]

    assert styled(wrap(line, width)) == styled((line,))


def test_wrap_breaks_at_words_and_indents_what_follows() -> None:
    got = wrap((("14:30 ", "dim"), ("error rate rises on pay", "")), 14, indent=6)
    assert [plain(line) for line in got] == ["14:30 error", "      rate", "      rises on", "      pay"]
    assert got[0] == (("14:30 ", "dim"), ("error", ""))


def test_wrap_breaks_what_has_no_spaces_and_keeps_line_ends() -> None:
    assert [plain(line) for line in wrap((("abcdefgh\n  two\n", ""),), 5)] == ["abcde", "fgh", "  two", ""]


def test_wrap_never_fills_the_pane_with_one_entry() -> None:
    got = wrap((("word " * 5000, ""),), 20)
    assert len(got) == MAX_LINES
    assert "more" in plain(got[-1])
    assert len(wrap((("x\n" * (MAX_LINES - 1) + "x", ""),), 20)) == MAX_LINES


@given(FLAT, st.integers(0, 40))
def test_fit_takes_exactly_the_width(line: Line, width: int) -> None:
    assert line_cells(fit(line, width)) == width


def test_fit_shows_that_something_is_missing() -> None:
    assert plain(fit((("abc", ""), ("def", "bold")), 4)) == "abc…"
    assert plain(fit((("abc", ""), ("def", "bold")), 3)) == "ab…"
    assert plain(fit((("abc", ""), ("def", "bold")), 6)) == "abcdef"
    assert plain(fit((("日本", ""),), 3)) == "日…"


@given(FLAT, FLAT, st.integers(1, 50))
def test_spread_takes_exactly_the_width(left: Line, right: Line, width: int) -> None:
    assert line_cells(spread(left, right, width)) == width


def test_pad_fills_or_cuts() -> None:
    assert (pad("ab", 4), pad("ab", 4, "right"), pad("abcde", 4)) == ("ab  ", "  ab", "abc…")


@pytest.mark.parametrize("name", UTF8._fields)
def test_every_sign_takes_one_cell_and_the_ascii_ones_are_ascii(name: str) -> None:
    assert cells(getattr(UTF8, name)) == cells(getattr(ASCII, name)) == 1
    assert getattr(ASCII, name).isascii()


@given(FLAT, FLAT)
def test_changed_cells_covers_every_difference(old: Line, new: Line) -> None:
    width = max(line_cells(old), line_cells(new), 1)
    old, new = fit(old, width), fit(new, width)
    span = changed_cells(old, new)
    if span is None:
        assert plain(old) == plain(new)
    else:
        assert 0 <= span[0] < span[1] <= width


def test_changed_cells_is_as_small_as_it_can_be() -> None:
    assert changed_cells((("T+01:23:45 ", ""), ("ok", "ok")), (("T+01:23:46 ", ""), ("ok", "ok"))) == (9, 10)
    assert changed_cells((("ab", ""),), (("a", ""), ("b", ""))) is None
