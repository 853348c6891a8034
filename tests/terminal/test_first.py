"""The first picture: drawn before Textual is there, then taken over without a cell that changes but a clock's."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any

import pyte
import pytest

from tests.terminal.console import _UNKNOWN, console

pytestmark = pytest.mark.terminal
TEXTUAL_COMES = b"\x1b[?1000h"
"""The first thing that Textual's driver asks of a terminal."""
Cell = tuple[Any, ...]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the demo's incidents."""
    command = [sys.executable, "-m", "warroom", "demo"]
    folder = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return Path(folder)


def seen(cell: pyte.screens.Char) -> Cell:
    """What an eye sees: reversed colours are those colours, a blank has no colour of its own."""
    front, back = (cell.bg, cell.fg) if cell.reverse else (cell.fg, cell.bg)
    sign = "0" if cell.data.isdigit() else cell.data  # the clocks go on meanwhile
    return (sign, back, *((front, cell.bold, cell.strikethrough) if sign != " " else ()))


def cells(data: bytes, rows: int, columns: int) -> list[list[Cell]]:
    screen = pyte.Screen(columns, rows)
    pyte.ByteStream(screen).feed(_UNKNOWN.sub(b"", data))
    return [[seen(screen.buffer[y][x]) for x in range(columns)] for y in range(rows)]


def opened(home: Path, rows: int = 40, columns: int = 120, **env: str) -> Any:
    return console(
        "-m", "warroom", "open", "--as", "ani", rows=rows, columns=columns, WARROOM_HOME=str(home), **env
    )


SETTINGS = [
    ((40, 120), {}),
    ((24, 80), {}),
    ((30, 95), {}),
    ((55, 220), {}),
    ((40, 140), {"WARROOM_THEME": "light"}),
    ((40, 120), {"TERM": "tmux-256color", "COLORTERM": ""}),
    ((40, 120), {"NO_COLOR": "1"}),
    ((24, 80), {"WARROOM_ASCII": "1"}),
]


@pytest.mark.parametrize(("size", "env"), SETTINGS, ids=str)
def test_the_console_takes_it_over_as_it_stands(
    home: Path, size: tuple[int, int], env: dict[str, str]
) -> None:
    with opened(home, *size, **env) as screen:
        assert screen.until(lambda text: "F1" in text and TEXTUAL_COMES in screen.output)
        screen.quiet(1.0)
        output = bytes(screen.output)
    first, last = cells(output.partition(TEXTUAL_COMES)[0], *size), cells(output, *size)
    assert [y for y in range(size[0]) if first[y] != last[y]] == []
    assert output.count(b"\x1b[?1049h") == 1


def test_what_is_typed_at_the_first_picture_stands_in_the_entry_line(home: Path) -> None:
    with opened(home) as screen:
        assert screen.shows("type to log")
        assert TEXTUAL_COMES not in screen.output
        screen.send("hello keys")
        assert screen.shows("› hello keys")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_between_the_two_gives_the_terminal_back(home: Path, number: int) -> None:
    with opened(home) as screen:
        before = termios.tcgetattr(screen.master)
        assert screen.shows("type to log")
        screen.signal(number)
        screen.exit_status()
        assert bytes(screen.output).rstrip().endswith((b"\x1b[?1049l\x1b[?25h", b"\x1b[?1004l"))
        assert termios.tcgetattr(screen.master)[3] & termios.ECHO == before[3] & termios.ECHO


def test_after_the_end_the_terminal_is_as_it_was(home: Path) -> None:
    with opened(home) as screen:
        assert screen.until(lambda text: "F1" in text and TEXTUAL_COMES in screen.output)
        screen.quiet()
        screen.send("\x11")
        assert screen.exit_status() == 0
        assert termios.tcgetattr(screen.master)[3] & (termios.ECHO | termios.ICANON)


def test_nothing_is_drawn_where_the_console_cannot_follow(home: Path) -> None:
    with opened(home, TERM="dumb") as screen:
        screen.exit_status()
        assert not re.search(rb"\x1b\[\?1049h", bytes(screen.output))
    assert os.path.isdir(home)


def test_a_long_incident_is_drawn_from_its_end_and_looks_the_same(tmp_path: Path) -> None:
    """Its facts and newest entries are enough; the rest is counted."""
    env = {**os.environ, "WARROOM_HOME": str(tmp_path), "WARROOM_USER": "ani"}
    warroom = [sys.executable, "-m", "warroom"]
    subprocess.run([*warroom, "declare", "Long one"], env=env, check=True, capture_output=True)
    lines = "".join(f"entry number {i} of a long night with much to say about it\n" for i in range(3000))
    subprocess.run([*warroom, "log", "-", "--quiet"], env=env, input=lines, text=True, check=True)
    size = (40, 120)
    with opened(tmp_path, *size) as screen:
        assert screen.until(lambda text: "F1" in text and TEXTUAL_COMES in screen.output)
        screen.quiet(1.0)
        output = bytes(screen.output)
    first, last = cells(output.partition(TEXTUAL_COMES)[0], *size), cells(output, *size)
    assert [y for y in range(size[0]) if first[y] != last[y]] == []
