"""The front desk: what a console wants of its library, on a thread of its own. Listing, declaring, opening, half-typed lines.

Answers are called on that thread: whoever gives one takes it to its own. What is handed over is frozen, or a `Desk`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from warroom.core.door import door
from warroom.core.language import spoken
from warroom.core.verb import Misused
from warroom.session import overview
from warroom.session.desk import Desk
from warroom.session.despatch import Despatch
from warroom.session.drafts import KeptDrafts
from warroom.session.errands import Errands, outcome
from warroom.session.kept import Kept
from warroom.session.others import beside
from warroom.session.outbox import Outbox
from warroom.session.presence import Presence
from warroom.session.room import Room, default_playbook
from warroom.session.seen import Mark
from warroom.storage.errors import StorageError
from warroom.storage.library.folder import Library
from warroom.storage.library.seen import Seen

Rows = list[dict[str, Any]]


class Front:
    """One library, for one person at one console. `zone_name`: the zone that this machine's people think in (IANA)."""

    def __init__(self, library: Path, person: str, zone_name: str) -> None:
        self.drafts = KeptDrafts(library)
        self.library = library
        self.people, self.others = beside(str(library))
        self.person = person
        self.zone_name = zone_name
        self.outbox = Outbox(str(library))
        self._errands = Errands("front desk")

    def list(self, answer: Callable[[Rows | Exception], object]) -> None:
        """A row for each incident (see `overview.FIELDS`), or the `StorageError` that kept it from being read."""
        self._errands.put(lambda: answer(outcome(lambda: overview.rows(Library(self.library)))))

    def declare(self, tokens: Sequence[str], answer: Callable[[str | Exception], object]) -> None:
        """Declare an incident; its id once it is durable, or the `Misused` or `StorageError` that kept it from being made."""
        self._errands.put(lambda: answer(outcome(lambda: self._declared(tokens), (Misused, StorageError))))

    def severities(self, answer: Callable[[dict[int, str] | Exception], object]) -> None:
        """What each severity means to a new incident, in this process's language; or what keeps that from being read."""
        self._errands.put(lambda: answer(outcome(_meanings)))

    def open(self, incident_id: str, answer: Callable[[Desk | Exception], object]) -> None:
        """The desk of an incident's room, not yet started, or the `StorageError` that kept it from being opened."""
        self._errands.put(lambda: answer(outcome(lambda: self.opened(self._path(incident_id)))))

    def opened(self, path: Path) -> Desk:
        """The same for a path, at once and on the caller's thread.

        Raises:
            StorageError: it can't be opened.
        """
        return self.desk_of(Room.open(path, person=self.person))

    def desk_of(self, room: Room) -> Desk:
        """A desk for a room that is open already; from now on the room is the desk's alone."""
        self.drafts.fetch(room.incident.id, room.person, room.incident.sections)
        # Read again before each act that needs them; what was read is known to the screen from then on.
        room.people, room.others = self.people, self.others
        room.via = door("console", os.uname().nodename)
        self.people()
        despatch = Despatch(str(self.library), self.outbox, room.incident.id, room.file)
        mark = Mark(Seen(self.library, room.incident.id, room.person))
        presence = Presence(str(self.library), room.incident.id, room.person)
        return Desk(room, kept=Kept(room, self.library), despatch=despatch, mark=mark, presence=presence)

    def finish(self, seconds: float = 2.0) -> None:
        """Wait for the half-typed lines to be on disk, and for a message that is on its way."""
        self.outbox.stop()
        self.drafts.finish(seconds)
        self.outbox.ended()

    def _path(self, incident_id: str) -> Path:
        return Library(self.library).path_of(incident_id)

    def _declared(self, tokens: Sequence[str]) -> str:
        room = Room.declare(
            Library(self.library),
            tokens,
            person=self.person,
            zone_name=self.zone_name,
            playbook=default_playbook,
        )
        try:
            return room.incident.id
        finally:
            room.close()


def _meanings() -> dict[int, str]:
    code = spoken().code
    return {s.number: f"{s.name(code)}: {s.meaning(code)}" for s in default_playbook().severities}
