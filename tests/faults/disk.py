"""A disk that remembers what is durable, and fails when it is told to.

Every call goes to the real system as well, so the code under test works as ever. Beside it a model keeps, for each sector
of each file, which contents a power cut could leave: all that it had since its last good sync. A name (create, link, rename,
unlink) is durable once its folder is synced. After a failed sync the system counts its pages as clean: what they held
may be on the medium or not, and no later sync of the same file changes that (only writing it again does).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from warroom.storage.oslayer import OsLayer

SECTOR = 512
CALLS = (
    "open", "pread", "pwrite", "ftruncate", "fsync", "fdatasync", "stat", "fstat", "fchmod", "fchown",
    "getxattr", "setxattr", "removexattr", "rename", "link", "unlink", "mkdir", "scandir", "entry_stat", "try_lock", "unlock",
)  # fmt: skip
CHANGING = frozenset(
    (
        "pwrite",
        "ftruncate",
        "fsync",
        "fdatasync",
        "fchmod",
        "fchown",
        "setxattr",
        "removexattr",
        "rename",
        "link",
        "unlink",
        "mkdir",
    )
)
SHORT = -1
"""In place of an error number: only a part is written or read."""


@dataclass
class Inode:
    """One file: `now` is what a process reads, `sectors` and `sizes` are what a power cut may leave of it."""

    now: bytearray
    sectors: dict[int, list[bytes]] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)
    dirty: set[int] = field(default_factory=set)

    @classmethod
    def durable(cls, data: bytes) -> Inode:
        return cls(bytearray(data), {}, [len(data)])

    def _sector(self, index: int) -> bytes:
        return bytes(self.now[index * SECTOR : (index + 1) * SECTOR]).ljust(SECTOR, b"\0")

    def _change(self, start: int, end: int, change: Callable[[], None]) -> None:
        touched = range(start // SECTOR, -(-end // SECTOR))
        for index in touched:
            self.sectors.setdefault(index, [self._sector(index)])
        change()
        for index in touched:
            after, versions = self._sector(index), self.sectors[index]
            self.dirty.add(index)
            if after in versions:
                versions.remove(after)
            versions.append(after)
        if self.sizes[-1] != len(self.now):
            self.sizes.append(len(self.now))

    def write(self, offset: int, data: bytes) -> None:
        def change() -> None:
            self.now.extend(b"\0" * (offset - len(self.now)))
            self.now[offset : offset + len(data)] = data

        self._change(min(offset, len(self.now)), offset + len(data), change)

    def truncate(self, size: int) -> None:
        def change() -> None:
            del self.now[size:]
            self.now.extend(b"\0" * (size - len(self.now)))

        self._change(min(size, len(self.now)), max(size, len(self.now)), change)

    def synced(self) -> None:
        for index in self.dirty:
            self.sectors[index] = [self._sector(index)]
        self.dirty.clear()
        self.sizes = [len(self.now)]

    def sync_failed(self) -> None:
        """The system forgets that these sectors are dirty."""
        self.dirty.clear()


Names = dict[str, Inode | None]
"""Names that one operation binds, or (None) removes."""


class Disk(OsLayer):
    """See the module. `deaf`: syncs that the medium ignores (`file`, `folder`), to prove that they matter.

    `plan(index, call)` says what the index-th call does: 0 works, an error number fails, SHORT does a part. `on`
    switches it. `again`: descriptors that were synced after a failed sync.
    """

    def __init__(self, folder: str, deaf: frozenset[str] = frozenset()) -> None:
        self.folder, self.deaf = folder, deaf
        self.plan: Callable[[int, str], int] = lambda _index, _call: 0
        self.on = False
        self.index = self.injected = 0
        self.log: list[str] = []
        self.again: list[str] = []
        self.lasting: dict[str, Inode] = {}
        self.now: dict[str, Inode] = {}
        self.pending: list[Names] = []
        self._fds: dict[int, tuple[str, Inode | None]] = {}
        self._failed: set[int] = set()
        self.watch: Callable[[], None] = lambda: None
        for entry in os.scandir(folder):
            if entry.is_file():
                with open(entry.path, "rb") as file:
                    self.lasting[entry.name] = self.now[entry.name] = Inode.durable(file.read())

    # -- faults

    def _fate(self, call: str) -> int:
        if not self.on:
            return 0
        fate = self.plan(self.index, call)
        self.log.append(call)
        self.index += 1
        self.injected += bool(fate)
        return fate

    def _may_fail(self, call: str) -> None:
        if (fate := self._fate(call)) > 0:
            raise OSError(fate, os.strerror(fate))

    def _name(self, path: Any) -> str:
        folder, name = os.path.split(os.path.abspath(path))
        return name if folder == os.path.abspath(self.folder) else ""

    def _named(self, names: Names) -> None:
        for name, inode in names.items():
            if inode is None:
                self.now.pop(name, None)
            else:
                self.now[name] = inode
        self.pending.append(names)
        self.watch()

    # -- calls

    def open(self, path: Any, flags: int, mode: int = 0o600) -> int:
        self._may_fail("open")
        name = self._name(path)
        fd = super().open(path, flags, mode)
        inode = self.now.get(name) if name else None
        if name and inode is None:
            inode = Inode.durable(b"")
            self._named({name: inode})
        self._fds[fd] = os.fspath(path), inode
        self._failed.discard(fd)
        return fd

    def close(self, fd: int) -> None:
        super().close(fd)
        self._fds.pop(fd, None)

    def pread(self, fd: int, size: int, offset: int) -> bytes:
        fate = self._fate("pread")
        if fate > 0:
            raise OSError(fate, os.strerror(fate))
        return super().pread(fd, max(1, size // 2) if fate == SHORT else size, offset)

    def pwrite(self, fd: int, data: bytes | memoryview, offset: int) -> int:
        fate = self._fate("pwrite")
        if fate > 0:
            raise OSError(fate, os.strerror(fate))
        part = bytes(data)[: max(1, len(data) // 2)] if fate == SHORT else bytes(data)
        written = super().pwrite(fd, part, offset)
        inode = self._fds[fd][1]
        if inode:
            inode.write(offset, part[:written])
            self.watch()
        return written

    def ftruncate(self, fd: int, size: int) -> None:
        self._may_fail("ftruncate")
        super().ftruncate(fd, size)
        inode = self._fds[fd][1]
        if inode:
            inode.truncate(size)
            self.watch()

    def _sync(self, call: str, fd: int) -> None:
        path, inode = self._fds[fd]
        if fd in self._failed:
            self.again.append(os.path.basename(path))
        try:
            self._may_fail(call)
        except OSError:
            self._failed.add(fd)
            if inode:
                inode.sync_failed()
            raise
        if inode is None:
            self._sync_names()
        elif "file" not in self.deaf:
            inode.synced()
        self.watch()

    def fsync(self, fd: int) -> None:
        self._sync("fsync", fd)

    def fdatasync(self, fd: int) -> None:
        self._sync("fdatasync", fd)

    def _sync_names(self) -> None:
        if "folder" not in self.deaf:
            self.lasting = dict(self.now)
            self.pending.clear()

    def rename(self, old: Any, new: Any) -> None:
        self._may_fail("rename")
        super().rename(old, new)
        if self._name(new):
            self._named({self._name(old): None, self._name(new): self.now[self._name(old)]})

    def link(self, old: Any, new: Any) -> None:
        self._may_fail("link")
        super().link(old, new)
        self._named({self._name(new): self.now[self._name(old)]})

    def unlink(self, path: Any) -> None:
        self._may_fail("unlink")
        super().unlink(path)
        self._named({self._name(path): None})

    def stat(self, path: Any) -> os.stat_result:
        self._may_fail("stat")
        return super().stat(path)

    def fstat(self, fd: int) -> os.stat_result:
        self._may_fail("fstat")
        return super().fstat(fd)

    def fchmod(self, fd: int, mode: int) -> None:
        self._may_fail("fchmod")
        super().fchmod(fd, mode)

    def fchown(self, fd: int, uid: int, gid: int) -> None:
        self._may_fail("fchown")
        super().fchown(fd, uid, gid)

    def getxattr(self, file: Any, name: str) -> bytes:
        self._may_fail("getxattr")
        return super().getxattr(file, name)

    def setxattr(self, fd: int, name: str, value: bytes) -> None:
        self._may_fail("setxattr")
        super().setxattr(fd, name, value)

    def removexattr(self, fd: int, name: str) -> None:
        self._may_fail("removexattr")
        super().removexattr(fd, name)

    def mkdir(self, path: Any, mode: int) -> None:
        self._may_fail("mkdir")
        super().mkdir(path, mode)

    def scandir(self, path: Any) -> Any:
        self._may_fail("scandir")
        return super().scandir(path)

    def entry_stat(self, entry: Any) -> os.stat_result:
        self._may_fail("entry_stat")
        return super().entry_stat(entry)

    def try_lock(self, fd: int) -> bool:
        self._may_fail("try_lock")
        return super().try_lock(fd)

    def unlock(self, fd: int) -> None:
        self._may_fail("unlock")
        super().unlock(fd)


def fails_at(index: int, code: int) -> Callable[[int, str], int]:
    """The index-th call fails, once."""
    return lambda i, _call: code if i == index else 0


def fails_from(index: int, code: int) -> Callable[[int, str], int]:
    """From the index-th call on, every call that would change the disk fails, as on a full or read-only one."""
    return lambda i, call: code if i >= index and call in CHANGING else 0


CODES = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EINTR)
