"""A room on a thread of its own, so that a slow disk or a held lock never stops the screen.

The console hands acts in and gets them back done; it hears of other people's entries within a tenth of a second. Callbacks
run on the desk's thread: whoever gives one takes it to its own.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from warroom.core.incident import Incident
from warroom.core.verbs import Refused
from warroom.session import overview
from warroom.session.room import Done, Room, Saved, default_playbook
from warroom.storage import crashlog
from warroom.storage.errors import StorageError
from warroom.storage.library.folder import Library

POLL_SECONDS = 0.1
"""How often the file is looked at for what others wrote: one `stat`, which also works where nothing notifies (NFS)."""
RETRY_SECONDS = 2.0

Answer = Callable[[Done | Refused | StorageError], None]
Heard = Callable[[Incident, Saved, Sequence[str]], None]
"""The incident as it now stands, whether all is on disk, and the notices that came up."""
_Job = tuple[str, Sequence[str], Answer | None]


class Desk:
    """Takes acts in order, one at a time, and watches the file in between."""

    def __init__(self, room: Room, heard: Heard) -> None:
        self._room = room
        self._heard = heard
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
        self._since_retry = 0.0

    def start(self) -> None:
        self._thread.start()

    def act(self, verb: str, tokens: Sequence[str], answer: Answer | None = None) -> None:
        """Hand an act in; `answer` gets what came of it."""
        self._jobs.put((verb, tuple(tokens), answer))

    def stop(self, seconds: float = 5.0) -> bool:
        """Finish what was handed in, then end and let go of the file; False when it did not end in time."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(seconds)
        if self._thread.is_alive():
            return False
        self._room.close()
        return True

    def _work(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=POLL_SECONDS)
            except queue.Empty:
                self._look()
                continue
            if job is None:
                self._room.retry()
                return
            self._do(*job)

    def _do(self, verb: str, tokens: Sequence[str], answer: Answer | None) -> None:
        came: Done | Refused | StorageError
        try:
            came = self._room.act(verb, tokens, keep=True)
        except (Refused, StorageError) as error:
            came = error
        except (
            Exception
        ) as error:  # the desk must go on: an act without an answer would look like one that is saved
            came = Refused(f"{crashlog.recorded(error)}; nothing is known to be saved")
        if answer:
            answer(came)
        if isinstance(came, Done):
            self._tell(came.incident)

    def _look(self) -> None:
        before = self._room.saved
        changed = False
        if before.unsaved:
            self._since_retry += POLL_SECONDS
            if self._since_retry >= RETRY_SECONDS:
                self._since_retry = 0.0
                self._room.retry()
        try:
            changed = self._room.refresh()
        except StorageError as error:
            if str(error) not in self._room.notices:
                self._room.notices.append(str(error))
                changed = True
        if changed or self._room.saved != before:
            self._tell(self._room.incident)

    def _tell(self, incident: Incident) -> None:
        self._heard(incident, self._room.saved, tuple(self._room.notices))


def declare(library: Path, tokens: Sequence[str], *, person: str, zone_name: str) -> str:
    """Declare an incident with the library's default playbook; its id, once it is durable.

    Raises:
        Misused: the words do not fit; nothing was made.
        StorageError: it could not be written; nothing was made.
    """
    room = Room.declare(
        Library(library), tokens, person=person, zone_name=zone_name, playbook=default_playbook
    )
    return room.incident.id


def incidents(library: Path) -> list[dict[str, Any]]:
    """A row for each incident of the library (see `overview.FIELDS`), open ones first.

    Raises:
        StorageError: the folder can't be read.
    """
    return overview.rows(Library(library))
