"""Runs a campaign in a process of its own, without threads: it forks a great deal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.faults.tally import Tally

ROOT = Path(__file__).resolve().parents[2]


def campaign(module: str, *words: object) -> Iterator[Tally]:
    """The tallies of a campaign, as they come."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.faults.{module}", *map(str, words)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout
    with process:
        for line in process.stdout:
            yield Tally.from_json(line)
    if process.returncode:
        raise RuntimeError(f"{module} ended with {process.returncode}")
