"""The other incidents of a library, as its catalogue has them."""

from __future__ import annotations

import os

from warroom.core.others import NONE, Others, from_rows
from warroom.session import overview
from warroom.session.people import People
from warroom.storage.errors import StorageError
from warroom.storage.library.folder import Library


class Neighbours:
    """Call it for them as they stand now: that asks the disk. `known` is what was read last."""

    def __init__(self, library: str | os.PathLike[str]) -> None:
        self.known: Others = NONE
        self._library = os.fspath(library)

    def __call__(self) -> Others:
        try:
            self.known = from_rows(overview.rows(Library(self._library)))
        except StorageError:
            return self.known  # what was known of them is better than nothing
        return self.known


def beside(library: str) -> tuple[People, Neighbours]:
    """What stands beside an incident in its library: the people whom the team can call, and the other incidents."""
    return People(library), Neighbours(library)
