"""Told at once when a file changes: inotify where the system has it, nothing where it has not.

It watches the folder, so that a file that was put in the place of ours is noticed too. A network file system tells nobody
of what another host writes: whoever waits here looks for himself now and then as well.
"""

from __future__ import annotations

import ctypes
import os
import struct
from contextlib import suppress

_MODIFY, _MOVED_TO, _CREATE, _DELETE = 0x2, 0x80, 0x100, 0x200
_NONBLOCK, _CLOEXEC = os.O_NONBLOCK, os.O_CLOEXEC
_EVENT = struct.Struct("iIII")


class Watch:
    """Changes of one file. `fd` is readable when there were some; -1 where they can't be had."""

    def __init__(self, path: str) -> None:
        folder, name = os.path.split(os.path.abspath(path))
        self._name = os.fsencode(name)
        self.fd = _open(os.fsencode(folder))

    def changed(self) -> bool:
        """Whether the file changed since this was last asked. Does not wait."""
        mine = False
        with suppress(OSError):
            while data := os.read(self.fd, 4096):
                mine = self._names_ours(data) or mine
        return mine

    def _names_ours(self, data: bytes) -> bool:
        at, mine = 0, False
        while at + _EVENT.size <= len(data):
            _, _, _, size = _EVENT.unpack_from(data, at)
            at += _EVENT.size
            mine = mine or data[at : at + size].rstrip(b"\0") in (self._name, b"")
            at += size
        return mine

    def close(self) -> None:
        """Stop listening."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def _open(folder: bytes) -> int:
    """A descriptor that tells of the folder's changes; -1 when the system has none to give."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        fd = int(libc.inotify_init1(_NONBLOCK | _CLOEXEC))
    except (OSError, AttributeError):
        return -1
    if fd < 0:
        return -1
    if libc.inotify_add_watch(fd, folder, _MODIFY | _MOVED_TO | _CREATE | _DELETE) < 0:
        os.close(fd)
        return -1
    return fd
