"""Half-typed lines, kept so that a lost connection loses none. One small file for each line and person.

They are in the user's own state folder: a library may be shared, and what nobody has sent is nobody else's to read.

A draft is a courtesy, not a record: it is written whole and quickly, without a sync, and a failure to keep one is no error.
"""

from __future__ import annotations

import hashlib
import os
import pathlib

from warroom.storage.oslayer import OS, OsLayer, make_folders
from warroom.storage.paths import state_folder

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
            fd = self._os.open(self._path(incident_id, person), os.O_RDONLY)
        except OSError:
            return ""
        try:
            size = min(self._os.fstat(fd).st_size, _MAX)
            return self._os.read_span(fd, 0, size).decode("utf-8", "replace")
        except OSError:
            return ""
        finally:
            self._os.close(fd)

    def save(self, incident_id: str, person: str, text: str) -> None:
        """Keep a draft; an empty one is forgotten."""
        if not text:
            self.clear(incident_id, person)
            return
        path = self._path(incident_id, person)
        temp = path + ".new"
        try:
            make_folders(self._folder, self._os)
            fd = self._os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                self._os.write_all(fd, text.encode("utf-8", "replace"), 0)
            finally:
                self._os.close(fd)
            self._os.rename(temp, path)
        except OSError:
            return

    def clear(self, incident_id: str, person: str) -> None:
        try:
            self._os.unlink(self._path(incident_id, person))
        except OSError:
            return

    def _path(self, incident_id: str, person: str) -> str:
        """Names of people may hold anything, so the file is named by a digest."""
        digest = hashlib.sha256(
            f"{self._library}\0{incident_id}\0{person}".encode("utf-8", "replace")
        ).hexdigest()[:24]
        return os.path.join(self._folder, f"{digest}.txt")
