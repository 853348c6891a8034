"""The guarded input parser, and a watch on the private parts of Textual that it rests on."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._parser import Parser
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

from warroom.widgets.driver import END, STALL_SECONDS, START, PasteGuard, SafeParser
from warroom.widgets.escapes import DOUBT_SECONDS, SPLIT_SECONDS, Escapes


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


def test_textual_still_has_what_the_driver_replaces() -> None:
    source = inspect.getsource(linux_driver.LinuxDriver)
    for part in (
        "def run_input_thread(self)",
        "def start_application_mode(self)",
        "def stop_application_mode(self)",
        "def disable_input(self)",
        "def _get_terminal_size(self)",
        "self.exit_event.is_set()",
        "self.process_message(event)",
        "def _patch_lflag(cls, attrs",
    ):
        assert part in source
    assert "self._gen = self.parse(self._tokens.append)" in inspect.getsource(Parser.__init__)


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


SEQUENCES = ("\x1b[A", "\x1b[1;5C", "\x1bOP", "\x1b[3~", "\x1b[15~", "\x1b[[A", "\x1b[7$", "\x1b[Z")


@given(st.lists(st.sampled_from((*SEQUENCES, "a", "1", "\r", "é", "\t")), max_size=8), st.data())
def test_whole_keys_are_what_textual_makes_of_them_in_any_pieces(
    keys: list[str], data: st.DataObject
) -> None:
    stream = "".join(keys)
    cut = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=4)))
    reads = [stream[a:b] for a, b in zip([0, *cut], [*cut, len(stream)], strict=True) if a < b]
    plain = [m.key for key in keys for m in XTermParser().feed(key) if isinstance(m, events.Key)]
    assert heard(*reads) == plain


@given(st.text(st.sampled_from("ab1é ¢\r"), min_size=1, max_size=8))
def test_what_stands_right_behind_an_esc_is_typed_as_it_is(text: str) -> None:
    assert heard(f"\x1b{text}") == ["escape", *heard(text)]


@pytest.mark.parametrize("rest", ["", "[", "O", "[1;"])
def test_an_esc_in_doubt_is_an_esc_soon_and_what_followed_is_typed(rest: str) -> None:
    now = 0.0
    escapes = Escapes(lambda: now)
    assert escapes.split(f"\x1b{rest}") == []
    assert escapes.patience == (SPLIT_SECONDS if rest else DOUBT_SECONDS)
    assert escapes.overdue() == []
    now = 1.0
    assert escapes.overdue() == [("escape", "\x1b"), *([("typed", rest)] if rest else [])]
    assert escapes.patience is None


def test_a_sequence_that_nobody_knows_takes_no_key_with_it() -> None:
    assert heard("\x1b[99;99Xab") == ["a", "b"]


@pytest.mark.parametrize("at", range(1, 7))
def test_a_start_marker_cut_in_two_is_seen(at: int) -> None:
    stream = f"a{START}b{END}c"
    assert heard(stream[:at], stream[at:]) == ["a", "paste:b", "c"]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_whatever_ends_a_typed_line_is_one_enter(end: str) -> None:
    assert heard(f"a{end}b{end}") == ["a", "enter", "b", "enter"]


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
