"""Whose console is open: a small file for each console in `presence/` beside the incidents, that its owner touches.

Never in the log: who looks at something changes nothing. A console that was killed leaves its file, which then grows old and
counts no more; how old is measured by the clock of the file system alone, against the file of whoever asks.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress

from warroom.storage.errors import StorageError
from warroom.storage.file.rewrite import put_derived
from warroom.storage.oslayer import OS
from warroom.storage.plain import read_plain
from warroom.storage.rights import make_folders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer

FOLDER = "presence"
FRESH_SECONDS = 60
"""A file that was not touched for so long is of a console that is gone."""
_FORGOTTEN_SECONDS = 24 * 3600
_MOST, _MANY = 2048, 500


class PresenceFiles:
    """The files of one incident. `name`: what our own is called, "" for whoever only asks. Nothing here ever raises."""

    def __init__(self, library: Path, incident_id: str, name: str = "", os_layer: OsLayer = OS) -> None:
        self._folder = os.path.join(os.path.abspath(library), FOLDER)
        self._prefix = f"{incident_id}."
        self._own = f"{incident_id}.{name}" if name else ""
        self._os = os_layer

    def beat(self, data: bytes) -> bool:
        """Say that we are here; False where the disk did not take it."""
        try:
            make_folders(self._folder, self._os)
            put_derived(self._os, os.path.join(self._folder, self._own), data)
        except OSError:
            return False
        return True

    def end(self) -> None:
        """We are gone."""
        self._drop(self._own)

    def fresh(self) -> list[bytes]:
        """What every console says that is there now, ours among them."""
        ages, now = self._times()
        found = []
        for name, touched in sorted(ages.items())[:_MANY]:
            if now - touched > _FORGOTTEN_SECONDS:
                self._drop(name)
            elif now - touched <= FRESH_SECONDS:
                with suppress(StorageError):
                    found.append(read_plain(os.path.join(self._folder, name), _MOST, os_layer=self._os))
        return found

    def _times(self) -> tuple[dict[str, float], float]:
        """When each file was touched, and what that clock says now, as far as we know."""
        ages: dict[str, float] = {}
        try:
            for entry in self._os.scandir(self._folder):
                if entry.name.startswith(self._prefix):
                    with suppress(OSError):
                        ages[entry.name] = self._os.entry_stat(entry).st_mtime
        except OSError:
            return {}, 0.0
        return ages, ages.get(self._own, time.time())

    def _drop(self, name: str) -> None:
        if name:
            with suppress(OSError):
                self._os.unlink(os.path.join(self._folder, name))
