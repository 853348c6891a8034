"""The one place where the program reads the time of day."""

from __future__ import annotations

from datetime import UTC, datetime


def wall_clock() -> datetime:
    """Now, aware UTC."""
    return datetime.now(UTC)
