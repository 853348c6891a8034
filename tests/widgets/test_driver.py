"""The guarded input parser, and a watch on the private parts of Textual that it rests on."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

from warroom.widgets.driver import END, STALL_SECONDS, START, PasteGuard, SafeParser


def heard(*reads: str) -> list[str]:
    """What the parser makes of these reads: key names, and pastes as `paste:text`."""
    parser = SafeParser()
    out = []
    for read in reads:
        for message in parser.feed(read):
            if isinstance(message, events.Key):
                out.append(message.key)
            elif isinstance(message, events.Paste):
                out.append(f"paste:{message.text}")
    return out


def test_textual_still_makes_its_parser_the_way_we_replace_it() -> None:
    assert vars(linux_driver)["XTermParser"] in (XTermParser, SafeParser)
    source = inspect.getsource(linux_driver.LinuxDriver.run_input_thread)
    assert "XTermParser(" in source
    assert "parser.feed" in source
    assert "parser.tick" in source


@given(st.text(st.sampled_from("ab\x1b[201~OP\x11\r;?"), max_size=30), st.data())
def test_a_paste_in_any_pieces_gives_no_key(text: str, data: st.DataObject) -> None:
    """Unless it holds an end marker: then everything until the last one of the same read."""
    if END in text:
        return
    stream = f"{START}{text}{END}"
    cut = sorted(data.draw(st.lists(st.integers(len(START), len(stream)), max_size=4)))
    reads = [stream[a:b] for a, b in zip([0, *cut], [*cut, len(stream)], strict=True) if a < b]
    got = heard(*reads, "x")
    assert got[-1] == "x"
    assert all(part.startswith("paste:") for part in got[:-1])
    assert len(got) <= 2


@given(st.text(st.sampled_from("ab\x1b[20~OP\r"), max_size=12))
def test_what_is_typed_is_parsed_as_ever(text: str) -> None:
    if START in text:
        return
    plain = [m.key for m in XTermParser().feed(text) if isinstance(m, events.Key)]
    assert [part for part in heard(text) if not part.startswith("paste:")] == plain


@pytest.mark.parametrize("at", range(1, 7))
def test_a_start_marker_cut_in_two_is_seen(at: int) -> None:
    stream = f"a{START}b{END}c"
    assert heard(stream[:at], stream[at:]) == ["a", "paste:b", "c"]


def test_an_end_marker_inside_does_not_end_the_paste_of_one_read() -> None:
    assert heard(f"{START}a{END}\x11{START}b{END}\r") == ["paste:a\x11b".replace("\x11", "␑"), "enter"]


def test_colours_are_dropped_and_lines_stay() -> None:
    assert heard(f"{START}\x1b[31mred\x1b[0m\nnext{END}") == ["paste:red\nnext"]


def test_a_paste_without_an_end_does_not_swallow_the_keyboard_for_good() -> None:
    now = 0.0
    guard = PasteGuard(lambda: now)
    assert guard.split(f"{START}abc") == [(False, START + END)]
    assert guard.stalled() == []
    now = STALL_SECONDS + 1
    assert guard.stalled() == [(True, "abc")]
    assert guard.split("x") == [(False, "x")]
