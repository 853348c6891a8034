"""The console in a real pty against the smallest Textual app, by turns in one run.

    python benchmarks/bench_console.py [--starts 15] [--keys 200] [--entries 60] [--idle 20] [--only start,keys,idle,other]

Start: from exec until the newest entry and the entry line are on the terminal, and until Textual has taken over.
Key: from the key to its letter on the terminal.
Enter: until the logged line stands in the timeline, which it does once it is durable. Other console: from Enter in one console to
the line in a second one. Exit status 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import incidents  # noqa: E402
from figures import Report, median, percentile, ratio  # noqa: E402
from terminal import LAUNCHER, Terminal, environment, terminal  # noqa: E402

BARE = ([str(HERE / "bare.py")], environment(), ("Hello, world", "type here"))
Program = tuple[list[str], dict[str, str], tuple[str, ...]]
LETTERS = "abcdefghikmnoprstuvwxyz"


def room(home: Path, entries: int, person: str = "ani") -> Program:
    """The room of an incident with that many entries, and what is on the screen once it is painted."""
    folder = home / str(entries)
    if not folder.exists():
        incidents.write(folder, entries)
    argv = ["-c", LAUNCHER, "open", "INC-20261121-AAA", "--as", person]
    shown = (incidents.last_text(entries), "type to log")
    return argv, environment(WARROOM_HOME=str(folder)), shown


FRAME = b"\x1b[?2026h"
"""Textual's first frame: from then on keys are answered."""


def starts(programs: dict[str, Program], rounds: int) -> dict[str, tuple[list[float], list[float]]]:
    """Seconds from exec to painted, and to Textual's first frame, by turns; the first round fills the caches."""
    took: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in programs}
    for number in range(rounds + 1):
        for name, (argv, env, shown) in programs.items():
            with terminal(argv, env) as screen:
                painted = screen.until(*shown) - screen.began
                answers = max(painted, screen.until_sent(FRAME) - screen.began)
                if number:
                    took[name][0].append(painted)
                    took[name][1].append(answers)
    return took


@dataclass
class Typed:
    """What typing came to: seconds and bytes for each key, and for each entry."""

    keys: list[float] = field(default_factory=list)
    key_bytes: list[int] = field(default_factory=list)
    enters: list[float] = field(default_factory=list)
    enter_bytes: list[int] = field(default_factory=list)


def settle(screen: Terminal, shown: tuple[str, ...]) -> None:
    """Wait until Textual has the terminal and has drawn what it has to."""
    screen.until(*shown)
    screen.until_sent(FRAME)
    screen.quiet(1.0)


def press(screen: Terminal, keys: str, expected: str) -> tuple[float, int]:
    """Seconds until the expected text comes, and the bytes until the terminal is quiet again."""
    start = len(screen.output)
    pressed = screen.send(keys)
    took = screen.until(expected, start=start) - pressed
    screen.quiet(0.04)
    return took, len(screen.output) - start


def type_word(screen: Terminal, chance: random.Random, letters: int, typed: Typed) -> str:
    """Type a word, key by key, at a person's uneven pace."""
    word = ""
    for _ in range(letters):
        word += chance.choice(LETTERS)
        time.sleep(chance.uniform(0.0, 0.04))
        screen.quiet(0.001)
        took, size = press(screen, word[-1], word[-3:])
        typed.keys.append(took)
        typed.key_bytes.append(size)
    return word


def clear(screen: Terminal, letters: int) -> None:
    screen.send("\x7f" * letters)
    screen.quiet()


def type_by_turns(bare: Terminal, ours: Terminal, keys: int) -> tuple[Typed, Typed]:
    """Twenty keys in one, twenty in the other."""
    chance = random.Random(3)
    found = (Typed(), Typed())
    for _ in range(max(1, keys // 20)):
        for screen, typed in zip((bare, ours), found, strict=True):
            type_word(screen, chance, 20, typed)
            clear(screen, 20)
    return found


def log_entries(screen: Terminal, file: Path, bare: Terminal, count: int, typed: Typed) -> list[float]:
    """Log entries, what is on the screen must be in the file; the bare app takes a key between them. Seconds of those keys."""
    floor = Typed()
    chance = random.Random(5)
    for i in range(count):
        text = f"zq{i:04d}x"
        screen.send(text)
        screen.quiet(0.1)
        time.sleep(chance.uniform(0.0, 0.05))
        took, size = press(screen, "\r", text)
        assert text in file.read_text("utf-8"), "shown before it was in the file"
        typed.enters.append(took)
        typed.enter_bytes.append(size)
        for _ in range(3):
            type_word(bare, chance, 1, floor)
    return floor.keys


def between(writer: Terminal, reader: Terminal, count: int) -> list[float]:
    """Seconds from Enter in one console to the line in the other."""
    chance = random.Random(11)
    took = []
    for i in range(count):
        text = f"yk{i:04d}x"
        writer.send(text)
        writer.quiet(0.1)
        time.sleep(chance.uniform(0.0, 0.2))
        reader.quiet(0.001)
        start = len(reader.output)
        pressed = writer.send("\r")
        took.append(reader.until(text, start=start) - pressed)
        writer.quiet(0.1)
    return took


def report_starts(report: Report, home: Path, rounds: int) -> None:
    programs = {"bare": BARE, "1,000": room(home, 1000), "10,000": room(home, 10_000)}
    took = starts(programs, rounds)
    bare = took["bare"][0]
    against = f"against {median(bare) * 1000:.0f} ms, n {rounds}"
    for name, targets in (("1,000", (0.4, 1.3)), ("10,000", (0.4, 1.4))):
        for what, found, target in zip(
            ("first picture", "whole room, keys answered"), took[name], targets, strict=True
        ):
            detail = f"{median(found) * 1000:.0f} ms {against}"
            report.row(f"cold start, {name} entries: {what}", ratio(found, bare), "x", target, detail)


def report_keys(report: Report, home: Path, keys: int, entries: int) -> None:
    program = room(home, 10_000)
    file = home / "10000" / "INC-20261121-AAA.json"
    with terminal(*BARE[:2]) as bare, terminal(*program[:2]) as ours:
        for screen, shown in ((bare, BARE[2]), (ours, program[2])):
            settle(screen, shown)
        floor, typed = type_by_turns(bare, ours, keys)
        beside = log_entries(ours, file, bare, entries, typed)
        memory = ours.memory(), bare.memory()
    key, p99 = median(beside), percentile(beside, 99)
    for what, percent, target in (("median", 50, 1.0), ("p99", 99, 3.0)):
        here, there = percentile(typed.keys, percent), percentile(floor.keys, percent)
        detail = f"{here * 1000:.1f} ms against {there * 1000:.1f} ms, n {len(typed.keys)}"
        report.row(f"key to screen, 10,000 entries, {what}", here / there, "x", target, detail)
    enter = median(typed.enters)
    detail = f"{enter * 1000:.1f} ms (p99 {percentile(typed.enters, 99) * 1000:.0f}) against a key's {key * 1000:.1f} ms"
    report.row("Enter: durable and on the screen, 10,000 entries", enter / key, "x", 2.5, detail)
    report.row(
        "Enter, p99, against the bare app's p99 key",
        percentile(typed.enters, 99) / p99,
        "x",
        None,
        f"n {entries}",
    )
    report.row(
        "bytes to the terminal for a key",
        median(typed.key_bytes),
        " B",
        500,
        f"bare {median(floor.key_bytes):.0f} B",
    )
    report.row("bytes to the terminal for an entry", median(typed.enter_bytes), " B", 5000, "")
    report.row(
        "memory at 10,000 entries, after use",
        memory[0] / memory[1],
        "x",
        1.42,
        f"{memory[0]:.0f} MiB against {memory[1]:.0f}",
    )


def report_idle(report: Report, home: Path, seconds: float) -> None:
    program = room(home, 10_000)
    with terminal(*BARE[:2]) as bare, terminal(*program[:2]) as ours:
        for screen, shown in ((bare, BARE[2]), (ours, program[2])):
            settle(screen, shown)
        memory = ours.memory(), bare.memory()
        used = ours.cpu()
        sent = ours.during(seconds)
        used = ours.cpu() - used
    detail = f"{memory[0]:.0f} MiB against {memory[1]:.0f}"
    report.row("memory at 10,000 entries, just opened", memory[0] / memory[1], "x", 1.42, detail)
    report.row("bytes to the terminal in an idle second", sent / seconds, " B", 150, f"over {seconds:.0f} s")
    report.row("CPU when idle, clocks ticking", used / seconds * 100, " %", 0.35, "of one core")


def report_other(report: Report, home: Path, entries: int) -> None:
    ani, budi = room(home, 10_000), room(home, 10_000, "budi")
    with terminal(*ani[:2]) as writer, terminal(*budi[:2]) as reader:
        for screen in (writer, reader):
            settle(screen, ("type to log",))
        took = between(writer, reader, entries)
    detail = f"p99 {percentile(took, 99) * 1000:.0f} ms, n {entries}"
    report.row("another console on the same host shows the entry", median(took) * 1000, " ms", 100, detail)


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--starts", type=int, default=15)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--entries", type=int, default=60)
    parser.add_argument("--idle", type=float, default=20)
    parser.add_argument("--only", default="start,keys,idle,other")
    told = parser.parse_args()
    report, wanted = Report(), told.only.split(",")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if "start" in wanted:
            report_starts(report, home, told.starts)
        if "idle" in wanted:
            report_idle(report, home, told.idle)
        if "keys" in wanted:
            report_keys(report, home, told.keys, told.entries)
        if "other" in wanted:
            report_other(report, home, told.entries)
    return report.status()


if __name__ == "__main__":
    sys.exit(main())
