"""kill -9 at random moments: a busy writer dies, and the next start finds what was acknowledged.

Runs in a process of its own (`python -m tests.faults.kill RUNS SEED`) that has no threads: each run is a fork of it, so a
thousand of them take a minute and not an hour. What a child acknowledges comes through a pipe. Half of the children are killed
by the clock, half by themselves in a storage call picked at random, where a write may be cut in the middle.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import warroom.cli
from tests.faults import crash
from tests.faults.crash import Bad
from tests.faults.disk import CALLS
from tests.faults.power import HEADER, format_0, some, stock_file
from tests.faults.tally import Tally
from tests.storage.helpers import INCIDENT, NOW, event
from warroom.core.clock import uuid7
from warroom.core.registry import VERBS
from warroom.intake import detect
from warroom.session.room import Room, wall_clock
from warroom.storage.file.opentail import OpenTail, create
from warroom.storage.library import catalogue
from warroom.storage.oslayer import OS, OsLayer

ROWS = 1000
PER_FILE = 20
"""So many killed writers follow each other on one file."""


class Killer(OsLayer):
    """Kills its own process in the `left`-th storage call; a write is cut in half first."""

    def __init__(self, left: int) -> None:
        self.left = left

    def count(self) -> bool:
        self.left -= 1
        return self.left == 0

    def pwrite(self, fd: int, data: bytes | memoryview, offset: int) -> int:
        if self.count():
            os.pwrite(fd, bytes(data)[: len(data) // 2], offset)
            die()
        return os.pwrite(fd, data, offset)


def _counted(name: str) -> Callable[..., Any]:
    real = getattr(OsLayer, name)

    def call(self: Killer, *args: Any) -> Any:
        if self.count():
            die()
        return real(self, *args)

    return call


for _name in CALLS:
    if _name != "pwrite":
        setattr(Killer, _name, _counted(_name))


class SyncFails(OsLayer):
    """Every sync of a file that is written in place fails: each commit moves the log to a fresh file."""

    def __init__(self, under: OsLayer) -> None:
        self.under = under

    def __getattribute__(self, name: str) -> Any:
        if name in CALLS and name != "fdatasync":
            return getattr(object.__getattribute__(self, "under"), name)
        return object.__getattribute__(self, name)

    def fdatasync(self, fd: int) -> None:
        raise OSError(5, "Input/output error")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


Say = Callable[[str], None]
Work = Callable[[str, OsLayer, Say], None]
"""What a child does until it is killed: in a folder, through a layer; it says what is acknowledged."""


def _new_id() -> str:
    return uuid7(wall_clock(), os.urandom(10))


def _room(path: str, layer: OsLayer) -> Room:
    return Room(OpenTail(path, layer), INCIDENT, person="ani")


def append(folder: str, layer: OsLayer, say: Say) -> None:
    """A console that logs without a pause."""
    room = _room(crash.incident(folder), layer)
    while True:
        for fact in room.act(VERBS["log"], ["error rate back at 2 %"]).events:
            say(fact.id)


def processes(folder: str, layer: OsLayer, say: Say) -> None:
    """A shell loop: each entry opens the file anew."""
    while True:
        with OpenTail(crash.incident(folder), layer) as log:
            one = _new_id()
            log.append([{**event(1), "id": one}], wall_clock())
            say(one)


def batches(folder: str, layer: OsLayer, say: Say) -> None:
    """Forty at a time."""
    with OpenTail(crash.incident(folder), layer) as log:
        while True:
            many = [_new_id() for _ in range(40)]
            log.append([{**event(1), "id": one} for one in many], wall_clock())
            say(" ".join(many))


def rewrite(folder: str, layer: OsLayer, say: Say) -> None:
    """Every commit writes a fresh file, and the first takes over a file of another layout."""
    processes(folder, SyncFails(layer), say)


def adopt(folder: str, layer: OsLayer, say: Say) -> None:
    processes(folder, layer, say)


def list_all(folder: str, layer: OsLayer, say: Say) -> None:
    """New incidents, and a list that writes the catalogue after each."""
    while True:
        name = f"INC-20261121-{os.urandom(4).hex().upper()}"
        create(Path(folder) / f"{name}.json", {"id": name}, [event(1)], NOW, layer).close()
        say(name)
        catalogue.listing(folder, _summary, layer)


def _summary(path: str) -> dict[str, Any]:
    with OpenTail(path) as log:
        return {"events": len(log.load().lines)}


def shell(*words: str) -> Work:
    """A command of the shell's door, as a process would run it; what it prints is what it acknowledges."""

    def work(folder: str, _layer: OsLayer, say: Say) -> None:
        os.environ["WARROOM_HOME"] = folder
        status = warroom.cli.main([word.replace("FOLDER", folder) for word in words])
        sys.stdout.flush()
        say(f"done {status or 0}")

    return work


class Child:
    """A fork that works until it is killed. `said`: what it acknowledged, in order."""

    def __init__(self, work: Work, folder: str, layer: OsLayer) -> None:
        out, self._in = os.pipe()
        self.out, self.said = out, list[str]()
        self._rest = b""
        self.pid = os.fork()
        if self.pid == 0:
            self._live(work, folder, layer)
        os.close(self._in)

    def _live(self, work: Work, folder: str, layer: OsLayer) -> None:
        try:
            os.dup2(self._in, 1)
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, 2)
            work(folder, layer, self._say)
            os._exit(0)
        except BaseException as error:
            self._say(f"failed {type(error).__name__}: {error}")
            os._exit(1)

    def _say(self, text: str) -> None:
        os.write(self._in, f"{text}\n".encode())

    def listen(self, seconds: float) -> bool:
        """Hears it for so long; False when it has ended."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.out], [], [], left)[0]:
                data = os.read(self.out, 1 << 16)
                if not data:
                    return False
                self._take(data)
        return True

    def _take(self, data: bytes) -> None:
        whole, _, self._rest = (self._rest + data).rpartition(b"\n")
        for line in whole.decode().split("\n"):
            self.said += (
                line.split()
                if line and not line.startswith(("done", "failed", "imported"))
                else [line][: bool(line)]
            )

    def end(self) -> bool:
        """Kills it; whether it was still alive."""
        os.kill(self.pid, signal.SIGKILL)
        while data := os.read(self.out, 1 << 16):
            self._take(data)
        os.close(self.out)
        _, status = os.waitpid(self.pid, 0)
        return os.WIFSIGNALED(status)


def run(work: Work, folder: str, rng: random.Random, longest: float, calls: int, tally: Tally) -> list[str]:
    """One child and its end; what it had acknowledged."""
    by_clock = not calls or rng.random() < 0.5
    child = Child(work, folder, OS if by_clock else Killer(rng.randint(1, calls)))
    child.listen(rng.uniform(0, longest) if by_clock else 20)
    tally.runs += 1
    tally.faults += child.end()
    if failed := [line for line in child.said if line.startswith("failed")]:
        tally.found(f"the child {failed[0]}")
    return [line for line in child.said if not line.startswith("failed")]


def writers(name: str, work: Work, prepare: Callable[[str], list[str]], per_file: int, calls: int) -> Any:
    """A campaign on one file: `per_file` writers, one after the other, each killed."""

    def campaign(base: Path, runs: int, rng: random.Random) -> Tally:
        tally, acked = Tally(f"kill: {name}"), list[str]()
        for i in range(runs):
            folder = str(base / f"{name}-{i // per_file}")
            if i % per_file == 0:
                os.makedirs(folder)
                acked = prepare(folder)
                tally.acknowledged += len(acked)
            said = run(work, folder, rng, 0.03, calls, tally)
            acked += said
            tally.acknowledged += len(said)
            probe = f"probe-{i}"
            if _look(tally, f"run {i}", partial(crash.look, crash.incident(folder), acked, None, probe)):
                acked.append(probe)
        return tally.done()

    return campaign


def _look(tally: Tally, what: str, look: Callable[[], object]) -> bool:
    try:
        look()
    except Bad as bad:
        tally.found(f"{what}: {bad}", lost=bad.lost, person=bad.person)
        return False
    return True


def listing(base: Path, runs: int, rng: random.Random) -> Tally:
    """The catalogue is whole or absent, and the list right, whatever was killed."""
    tally = Tally("kill: catalogue")
    acked = list[str]()
    for i in range(runs):
        folder = base / f"list-{i // PER_FILE}"
        if i % PER_FILE == 0:
            folder.mkdir()
            acked = []
        acked += run(list_all, str(folder), rng, 0.03, 60, tally)
        _look(tally, f"run {i}", partial(_hold_list, folder, acked))
        tally.acknowledged += len(acked) if i % PER_FILE == PER_FILE - 1 or i == runs - 1 else 0
    return tally.done()


def _hold_list(folder: Path, acked: list[str]) -> None:
    file = folder / catalogue.NAME
    if file.exists():
        try:
            json.loads(file.read_bytes())
        except ValueError:
            raise Bad("half a catalogue", person=1) from None
    rows = {row["id"]: row.get("events") for row in catalogue.listing(folder, _summary)}
    if gone := [i for i in acked if rows.get(i) != 1]:
        raise Bad(f"the list lacks {gone[:3]}", lost=len(gone))
    if wrong := [i for i, events in rows.items() if events != 1]:
        raise Bad(f"half an incident: {wrong[:3]}", person=1)


def importing(base: Path, runs: int, rng: random.Random) -> Tally:
    """1,000 rows in one act: acknowledged means all are there; else the same import completes them, each once."""
    tally = Tally(f"kill: import of {ROWS:,} rows")
    source = base / "rows.csv"
    rows = "".join(f"2026-11-21T14:{i // 60 % 60:02}:{i % 60:02}Z,note,ani,row {i}\n" for i in range(ROWS))
    source.write_text("at,kind,by,text\n" + rows, "utf-8")
    facts = detect.read(source.read_bytes(), "auto", None, wall_clock(), INCIDENT).events
    work = shell("--incident", INCIDENT, "--as", "ani", "import", str(source))
    longest = _duration(work, base / "import-once", some(2))
    for i in range(runs):
        folder = base / f"import-{i}"
        folder.mkdir()
        acked = some(2)(str(folder))
        said = run(work, str(folder), rng, longest * 1.1, 0, tally)
        if any(line.startswith("imported") for line in said):
            acked += [fact.id for fact in facts]
        tally.acknowledged += len(acked)
        _look(tally, f"run {i}", partial(_hold_import, folder, acked, facts))
        crash.empty(str(folder))
    return tally.done()


def _hold_import(folder: Path, acked: list[str], facts: Any) -> None:
    path = crash.incident(str(folder))
    crash.look(path, acked)
    with OpenTail(path) as log:
        room = Room(log, INCIDENT, person="ani")
        room.take_in(facts)
    wanted = dict.fromkeys([*acked, crash.PROBE, *(fact.id for fact in facts)])
    found = crash.stock(path)
    if sorted(found) != sorted(wanted):
        raise Bad(
            f"imported again: {len(found)} events of {len(wanted)}",
            lost=max(0, len(wanted) - len(set(found))),
        )


def exporting(base: Path, runs: int, rng: random.Random) -> Tally:
    """A report is the old one or the new one, whole."""
    tally = Tally("kill: export")
    work = shell("export", INCIDENT, "--as", "ani", "--format", "json", "--force", "--out", "FOLDER/out.json")
    longest = _duration(work, base / "export-once", some(40))
    folder = base / "export"
    folder.mkdir()
    acked = some(40)(str(folder))
    out = folder / "out.json"
    for i in range(runs):
        if i % 5 == 0:
            out.unlink(missing_ok=True)
        said = run(work, str(folder), rng, longest * 1.1, 0, tally)
        if "done 0" in said:
            tally.acknowledged += 1
            if not out.exists():
                tally.found(f"run {i}: an export that was done is not there", lost=1)
        if out.exists():
            _look(tally, f"run {i}", lambda: _hold_export(out, acked))
        out.unlink(missing_ok=True) if i % 7 == 0 else None
    _look(tally, "the incident", lambda: crash.look(crash.incident(str(folder)), acked))
    return tally.done()


def _hold_export(out: Path, acked: list[str]) -> None:
    try:
        text = out.read_text("utf-8")
        json.loads(text)
    except ValueError:
        raise Bad(f"half a report of {out.stat().st_size} bytes", person=1) from None
    if gone := [i for i in acked if i not in text]:
        raise Bad(f"a report without {len(gone)} events", lost=len(gone))


def _duration(work: Work, folder: Path, prepare: Callable[[str], list[str]]) -> float:
    """How long it takes when nobody kills it. Done here once before, so that no child spends its life on imports."""
    folder.mkdir()
    prepare(str(folder))
    with contextlib.redirect_stdout(io.StringIO()):
        work(str(folder), OS, lambda _line: None)
    crash.empty(str(folder))
    prepare(str(folder))
    begin = time.monotonic()
    child = Child(work, str(folder), OS)
    child.listen(60)
    took = time.monotonic() - begin
    child.end()
    if "done 0" not in child.said:
        raise RuntimeError(f"does not work at all: {child.said}")
    return took


def _empty_log(folder: str) -> list[str]:
    create(crash.incident(folder), HEADER, [], NOW).close()
    return []


def _foreign(folder: str) -> list[str]:
    return (stock_file, format_0)[os.urandom(1)[0] % 2](folder)


CAMPAIGNS: tuple[tuple[int, Any], ...] = (
    (6, writers("append", append, _empty_log, PER_FILE, 300)),
    (3, writers("a process for each entry", processes, _empty_log, PER_FILE, 200)),
    (3, writers("append 40 at once", batches, _empty_log, PER_FILE, 60)),
    (3, writers("rewrite at each commit", rewrite, some(5), PER_FILE, 200)),
    (2, writers("adopt and migrate", adopt, _foreign, 1, 70)),
    (3, importing),
    (2, listing),
    (2, exporting),
)
SHARES = sum(share for share, _ in CAMPAIGNS)


def main(runs: int, seed: int) -> None:
    """Prints a tally as JSON for each campaign; `runs` in all."""
    with tempfile.TemporaryDirectory() as base:
        for number, (share, campaign) in enumerate(CAMPAIGNS):
            folder = Path(base, str(number))
            folder.mkdir()
            tally = campaign(folder, max(1, runs * share // SHARES), random.Random(seed + number))
            tally.tell()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
