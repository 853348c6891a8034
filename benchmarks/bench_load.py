"""An alert storm: 200 entries a second into a room that somebody is typing in. Nothing lost, keys still prompt, memory flat.

python benchmarks/bench_load.py [SECONDS] [ENTRIES BEFORE]       60 and 2,000 when left out
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import incidents
from benchmarks.figures import Report, median, percentile
from benchmarks.terminal import LAUNCHER, Terminal, environment, terminal

PER_SECOND = 200
KEYS = 60


def _keys(program: Terminal, count: int) -> list[float]:
    """Milliseconds from a key to its letter on the screen; the line is emptied every twenty keys."""
    found, chance = [], random.Random(3)
    for i in range(count):
        letter = "qzjxvkwy"[i % 8]
        program.during(chance.uniform(0.02, 0.05))  # nobody types faster than the screen is drawn
        mark = len(program.output)
        at = program.send(letter)
        found.append((program.until(letter, start=mark) - at) * 1000)
        if i % 20 == 19:
            program.send("\x7f" * 20)
            program.quiet(0.05)
    return found


def _storm(writer: subprocess.Popen[bytes], seconds: float, sent: list[int]) -> None:
    assert writer.stdin
    began = time.perf_counter()
    while (now := time.perf_counter() - began) < seconds:
        while sent[0] < now * PER_SECOND:
            writer.stdin.write(b"ALERT checkout: error rate above 5 % on one more pod\n")
            sent[0] += 1
        writer.stdin.flush()
        time.sleep(0.005)
    writer.stdin.close()


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    before = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        path = incidents.write(Path(folder), before)
        env = environment(WARROOM_HOME=folder, WARROOM_USER="ani")
        with terminal(["-c", LAUNCHER, "open"], env) as program:
            program.until("type to log")
            program.quiet()
            calm = _keys(program, KEYS)
            memory = program.memory()
            writer = subprocess.Popen(
                [sys.executable, "-c", LAUNCHER, "log", "-", "--quiet"], stdin=subprocess.PIPE, env=env
            )
            sent = [0]
            storm = threading.Thread(target=_storm, args=(writer, seconds, sent))
            storm.start()
            busy: list[float] = []
            while storm.is_alive():
                busy += _keys(program, 20)
            assert writer.wait() == 0
            program.quiet(1.0)
            peak = program.memory()
            program.during(5)
            after = program.memory()
        lines = [
            row["text"]
            for row in json.loads(path.read_bytes())["events"].values()
            if row["kind"] == "entry.logged"
        ]
        lost = sent[0] - sum(text.startswith("ALERT") for text in lines)
    detail = f"{median(busy):.1f} ms, calm {median(calm):.1f} ms; p99 {percentile(busy, 99):.0f} ms"
    report.row(
        f"entries lost of {sent[0]:,} at {PER_SECOND} a second",
        lost,
        "",
        0,
        f"{seconds:g} s, {before:,} before",
    )
    report.row("key to screen during the storm / calm, median", median(busy) / median(calm), "x", 3, detail)
    kilobytes = (peak - memory) * 1024 / max(1, sent[0])
    report.row(
        "memory for each entry that came", kilobytes, " kB", None, f"{memory:.0f} MiB, then {peak:.0f} MiB"
    )
    report.row("memory five seconds after / at the end", after / peak, "x", 1.02, f"{after:.0f} MiB")
    return report.status()


if __name__ == "__main__":
    sys.exit(main())
