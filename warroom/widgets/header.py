"""The console's first line: which incident, how bad, who commands, the clocks, and whether everything is on disk.

Takes a function (width -> the two ends of the line) and asks it again every second; only cells that changed are
repainted. Knows neither the incident nor the time.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widget import Widget

from warroom.views.lines import Line, line_cells
from warroom.widgets.strips import OneLine

HeaderView = Callable[[int], tuple[Line, Line]]


class _End(OneLine):
    def __init__(self) -> None:
        super().__init__()
        self.shown: Line = ()

    def line(self, width: int) -> Line:
        return self.shown


class Header(Widget):
    """One line, `view(width) -> (left, right)`; the left end gives way. Asked each second and by `redraw`.

    Textual repaints from the left edge of a widget to the last changed cell, so the two ends are widgets of their
    own, and what changes each second is best put first in the right one.
    """

    BLANK = True  # its two ends cover it
    DEFAULT_CSS = """
    Header { height: 1; layout: horizontal; background: transparent; }
    Header > _End { width: 1fr; }
    """

    def __init__(self, view: HeaderView, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view = view
        self._left, self._right = _End(), _End()

    def compose(self) -> ComposeResult:
        self._ask(self.app.size.width)
        yield self._left
        yield self._right

    def on_mount(self) -> None:
        self.set_interval(1, self.redraw)

    def on_resize(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        """Ask the view again and repaint what differs."""
        if self.size.width:
            self._ask(self.size.width)
            self._left.redraw()
            self._right.redraw()

    def _ask(self, width: int) -> None:
        self._left.shown, right = self.view(width)
        if line_cells(right) != line_cells(self._right.shown):
            self._right.styles.width = line_cells(right)
        self._right.shown = right
