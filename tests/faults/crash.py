"""What a power cut may leave of a `Disk`, and whether that is good enough."""

from __future__ import annotations

import itertools
import json
import math
import os
import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tinydb import TinyDB

from tests.faults.disk import SECTOR, Disk, Inode
from tests.storage.helpers import INCIDENT, at
from warroom.storage.errors import Reloaded, StorageError
from warroom.storage.file.opentail import OpenTail
from warroom.storage.oslayer import OsLayer
from warroom.storage.trust.verify import verify

Files = dict[str, bytes]
PROBE = "probe-1"


class Quiet(OsLayer):
    """The real system without waiting for the medium: for looking at a state, not for keeping one."""

    def fsync(self, fd: int) -> None:
        return

    def fdatasync(self, fd: int) -> None:
        return


QUIET = Quiet()


def states(disk: Disk, limit: int, rng: random.Random) -> Iterator[Files]:
    """Every state that a power cut may leave now; where there are more than `limit`, the extremes and a sample."""
    pending, ways = list(disk.pending), [2] * len(disk.pending)
    inodes: list[Inode] = []
    everywhere: list[Mapping[str, Inode | None]] = [disk.lasting, disk.now, *pending]
    for names in everywhere:
        for name, inode in names.items():
            if inode is not None and not name.endswith(".lock") and all(inode is not i for i in inodes):
                inodes.append(inode)
    for inode in inodes:
        ways += [len(inode.sizes), *(len(v) for v in inode.sectors.values())]
    for choice in _choices(ways, limit, rng):
        yield _state(disk, pending, inodes, choice)


def _choices(ways: Sequence[int], limit: int, rng: random.Random) -> Iterator[tuple[int, ...]]:
    if math.prod(ways) <= limit:
        yield from itertools.product(*map(range, ways))
        return
    first, last = tuple(0 for _ in ways), tuple(n - 1 for n in ways)
    yield from (first, last)
    open_ones = [i for i, n in enumerate(ways) if n > 1]
    some = open_ones if 2 * len(open_ones) < limit // 2 else rng.sample(open_ones, limit // 4)
    for i in some:
        yield (*last[:i], 0, *last[i + 1 :])
        yield (*first[:i], ways[i] - 1, *first[i + 1 :])
    for _ in range(limit - 2 - 2 * len(some)):
        yield tuple(rng.randrange(n) for n in ways)


def _state(
    disk: Disk, pending: Sequence[dict[str, Inode | None]], inodes: Sequence[Inode], choice: tuple[int, ...]
) -> Files:
    names: dict[str, Inode | None] = dict(disk.lasting)
    for taken, change in zip(choice, pending, strict=False):
        if taken:
            names.update(change)
    images, at_choice = {}, len(pending)
    for inode in inodes:
        size = inode.sizes[choice[at_choice]]
        data = bytearray(inode.now.ljust(size, b"\0"))
        for versions, taken in zip(inode.sectors.items(), choice[at_choice + 1 :], strict=False):
            index, contents = versions
            if index * SECTOR < len(data):
                data[index * SECTOR : (index + 1) * SECTOR] = contents[taken]
        images[id(inode)] = bytes(data[:size]).ljust(size, b"\0")
        at_choice += 1 + len(inode.sectors)
    return {name: images[id(inode)] for name, inode in names.items() if inode and id(inode) in images}


def lay_out(folder: str, files: Files) -> None:
    """Makes a folder hold these files and nothing else."""
    empty(folder)
    for name, data in files.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)


def ids_of(lines: Sequence[bytes]) -> list[str]:
    return [str(json.loads(raw)["id"]) for raw in lines]


def empty(folder: str) -> None:
    """Makes a folder, or makes it empty: removing it each time is the slowest thing on some file systems."""
    os.makedirs(folder, exist_ok=True)
    for entry in os.scandir(folder):
        if entry.is_dir():
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


class Bad(Exception):
    """What is wrong with a file. `lost`: acknowledged events that are gone. `person`: it does not open without help."""

    def __init__(self, what: str, lost: int = 0, person: int = 0) -> None:
        super().__init__(what)
        self.lost, self.person = lost, person


def look(path: str, acked: Sequence[str], tried: set[str] | None = None, probe: str = PROBE) -> list[str]:
    """The next start on a file: read it, write to it, read it with stock TinyDB. Its ids; raises `Bad`.

    Every one of `acked` must be there once and in this order; `tried`: nothing else may be there.
    """
    try:
        with OpenTail(path, QUIET) as reader:
            before = ids_of(reader.load().lines)
            _hold(before, acked, tried)
            with OpenTail(path, QUIET) as writer:
                writer.append([{"id": probe, "kind": "x"}], at(3600))
            try:
                followed = {*before, *ids_of(reader.refresh())}
            except Reloaded:
                followed = set(ids_of(reader.load().lines))
            seen = ids_of(reader.load().lines)
            if followed != set(seen):
                raise Bad(f"a reader that stays open sees {len(followed)} events of {len(seen)}")
    except StorageError as error:
        raise Bad(f"does not open: {error}", person=1) from None
    _hold(seen, [*acked, probe], None if tried is None else tried | {probe})
    _hold_stock(path, seen)
    # Of a batch that nobody was told was saved, some events may be missing between others: that is said, and is true.
    problems = [p for p in verify(path, QUIET).problems if not p.endswith("is missing")]
    if problems:
        raise Bad(f"verify: {problems[0]}", person=1)
    return before


def _hold(found: Sequence[str], acked: Sequence[str], tried: set[str] | None) -> None:
    here = set(found)
    if len(here) < len(found):
        raise Bad(f"{len(found) - len(here)} events stand twice")
    if gone := [i for i in acked if i not in here]:
        raise Bad(f"{len(gone)} acknowledged events are gone, first {gone[0]}", lost=len(gone))
    wanted = set(acked)
    if [i for i in found if i in wanted] != list(acked):
        raise Bad("the order changed")
    if tried is not None and not here <= tried:
        raise Bad(f"events that nobody wrote: {sorted(here - tried)[:3]}")


def _hold_stock(path: str, seen: Sequence[str]) -> None:
    rows = stock(path)
    if rows != list(seen):
        raise Bad(f"stock TinyDB reads {len(rows)} events, we {len(seen)}", person=1)


def stock(path: str) -> list[Any]:
    """The ids that TinyDB reads without our code. Raises `Bad` when it cannot."""
    try:
        with TinyDB(path, access_mode="r") as db:
            return [row.get("id") for row in db.table("events").all()]
    except (ValueError, OSError, LookupError, AttributeError, TypeError) as error:
        raise Bad(f"stock TinyDB cannot read it: {error}", person=1) from None


def incident(folder: str) -> str:
    return os.path.join(folder, f"{INCIDENT}.json")
