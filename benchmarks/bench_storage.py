"""What an incident file costs: a commit at every length, opening the longest, and a list of many incidents.

    python benchmarks/bench_storage.py [--commits 200] [--opens 7]

The floor of a commit is one write of the same bytes at the end of a file and one fdatasync, by turns with ours on the same disk.
The floor of opening is msgspec decoding the same file. Exit status 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import incidents  # noqa: E402
import msgspec  # noqa: E402
from figures import Report, median, percentile, ratio  # noqa: E402
from tinydb import TinyDB  # noqa: E402

from warroom.core.clock import IdMaker  # noqa: E402
from warroom.core.codec import fields  # noqa: E402
from warroom.core.registry import VERBS  # noqa: E402
from warroom.session import overview  # noqa: E402
from warroom.session.room import Room  # noqa: E402
from warroom.storage.file.opentail import OpenTail  # noqa: E402
from warroom.storage.library.folder import Library  # noqa: E402

LENGTHS = (100, 1_000, 10_000, 100_000)
STOCK_SAMPLES = {100: 50, 1_000: 50, 10_000: 15, 100_000: 5}
LISTED = 1_000


def timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def commits(path: Path, count: int) -> tuple[list[float], list[float], list[float]]:
    """Seconds for a commit by the storage, for the whole act with its verb and its fold, and for the bare append.

    One writer at a time, as a console is while nobody else types.
    """
    facts = [fields(e) for e in incidents.entries(count, datetime.now(UTC), IdMaker(os.urandom))]
    bare = path.with_suffix(".bare")
    shutil.copy(path, bare)
    with OpenTail(path) as log:
        log.load()
        ours, floor = by_turns(facts, bare, lambda fact: log.append([fact], datetime.now(UTC)))
    room = Room.open(path, person="ani")
    acts, _ = by_turns(facts, bare, lambda fact: room.act(VERBS["log"], ["--", fact["text"]]))
    room.close()
    return ours, acts, floor


def by_turns(
    facts: list[dict[str, Any]], bare: Path, commit: Callable[[dict[str, Any]], object]
) -> tuple[list[float], list[float]]:
    """Seconds of each commit, and of writing as many bytes at the end of the file `bare` with one sync."""
    ours: list[float] = []
    floor: list[float] = []
    end, fd = bare.stat().st_size, os.open(bare, os.O_RDWR)
    os.fsync(fd)
    gc.collect()
    gc.freeze()  # as the console does
    for fact in facts:
        ours.append(timed(lambda fact=fact: commit(fact)))
        data = msgspec.json.encode(fact).ljust(390)
        floor.append(timed(lambda data=data, end=end: (os.pwrite(fd, data, end), os.fdatasync(fd))))
        end += len(data)
    gc.unfreeze()
    os.close(fd)
    return ours, floor


def stock(path: Path, count: int) -> list[float]:
    """Seconds for `insert` by TinyDB as it comes, into the same table of a copy of the file."""
    copy = path.with_suffix(".stock")
    shutil.copy(path, copy)
    events = TinyDB(copy, encoding="utf-8").table("events")
    documents = [fields(e) for e in incidents.entries(count + 1, datetime.now(UTC), IdMaker(os.urandom))]
    events.insert(documents.pop())
    return [timed(lambda d=document: events.insert(d)) for document in documents]


def report_commits(report: Report, home: Path, count: int) -> None:
    shortest = 0.0
    for length in LENGTHS:
        path = incidents.write(home / str(length), length)
        ours, acts, floor = commits(path, count)
        samples = STOCK_SAMPLES[length]
        slow = stock(path, samples)
        bare = median(floor)
        shortest = shortest or median(ours) / bare
        name = f"commit of one event at {length:,} events"
        detail = f"{median(ours) * 1000:.2f} ms against {bare * 1000:.2f} ms, p99 {percentile(ours, 99) * 1000:.1f}"
        report.row(name, median(ours) / bare, "x", 1.5, detail)
        report.row(
            "  the whole act: verb, commit, fold",
            median(acts) / bare,
            "x",
            None,
            f"{median(acts) * 1000:.2f} ms",
        )
        report.row(
            "  stock TinyDB's insert",
            median(slow) / bare,
            "x",
            None,
            f"{median(slow) * 1000:.2f} ms, n {samples}",
        )


def report_open(report: Report, home: Path, rounds: int) -> None:
    path = home / str(LENGTHS[-1]) / "INC-20261121-AAA.json"
    ours: list[float] = []
    floor: list[float] = []
    for number in range(rounds + 1):
        gc.collect()
        gc.disable()  # as the console does until its first frame
        opened = timed(lambda: Room.open(path, person="ani").close())
        gc.collect()
        decoded = timed(lambda: msgspec.json.decode(path.read_bytes()))
        gc.enable()
        if number:
            ours.append(opened)
            floor.append(decoded)
    detail = f"{median(ours) * 1000:.0f} ms against {median(floor) * 1000:.0f} ms"
    report.row("open and fold 100,000 events, against msgspec", ratio(ours, floor), "x", 3.0, detail)


def report_list(report: Report, home: Path, rounds: int = 15) -> None:
    folder = home / "library"
    first = incidents.write(folder, 20, "INC-20261121-A000")
    for i in range(1, LISTED):
        name = f"INC-20261121-A{i:03d}"
        (folder / f"{name}.json").write_bytes(first.read_bytes().replace(b"INC-20261121-A000", name.encode()))
    library = Library(folder)
    built = timed(lambda: overview.rows(library))
    catalogue = folder / "catalogue.json"
    ours = [timed(lambda: overview.rows(library)) for _ in range(rounds)]
    floor = [timed(lambda: msgspec.json.decode(catalogue.read_bytes())) for _ in range(rounds)]
    detail = (
        f"{median(ours) * 1000:.1f} ms against {median(floor) * 1000:.1f} ms; catalogue made in {built:.1f} s"
    )
    report.row("list 1,000 incidents, against reading the catalogue", ratio(ours, floor), "x", None, detail)


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--commits", type=int, default=200)
    parser.add_argument("--opens", type=int, default=7)
    told = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        report_commits(report, home, told.commits)
        report_open(report, home, told.opens)
        report_list(report, home)
    return report.status()


if __name__ == "__main__":
    sys.exit(main())
