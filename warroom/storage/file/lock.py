"""The lock that writers of a file take: an exclusive `flock` on `x.json.lock`, which dies with its holder."""

from __future__ import annotations

import os
import stat as modes
import time
from contextlib import suppress
from functools import lru_cache

from warroom.core.language import say
from warroom.storage.errors import Busy, NotSaved, explained, shown
from warroom.storage.rights import remake, settle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from warroom.storage.oslayer import OsLayer

_HOLDER_BYTES, _HOLDER = 120, b"process "


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
                    say(
                        "{target}: busy for {limit} s, held by {holder}; retry",
                        target=shown(self._target),
                        limit=f"{self._limit:g}",
                        holder=self._holder(),
                    )
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
            self._fd = self._open()
            here = self._os.fstat(self._fd)
            self._inode = here.st_dev, here.st_ino
        if not self._os.try_lock(self._fd):
            return False
        if self._is_still_the_one():
            return True
        self.close()
        return False

    def _open(self) -> int:
        # Should the one that gives way be held: its holder has locked the incident file too, for which we wait next.
        fd = remake(self._os, self.path)
        self._leave(fd)
        return fd

    def _leave(self, fd: int) -> None:
        """Root gives a lock file that it once kept for itself to the people of the folder; only what is surely one."""
        if os.geteuid() != 0:
            return
        here = self._os.fstat(fd)
        ours = here.st_uid == 0 and here.st_nlink == 1 and here.st_size == _HOLDER_BYTES
        if ours and modes.S_ISREG(here.st_mode):
            with suppress(OSError):
                if self._os.pread(fd, len(_HOLDER), 0) == _HOLDER:
                    settle(self._os, fd, os.path.dirname(self.path))

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
        return shown(text) or say("an unknown process")


@lru_cache(1)
def _me(pid: int) -> bytes:
    user = os.environ.get("LOGNAME") or os.environ.get("USER") or f"uid {os.getuid()}"
    text = say("process {pid} of {user} on {nodename}", pid=pid, user=user, nodename=os.uname().nodename)
    return text.encode(errors="replace")[: _HOLDER_BYTES - 1].ljust(_HOLDER_BYTES - 1) + b"\n"
