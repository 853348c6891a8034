"""The widgets in a real terminal: how few bytes they write, and that a paste can do no harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.console import Console, console

pytestmark = pytest.mark.terminal
PARTS = str(Path(__file__).with_name("parts.py"))


@pytest.fixture
def parts() -> Iterator[Console]:
    with console(PARTS, "100000") as terminal:
        assert terminal.shows("entry 99999")
        terminal.quiet(0.3)
        yield terminal


def cost(terminal: Console, keys: str) -> list[int]:
    """Bytes written for these keys, three times over, smallest first: the clock ticks now and then."""
    sizes = []
    for _ in range(3):
        terminal.send(keys)
        sizes.append(terminal.quiet())
    return sorted(sizes)


def test_a_key_costs_few_bytes(parts: Console) -> None:
    assert 0 < cost(parts, "x")[0] < 400
    parts.send("\t\t")
    parts.quiet()
    assert 0 < cost(parts, "\x1b[A")[0] < 500
    assert 0 < cost(parts, "\t")[2] < 1500
    assert 0 < parts.during(2) <= 150 * 2


def test_enter_appends_to_the_long_list_and_the_line_is_free_again(parts: Console) -> None:
    parts.send("rolled back\r")
    assert parts.shows("14:30  rolled back")
    assert parts.shows("type to log")
    assert parts.shows("100001")


HOSTILE = (
    "\x1b]0;title\x07\x11",
    "one\x1b[31mtwo\x11\x1b[m",
    "\x1b[201~\x11\x1b[200~",
    "\x1b\x1b[200~\x11",
    "\x11\r\x1bOP\x11",
    "line one\r\x1b[B\x11line two",
)


def test_what_is_pasted_is_never_a_key(parts: Console) -> None:
    for i, hostile in enumerate(HOSTILE):
        parts.send(f"\x1b[200~A{hostile}Z\x1b[201~")
        assert parts.shows("Z"), hostile
        parts.send(f"!{i}")
        assert parts.shows(f"Z!{i}"), hostile
        assert "14:30  A" not in parts.text(), hostile
        parts.send("\x15")
        assert parts.shows("type to log")


def test_a_paste_of_many_lines_is_one_entry_and_waits_for_enter(parts: Console) -> None:
    parts.send("\x1b[200~first\nsecond\n" + "many words " * 900 + "\nlast\x1b[201~")
    assert parts.shows("⏎last")
    assert "first" not in parts.text()
    parts.send("\r")
    assert parts.until(lambda screen: "100001" in screen and "more characters" not in screen)
    parts.send("\x1b[200~" + "y" * 20_000 + "\x1b[201~")
    assert parts.shows("20000 characters are too many")
    assert parts.shows("type to log")
