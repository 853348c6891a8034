"""How far somebody has seen an incident: in the user's own state folder, never in the log.

A courtesy like a half-typed line: a failure to keep it is no error, and what was lost is told once more.
"""

from __future__ import annotations

import os

from warroom.storage.errors import StorageError
from warroom.storage.file.rewrite import put_derived
from warroom.storage.file.stamp import digest, is_hlc
from warroom.storage.oslayer import OS
from warroom.storage.paths import state_folder
from warroom.storage.plain import read_plain
from warroom.storage.rights import make_folders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer

_MOST = 64


class Seen:
    """One person's mark in one incident: the hybrid logical clock of the newest event that they have seen."""

    def __init__(self, library: Path, incident_id: str, person: str, os_layer: OsLayer = OS) -> None:
        told = f"{os.path.abspath(library)}\0{incident_id}\0{person}"
        self._folder = os.path.join(state_folder(), "seen")
        self._path = os.path.join(self._folder, digest(told.encode("utf-8", "replace"))[:24])
        self._os = os_layer

    def load(self) -> str:
        """The mark; "" where there is none, or none that can be read."""
        try:
            mark = read_plain(self._path, _MOST, os_layer=self._os).decode("ascii", "replace").strip()
        except StorageError:
            return ""
        return mark if is_hlc(mark) else ""

    def save(self, mark: str) -> None:
        if not is_hlc(mark):
            return
        try:
            make_folders(self._folder, self._os)
            put_derived(self._os, self._path, mark.encode())
        except OSError:
            return
