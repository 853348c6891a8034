"""Keeping a console's own sign of life, and hearing of the others': on the desk's thread."""

from __future__ import annotations

import os
import time

import msgspec

from warroom.core.presence import Console, told
from warroom.storage.file.stamp import digest
from warroom.storage.library.presence import PresenceFiles

BEAT_SECONDS, LOOK_SECONDS = 20.0, 4.0
"""How often our own file is touched, and the others' are looked at."""


def host_name() -> str:
    """What this machine calls itself, up to the first dot."""
    return os.uname().nodename.partition(".")[0]


class Presence:
    """`consoles`: whose console is open now, as it was seen last."""

    def __init__(self, library: str, incident_id: str, person: str) -> None:
        self.host = host_name()
        self._own = Console(person, self.host, incident_id)
        self.consoles: tuple[Console, ...] = (self._own,)
        self._incident = incident_id
        mark = f"{self.host}\0{os.getpid()}\0{time.monotonic_ns()}".encode("utf-8", "replace")
        self._files = PresenceFiles(library, incident_id, digest(mark)[:16])
        self._data = msgspec.json.encode(self._own)
        self._beat = self._look = time.monotonic() + 1.0  # a start does not wait for it

    def beat(self) -> bool:
        """Do what is due; whether somebody came or went."""
        now = time.monotonic()
        if now >= self._beat:
            self._files.beat(self._data)
            self._beat = now + BEAT_SECONDS
        if now < self._look:
            return False
        self._look = now + LOOK_SECONDS
        before = self.consoles
        self.consoles = tuple(sorted({self._own, *told(self._files.fresh(), self._incident)}))
        return before != self.consoles

    def end(self) -> None:
        self._files.end()


def consoles(library: str, incident_id: str) -> tuple[Console, ...]:
    """For somebody who only asks: whose consoles are open."""
    return told(PresenceFiles(library, incident_id).fresh(), incident_id)
