"""Half-typed lines, kept so that a lost connection loses none. One small file for each line and person.

They are in the user's own state folder: a library may be shared, and what nobody has sent is nobody else's to read.

A draft is a courtesy, not a record: it is written whole and quickly, without a sync, and a failure to keep one is no error.
"""

from __future__ import annotations

import os
import pathlib

from warroom.storage.errors import StorageError
from warroom.storage.file.rewrite import put_derived
from warroom.storage.file.stamp import digest
from warroom.storage.oslayer import OS, OsLayer
from warroom.storage.paths import state_folder
from warroom.storage.plain import read_plain
from warroom.storage.rights import make_folders

_MAX = 1_000_000


class Drafts:
    """This user's drafts for a library: files of 0600 in a folder of 0700."""

    def __init__(self, library: pathlib.Path, os_layer: OsLayer = OS) -> None:
        self._library = os.path.abspath(library)
        self._folder = os.path.join(state_folder(), "drafts")
        self._os = os_layer

    def load(self, incident_id: str, person: str) -> str:
        """The draft that was left, "" when there is none or it can't be read."""
        try:
            data = read_plain(self._path(incident_id, person), _MAX, os_layer=self._os)
        except StorageError:
            return ""
        return data.decode("utf-8", "replace")

    def save(self, incident_id: str, person: str, text: str) -> None:
        """Keep a draft; an empty one is forgotten."""
        if not text:
            self.clear(incident_id, person)
            return
        try:
            make_folders(self._folder, self._os)
            data = text.encode("utf-8", "replace")[:_MAX]
            put_derived(self._os, self._path(incident_id, person), data)
        except OSError:
            return

    def clear(self, incident_id: str, person: str) -> None:
        try:
            self._os.unlink(self._path(incident_id, person))
        except OSError:
            return

    def _path(self, incident_id: str, person: str) -> str:
        """Names of people may hold anything, so the file is named by a digest."""
        name = digest(f"{self._library}\0{incident_id}\0{person}".encode("utf-8", "replace"))[:24]
        return os.path.join(self._folder, f"{name}.txt")
