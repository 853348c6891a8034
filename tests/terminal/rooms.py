"""The program on a library of its own, in a terminal and in a shell, and what stock TinyDB reads there afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from tests.terminal.console import ROOT, Console, console


def shell(library: Path, *words: str) -> str:
    """What the shell's door answers."""
    env = {**os.environ, "WARROOM_HOME": str(library), "WARROOM_USER": "budi", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "warroom", *words],
        env=env,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


@contextlib.contextmanager
def room(library: Path, *words: str, **settings: Any) -> Iterator[Console]:
    """The console as a person starts it."""
    with console(
        "-m", "warroom", *words, WARROOM_HOME=str(library), WARROOM_USER="ani", **settings
    ) as terminal:
        yield terminal


def events(library: Path) -> list[dict[str, Any]]:
    """What stock TinyDB reads from the only incident there is; read again where it was being written to."""
    (path,) = library.glob("INC-*.json")
    for _ in range(20):
        with contextlib.suppress(json.JSONDecodeError):
            return _read(path)
    return _read(path)


def _read(path: Path) -> list[dict[str, Any]]:
    with TinyDB(path, access_mode="r") as db:
        return [dict(row) for row in db.table("events").all()]


def texts(library: Path) -> list[str]:
    return [row["text"] for row in events(library) if row["kind"] == "entry.logged"]
