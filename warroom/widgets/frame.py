"""A pane's frame: a title in the top line, `┌ Timeline ──── 42 · 3 new ┐`, and borders round the body.

The title is a one-line widget of its own, so that a new count repaints the cells of the count and lays nothing out.
Class `compact` takes title and borders away (panes as tabs), `joined` makes the title line continue the frame above,
`open` leaves out the bottom line (for the frame that has a joined one below).
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from warroom.views.lines import UTF8, Line, Signs, crop, line_cells
from warroom.widgets.strips import OneLine


class TitleBar(OneLine):
    """The top line of a frame. The pane that has the focus shows its title in reverse."""

    def __init__(self, title: str, signs: Signs = UTF8) -> None:
        super().__init__()
        self.title = title
        self.right: Line = ()
        self.active = False
        self._signs = signs

    def line(self, width: int) -> Line:
        signs = self._signs
        joined = self.parent is not None and self.parent.has_class("joined")
        left, right = (signs.tee_left, signs.tee_right) if joined else (signs.top_left, signs.top_right)
        note: Line = ((" ", ""), *self.right, (" ", "")) if self.right else ()
        title = f" {crop(self.title, max(1, width - 6 - line_cells(note)))} "
        rule = width - 3 - len(left) - line_cells(((title, ""),)) - line_cells(note)
        if rule < 0:
            note, rule = (), max(0, width - 4 - line_cells(((title, ""),)))
        return (
            (left, "border"),
            (title, "status" if self.active else "title"),
            (signs.horizontal * (rule + 1), "border"),
            *note,
            (signs.horizontal + right, "border"),
        )


class Frame(Widget):
    """`Frame("Timeline", pane)`. `title` and `right` may change at any time without a layout."""

    BLANK = True  # its title and body cover it

    DEFAULT_CSS = """
    Frame {
        width: 1fr; height: 1fr; layout: vertical; background: transparent;
        & > .frame--body { height: 1fr; border: solid $secondary; border-top: none; }
        &.open > .frame--body { border-bottom: none; }
        &.ascii > .frame--body { border: ascii $secondary; border-top: none; }
        &.ascii.open > .frame--body { border-bottom: none; }
        &.compact > TitleBar { display: none; }
        &.compact > .frame--body { border: none; }
        &:ansi > .frame--body { border: solid ansi_default; border-top: none; }
        &:ansi.ascii > .frame--body { border: ascii ansi_default; border-top: none; }
        &:ansi.open > .frame--body { border-bottom: none; }
        &:ansi.compact > .frame--body { border: none; }
    }
    """

    def __init__(
        self,
        title: str,
        body: Widget,
        *,
        signs: Signs = UTF8,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.bar = TitleBar(title, signs)
        self.body = body
        body.add_class("frame--body")
        self.set_class(signs.vertical.isascii(), "ascii")

    def compose(self) -> ComposeResult:
        yield self.bar
        yield self.body

    def show(self, right: Line | None = None, *, title: str | None = None) -> None:
        """Change what the title bar says: the note at its right end, the title, or both."""
        self.bar.right = self.bar.right if right is None else right
        self.bar.title = title or self.bar.title
        self.bar.redraw()

    def on_descendant_focus(self) -> None:
        self.bar.active = True
        self.bar.redraw()

    def on_descendant_blur(self) -> None:
        self.bar.active = False
        self.bar.redraw()
