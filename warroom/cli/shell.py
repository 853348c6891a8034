"""What a command line means: which incident, who acts, in which zone, and in what form the answer is wanted."""

from __future__ import annotations

import os
from functools import cached_property

from warroom.cli import ack, output, who
from warroom.cli.failure import Trouble
from warroom.core.language import say
from warroom.core.text import clean
from warroom.session import overview
from warroom.storage.library.folder import Library

# A room is imported when one is opened: a list or a report needs none.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from warroom.cli.options import Options
    from warroom.cli.shellroom import ShellRoom
    from warroom.session.room import Room

_KEY = 200
"""So many characters of a key count."""
_NAMED = 8
"""So many open incidents are named in a message."""


class Shell:
    """What a command needs to know of the line that it stands on."""

    def __init__(self, options: Options) -> None:
        self.options = options

    @cached_property
    def person(self) -> str:
        return who.person(self.options.person)

    @property
    def key(self) -> str:
        """What `--idempotency-key` named the act; empty when it named none."""
        return clean(self.options.key)[:_KEY]

    @property
    def zone_name(self) -> str:
        """The zone for a new incident, and for times in what is imported."""
        return self.options.zone or who.zone_name()

    @property
    def as_json(self) -> bool:
        """JSON was asked for, or nobody watches."""
        return self.options.json or not (self.options.plain or output.to_terminal())

    @property
    def colour(self) -> bool:
        return output.coloured() and not self.options.plain

    @cached_property
    def library(self) -> Library:
        return Library()

    def path(self, told: str | None = None) -> Path:
        """`file`, as a path."""
        from pathlib import Path

        return Path(self.file(told))

    def file(self, told: str | None = None) -> str:
        """The file of the incident that is meant.

        Raises:
            StorageError: none or several fit what was told.
            Trouble: nothing was told, and not exactly one incident is open.
        """
        part = told or self.options.incident or os.environ.get("WARROOM_INCIDENT", "")
        if part:
            return self._named(part)
        rows = overview.rows(self.library)
        running = [row for row in rows if row["open"]]
        # With nothing open, the only incident there is can be the only one meant: its report, its closing.
        meant = running or (rows if len(rows) == 1 else [])
        if len(meant) == 1:
            return self.library.file_of(str(meant[0]["id"]))
        if not rows:
            raise Trouble(say("there is no incident yet; `warroom declare TITLE` makes one"))
        listed = _listed(running or rows)
        if not running:
            raise Trouble(say("no incident is open; name one with --incident ID: {listed}", listed=listed))
        raise Trouble(
            say(
                "{count} incidents are open: {listed}; say which one with --incident ID",
                count=len(running),
                listed=listed,
            )
        )

    def _named(self, part: str) -> str:
        if os.sep in part or part.endswith(".json"):
            return part
        return self.library.file_of(self.library.find(part))

    def room(self, told: str | None = None) -> ShellRoom:
        """The incident that is meant, open.

        Raises:
            StorageError, Trouble: as `path`, or it can't be read.
        """
        from warroom.cli.shellroom import opened

        return opened(self.file(told), self.person, self.options.zone)

    def changed(self, room: Room) -> None:
        """Keep the catalogue right, and pass on what the file had to say. It never fails: what was done is done and told."""
        with ack.courtesy(say("the list of incidents is not up to date")):
            if os.path.dirname(os.path.abspath(room.file)) == self.library.folder:
                overview.remember(self.library, room)
        self.pass_on(room)

    def pass_on(self, room: Room) -> None:
        """What the file had to say, on standard error."""
        for notice in dict.fromkeys(room.notices):
            output.note(notice)


def _listed(rows: Sequence[Mapping[str, Any]]) -> str:
    """Some incidents in one line."""
    names = ", ".join(f"{row['id']} {clean(str(row['title']))[:30]}" for row in rows[:_NAMED])
    return (
        say("{names} and {count} more", names=names, count=len(rows) - _NAMED)
        if len(rows) > _NAMED
        else names
    )
