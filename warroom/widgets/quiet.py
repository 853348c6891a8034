"""What stands behind the panes and stays out of the way: a Screen, and boxes that are never drawn."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget


class QuietScreen(Screen[ScreenResultType]):
    """The base of our screens: moving the focus costs 1 kB to the terminal instead of 12.

    What looks different with the focus (pane titles, cursors) repaints itself.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)


class Column(Vertical):
    """Widgets above each other that cover it whole: Textual would draw it behind them in every frame."""

    BLANK = True


class Row(Horizontal):
    """The same, side by side."""

    BLANK = True
