"""An incident, open for a command of the shell."""

from __future__ import annotations

from datetime import tzinfo

from warroom.cli import ack
from warroom.core.clock import zone
from warroom.session.room import Room


class ShellRoom(Room):
    """A room whose times may be read in another zone than the incident's (`--zone`), and that knows what is to be told."""

    told: tzinfo | None = None
    durable = staticmethod(ack.durable)

    def zone(self) -> tzinfo:
        return self.told or super().zone()


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
