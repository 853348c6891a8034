"""How much of the terminal each pane gets. Pure arithmetic, for the screen and for what is drawn before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from warroom.screens.room.part import Part

NARROW: Final = 100
"""Below this many columns the panes become tabs."""
ROOMY: Final = 140
"""From this many columns on the checklist has room for when an item is done."""


def left_width(width: int) -> int:
    """Columns of the left side."""
    return 46 if width >= ROOMY else 38


def heights(parts: Sequence[Part], height: int) -> list[int]:
    """Lines of the panes of one side, from above: by their shares, none under its least."""
    left, shares = height, sum(part.SHARE for part in parts)
    found = []
    for part in reversed(parts[1:]):
        tall = max(part.LEAST, left - left * (shares - part.SHARE) // shares)
        found.append(tall)
        left, shares = left - tall, shares - part.SHARE
    return [left, *reversed(found)]
