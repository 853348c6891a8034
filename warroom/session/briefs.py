"""That a brief for management was written here becomes a fact, and no longer holds once the file is taken back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from warroom.core.clock import uuid7
from warroom.core.families.briefing import Briefs
from warroom.core.families.log import Undone
from warroom.core.registry import VERBS

if TYPE_CHECKING:
    from warroom.session.answers import Done
    from warroom.session.room import Room

FORMS: Final = frozenset({"brief", "chat"})
"""The forms of a report that are a brief for management."""


def record(room: Room, name: str, *, keep: bool = False) -> Done:
    """Say that it was given, as the file of that name. Raises StorageError unless `keep`."""
    return room.act(VERBS["briefed"], ["--", name], keep=keep)


def withdraw(room: Room, name: str) -> None:
    """The file of that name is gone again: what this person said of it does not count. Raises StorageError."""
    mine = [b for b in room.incident.part(Briefs).all if b.how == name and b.by == room.person]
    if mine:
        undone = Undone(
            id=uuid7(room.now, os.urandom(10)), at=room.now, by=room.person, events=(mine[-1].event,)
        )
        room.take_in([undone])
