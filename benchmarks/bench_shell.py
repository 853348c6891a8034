"""What the shell's door costs: commands as processes, against `python -c pass`, by turns.

    python benchmarks/bench_shell.py [ROUNDS]

Prints for each the median of the CPU time (user and system) and of the wall time, as ratios to the bare interpreter's; exit
status 1 when one misses its target.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
LAUNCHER = "import sys; from warroom.cli import main; sys.exit(main())"
"""What the installed `warroom` script comes to."""
BARE = "python -c pass"
COMMANDS: dict[str, tuple[list[str], float]] = {
    BARE: ([], 1.0),
    "warroom --version": (["--version"], 2.0),
    "warroom list": (["list"], 2.7),
    "warroom log TEXT": (["log", "error rate 32 % on /pay"], 2.6),
    "warroom list (right after log)": (["list"], 2.7),
    "warroom log --incident ID TEXT": (["log", "--incident", "INC", "error rate 32 % on /pay"], 2.6),
    "warroom paths": (["paths"], 2.7),
    "warroom sev N": (["sev", "{turn}"], 5.0),
    "warroom log --at -5m TEXT": (["log", "--at", "-5m", "it began to slow down"], 5.0),
    "warroom action TEXT": (["action", "page the database team"], 5.0),
    "warroom show --json": (["show", "--json"], 6.5),
    "warroom export --format markdown": (["export", "--format", "markdown"], 6.5),
    "warroom export --format csv": (["export", "--format", "csv"], 6.5),
    "warroom verify": (["verify"], 6.5),
    "warroom --help": (["--help"], 6.5),
}
"""What is typed behind `warroom`, and at most so many times the CPU of the bare interpreter."""


class Cost(NamedTuple):
    """Of one process, in seconds."""

    cpu: float
    wall: float


def main() -> int:
    """Measure, print, judge."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    with tempfile.TemporaryDirectory() as home:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"WARROOM_HOME": home, "PYTHONPATH": str(ROOT)}
        _run(["declare", "Payment gateway down"], environment)
        costs: dict[str, list[Cost]] = {name: [] for name in COMMANDS}
        for number in range(rounds + 1):
            for name, (words, _) in COMMANDS.items():
                cost = _run([w.replace("{turn}", str(1 + number % 2)) for w in words], environment)
                if number:  # the first round fills the caches
                    costs[name].append(cost)
    return _judge(costs)


def _judge(costs: dict[str, list[Cost]]) -> int:
    """Print the table; 1 when a row is above its target."""
    missed = 0
    floor = _median(costs[BARE])
    for name, (_, target) in COMMANDS.items():
        found = _median(costs[name])
        ratio = found.cpu / floor.cpu
        missed |= ratio > target
        print(
            f"{found.cpu * 1000:7.1f} ms CPU {ratio:5.2f}x {'MISSED' if ratio > target else '':6} (target {target})"
            f" {found.wall * 1000:7.1f} ms {found.wall / floor.wall:5.2f}x  {name}"
        )
    return int(missed)


def _median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(c.cpu for c in costs), statistics.median(c.wall for c in costs))


def _run(words: list[str], environment: dict[str, str]) -> Cost:
    """One process. Its working directory is this checkout: `python -c` looks there before anywhere else."""
    argv = [sys.executable, "-c", LAUNCHER, *words] if words else [sys.executable, "-c", "pass"]
    begin = time.perf_counter()
    process = subprocess.Popen(
        argv, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout
    with process.stdout:
        process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begin
    if process.returncode:
        raise RuntimeError(f"{words} ended with status {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, wall)


if __name__ == "__main__":
    sys.exit(main())
