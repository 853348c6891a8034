"""What screens tell the app."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class OpenRoom(Message):
    """The person wants to go into the room of this incident."""

    incident_id: str
