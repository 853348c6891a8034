"""A throw-away library to look around in: an incident in full swing, one with its report, and two small ones.

The scenes stand in `demos/`, a line for each act: the minute since the declaration, the person, the verb and its words as on
the shell. They are played through the room by a clock that walks through the past, so the demo cannot show what the program
cannot do. All of it is made up.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from warroom.core.playbook import Playbook
from warroom.core.playbookfile import parse
from warroom.core.registry import find
from warroom.session.posting import DEMO
from warroom.session.room import Room
from warroom.storage.file.rewrite import create_file
from warroom.storage.library.folder import Library
from warroom.storage.oslayer import OS
from warroom.storage.rights import make_folders

_HERE: Final = Path(__file__).parent.parent
_RUNNING: Final = "payments"
_AGES: Final = {
    "certificate": timedelta(days=16),
    "search": timedelta(days=8),
    "invoices": timedelta(days=2),
    _RUNNING: timedelta(minutes=76),
}
"""How long ago each was declared, oldest first."""


class Act(NamedTuple):
    """One line of a scene."""

    minute: float
    person: str
    verb: str
    words: list[str]


def build(folder: Path, now: datetime) -> Path:
    """Write the demo's library into `folder`, which need not exist, and return the file of the running incident.

    Args:
        now: aware; the running incident was declared 76 minutes before.

    Raises:
        StorageError: it cannot be written.
    """
    library, playbook = Library(folder), _shipped_playbook()
    make_folders(str(folder), OS)
    create_file(OS, str(folder / DEMO), b"a demonstration: nothing of it is sent\n")
    rooms = {name: _play(library, playbook, name, now - age) for name, age in _AGES.items()}
    return rooms[_RUNNING].path


def scene(name: str) -> Iterator[Act]:
    """The acts of one scene; the first is its declaration."""
    for line in (_HERE / "demos" / f"{name}.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            minute, person, verb, *words = shlex.split(line)
            yield Act(float(minute), person, verb, [word.replace("\\n", "\n") for word in words])


def _play(library: Library, playbook: Playbook, name: str, start: datetime) -> Room:
    clock = _WalkingClock(start)
    first, *rest = scene(name)
    room = Room.declare(
        library, first.words, person=first.person, zone_name="UTC", playbook=playbook, clock=clock
    )
    for act in rest:
        clock.moment = start + timedelta(minutes=act.minute)
        room.person = act.person
        room.act(find(act.verb), act.words)
    return room


class _WalkingClock:
    """Stands until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


def _shipped_playbook() -> Playbook:
    """The one that comes with warroom, whatever a team put in its place: the scenes tick its items."""
    files = sorted((_HERE / "playbooks").glob("ten-steps.*.toml"))
    return parse({file.name: file.read_text("utf-8") for file in files})
