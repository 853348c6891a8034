"""Power cut: every storage call is recorded, and after each one every state that the cut may leave is opened.

After ALICE (Pillai et al., OSDI 2014). The controls are stores that must fail: ours on a disk that ignores a kind of sync, a
store that syncs again after a failed sync, and stock TinyDB.
"""

from __future__ import annotations

import errno
import json
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tinydb.storages
from tinydb import TinyDB

from tests.faults import crash
from tests.faults.crash import Bad
from tests.faults.disk import Disk
from tests.faults.tally import Tally
from tests.storage.helpers import INCIDENT, NOW, at, event, event_id
from warroom.storage.errors import StorageError
from warroom.storage.file import layout
from warroom.storage.file.opentail import OpenTail, create
from warroom.storage.library import catalogue

HEADER = {"id": INCIDENT, "title": "Payment gateway down"}
NONE: frozenset[str] = frozenset()


@dataclass
class Acks:
    """What was promised so far, and what was asked for at all."""

    acked: list[str] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)

    def append(self, log: OpenTail, numbers: Sequence[int], moment: float, **more: Any) -> None:
        events = [event(n, **more) for n in numbers]
        self.tried.update(e["id"] for e in events)
        log.append(events, at(moment))
        self.acked += [e["id"] for e in events]


Prepare = Callable[[str], list[str]]
Act = Callable[[Disk, Acks], None]


@dataclass(frozen=True)
class Scene:
    name: str
    prepare: Prepare
    """Puts files into a folder; the ids of the events in them."""
    act: Act


def nothing(_folder: str) -> list[str]:
    return []


def some(count: int, text: str = "Error rate 32 %") -> Prepare:
    """A file with so many events, one commit each."""

    def prepare(folder: str) -> list[str]:
        with create(crash.incident(folder), HEADER, [], NOW, crash.QUIET) as log:
            for i in range(1, count + 1):
                log.append([event(i, text)], at(i))
        return [event_id(i) for i in range(1, count + 1)]

    return prepare


def torn(folder: str) -> list[str]:
    """Three events, and a half of two more."""
    ids = some(3)(folder)
    path = Path(crash.incident(folder))
    with OpenTail(path, crash.QUIET) as log:
        start, note = len(path.read_bytes()) - 3, Path(f"{path}.origin").read_bytes()
        log.append([event(4, "x" * 900), event(5)], at(4))
    path.write_bytes(path.read_bytes()[: start + 400])
    Path(f"{path}.origin").write_bytes(note)
    return ids


def hole(folder: str) -> list[str]:
    """Three events, and three of one commit, of which the middle is gone."""
    ids = some(3)(folder)
    path = Path(crash.incident(folder))
    with OpenTail(path, crash.QUIET) as log:
        note = Path(f"{path}.origin").read_bytes()
        log.append([event(4), event(5, "y" * 900), event(6)], at(4))
    Path(f"{path}.origin").write_bytes(note)
    data = path.read_bytes()
    spot = data.index(b"yyyy")
    path.write_bytes(data[:spot] + b"\0" * 512 + data[spot + 512 :])
    return ids


def stock_file(folder: str) -> list[str]:
    """What is left when stock TinyDB has written to an incident."""
    some(3)(folder)
    with TinyDB(crash.incident(folder)) as db:
        db.table("events").insert({"id": event_id(4), "kind": "entry.logged", "text": "by hand"})
    return [event_id(i) for i in range(1, 5)]


def format_0(folder: str) -> list[str]:
    rows = {
        str(i): {
            **event(i), "recorded_at": "2026-11-21T14:30:00.000Z", "origin": f"aaaaaaa{i}", "n": 1,
            "hlc": f"2026-11-21T14:30:0{i}.000Z.0000", "after": "",
        }
        for i in (1, 2)
    }  # fmt: skip
    document = {"incident": {"1": {"id": INCIDENT}}, "events": rows}
    Path(crash.incident(folder)).write_text(json.dumps(document), "utf-8")
    return [event_id(1), event_id(2)]


def _create(disk: Disk, acks: Acks) -> None:
    events = [event(1), event(2, "z" * 700)]
    acks.tried.update(e["id"] for e in events)
    with create(crash.incident(disk.folder), HEADER, events, NOW, disk) as log:
        acks.acked += [e["id"] for e in events]
        acks.append(log, [3], 3)


def _singles(disk: Disk, acks: Acks) -> None:
    with OpenTail(crash.incident(disk.folder), disk) as log:
        log.load()
        for i in range(11, 17):
            acks.append(log, [i], i, text="word " * (i * 7 % 40))


def _fresh_processes(disk: Disk, acks: Acks) -> None:
    for i in range(11, 14):
        with OpenTail(crash.incident(disk.folder), disk) as log:
            acks.append(log, [i], i)


def _batch(disk: Disk, acks: Acks) -> None:
    with OpenTail(crash.incident(disk.folder), disk) as log:
        acks.append(log, range(11, 23), 11, text="w" * 300)
        acks.append(log, [30], 30)


def _one(disk: Disk, acks: Acks) -> None:
    with OpenTail(crash.incident(disk.folder), disk) as log:
        acks.append(log, [11], 11)
        acks.append(log, [12], 12)


def _after_a_failed_sync(disk: Disk, acks: Acks) -> None:
    failed: list[int] = []

    def once(index: int, call: str) -> int:
        if call == "fdatasync" and not failed:
            failed.append(index)
            return errno.EIO
        return 0

    disk.plan, disk.on = once, True
    _singles(disk, acks)
    disk.on = False


def _found_again(disk: Disk, acks: Acks) -> None:
    """A sync fails, so does the move to a new file; the next process is asked for the same event."""
    broken = {"fdatasync", "rename"}
    disk.plan, disk.on = lambda _i, call: errno.EIO if call in broken else 0, True
    acks.tried.add(event_id(11))
    with OpenTail(crash.incident(disk.folder), disk) as log:
        try:
            log.append([event(11, "v" * 1500)], at(11))
        except StorageError:
            disk.on = False
        else:
            raise Bad("a failed sync was taken for success")
    with OpenTail(crash.incident(disk.folder), disk) as log:
        acks.append(log, [11], 12, text="v" * 1500)


SCENES = (
    Scene("create", nothing, _create),
    Scene("append", some(2), _singles),
    Scene("append, a process each", some(2), _fresh_processes),
    Scene("append 12 at once", some(2), _batch),
    Scene("mend a torn tail", torn, _one),
    Scene("cut a hole", hole, _one),
    Scene("adopt a file of stock TinyDB", stock_file, _one),
    Scene("migrate an older format", format_0, _one),
    Scene("a sync fails once", some(2), _after_a_failed_sync),
    Scene("a sync and the move fail, then a retry", some(2), _found_again),
)


def cut(scene: Scene, base: Path, limit: int, deaf: frozenset[str] = NONE, seed: int = 1) -> Tally:
    """Plays a scene and opens every state that a power cut at any of its calls may leave (`limit` of them per call)."""
    tally = Tally(scene.name)
    folder, scratch = base / "disk", str(base / "state")
    folder.mkdir(parents=True)
    acks = Acks(scene.prepare(str(folder)))
    acks.tried.update(acks.acked, _whole_ids(folder))
    disk = Disk(str(folder), deaf)
    rng, seen = random.Random(seed), set[int]()

    def watch() -> None:
        for files in crash.states(disk, limit, rng):
            key = hash((tuple(sorted(files.items())), len(acks.acked)))
            if key in seen:
                continue
            seen.add(key)
            tally.runs += 1
            _hold(files, scratch, acks, tally)

    watch()
    disk.watch = watch
    scene.act(disk, acks)
    watch()
    if disk.again:
        tally.found(f"synced again after a failed sync: {disk.again}")
    tally.acknowledged = len(acks.acked)
    tally.faults = tally.runs
    return tally.done()


def _whole_ids(folder: Path) -> list[str]:
    """What stands whole in the files of a scene, acknowledged or not."""
    data = b"".join(p.read_bytes() for p in folder.glob("*.json"))
    return [json.loads(raw)["id"] for raw in layout.whole_objects_in(data)]


def _hold(files: crash.Files, scratch: str, acks: Acks, tally: Tally) -> None:
    crash.lay_out(scratch, files)
    path = crash.incident(scratch)
    try:
        if os.path.exists(path):
            crash.look(path, acks.acked, acks.tried)
        elif acks.acked:
            raise Bad("the file is gone", lost=len(acks.acked), person=1)
    except Bad as bad:
        tally.found(f"{tally.name}, {len(acks.acked)} acknowledged: {bad}", lost=bad.lost, person=bad.person)


def cut_catalogue(base: Path, limit: int) -> Tally:
    """A listing while the catalogue is written: after any power cut the next listing is right, and asks no person."""
    tally = Tally("catalogue")
    folder, scratch = base / "disk", str(base / "state")
    folder.mkdir(parents=True)
    rng, seen = random.Random(2), set[int]()
    expected: dict[str, int] = {}

    def add(number: int) -> None:
        name = f"INC-20261121-K{number}"
        create(folder / f"{name}.json", {"id": name}, [event(number)], NOW, crash.QUIET).close()
        expected[name] = 1

    def summary(path: str) -> dict[str, Any]:
        with OpenTail(path, crash.QUIET) as log:
            return {"events": len(log.load().lines)}

    for i in range(3):
        add(i)
    disk = Disk(str(folder))

    def watch() -> None:
        for files in crash.states(disk, limit, rng):
            key = hash(tuple(sorted(files.items())))
            if key in seen:
                continue
            seen.add(key)
            tally.runs += 1
            crash.lay_out(scratch, files)
            rows = {row["id"]: row.get("events") for row in catalogue.listing(scratch, summary, crash.QUIET)}
            again = {row["id"]: row.get("events") for row in catalogue.listing(scratch, summary, crash.QUIET)}
            if not rows == again == expected:
                tally.found(f"the list says {rows}, then {again}")

    disk.watch = watch
    catalogue.listing(str(folder), summary, disk)
    with OpenTail(folder / "INC-20261121-K1.json", crash.QUIET) as log:
        log.append([event(50)], at(5))
    path = folder / "INC-20261121-K1.json"
    disk.now[path.name] = disk.lasting[path.name] = type(disk.now[path.name]).durable(path.read_bytes())
    expected["INC-20261121-K1"] = 2
    catalogue.listing(str(folder), summary, disk)
    watch()
    tally.faults = tally.runs
    return tally.done()


# -- stores that must fail


class _Recorded:
    """The file object that stock TinyDB writes through, in front of a `Disk`."""

    def __init__(self, disk: Disk, path: str) -> None:
        self.disk, self.fd, self.at = disk, disk.open(path, os.O_RDWR | os.O_CREAT), 0

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (self.disk.fstat(self.fd).st_size if whence == os.SEEK_END else 0)
        return self.at

    def tell(self) -> int:
        return self.at

    def read(self) -> str:
        data = self.disk.read_span(self.fd, self.at, self.disk.fstat(self.fd).st_size)
        self.at += len(data)
        return data.decode()

    def write(self, text: str) -> None:
        self.disk.write_all(self.fd, text.encode(), self.at)
        self.at += len(text.encode())

    def flush(self) -> None:
        return

    def fileno(self) -> int:
        return self.fd

    def truncate(self) -> None:
        self.disk.ftruncate(self.fd, self.at)

    def close(self) -> None:
        self.disk.close(self.fd)


class _Os:
    """`os` for TinyDB's storage: its fsync goes to the disk of the test."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def fsync(self, fd: int) -> None:
        self._disk.fsync(fd)


def cut_stock(base: Path, limit: int) -> Tally:
    """Stock TinyDB: inserts, an update and a removal; how many states it can no longer read, and what they lost."""
    tally = Tally("control: stock TinyDB")
    folder, scratch = base / "disk", base / "state"
    folder.mkdir(parents=True)
    path = folder / "db.json"
    with TinyDB(path) as db:
        db.table("events").insert_multiple({"id": f"e{i}", "text": "x" * 150} for i in range(6))
    disk = Disk(str(folder))
    acked = [f"e{i}" for i in range(6)]
    rng, seen = random.Random(3), set[int]()

    def watch() -> None:
        for files in crash.states(disk, limit, rng):
            key = hash((tuple(sorted(files.items())), len(acked)))
            if key in seen:
                continue
            seen.add(key)
            tally.runs += 1
            crash.lay_out(str(scratch), files)
            try:
                here = set(crash.stock(str(scratch / "db.json")))
            except Bad as bad:
                tally.found(str(bad), person=1, lost=len(acked))
            else:
                if gone := len(set(acked) - here):
                    tally.found(f"{gone} gone", lost=gone)

    db = TinyDB(path)
    storage: Any = db.storage
    storage._handle.close()
    storage._handle = _Recorded(disk, str(path))
    real, tinydb.storages.os = tinydb.storages.os, _Os(disk)  # type: ignore[attr-defined, assignment]
    try:
        disk.watch = watch
        table = db.table("events")
        acked.remove("e2")
        table.remove(doc_ids=[3])
        for i in range(6, 9):
            table.insert({"id": f"e{i}", "text": "y" * 150})
            acked.append(f"e{i}")
        table.update({"text": "short"}, doc_ids=[2])
    finally:
        tinydb.storages.os = real  # type: ignore[attr-defined]
        db.close()
    tally.acknowledged, tally.faults = len(acked), tally.runs
    return tally.done()


def _sync_again(disk: Disk, acks: Acks) -> None:
    """What not to do: after a failed sync, sync once more and call it saved."""
    broken = {"fdatasync", "rename"}
    disk.plan, disk.on = lambda _i, call: errno.EIO if call in broken else 0, True
    acks.tried.add(event_id(11))
    with OpenTail(crash.incident(disk.folder), disk) as log:
        try:
            log.append([event(11, "v" * 1500)], at(11))
        except StorageError:
            disk.on = False
        fd = disk.open(log.path, os.O_RDWR)
        disk.fdatasync(fd)
        disk.close(fd)
        acks.acked.append(event_id(11))
        disk.watch()


CONTROLS = (
    ("control: the disk ignores file syncs", SCENES[1], frozenset(("file",))),
    ("control: the disk ignores file syncs, create", SCENES[0], frozenset(("file",))),
    ("control: the disk ignores folder syncs", SCENES[0], frozenset(("folder",))),
    ("control: folder not synced after a move", SCENES[8], frozenset(("folder",))),
    ("control: sync again after a failed sync", Scene("sync again", some(2), _sync_again), NONE),
)
