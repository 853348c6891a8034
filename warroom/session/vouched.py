"""The head of the record at this moment: what goes out says it, so that each copy vouches for what was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.storage.errors import StorageError

if TYPE_CHECKING:
    from warroom.session.answers import Done
    from warroom.session.room import Room


def head(room: Room) -> str:
    """`57:0123456789abcdef01234567`; "" when the file can't be read again."""
    from warroom.storage.trust.head import head_of

    try:
        return str(head_of(room.held(lines=True).lines))
    except StorageError:
        return ""


def head_for(done: Done, room: Room) -> str:
    """The head where an act tells others something; "" for all other acts, and for what is not on disk yet."""
    goes_out = done.saved.state == "saved" and any(event.goes_out for event in done.events)
    return head(room) if goes_out else ""
