"""Where the file of people stands: the team's beside its incidents, else this user's own. Hands out text, not its meaning."""

from __future__ import annotations

import os

from warroom.core.language import say
from warroom.storage.errors import NotFound, StorageError, shown
from warroom.storage.oslayer import OS
from warroom.storage.paths import config_folder
from warroom.storage.plain import read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer

NAME = "people.toml"
MAX_FILE_BYTES = 512 * 1024

Sign = tuple[str, int, int, int]
"""Which file it is and how it stood: its path, size, mtime in ns and inode."""


def people_file(library: Path, os_layer: OsLayer = OS) -> str:
    """The file that counts; where there is none yet, where the team's would be."""
    sign = people_sign(library, os_layer)
    return sign[0] if sign else os.path.join(library, NAME)


def people_sign(library: Path, os_layer: OsLayer = OS) -> Sign | None:
    """What tells whether the file was changed; None where there is none. Never raises."""
    for folder in (os.fspath(library), config_folder()):
        path = os.path.join(folder, NAME)
        try:
            there = os_layer.stat(path)
        except OSError:
            continue
        return path, there.st_size, there.st_mtime_ns, there.st_ino
    return None


def people_text(path: Path, os_layer: OsLayer = OS) -> str:
    """What stands in it, "" where it is not there.

    Raises StorageError when it can't be read, is too large or not UTF-8.
    """
    try:
        data = read_plain(path, MAX_FILE_BYTES, "read the people", os_layer)
    except NotFound:
        return ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StorageError(
            say("{path}: not UTF-8 at byte {start}; save it as UTF-8", path=shown(path), start=error.start)
        ) from None
