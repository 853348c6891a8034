"""Has a file changed? One `stat`, meant to be asked ten times a second; works on every file system."""

from __future__ import annotations

from warroom.storage.oslayer import OS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer

Sign = tuple[int, int, int]


def changed(path: Path, last: Sign | None, os_layer: OsLayer = OS) -> Sign | None:
    """The file's new sign (inode, size, time of change in ns) if it differs from `last`, else None.

    A missing file has the sign (0, 0, 0). Raises `OSError` when the folder cannot be searched.
    """
    try:
        there = os_layer.stat(path)
        sign = (there.st_ino, there.st_size, there.st_mtime_ns)
    except FileNotFoundError:
        sign = (0, 0, 0)
    return None if sign == last else sign
