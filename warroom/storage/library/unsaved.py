"""Facts that a library's disk refused to the last, in the user's own state folder: a console may end before it is mended.

One file of 0600 for each incident and person, a fact as JSON on each line. Unlike a draft it is synced before it counts.
"""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from warroom.storage.errors import NotFound, explained
from warroom.storage.file.lock import FileLock
from warroom.storage.file.rewrite import replace_file
from warroom.storage.file.stamp import digest
from warroom.storage.oslayer import CREATE_NEW, OS, OsLayer
from warroom.storage.paths import state_folder
from warroom.storage.plain import read_plain
from warroom.storage.rights import make_folders

_MAX = 64 * 1024 * 1024
_WAIT = 2.0


class Unsaved:
    """This user's unsaved facts for a library."""

    def __init__(self, library: pathlib.Path, os_layer: OsLayer = OS) -> None:
        self._library = os.path.abspath(library)
        self._folder = os.path.join(state_folder(), "unsaved")
        self._os = os_layer

    def load(self, incident_id: str, person: str) -> list[bytes]:
        """A JSON object for each fact, oldest first; none when nothing was kept.

        Raises:
            StorageError: it is there and can't be read.
        """
        try:
            data = read_plain(self.path(incident_id, person), _MAX, os_layer=self._os)
        except NotFound:
            return []
        return [line for line in data.split(b"\n") if line.strip()]

    def update(
        self, incident_id: str, person: str, facts: Collection[Mapping[str, Any]], gone: Collection[str]
    ) -> None:
        """Keep these as well, and let go of those whose id is in `gone`; durable when it returns. No file is left for none.

        Raises:
            StorageError: it could not be written; what was kept before still is.
        """
        path = self.path(incident_id, person)
        with explained(path, "keep what could not be saved"):
            make_folders(self._folder, self._os)
            with FileLock(path, self._os, _WAIT):
                kept = {_id(line): line for line in self.load(incident_id, person)}
                kept.update(
                    (
                        str(fact["id"]),
                        json.dumps(fact, ensure_ascii=False, separators=(",", ":")).encode(
                            "utf-8", "replace"
                        ),
                    )
                    for fact in facts
                )
                for one in gone:
                    kept.pop(one, None)
                if kept:
                    self._put(path, b"".join(line + b"\n" for line in kept.values()))
                else:
                    with suppress(FileNotFoundError):
                        self._os.unlink(path)

    def _put(self, path: str, data: bytes) -> None:
        # The first is made empty, so that the one in its place has its rights and not those of a shared folder.
        with suppress(FileExistsError):
            self._os.close(self._os.open(path, CREATE_NEW))
        replace_file(self._os, path, data)

    def path(self, incident_id: str, person: str) -> str:
        """Names of people may hold anything, so the file is named by a digest."""
        name = digest(f"{self._library}\0{incident_id}\0{person}".encode("utf-8", "replace"))[:24]
        return os.path.join(self._folder, f"{name}.jsonl")


def _id(line: bytes) -> str:
    """The fact's id; a line that has none stands for itself, and stays."""
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        return str(json.loads(line)["id"])
    return line.decode("utf-8", "replace")
