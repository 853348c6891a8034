"""The people of a library, read when they are first asked for and again when their file has changed."""

from __future__ import annotations

import os

from warroom.core.directory import NOBODY, Directory
from warroom.storage.errors import StorageError
from warroom.storage.library.people import people_file, people_sign, people_text


class People:
    """Call it for the directory as its file says now: that asks the disk. `known` is what was read last."""

    def __init__(self, library: str | os.PathLike[str]) -> None:
        self.known: Directory = NOBODY
        self._library = os.fspath(library)
        self._sign: object = None

    def __call__(self) -> Directory:
        sign = people_sign(self._library)
        if sign != self._sign:
            self._sign = sign
            self.known = directory(sign[0]) if sign else NOBODY
        return self.known


def directory(path: str | os.PathLike[str]) -> Directory:
    """What a file says; one that can't be read is a problem of it. Never raises."""
    from warroom.core.directoryfile import parse  # TOML: most rooms have no such file

    try:
        return parse(os.path.basename(path), people_text(path))
    except StorageError as error:
        return Directory((), (str(error),))


def where(library: str | os.PathLike[str]) -> str:
    """The file that counts, or where it would be."""
    return people_file(library)
