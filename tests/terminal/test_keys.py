"""Keys count in the order in which they were typed, however many reach the program in one read."""

from __future__ import annotations

import fcntl
import time
from pathlib import Path

import pytest

from tests.terminal.console import LIMIT, Console
from tests.terminal.rooms import events, room, shell, texts

pytestmark = pytest.mark.terminal


@pytest.fixture
def library(tmp_path: Path) -> Path:
    library = tmp_path / "incidents"
    shell(library, "declare", "Mail is down", "--sev", "2")
    return library


def logged(library: Path, terminal: Console, number: int) -> list[str]:
    """The entries, once there are so many or no more come."""
    end = time.monotonic() + LIMIT * (3 if number > 100 else 1)
    while len(texts(library)) < number and time.monotonic() < end:
        terminal.read(0.05)
    terminal.quiet(0.3)
    return texts(library)


def test_three_lines_in_one_read_are_three_entries(library: Path) -> None:
    with room(library, "open") as terminal:
        assert terminal.shows("type to log")
        terminal.send("queue grows\rconsumer restarted\rlag falls\r")
        assert logged(library, terminal, 3) == ["queue grows", "consumer restarted", "lag falls"]
        assert terminal.shows("type to log")


def test_enter_twice_logs_once(library: Path) -> None:
    with room(library, "open") as terminal:
        assert terminal.shows("type to log")
        terminal.send("pager acknowledged\r\r")
        assert logged(library, terminal, 1) == ["pager acknowledged"]


def test_a_paste_without_brackets_gives_each_line_its_entry(library: Path) -> None:
    lines = [f"line {i} of a log that was pasted, with some words to it" for i in range(180)]
    with room(library, "open") as terminal:
        assert terminal.shows("type to log")
        terminal.send("\r".join(lines) + "\r")
        assert logged(library, terminal, 180) == lines


def test_lines_typed_while_the_lock_is_held_are_entries_of_their_own(library: Path) -> None:
    (path,) = library.glob("INC-*.json")
    with Path(f"{path}.lock").open("ab") as held, room(library, "open") as terminal:
        assert terminal.shows("type to log")
        fcntl.flock(held, fcntl.LOCK_EX)
        for line in "first", "second":
            terminal.send(f"{line}\r")
            assert terminal.shows("type to log")
        terminal.send("half of the th")
        assert terminal.shows("half of the th")
        fcntl.flock(held, fcntl.LOCK_UN)
        assert logged(library, terminal, 2) == ["first", "second"]
        terminal.send("ird\r")
        assert logged(library, terminal, 3) == ["first", "second", "half of the third"]


def test_a_refused_line_comes_back_above_what_is_typed_now(library: Path) -> None:
    with room(library, "open") as terminal:
        assert terminal.shows("type to log")
        terminal.send("/tick 99.9\rone\r@25:99 two\rthree\rhalf")
        assert logged(library, terminal, 2) == ["one", "three"]
        assert terminal.shows("Up takes it")
        screen = terminal.text().splitlines()
        rows = [
            next(i for i, row in enumerate(screen) if text in row)
            for text in ("/tick 99.9", "@25:99 two", "› half")
        ]
        assert max(rows[:2]) < rows[2]
        terminal.send("\x1b[A")
        assert terminal.until(lambda screen: "› @25:99 two" in screen or "› /tick 99.9" in screen)
        terminal.send("\x15fixed\r")
        assert logged(library, terminal, 3)[-1] == "fixed"


def test_answers_are_typed_ahead_across_two_questions_and_a_confirmation(library: Path) -> None:
    with room(library, "open") as terminal:
        assert terminal.shows("type to log")
        terminal.send("before\r/resolve rolled back\ry")
        assert terminal.shows("RESOLVED")
        terminal.send("\x1bs1worse again\riafter\r")
        assert logged(library, terminal, 2) == ["before", "after"]
    kinds = [row["kind"] for row in events(library)]
    asked = [kind for kind in kinds if kind in ("status.changed", "severity.changed", "entry.logged")]
    assert asked[-3:] == ["status.changed", "severity.changed", "entry.logged"]
    assert next(row for row in events(library) if row["kind"] == "severity.changed")["why"] == "worse again"


def test_a_key_right_behind_esc_is_that_key(library: Path) -> None:
    with room(library, "open") as terminal:
        assert terminal.shows("type to log")
        terminal.send("half\x1b1gjjt")
        assert terminal.shows("ticked 1.2")
        assert "¢" not in terminal.text()
        assert "half" in terminal.text()


def test_a_colon_and_esc_leave_nothing(library: Path) -> None:
    with room(library, "open") as terminal:
        assert terminal.shows("type to log")
        terminal.send("\x1b:\x1b")
        terminal.quiet(0.3)
        terminal.send("ionly this\r")
        assert logged(library, terminal, 1) == ["only this"]


def test_a_size_that_no_terminal_has_is_not_believed(library: Path) -> None:
    with room(library, "open", LINES="99999", COLUMNS="99999") as terminal:
        assert terminal.shows("type to log")
        terminal.send("\x11")
        assert terminal.exit_status() == 0
