"""Where playbooks stand: those that come with warroom, and a team's own in `playbooks/` beside its incidents.

Hands out text by file name. What the text means is for `core.playbook.parse`, which this module may not import.
"""

from __future__ import annotations

import os
import re
import stat as modes

from warroom.core.language import say
from warroom.storage.errors import NotFound, StorageError, explained, shown
from warroom.storage.oslayer import OS
from warroom.storage.paths import library_folder
from warroom.storage.plain import read_plain

DEFAULT = "ten-steps"
MAX_FILE_BYTES = 256 * 1024

_FILE = r"(?P<id>[a-z][a-z0-9-]*)(\.[A-Za-z_]+)?\.toml"
_TRANSLATION = r"(?m)^translates\s*="


def own_folder() -> str:
    """A team's own playbooks: `playbooks/` in the library's folder. It need not exist."""
    return os.path.join(library_folder(), "playbooks")


def playbook_ids() -> list[str]:
    """The playbooks there are, in alphabetical order.

    Raises StorageError when the team's folder is there but cannot be read.
    """
    return sorted({_id(name) for name in (*_shipped(), *_own())})


def playbook_texts(playbook: str = DEFAULT) -> dict[str, str]:
    """The files of one playbook: name -> text.

    A file in the team's folder replaces the shipped one of the same name. A file there that has the steps themselves
    replaces all the shipped ones: their translations would put old words to new items.

    Raises NotFound when there is no such playbook, StorageError when a file cannot be read or is not UTF-8.
    """
    shipped = {name: path for name, path in _shipped().items() if _id(name) == playbook}
    own = {name: _read(path) for name, path in _own().items() if _id(name) == playbook}
    if not shipped and not own:
        raise NotFound(
            say(
                "no playbook {playbook}; there are: {known}",
                playbook=shown(playbook),
                known=", ".join(playbook_ids()),
            )
        )
    if not all(re.search(_TRANSLATION, text) for text in own.values()):
        return own
    return {name: _read(path) for name, path in shipped.items() if name not in own} | own


def beside(path: str) -> list[str]:
    """A playbook's file and those beside it that belong to the same one: `x.toml`, `x.en.toml`, `x.id.toml`.

    Raises StorageError when the folder cannot be read.
    """
    folder, name = os.path.split(path)
    if not re.fullmatch(_FILE, name):
        return [path]
    with explained(path, "read the playbook"):
        there = sorted(entry.name for entry in OS.scandir(folder or "."))
    same = [other for other in there if re.fullmatch(_FILE, other) and _id(other) == _id(name)]
    return [os.path.join(folder, other) for other in same] or [path]


def read_playbook(path: str) -> str:
    """The text of a playbook's file, wherever it stands.

    Raises NotFound, StorageError: it is missing, no plain file, too large or not UTF-8.
    """
    return _read(path)


def _id(name: str) -> str:
    return name.partition(".")[0]


def _shipped() -> dict[str, str]:
    return _files(os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(__file__))), "playbooks"))


def _own() -> dict[str, str]:
    folder = own_folder()
    with explained(folder, "read the playbooks in"):
        try:
            mode = OS.stat(folder).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return {}
    if not modes.S_ISDIR(mode):
        raise StorageError(
            say(
                "{folder}: is no folder (links are not followed); put the folder itself there, or remove it",
                folder=shown(folder),
            )
        )
    return _files(folder)


def _files(folder: str) -> dict[str, str]:
    with explained(folder, "read the playbooks in"):
        names = sorted(entry.name for entry in OS.scandir(folder))
    return {name: os.path.join(folder, name) for name in names if re.fullmatch(_FILE, name)}


def _read(path: str) -> str:
    data = read_plain(path, MAX_FILE_BYTES, "read the playbook")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StorageError(
            say("{path}: not UTF-8 at byte {start}; save it as UTF-8", path=shown(path), start=error.start)
        ) from None
