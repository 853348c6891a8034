"""Reads a small file that a person may have put there: a plain one, of a size that is told, and through no link."""

from __future__ import annotations

import stat as modes

from warroom.core.language import say
from warroom.storage.errors import StorageError, cannot, explained, shown
from warroom.storage.oslayer import OS, READ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer


def read_plain(path: Path, most: int, act: str = "read", os_layer: OsLayer = OS) -> bytes:
    """All of a file of at most `most` bytes. It never waits, as for a pipe, and never follows a link.

    Raises:
        NotFound: it is not there.
        StorageError: it is no plain file, too large, or can't be read; `act` says for what.
    """
    with explained(path, act):
        fd = os_layer.open(path, READ)
        try:
            if not modes.S_ISREG(os_layer.fstat(fd).st_mode):
                raise StorageError(
                    say(
                        "{path}: {cannot}: it is no plain file; put one in its place",
                        path=shown(path),
                        cannot=cannot(act),
                    )
                )
            data = os_layer.read_span(fd, 0, most + 1)
        finally:
            os_layer.close(fd)
    if len(data) > most:
        raise StorageError(
            say(
                "{path}: {cannot}: it has more than {most} KiB; make it shorter",
                path=shown(path),
                cannot=cannot(act),
                most=most // 1024,
            )
        )
    return data
