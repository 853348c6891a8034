"""What a desk waits for: something handed in, or a change of its file."""

from __future__ import annotations

import os
import select
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it brings ctypes, which no first picture waits for
    from warroom.storage.file.watch import Watch

POLL_SECONDS = 0.1
"""How often the file is looked at where the system tells of no changes."""
LOOK_SECONDS = 1.0
"""The same where it does: a network file system tells nobody of what another host wrote."""


class Bell:
    """One waits, on one thread; anybody may ring."""

    def __init__(self, path: str) -> None:
        self._read, self._write = (
            os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK) if hasattr(os, "pipe2") else os.pipe()
        )
        self._path = path
        self._watch: Watch | None = None
        self._looked = time.monotonic()
        self._closing = threading.Lock()

    def ring(self) -> None:
        """There is something to do."""
        with self._closing, suppress(OSError):  # full: it rings already
            if self._write >= 0:
                os.write(self._write, b"!")

    def wait(self, most: float = LOOK_SECONDS) -> bool:
        """Wait for a ring or a change, `most` seconds at the longest; whether the file is to be looked at now."""
        watch = self._watch = self._watch or _watch(self._path)  # here, since it asks the disk
        watching = watch.fd >= 0
        pause = min(most, LOOK_SECONDS if watching else POLL_SECONDS)
        left = max(0.0, self._looked + pause - time.monotonic())
        ready = select.poll()
        for fd in (self._read, watch.fd):
            if fd >= 0:
                ready.register(fd, select.POLLIN)
        found = {fd for fd, _ in ready.poll(left * 1000)}
        if self._read in found:
            os.read(self._read, 4096)
        look = not found or (watch.fd in found and watch.changed())
        if look:
            self._looked = time.monotonic()
        return look

    def close(self) -> None:
        """Nobody waits any more."""
        with self._closing:
            os.close(self._read)
            os.close(self._write)
            self._write = -1
        if self._watch is not None:
            self._watch.close()


def _watch(path: str) -> Watch:
    from warroom.storage.file.watch import Watch

    return Watch(path)
