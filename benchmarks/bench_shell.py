"""What the shell's door costs: `warroom log TEXT` and its like as processes, against `python -c pass`, interleaved.

    python benchmarks/bench_shell.py [ROUNDS]

Prints the median of each and its ratio to the bare interpreter; exit status 1 when `warroom log` misses its target.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = 3.0
LAUNCHER = "import sys; from warroom.cli import main; sys.exit(main())"
"""What the installed `warroom` script comes to."""
COMMANDS: dict[str, list[str]] = {
    "python -c pass": ["-c", "pass"],
    "warroom --version": ["-c", LAUNCHER, "--version"],
    "warroom log TEXT": ["-c", LAUNCHER, "log", "error rate 32 % on /pay"],
    "warroom log --incident ID TEXT": ["-c", LAUNCHER, "log", "--incident", "INC", "error rate 32 % on /pay"],
    "warroom sev 1 (the full path)": ["-c", LAUNCHER, "sev", "1"],
    "warroom list": ["-c", LAUNCHER, "list"],
}


def main() -> int:
    """Measure, print, judge."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    with tempfile.TemporaryDirectory() as home:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"WARROOM_HOME": home, "PYTHONPATH": str(ROOT)}
        _run(["-c", LAUNCHER, "declare", "Payment gateway down"], environment)
        _run(["-c", LAUNCHER, "list"], environment)
        times: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for number in range(rounds + 1):
            for name, words in COMMANDS.items():
                took = _run(words, environment)
                if number:  # the first round fills the caches
                    times[name].append(took)
    floor = statistics.median(times["python -c pass"])
    for name, found in times.items():
        print(f"{statistics.median(found) * 1000:8.1f} ms {statistics.median(found) / floor:6.2f}x  {name}")
    return int(statistics.median(times["warroom log TEXT"]) / floor > TARGET)


def _run(words: list[str], environment: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, *words], env=environment, capture_output=True, check=False)
    return time.perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main())
