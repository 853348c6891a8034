"""A pane's frame: the title line above it, and edges that the pane draws with its own lines.

The title is a one-line widget of its own, so that a new count repaints the cells of the count and lays nothing out.
`compact()` takes title and edges away (panes as tabs). Class `joined` makes the title line continue the frame above,
`open` leaves out the bottom line (for the frame that has a joined one below).
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from warroom.views.frame import title_line
from warroom.views.lines import UTF8, Line, Signs
from warroom.widgets.rows import Edge, RowsPane
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
        joined = self.parent is not None and self.parent.has_class("joined")
        return title_line(self.title, self.right, width, self._signs, joined=joined, active=self.active)


class Frame(Widget):
    """`Frame("Timeline", pane)`. `title` and `right` may change at any time without a layout."""

    BLANK = True  # its title and body cover it

    DEFAULT_CSS = """
    Frame {
        width: 1fr; height: 1fr; layout: vertical; background: transparent;
        & > .frame--body { height: 1fr; }
        &.compact > TitleBar { display: none; }
    }
    """

    def __init__(
        self,
        title: str,
        body: RowsPane,
        *,
        signs: Signs = UTF8,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.bar = TitleBar(title, signs)
        self.body = body
        body.add_class("frame--body")
        self._edge: Edge = "sides" if self.has_class("open") else "closed"
        body.edge = self._edge

    def compose(self) -> ComposeResult:
        yield self.bar
        yield self.body

    def show(self, right: Line | None = None, *, title: str | None = None) -> None:
        """Change what the title bar says: the note at its right end, the title, or both."""
        was = (self.bar.right, self.bar.title)
        self.bar.right = self.bar.right if right is None else right
        self.bar.title = title or self.bar.title
        if was != (self.bar.right, self.bar.title):
            self.bar.redraw()

    def compact(self, yes: bool) -> None:
        """Without title and edges: the pane is one of several tabs."""
        self.set_class(yes, "compact")
        self.body.edge = "none" if yes else self._edge

    def on_descendant_focus(self) -> None:
        self.bar.active = True
        self.bar.redraw()

    def on_descendant_blur(self) -> None:
        self.bar.active = False
        self.bar.redraw()
