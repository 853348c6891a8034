"""Many writers on one file at once: all that is acknowledged is there once, in one order, and all fold the same.

Runs in a process of its own without threads (`python -m tests.faults.writers PROCESSES EVENTS SECONDS SEED`). One writer's clock
is an hour slow, another's five minutes fast. Meanwhile writers die, one of them with the lock in its hand, and the lock file
is deleted again and again.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from tests.faults import crash
from tests.faults.crash import Bad
from tests.faults.kill import Child, Say, Work
from tests.faults.power import HEADER
from tests.faults.tally import Tally
from tests.storage.helpers import INCIDENT, NOW
from warroom.core.registry import VERBS
from warroom.core.verb import Refused
from warroom.session.desk import Desk
from warroom.session.room import Done, Room, wall_clock
from warroom.storage.errors import StorageError
from warroom.storage.file.opentail import OpenTail, create
from warroom.storage.oslayer import OS, OsLayer

SKEWS = (timedelta(hours=-1), timedelta(minutes=5))
PATIENCE = 60.0
BETWEEN = 0.1
"""Seconds between two disturbances."""
KILL = 0.02
"""How likely a console or a shell dies in one turn of the loop."""


def digest(room: Room) -> str:
    """Everything that a fold comes to: the order of the events, and the state."""
    order = " ".join(event.id for event in room.events())
    state = msgspec.json.encode(room.incident, enc_hook=repr)
    return hashlib.sha256(order.encode() + state).hexdigest()[:16]


def _room(path: str, who: str, skew: timedelta = timedelta(0), patience: float = PATIENCE) -> Room:
    def clock() -> datetime:
        return wall_clock() + skew

    return Room(OpenTail(path, OS, patience), INCIDENT, person=who, clock=clock)


def writer(number: int, events: int) -> Work:
    """Logs so many entries as fast as it can, says how long each took, waits for the word, says what it folds."""

    def work(folder: str, _layer: OsLayer, say: Say) -> None:
        skew = SKEWS[number] if number < len(SKEWS) else timedelta(0)
        room = _room(crash.incident(folder), f"w{number}", skew)
        for i in range(events):
            begin = time.perf_counter()
            done = room.act(VERBS["log"], [f"entry {i} of writer {number}"])
            took = time.perf_counter() - begin
            say(f"{done.events[0].id}={took:.6f}")
        say("finished")
        signal.sigwait({signal.SIGUSR1})
        room.refresh()
        say(f"digest={digest(room)}")

    return work


def victim(folder: str, _layer: OsLayer, say: Say) -> None:
    """Logs until it is killed."""
    room = _room(crash.incident(folder), "victim")
    while True:
        say(f"{room.act(VERBS['log'], ['the last thing I saw']).events[0].id}=")


def holder(folder: str, _layer: OsLayer, say: Say) -> None:
    """Takes the lock and keeps it until it is killed."""

    def hold(_seen: list[bytes]) -> list[dict[str, Any]]:
        say("holds")
        signal.pause()
        return []

    OpenTail(crash.incident(folder), OS, PATIENCE).append_under(hold, wall_clock())


class Crowd:
    """The writers, and what has been heard of them."""

    def __init__(self, folder: str, processes: int, events: int) -> None:
        self.folder = folder
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
        self.steady = [Child(writer(k, events), folder, OS) for k in range(processes)]
        self.others: list[Child] = []
        self.killed = self.deleted = 0

    def disturb(self, rng: random.Random) -> None:
        """Kills a writer, kills a holder of the lock, or deletes the lock file."""
        what = rng.randrange(3)
        if what == 0:
            lock = Path(f"{crash.incident(self.folder)}.lock")
            self.deleted += lock.exists()
            lock.unlink(missing_ok=True)
            return
        child = Child(victim if what == 1 else holder, self.folder, OS)
        child.listen(rng.uniform(0.002, 0.05))
        self.killed += child.end()
        self.others.append(child)

    def until(self, word: str, rng: random.Random | None = None) -> None:
        """Hears all steady writers until each has said a word that begins so."""
        waiting = [c for c in self.steady if not _has_said(c, word)]
        due = time.monotonic()
        while waiting:
            for child in waiting:
                if not child.listen(0.01) and not _has_said(child, word):
                    raise RuntimeError(f"a writer ended: {child.said[-1:]}")
            if rng and time.monotonic() >= due:
                self.disturb(rng)
                due = time.monotonic() + BETWEEN
            waiting = [c for c in waiting if not _has_said(c, word)]


def _has_said(child: Child, word: str) -> bool:
    return any(line.startswith(word) for line in reversed(child.said))


def crowd(base: Path, processes: int, events: int, rng: random.Random) -> Tally:
    """See the module."""
    tally = Tally(f"{processes} writers of {events} entries")
    folder = str(base / "crowd")
    os.mkdir(folder)
    create(crash.incident(folder), HEADER, [], NOW).close()
    all_of = Crowd(folder, processes, events)
    all_of.until("finished", rng)
    for child in all_of.steady:
        os.kill(child.pid, signal.SIGUSR1)
    all_of.until("digest")
    for child in all_of.steady:
        child.end()
    waits: list[float] = []
    acked: list[list[str]] = []
    for child in (*all_of.steady, *all_of.others):
        entries = [line.split("=") for line in child.said if "=" in line and not line.startswith("digest")]
        acked.append([entry[0] for entry in entries])
        waits += [float(entry[1]) for entry in entries if entry[1]]
    digests = {line for child in all_of.steady for line in child.said if line.startswith("digest")}
    tally.runs, tally.faults = processes + len(all_of.others), all_of.killed + all_of.deleted
    tally.acknowledged = sum(map(len, acked))
    _hold_all(tally, folder, acked, digests)
    waits.sort()
    tally.figures = {
        "lock holders and writers killed": all_of.killed,
        "lock file deleted": all_of.deleted,
        "wait median ms": round(waits[len(waits) // 2] * 1000, 2),
        "wait p99 ms": round(waits[len(waits) * 99 // 100] * 1000, 1),
        "wait max ms": round(waits[-1] * 1000, 1),
    }
    return tally.done()


def _hold_all(tally: Tally, folder: str, acked: list[list[str]], digests: set[str]) -> None:
    """Each writer's entries in its order, each once, and one fold."""
    path = crash.incident(folder)
    with OpenTail(path) as log:
        found = crash.ids_of(log.load().lines)
    places = {i: n for n, i in enumerate(found)}
    if len(places) != len(found):
        tally.found(f"{len(found) - len(places)} events stand twice")
    for one in acked:
        if gone := [i for i in one if i not in places]:
            tally.found(f"{len(gone)} acknowledged events are gone", lost=len(gone))
        order = [places[i] for i in one if i in places]
        if order != sorted(order):
            tally.found("a writer's own order changed")
    mine = f"digest={digest(_room(path, 'me'))}"
    if digests != {mine}:
        tally.found(f"{len(digests | {mine})} different folds")
    try:
        crash.look(path, found)
    except Bad as bad:
        tally.found(str(bad), lost=bad.lost, person=bad.person)


# -- consoles and shells


def console(folder: str, _layer: OsLayer, say: Say) -> None:
    """A room behind its desk: acts while it watches, until it is told to fold; its own entries count when they are saved."""
    told = threading.Event()
    signal.signal(signal.SIGUSR1, lambda _number, _frame: told.set())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})
    room = _room(crash.incident(folder), "console", patience=5)
    desk = Desk(room, lambda _incident, _saved, _notices: None)

    def answered(came: Done | Refused | StorageError) -> None:
        if isinstance(came, Done) and came.saved.state == "saved":
            say(f"{came.events[0].id}=")
        elif not isinstance(came, Done):
            say(f"failed {came}")

    desk.start()
    while not told.wait(0.02):
        desk.act(VERBS["log"], ["seen on the console"], answered)
    desk.stop()
    if not desk.ended(30):
        say("failed to stop")
    say("finished")
    signal.sigwait({signal.SIGUSR2})
    room.refresh()
    say(f"digest={digest(room)}")


class Shell:
    """A loop of `warroom log` processes, one at a time."""

    def __init__(self, folder: str) -> None:
        self._env = {**os.environ, "WARROOM_HOME": folder, "WARROOM_USER": "shell"}
        self.acked: list[str] = []
        self.killed = self.runs = 0
        self.complaints: list[str] = []
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "warroom", "--incident", INCIDENT, "log", "from the shell"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self._env,
        )  # fmt: skip

    def look(self, rng: random.Random | None) -> None:
        """Kills the process now and then; when it has ended, hears it and (with `rng`) starts the next."""
        if rng and rng.random() < KILL:
            self.process.kill()
        if self.process.poll() is None:
            return
        self.finish()
        if rng:
            self._start()

    def finish(self) -> None:
        out, said = self.process.communicate(timeout=PATIENCE)
        self.acked += out.split("\n")[:-1]
        self.runs += 1
        self.killed += self.process.returncode == -signal.SIGKILL
        if self.process.returncode not in (0, -signal.SIGKILL):
            self.complaints.append(said.strip())


def consoles(base: Path, how_many: int, shells: int, seconds: float, rng: random.Random) -> Tally:
    """Consoles and loops of shell commands on one incident, some of both killed and started again."""
    tally = Tally(f"{how_many} consoles, {shells} shell loops, {seconds:g} s")
    folder = str(base / "room")
    os.mkdir(folder)
    create(crash.incident(folder), HEADER, [], NOW).close()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGUSR2})
    living = [Child(console, folder, OS) for _ in range(how_many)]
    dead: list[Child] = []
    loops = [Shell(folder) for _ in range(shells)]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for child in living:
            child.listen(0.003)
        for loop in loops:
            loop.look(rng)
        if rng.random() < KILL:
            child = living.pop(0)
            tally.faults += child.end()
            dead.append(child)
            living.append(Child(console, folder, OS))
    for loop in loops:
        loop.finish()
    digests = _fold_together(living)
    _count_consoles(tally, [*living, *dead], loops)
    _hold_all(
        tally, folder, [*(_entries(c) for c in (*living, *dead)), *(loop.acked for loop in loops)], digests
    )
    return tally.done()


def _fold_together(living: list[Child]) -> set[str]:
    """Stops the consoles; when the last has written, each folds what all have written."""
    for word, number in (("finished", signal.SIGUSR1), ("digest", signal.SIGUSR2)):
        for child in living:
            os.kill(child.pid, number)
        for child in living:
            while not _has_said(child, word):
                if not child.listen(0.05) and not _has_said(child, word):
                    raise RuntimeError(f"a console ended: {child.said[-1:]}")
    for child in living:
        child.end()
    return {line for child in living for line in child.said if line.startswith("digest")}


def _entries(child: Child) -> list[str]:
    return [line[:-1] for line in child.said if line.endswith("=")]


def _count_consoles(tally: Tally, children: list[Child], loops: list[Shell]) -> None:
    tally.runs = len(children) + sum(loop.runs for loop in loops)
    tally.faults += sum(loop.killed for loop in loops)
    tally.acknowledged = sum(len(_entries(c)) for c in children) + sum(len(loop.acked) for loop in loops)
    tally.figures = {
        "entries of consoles": sum(len(_entries(c)) for c in children),
        "entries of the shell": sum(len(loop.acked) for loop in loops),
    }
    for child in children:
        if failed := [line for line in child.said if line.startswith("failed")]:
            tally.found(f"a console {failed[0]}")
    for loop in loops:
        for complaint in loop.complaints[:3]:
            tally.found(f"a shell said: {complaint}")


def main(processes: int, events: int, seconds: float, seed: int) -> None:
    """Prints a tally as JSON for each campaign."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        crowd(Path(folder), processes, events, rng).tell()
        few = seconds < 10
        consoles(Path(folder), 2 if few else 3, 2 if few else 5, seconds, rng).tell()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
