"""The one place that asks the operating system for anything to do with files.

Everything else in storage goes through an `OsLayer` object, so that a test can fail any single call, record
the calls, or replay a crash between two of them. It knows nothing of incidents. One method is one system
call, except `write_all` and `read_span`, which loop over the others.
"""

from __future__ import annotations

import errno
import fcntl
import os
import sys
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from warroom.storage.errors import Path

_ALWAYS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
READ = os.O_RDONLY
WRITE = os.O_RDWR
CREATE_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL


class OsLayer:
    """The system calls that storage uses. Every method raises `OSError` as the system reports it."""

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        """A descriptor: links are not followed, children do not inherit it, a pipe does not block."""
        return os.open(path, flags | _ALWAYS, mode)

    def close(self, fd: int) -> None:
        """Never fails: the descriptor is gone whatever the system reports, and what matters was synced before."""
        with suppress(OSError):
            os.close(fd)

    def pread(self, fd: int, size: int, offset: int) -> bytes:
        return os.pread(fd, size, offset)

    def pwrite(self, fd: int, data: bytes | memoryview, offset: int) -> int:
        return os.pwrite(fd, data, offset)

    def ftruncate(self, fd: int, size: int) -> None:
        os.ftruncate(fd, size)

    def fsync(self, fd: int) -> None:
        """Data and metadata are on the medium when this returns (macOS needs its own call for that)."""
        if sys.platform == "darwin":
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        else:
            os.fsync(fd)

    def fdatasync(self, fd: int) -> None:
        """Data, and the size that is needed to read it, are on the medium when this returns."""
        if sys.platform == "darwin":
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        else:
            os.fdatasync(fd)

    def stat(self, path: Path) -> os.stat_result:
        """Of the path itself: a symbolic link is not followed."""
        return os.stat(path, follow_symlinks=False)

    def fstat(self, fd: int) -> os.stat_result:
        return os.fstat(fd)

    def fchmod(self, fd: int, mode: int) -> None:
        os.fchmod(fd, mode)

    def fchown(self, fd: int, uid: int, gid: int) -> None:
        os.fchown(fd, uid, gid)

    def getxattr(self, file: Path | int, name: str) -> bytes:
        """An attribute of a file or a descriptor; fails (ENODATA) where it has none, and where there are no such things."""
        if sys.platform != "linux":
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
        return os.getxattr(file, name, follow_symlinks=isinstance(file, int))

    def setxattr(self, fd: int, name: str, value: bytes) -> None:
        if sys.platform == "linux":
            os.setxattr(fd, name, value)

    def removexattr(self, fd: int, name: str) -> None:
        if sys.platform == "linux":
            os.removexattr(fd, name)

    def rename(self, old: Path, new: Path) -> None:
        """Replaces `new` in one step."""
        os.rename(old, new)

    def link(self, old: Path, new: Path) -> None:
        """Fails where `new` exists."""
        os.link(old, new, follow_symlinks=False)

    def unlink(self, path: Path) -> None:
        os.unlink(path)

    def mkdir(self, path: Path, mode: int) -> None:
        os.mkdir(path, mode)

    def scandir(self, path: Path) -> Iterable[os.DirEntry[str]]:
        with os.scandir(path) as entries:
            return list(entries)

    def entry_stat(self, entry: os.DirEntry[str]) -> os.stat_result:
        """Of an entry that `scandir` found; a symbolic link is not followed."""
        return entry.stat(follow_symlinks=False)

    def try_lock(self, fd: int) -> bool:
        """Takes the exclusive lock if it is free; a lock ends with its descriptor, or its process."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(self, fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)

    def write_all(self, fd: int, data: bytes, offset: int) -> None:
        """Writes every byte or raises; a short write is carried on where it stopped."""
        written = self.pwrite(fd, data, offset)
        if written == len(data):
            return
        rest = memoryview(data)
        while True:
            if written <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            rest, offset = rest[written:], offset + written
            if not rest:
                return
            written = self.pwrite(fd, rest, offset)

    def read_span(self, fd: int, start: int, end: int) -> bytes:
        """The bytes from `start` to `end`, fewer where the file ends before."""
        if end <= start:
            return b""
        data = self.pread(fd, end - start, start)
        if len(data) == end - start or not data:
            return data
        parts, start = [data], start + len(data)
        while start < end:
            data = self.pread(fd, end - start, start)
            if not data:
                break
            parts.append(data)
            start += len(data)
        return b"".join(parts)

    def sync_folder(self, path: Path) -> None:
        """Makes the names in a folder durable."""
        fd = self.open(path, READ | os.O_DIRECTORY)
        try:
            self.fsync(fd)
        finally:
            self.close(fd)


OS = OsLayer()
