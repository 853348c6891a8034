"""Temporary files: what they are called, and how those of writers that were killed go away.

A file is written under a name of its own, which says whose it is, and then renamed. Whoever is killed in between leaves it
behind. The next writer in that folder takes it away: when its writer is dead, or when it is old, and never while somebody
holds the lock that each writer takes on his own (a process of another container is not to be found by its number).
"""

from __future__ import annotations

import os
import stat as modes
import time
from contextlib import suppress

from warroom.storage.oslayer import CREATE_NEW, READ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer

_OLD = 3600.0
"""Seconds after which a process of that number is another one."""
_LONGEST = 200
"""So many bytes of the real name stand in a temporary one: file systems allow 255 in all."""
_HEX = frozenset("0123456789abcdef")


def make_temp(osl: OsLayer, path: str) -> tuple[str, int]:
    """A new file beside `path`, for its owner alone and locked: its name and its descriptor. Raises `OSError`."""
    folder, name = os.path.split(path)
    short = os.fsdecode(os.fsencode(name)[:_LONGEST].decode("utf-8", "ignore").encode())
    temp = os.path.join(folder, f".{short}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    fd = osl.open(temp, CREATE_NEW, 0o600)
    with suppress(OSError):  # a file system without locks: the process's number has to do
        osl.try_lock(fd)
    return temp, fd


def writer_of(name: str) -> int:
    """The number of the process that made a file of this name, 0 when it is no temporary file of ours."""
    if not (name.startswith(".") and name.endswith(".tmp")):
        return 0
    pid, _, rest = name[1:-4].rpartition(".")[2].partition("-")
    ours = pid.isascii() and pid.isdigit() and len(pid) < 11 and len(rest) == 8 and set(rest) <= _HEX
    return int(pid) if ours else 0


def sweep(osl: OsLayer, folder: Path, names: Iterable[str] | None = None) -> None:
    """Takes away what killed writers left in a folder (of these names, where they are known). Never fails."""
    try:
        if names is None:
            names = [entry.name for entry in osl.scandir(folder or ".")]
        for name in names:
            if (pid := writer_of(name)) and pid != os.getpid():
                _take_away(osl, os.path.join(folder, name), pid)
    except OSError:
        return


def _take_away(osl: OsLayer, path: str, pid: int) -> None:
    try:
        fd = osl.open(path, READ)
    except OSError:
        return
    try:
        here = osl.fstat(fd)
        ours = modes.S_ISREG(here.st_mode) and os.geteuid() in (here.st_uid, 0)
        if ours and (is_dead(pid) or time.time() - here.st_mtime > _OLD) and osl.try_lock(fd):
            osl.unlink(path)
    except OSError:
        return
    finally:
        osl.close(fd)


def is_dead(pid: int) -> bool:
    """Whether there is no such process on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
