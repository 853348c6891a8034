"""What is to be sent and has not been, in the user's own state folder: a file of 0600 for each message and target.

A job is claimed by the lock on its file, which dies with its holder, and says that it is being sent before anything leaves. One
that says so while nobody holds the lock was being sent when its sender was killed: nobody knows whether it arrived.
"""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from warroom.core.language import say
from warroom.storage.errors import Busy, Exists, NotFound, StorageError, explained, shown
from warroom.storage.file.lock import FileLock
from warroom.storage.file.rewrite import create_file, replace_file
from warroom.storage.file.stamp import digest
from warroom.storage.oslayer import OS, OsLayer
from warroom.storage.paths import state_folder
from warroom.storage.plain import read_plain
from warroom.storage.rights import make_folders

_MOST = 1024 * 1024
Fields = dict[str, Any]


class Spool:
    """This user's jobs for a library. Fields are JSON's own types; `id` names the job."""

    def __init__(self, library: str | pathlib.Path, os_layer: OsLayer = OS) -> None:
        own = digest(os.path.abspath(library).encode("utf-8", "replace"))[:24]
        self.folder = os.path.join(state_folder(), "outbox", own)
        self._os = os_layer

    @staticmethod
    def name(*parts: str) -> str:
        """The id of the one job for a message and a target."""
        return digest("\0".join(parts).encode("utf-8", "replace"))[:24]

    def put(self, job: Fields) -> bool:
        """Keep a job; durable when this returns. False, and nothing done, when it is there already.

        Raises:
            StorageError: it could not be written.
        """
        path = self._path(str(job["id"]))
        with explained(path, "keep what is to be sent"):
            make_folders(self.folder, self._os)
            try:
                create_file(self._os, path, _encoded(job))
            except Exists:
                return False
        return True

    def ids(self) -> list[str]:
        """The jobs there are, in no order; none when the folder is missing.

        Raises:
            StorageError: the folder can't be read.
        """
        try:
            with explained(self.folder, "look for what is to be sent"):
                names = [entry.name for entry in self._os.scandir(self.folder)]
        except NotFound:
            return []
        return sorted(n[:-5] for n in names if n.endswith(".json") and not n.startswith("."))

    def read(self, job_id: str) -> Fields:
        """A job.

        Raises:
            NotFound: it is done, or was dropped.
            StorageError: it can't be read, or is no job.
        """
        path = self._path(job_id)
        data = read_plain(path, _MOST, os_layer=self._os)
        try:
            found = json.loads(data)
            if isinstance(found, dict) and found.get("id") == job_id:
                return found
        except (ValueError, RecursionError):
            pass
        raise StorageError(
            say("{path}: is no message of ours; remove the file, or look into it", path=shown(path))
        )

    def change(self, job: Fields) -> None:
        """Write a job anew; durable when this returns. For whoever has claimed it.

        Raises:
            StorageError: it could not be written; the old one stands.
        """
        path = self._path(str(job["id"]))
        with explained(path, "keep what is to be sent"):
            replace_file(self._os, path, _encoded(job))

    def remove(self, job_id: str) -> None:
        """A job is done. For whoever has claimed it."""
        path = self._path(job_id)
        with explained(path, "take away what was sent"):
            for gone in (path, f"{path}.lock"):
                with suppress(FileNotFoundError):
                    self._os.unlink(gone)

    @contextmanager
    def claimed(self, job_id: str) -> Iterator[Fields | None]:
        """The job, for this process alone while the block lasts; None when another one has it, or it is gone.

        Raises:
            StorageError: it can't be read or locked.
        """
        lock = FileLock(self._path(job_id), self._os, 0.0)
        try:
            lock.__enter__()
        except (Busy, NotFound):
            yield None
            return
        try:
            try:
                found: Fields | None = self.read(job_id)
            except NotFound:
                found = None
                self.remove(job_id)  # its lock file, which looking at it has made
            yield found
        finally:
            lock.__exit__()
            lock.close()

    def _path(self, job_id: str) -> str:
        return os.path.join(self.folder, f"{job_id}.json")


def _encoded(job: Fields) -> bytes:
    return json.dumps(job, ensure_ascii=True, indent=1).encode()
