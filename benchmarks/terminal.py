"""A program in a real pty, with a stamp on every piece of its output: what the benchmarks of the console look through.

Output is searched as it comes, without its escape codes, and never drawn: nothing slow stands between the program and the
stamp. Linux (CPU time and memory are read from /proc).
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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAUNCHER = "import sys; from warroom.cli import main; sys.exit(main())"
"""What the installed `warroom` script comes to."""
ROWS, COLUMNS = 40, 120
LIMIT = 30.0
_ESCAPES = re.compile(rb"\x1b\[[0-9;:<=>?]*[ -/]*[@-~]|\x1b[\]P].*?(?:\x07|\x1b\\)|\x1b[^\[\]P]")
_ANSWERS = (
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
    (b"\x1b[c", b"\x1b[?62;22c"),
)


def environment(**more: str) -> dict[str, str]:
    """A child's surroundings: a terminal of many colours, this checkout, compiled files allowed."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "USER", "VIRTUAL_ENV") if name in os.environ}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "UTC"}
    return {**kept, **terminal, "PYTHONPATH": str(ROOT), **more}


class Terminal:
    """The terminal's side. `began`: the moment before the program was started."""

    def __init__(self, argv: Sequence[str], env: dict[str, str]) -> None:
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.output = bytearray()
        self.began = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.login_tty(slave)
                os.chdir(
                    ROOT
                )  # `python -c` looks there first: from another checkout it would measure that one
                os.execve(sys.executable, [sys.executable, *argv], env)
            finally:
                os._exit(127)
        os.close(slave)

    def send(self, keys: str) -> float:
        """Press keys; the moment before."""
        at = time.perf_counter()
        os.write(self.master, keys.encode())
        return at

    def read(self, seconds: float) -> float | None:
        """One read: the moment when something came, None when nothing did."""
        if not select.select([self.master], [], [], max(0.0, seconds))[0]:
            return None
        try:
            data = os.read(self.master, 65536)
        except OSError:
            raise RuntimeError(f"the program ended: {self.seen(0)[-300:]!r}") from None
        at = time.perf_counter()
        self.output += data
        for question, answer in _ANSWERS:
            if question in data:
                os.write(self.master, answer)
        return at

    def seen(self, start: int) -> str:
        """The text that came since the output was `start` bytes long."""
        return _ESCAPES.sub(b"", bytes(self.output[start:])).decode(errors="replace")

    def until(self, *texts: str, start: int = 0) -> float:
        """The moment when all of these had come since `start`."""
        end = time.perf_counter() + LIMIT
        while time.perf_counter() < end:
            at = self.read(1.0)
            if at is not None and all(text in self.seen(start) for text in texts):
                return at
        raise RuntimeError(f"never seen: {texts}; the end was {self.seen(start)[-300:]!r}")

    def until_sent(self, sequence: bytes) -> float:
        """The moment when an escape sequence had come."""
        end = time.perf_counter() + LIMIT
        at = time.perf_counter()
        while sequence not in self.output:
            at = self.read(1.0) or at
            if time.perf_counter() > end:
                raise RuntimeError(f"never sent: {sequence!r}")
        return at

    def quiet(self, seconds: float = 0.3) -> None:
        """Read until nothing comes for a while."""
        end = time.perf_counter() + LIMIT
        while time.perf_counter() < end and self.read(seconds) is not None:
            pass

    def during(self, seconds: float) -> int:
        """The number of bytes that come in that time."""
        before, end = len(self.output), time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)
        return len(self.output) - before

    def cpu(self) -> float:
        """CPU seconds so far, all threads."""
        tasks = Path(f"/proc/{self.pid}/task")
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9

    def memory(self) -> float:
        """Resident MiB."""
        found = re.search(r"^VmRSS:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text(), re.MULTILINE)
        return int(found.group(1)) / 1024 if found else 0.0


@contextmanager
def terminal(argv: Sequence[str], env: dict[str, str]) -> Iterator[Terminal]:
    """Run `python argv…` in a pty; it is ended at the exit."""
    program = Terminal(argv, env)
    try:
        yield program
    finally:
        os.kill(program.pid, signal.SIGKILL)
        os.waitpid(program.pid, 0)
        os.close(program.master)
