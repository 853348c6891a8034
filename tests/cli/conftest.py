"""The real program in real processes, on a library of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]


class Ran(NamedTuple):
    """What a command line came to."""

    status: int
    out: str
    err: str


Warroom = Callable[..., Ran]


@pytest.fixture
def library(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the incidents; made by the first `declare`."""
    folder = own_home / "incidents"
    monkeypatch.setenv("WARROOM_HOME", str(folder))
    monkeypatch.setenv("WARROOM_USER", "ani")
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return folder


@pytest.fixture
def warroom(library: Path) -> Warroom:
    """Runs `warroom ARG…`; standard input is `stdin`, else empty."""

    def run(*arguments: str | bytes, stdin: str | bytes = b"") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "warroom", *arguments], input=data, capture_output=True, timeout=60
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err
        return Ran(done.returncode, out, err)

    return run


@pytest.fixture
def incident(warroom: Warroom) -> str:
    """The id of an open incident."""
    ran = warroom("declare", "Payment gateway down", "--sev", "1", "--system", "pay", "--started", "-20m")
    assert ran.status == 0, ran.err
    return ran.out.strip()


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """`warroom ARG…` with pipes on all ends, still running."""
    pipe = subprocess.PIPE
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "warroom", *arguments], stdin=pipe, stdout=pipe, stderr=pipe, env=environment
    )


SIGNALS = (signal.SIGTERM, signal.SIGKILL)
