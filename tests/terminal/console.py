"""A program in a real pty, as the tests of the terminal see it: keys go in, bytes and a screen come out.

Waits are for what should appear, with a limit; nothing sleeps. Answers the questions that Textual asks a terminal.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte

ROOT = Path(__file__).parent.parent.parent
LIMIT = 20.0
# Private sequences that pyte would print as text.
_UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*[A-Za-z]|\x1bP[^\x1b]*\x1b\\")
_ANSWERS = (
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
    (b"\x1b[c", b"\x1b[?62;22c"),
)


class Console:
    """The terminal's side of a running program."""

    def __init__(self, pid: int, master: int, rows: int, columns: int) -> None:
        self.pid = pid
        self.master = master
        self._status: int | None = None
        self.ended = False
        self.output = bytearray()
        self._poll = select.poll()  # select() refuses descriptors above 1023
        self._poll.register(master, select.POLLIN)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    def send(self, keys: str | bytes) -> None:
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            self.read(0.0)
            data = data[os.write(self.master, data[:1024]) :]

    def read(self, seconds: float) -> bytes:
        """One read; empty if nothing came within `seconds` or the program is gone."""
        if self.ended or not self._poll.poll(seconds * 1000):
            return b""
        try:
            data = os.read(self.master, 65536)
        except OSError:
            data = b""
        self.ended = not data
        self.output += data
        for question, answer in _ANSWERS:
            if question in data:
                os.write(self.master, answer)
        self._stream.feed(_UNKNOWN.sub(b"", data))
        return data

    def text(self) -> str:
        return "\n".join(self._screen.display)

    def until(self, done: Callable[[str], bool]) -> bool:
        """Read until the screen satisfies `done`; False if the program ended or never got there."""
        end = time.monotonic() + LIMIT
        while not done(self.text()):
            if self.ended or time.monotonic() > end:
                return done(self.text())
            self.read(0.1)
        return True

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._screen.resize(rows, columns)

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal's side, as a dropped connection does."""
        os.close(self.master)
        self.ended, self.master = True, -1

    def exit_status(self) -> int:
        """Wait for the end; the exit status, or minus the signal."""
        end = time.monotonic() + LIMIT
        while self._status is None:
            self.read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > end:
                raise AssertionError(f"it did not end; the screen says:\n{self.text()}")
            elif self.ended:
                time.sleep(0.01)
        while self.read(0.0):
            pass
        return self._status

    def finish(self) -> None:
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.master >= 0:
            os.close(self.master)

    def shows(self, text: str) -> bool:
        return self.until(lambda screen: text in screen)

    def quiet(self, seconds: float = 0.15) -> int:
        """Read until nothing comes for `seconds`; the number of bytes that came."""
        total, end = 0, time.monotonic() + LIMIT
        while time.monotonic() < end and (data := self.read(seconds)):
            total += len(data)
        return total

    def during(self, seconds: float) -> int:
        """The number of bytes that come in that time."""
        before, end = len(self.output), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self.ended:
            self.read(left)
        return len(self.output) - before


@contextmanager
def console(
    *argv: str, rows: int = 30, columns: int = 100, program: str = "", **env: str
) -> Iterator[Console]:
    """Run `python argv…` (or another `program`) in a pty of that size; it is ended at the exit."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    settings = {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }
    program = program or sys.executable
    pid = os.fork()
    if pid == 0:
        try:
            os.login_tty(slave)
            os.execve(program, [program, *argv], {**kept, **settings, **env})
        finally:
            os._exit(127)
    os.close(slave)
    terminal = Console(pid, master, rows, columns)
    try:
        yield terminal
    finally:
        terminal.finish()
