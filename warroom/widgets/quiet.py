"""A Screen that does not repaint itself whole when the focus moves: 1 kB to the terminal instead of 12."""

from __future__ import annotations

from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget


class QuietScreen(Screen[ScreenResultType]):
    """The base of our screens. What looks different with the focus (pane titles, cursors) repaints itself."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
