"""Facts that were on disk, and are in the file no more: another copy was put under an open room.

The room keeps them and shows them, says so at once, and writes them back when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import msgspec

from warroom.core.envelope import Event
from warroom.core.families.log import Unknown
from warroom.core.language import say


def missing(
    held: Sequence[Event], there: Callable[[str], object], waiting: Collection[str]
) -> tuple[Event, ...]:
    """What of `held` the file lacks: `there` finds an event of it by id, `waiting` were never in it.

    What this version cannot read it could not write back either.
    """
    return tuple(
        event
        for event in held
        if there(event.id) is None and event.id not in waiting and not isinstance(event, Unknown)
    )


def why(count: int) -> str:
    """What is said of them."""
    told = say(
        "{count} that this console has shown are not in the file: another copy was put in its place; /putback writes them back"
    )
    return told.format(count=count)


def recorded_again(lost: Sequence[Event]) -> list[Event]:
    """The same facts, to be written once more: they keep when they were recorded first."""
    return [
        msgspec.structs.replace(event, first_recorded_at=event.first_recorded_at or event.recorded_at)
        for event in lost
    ]
