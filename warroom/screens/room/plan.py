"""How much of the terminal each pane gets. Pure arithmetic, for the screen and for what is drawn before it."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.screens.room.part import Part


def heights(parts: Sequence[Part], height: int) -> list[int]:
    """Lines of the panes of one side, from above: by their shares, none under its least."""
    left, shares = height, sum(part.SHARE for part in parts)
    found = []
    for part in reversed(parts[1:]):
        tall = max(part.LEAST, left - left * (shares - part.SHARE) // shares)
        found.append(tall)
        left, shares = left - tall, shares - part.SHARE
    return [left, *reversed(found)]
