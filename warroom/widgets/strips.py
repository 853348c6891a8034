"""From lines to what the terminal gets: the one place where text becomes Strips, and the last gate it passes.

Also `OneLine`, the widget that all one-line parts (header, footer, pane titles) are made of.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from warroom.core.text import for_terminal
from warroom.views.lines import Line, changed_cells, fit
from warroom.widgets.theme import Palette, palette


def strip_of(line: Line, width: int, styles: Palette, base: Style) -> Strip:
    """The line in exactly `width` cells. Control characters that got this far are made visible here."""
    plain = styles[""]
    segments = [Segment(for_terminal(text), base + styles.get(style, plain)) for text, style in line if text]
    # Every segment costs some 45 bytes of colour codes, so neighbours of one style become one.
    return Strip(segments).adjust_cell_length(width, base).simplify()


class OneLine(Widget):
    """One line that repaints only the cells that changed, and never causes a layout. `line` says what stands there."""

    DEFAULT_CSS = "OneLine { height: 1; background: transparent; }"
    ALLOW_SELECT = False

    _shown: Line = ()

    def line(self, width: int) -> Line:
        """What to show in `width` cells."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Ask `line` again and repaint what differs."""
        width = self.size.width
        if not width:
            return
        new = fit(self.line(width), width)
        span = changed_cells(self._shown, new)
        self._shown = new
        if span:
            self.refresh(Region(span[0], 0, span[1] - span[0], 1))

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        if y:
            return Strip.blank(width, base)
        self._shown = fit(self.line(width), width)
        return strip_of(self._shown, width, palette(self.app), base)


class Bar(OneLine):
    """One line that a function of the width draws: the tabs, the prompt."""

    def __init__(self, view: Callable[[int], Line], *, id: str) -> None:
        super().__init__(id=id)
        self._view = view

    def line(self, width: int) -> Line:
        return self._view(width)
