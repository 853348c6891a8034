"""An incident, open for a command of the shell."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import tzinfo

from msgspec import structs

from warroom.cli import ack
from warroom.core import registry
from warroom.core.clock import zone
from warroom.core.codec import decode_all
from warroom.core.door import door
from warroom.core.envelope import Event
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.verb import Misused, Verb
from warroom.session.room import Done, Room
from warroom.storage.file.layout import encode
from warroom.storage.file.opentail import OpenTail


class ShellRoom(Room):
    """A room whose times may be read in another zone than the incident's (`--zone`), and that knows what is to be told."""

    via = door("shell", os.uname().nodename)
    told: tzinfo | None = None
    durable = staticmethod(ack.durable)

    def zone(self) -> tzinfo:
        return self.told or super().zone()

    def act_once(self, key: str, verb: Verb, tokens: Sequence[str]) -> Done:
        """`act`, unless it was done under that key before, by whatever process: then what was done at that time, and nothing
        is written.

        Raises:
            Refused, StorageError: as `act`.
        """
        if not key:
            return self.act(verb, tokens)
        there = list[Event]()
        if verb.rewrites or verb.mends:
            raise Misused(
                say("{name} takes no --idempotency-key: doing it again is harmless", name=verb.name)
            )

        def make(incident: Incident) -> Sequence[Event]:
            # Under the lock of the writer: nobody else can write it between this look and the write.
            there[:] = self._under(key)
            if there:
                return ()
            return [structs.replace(e, once=key) for e in registry.act(verb, tokens, incident, self._given())]

        done = self._write(make, keep=False)
        return self._done(there) if there else done

    def _under(self, key: str) -> list[Event]:
        """What stands in the file under a key."""
        sign = b'"once":' + encode({"": key})[4:-1]
        with OpenTail(self.file) as log:
            lines = [raw for raw in log.load().lines if sign in raw]
        return [event for event in decode_all(lines) if event.once == key]


def opened(file: str, person: str, zone_name: str = "") -> ShellRoom:
    """The incident in a file; `zone_name`: the zone of times that name none, where one was told.

    Raises:
        StorageError: it can't be read.
        BadTime: there is no such zone.
    """
    told = zone(zone_name) if zone_name else None
    room = ShellRoom.open(file, person=person)
    assert isinstance(room, ShellRoom)
    room.told = told
    return room
