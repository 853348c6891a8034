"""What stands behind the panes and stays out of the way: a Screen, and boxes that are never drawn."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from textual.containers import Horizontal, Vertical
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from warroom.widgets.compositor import SparseCompositor


class QuietScreen(Screen[ScreenResultType]):
    """The base of our screens: moving the focus costs 1 kB to the terminal instead of 12.

    What looks different with the focus (pane titles, cursors) repaints itself.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._compositor = SparseCompositor()


HELD_SECONDS: Final = 0.03
"""Not to be seen: two frames of a screen of 60 pictures a second."""

ROUNDS: Final = 2
"""Of the event loop: a widget takes its message, the screen takes the widget's."""


class OnePicture:
    """Draws two changes that belong together as one, when the second comes soon enough."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._end: asyncio.Handle | None = None

    def hold(self) -> None:
        """The first has come: draw nothing for a moment."""
        if self._end is None:
            self._screen.app._begin_batch()
            self._end = asyncio.get_running_loop().call_later(HELD_SECONDS, self._go_on)

    def show(self) -> None:
        """The second is there, or does not come."""
        if self._end is not None:
            self._end.cancel()
            self._end = self._after(ROUNDS)

    def _after(self, rounds: int) -> asyncio.Handle:
        """Widgets tell the screen by messages that they look different, and a picture of some of them is one too many."""
        then = self._go_on if not rounds else lambda: self._later(rounds - 1)
        return asyncio.get_running_loop().call_soon(then)

    def _later(self, rounds: int) -> None:
        self._end = self._after(rounds)

    def _go_on(self) -> None:
        self._end = None
        app = self._screen.app
        app._end_batch()
        for screen in app.screen_stack[-1:]:
            screen.check_idle()


class Column(Vertical):
    """Widgets above each other that cover it whole: Textual would draw it behind them in every frame."""

    BLANK = True


class Row(Horizontal):
    """The same, side by side."""

    BLANK = True
