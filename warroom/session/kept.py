"""What a room could not write, kept on this machine until it is in the file: also past the end of the console.

Belongs to the room's thread. The next console of the same person on the same incident offers it: one verb writes it, each
fact once, another one forgets it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from warroom.core.codec import BadEvent, decode, fields
from warroom.core.envelope import Event
from warroom.core.language import say
from warroom.core.verb import Refused, Verb
from warroom.session.answers import Done
from warroom.session.room import Room
from warroom.storage.errors import StorageError
from warroom.storage.library.unsaved import Unsaved


class Kept:
    """The unsaved facts of one room and person. `held` is true when all that the room could not write is on disk here."""

    def __init__(self, room: Room, library: Path) -> None:
        self._room = room
        self._disk = Unsaved(library)
        self._id = room.incident.id
        self._offered: tuple[Event, ...] = ()
        self._mine: frozenset[str] = frozenset()
        self.held = True
        self._begin()

    def _begin(self) -> None:
        try:
            lines = self._disk.load(self._id, self._room.person)
        except StorageError as error:
            self._room.notices.append(str(error))
            return
        events: list[Event] = []
        for line in lines:
            with suppress(BadEvent):
                events.append(decode(line))
        self._offered = tuple(e for e in events if self._room.event(e.id) is None)
        self._mine = frozenset(e.id for e in events)
        self.look()
        if self._offered:
            told = say(
                "{count} that could not be saved are kept on this machine: /putback writes them, /discard forgets them",
                count=len(self._offered),
            )
            self._room.notices.append(told)

    def act(self, verb: Verb) -> Done:
        """Write what is offered, or forget it.

        Raises:
            Refused: nothing is offered.
            StorageError: it could not be written; it is still kept.
        """
        if verb.name == "discard":
            return self._discard()
        if not self._offered:
            return self._room.act(verb, [])
        self._room.refresh()
        new = [e for e in self._offered if self._room.event(e.id) is None]
        done = self._room.take_in(new)
        self._offered = ()
        if self._room.saved.lost:
            self._room.act(verb, [])
        self.look()
        return done

    def _discard(self) -> Done:
        if not self._offered:
            raise Refused(say("nothing is kept here that could be forgotten"))
        gone = frozenset(e.id for e in self._offered)
        self._disk.update(self._id, self._room.person, (), gone)
        self._offered, self._mine = (), self._mine - gone
        told = say("forgotten: {count} that could not be saved", count=len(gone))
        return Done((), self._room.incident, told, self._room.saved)

    def look(self) -> None:
        """Bring the disk here up to what the room holds now: more that waits, or what has been written since."""
        waiting = self._room.unwritten()
        facts = [*(fields(e) for e in self._offered), *waiting]
        ids = frozenset(str(fact["id"]) for fact in facts)
        if ids == self._mine:
            return
        try:
            self._disk.update(self._id, self._room.person, facts, self._mine - ids)
        except StorageError:
            # Another disk that fails: the words are printed at the end, and the next look tries again.
            self.held = False
            return
        self._mine, self.held = ids, True
