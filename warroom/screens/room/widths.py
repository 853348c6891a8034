"""From which size on the room changes its shape, and how wide its left side is. Pure arithmetic."""

from __future__ import annotations

from typing import Final

NARROW: Final = 100
"""Below this many columns the panes become tabs."""
ROOMY: Final = 140
"""From this many columns on the checklist has room for when an item is done."""

TALL: Final = 30
"""From this many lines on there is room for the line *now*."""


def left_width(width: int) -> int:
    """Columns of the left side."""
    return 46 if width >= ROOMY else 38
