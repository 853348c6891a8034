"""The lock that writers of a file take: an exclusive `flock` on `x.json.lock`, which dies with its holder."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from functools import lru_cache

from warroom.storage.errors import Busy, NotSaved, explained, shown
from warroom.storage.rights import open_or_make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from warroom.storage.oslayer import OsLayer

_HOLDER_BYTES = 120


class FileLock:
    """A context manager. Waits up to `limit` seconds, then raises `Busy` with the holder's name."""

    def __init__(self, path: str, osl: OsLayer, limit: float) -> None:
        self.path = f"{path}.lock"
        self._target, self._os, self._limit, self._fd = path, osl, limit, -1
        self._deadline = 0.0
        self._inode = (0, 0)

    def __enter__(self) -> None:
        with explained(self.path, "lock for writing", NotSaved):
            self._deadline = time.monotonic() + self._limit
            try:
                self.wait_for(self._try)
            except OSError:
                self.close()
                raise
            # The holder's name is a courtesy: a full disk must not keep anyone from the lock.
            with suppress(OSError):
                me = _me(os.getpid())
                # Reading is cheaper: a write would have the next sync of the incident carry this file along.
                if self._os.pread(self._fd, _HOLDER_BYTES, 0) != me:
                    self._os.write_all(self._fd, me, 0)

    def wait_for(self, got: Callable[[], bool]) -> None:
        """Asks until it `got` a lock, within what is left of the limit. Raises `Busy`, `OSError`."""
        pause = 0.001
        while not got():
            if time.monotonic() >= self._deadline:
                raise Busy(
                    f"{shown(self._target)}: busy for {self._limit:g} s, held by {self._holder()}; retry"
                )
            time.sleep(pause)
            pause = min(pause * 2, 0.004)

    def __exit__(self, *_: object) -> None:
        try:
            self._os.unlock(self._fd)
        except OSError:
            self.close()

    def close(self) -> None:
        """Lets the lock file go, and with it the lock."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            self._os.close(fd)

    def _try(self) -> bool:
        if self._fd < 0:
            self._fd = open_or_make(self._os, self.path)
            here = self._os.fstat(self._fd)
            self._inode = here.st_dev, here.st_ino
        if not self._os.try_lock(self._fd):
            return False
        if self._is_still_the_one():
            return True
        self.close()
        return False

    def _is_still_the_one(self) -> bool:
        try:
            there = self._os.stat(self.path)
        except FileNotFoundError:
            return False
        return (there.st_dev, there.st_ino) == self._inode

    def _holder(self) -> str:
        try:
            text = self._os.pread(self._fd, _HOLDER_BYTES, 0).decode(errors="replace").strip()
        except OSError:
            text = ""
        return shown(text) or "an unknown process"


@lru_cache(1)
def _me(pid: int) -> bytes:
    user = os.environ.get("LOGNAME") or os.environ.get("USER") or f"uid {os.getuid()}"
    text = f"process {pid} of {user} on {os.uname().nodename}"
    return text.encode(errors="replace")[: _HOLDER_BYTES - 1].ljust(_HOLDER_BYTES - 1) + b"\n"
