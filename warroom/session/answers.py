"""What a room answers: whether all is on disk, what an act came to, what a report is made of. Frozen."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, NamedTuple

import msgspec

from warroom.core.envelope import Event
from warroom.core.incident import Incident

# Imported by need: a quarter of a bare start.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


class Saved(msgspec.Struct, frozen=True):
    """Whether everything that was done is on disk."""

    state: Literal["saved", "unsaved", "read-only"] = "saved"
    why: str = ""
    unsaved: int = 0
    """How many facts are in memory only."""
    lost: int = 0
    """How many of those the file held once."""


class Done(msgspec.Struct, frozen=True):
    """What an act came to."""

    events: tuple[Event, ...]
    incident: Incident
    said: str
    """What was done, in words."""
    saved: Saved
    head: str = ""
    """Of the record, where the act tells others something."""


class Held(NamedTuple):
    """What a report is made of, frozen: reports are made while the room goes on."""

    incident: Incident
    path: Path
    header: dict[str, Any]
    now: datetime
    lines: tuple[bytes, ...] = ()


class Copied(NamedTuple):
    """How far a text went on its way to the clipboard, in words; `escape`: what the terminal still has to be sent for it."""

    said: str
    escape: str = ""
