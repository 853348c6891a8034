"""Where a team's own templates of reports stand: `reports/` beside its incidents. Hands out text by file name.

What the text means is for `reports`, which this module may not import.
"""

from __future__ import annotations

import os
import stat as modes

from warroom.core.language import say
from warroom.storage.errors import NotFound, StorageError, explained, shown
from warroom.storage.oslayer import OS
from warroom.storage.paths import library_folder
from warroom.storage.plain import read_plain

MAX_FILE_BYTES = 256 * 1024


def own_folder() -> str:
    """A team's own templates. It need not exist."""
    return os.path.join(library_folder(), "reports")


def own_text(name: str) -> str:
    """The text of the team's own file of that name; "" when it has none.

    Raises StorageError when it can't be read or is not UTF-8.
    """
    folder = own_folder()
    path = os.path.join(folder, name)
    with explained(folder, "read the templates in"):
        try:
            mode = OS.stat(folder).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return ""
    if not modes.S_ISDIR(mode):
        raise StorageError(
            say(
                "{folder}: is no folder (links are not followed); put the folder itself there, or remove it",
                folder=shown(folder),
            )
        )
    try:
        data = read_plain(path, MAX_FILE_BYTES, "read the template")
    except NotFound:
        return ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StorageError(
            say("{path}: not UTF-8 at byte {at}; save it as UTF-8", path=shown(path), at=error.start)
        ) from None
