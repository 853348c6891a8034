"""`RowsPane`: the one list of the console (timeline, checklist, roster, home, help).

Takes a `RowSource`, wraps only what is visible, and posts what the person did. Where the window stands and what is
selected is `Viewport`'s arithmetic; this module draws it and repaints only the lines that differ from what is
on the screen. Knows nothing of incidents.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar, Literal

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from warroom.views.frame import bottom_line
from warroom.views.lines import UTF8, Line, RowSource, Signs, place_of, wrap
from warroom.views.viewport import Viewport, finder
from warroom.widgets.strips import strip_of
from warroom.widgets.theme import Palette, palette

GUTTER = 1  # the column of the cursor's mark
WHEEL_LINES = 3
KEPT_ROWS = 512  # wrapped rows remembered: some screens full

_PLAIN, _CURSOR, _MARKED, _BOTTOM = "", "cursor", "marked", "bottom"
Edge = Literal["none", "sides", "closed"]
"""What a pane draws of its frame: nothing, both sides, or the bottom line too."""


class NoRows:
    """A source with nothing in it."""

    def __len__(self) -> int:
        return 0

    def key(self, i: int) -> str:
        raise IndexError(i)

    def lines(self, i: int, width: int) -> tuple[Line, ...]:
        raise IndexError(i)


class _Wrapped:
    """The rows of one source, wrapped to one width when first looked at."""

    def __init__(
        self, source: RowSource, width: int, kept: dict[str, tuple[Line, ...]] | None = None
    ) -> None:
        self.source = source
        self.width = width
        self._kept = kept or {}

    def lines(self, row: int) -> tuple[Line, ...]:
        key = self.source.key(row)
        lines = self._kept.get(key)
        if lines is None:
            if len(self._kept) >= KEPT_ROWS:
                self._kept.clear()
            lines = self._kept[key] = self.source.lines(row, self.width) or ((),)
        return lines

    def height(self, row: int) -> int:
        return len(self.lines(row))

    def followed_by(self, source: RowSource, changed: Collection[str] | None) -> _Wrapped:
        """The same for the next source. This one stays as it is: its heights are still asked for."""
        kept = {} if changed is None else {k: v for k, v in self._kept.items() if k not in changed}
        return _Wrapped(source, self.width, kept)


class RowsPane(Widget, can_focus=True):
    """A list of rows of any number and height, with one of them selected.

    `tails`: new rows at the end are followed until the person moves up; `end` follows again. `hint` is shown while
    there are no rows. `cursor_key` is the selected row's key, `new` the rows at the end that were not on the screen yet.
    """

    DEFAULT_CSS = "RowsPane { height: 1fr; background: transparent; }"
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False),
        Binding("home,g", "home", "First", show=False),
        Binding("end,G", "end", "Last", show=False),
        Binding("enter", "choose", "Open", show=False),
    ]

    class Happened(Message):
        """Something happened in `pane`."""

        pane: RowsPane

        @property
        def control(self) -> RowsPane:
            return self.pane

    @dataclass
    class Selected(Happened):
        """The person chose the row `key` (Enter, or a double click)."""

        pane: RowsPane
        key: str

    @dataclass
    class CursorMoved(Happened):
        """The selected row is now `key`; None if there are no rows."""

        pane: RowsPane
        key: str | None

    @dataclass
    class NewCount(Happened):
        """`count` rows came at the end and were not seen yet; `following` says whether the end is followed."""

        pane: RowsPane
        count: int
        following: bool

    def __init__(
        self,
        source: RowSource | None = None,
        *,
        tails: bool = False,
        hint: Line = (("Nothing here yet.", "dim"),),
        signs: Signs = UTF8,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.hint = hint
        self._signs = signs
        self.edge: Edge = "none"
        """Changed by the frame, together with a size."""
        self._settled: tuple[Size, Edge] = (Size(0, 0), "none")
        self._rows = _Wrapped(NoRows() if source is None else source, 1)
        self._view = Viewport(len(self._rows.source), self._rows.height, tails=tails)
        self._strips: LRUCache[tuple[Line, str, int, Edge], Strip] = LRUCache(1024)
        self._painted: list[tuple[Line, str]] = []
        self._told: tuple[str | None, int, bool] = (None, 0, tails)

    # -- what others may ask and say

    @property
    def source(self) -> RowSource:
        return self._rows.source

    @property
    def cursor_key(self) -> str | None:
        return self.source.key(self._view.cursor) if self._view.count else None

    @property
    def new(self) -> int:
        return self._view.unseen

    @property
    def follow(self) -> bool:
        return self._view.follow

    @property
    def below(self) -> int:
        """How many rows stand below what is seen."""
        shown = self._view.rows()
        return self._view.count - 1 - shown[-1][0] if shown else 0

    def shows(self, key: str) -> bool:
        """Whether that row is on the screen, or a part of it."""
        source = self.source
        return any(source.key(row) == key for row in {row for row, _ in self._view.rows()})

    def set_source(
        self, source: RowSource, changed_keys: Collection[str] | None = None, *, resifted: bool = False
    ) -> None:
        """Show another list. The selection stays with its row, and a visible selection on its screen line.

        `changed_keys`: rows whose lines may differ although their key is the same; None means any may.
        `resifted`: other rows of what was there already, such as a filter leaves; none of them counts as new.
        """
        find = finder(self.source, source)
        self._rows = self._rows.followed_by(source, changed_keys)
        unseen = self._view.unseen
        self._view.replace(len(source), find, self._rows.height, hold=self.has_focus)
        if resifted:
            self._view.unseen = min(unseen, self._view.unseen)
        self._update()

    def select(self, key: str) -> bool:
        """Put the cursor on the row `key` and show it; False if there is no such row."""
        row = place_of(self.source, key)
        if row is None:
            return False
        self._view.select(row)
        self._update()
        return True

    # -- what the person does

    def action_move(self, rows: int) -> None:
        self._view.move(rows)
        self._update()

    def action_page(self, direction: int) -> None:
        self._view.page(direction)
        self._update()

    def action_home(self) -> None:
        self._view.home()
        self._update()

    def action_end(self) -> None:
        self._view.end()
        self._update()

    def action_choose(self) -> None:
        key = self.cursor_key
        if key is not None:
            self.post_message(self.Selected(self, key))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._view.scroll(-WHEEL_LINES)
        self._update()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._view.scroll(WHEEL_LINES)
        self._update()

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is not None and self._view.pick(at.y):
            self._update()
            if event.chain == 2:
                self.action_choose()

    def on_focus(self, event: events.Focus) -> None:
        # Widget repaints all of itself here, 15 kB for two panes; only the cursor row looks different.
        event.prevent_default()
        self._focus_changed(True, events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        event.prevent_default()
        self._focus_changed(False, events.DescendantBlur(self))

    def _focus_changed(self, focused: bool, told: Message) -> None:
        self.has_focus = focused
        self._update()
        if isinstance(self.parent, Widget):
            self.parent.post_message(told)

    # -- drawing

    @property
    def _text_width(self) -> int:
        return max(1, self.size.width - GUTTER - (2 if self.edge != "none" else 0))

    @property
    def _height(self) -> int:
        """Lines for rows."""
        return max(0, self.size.height - (self.edge == "closed"))

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Finished strips: Textual's own way puts each through its styles and filters again in every frame."""
        size = self.size  # Textual looks it up in its map of the screen each time
        if self._settled != (size, self.edge):
            self._settle()
        strips = [self._strip(y, size) for y in crop.line_range]
        if crop.x or crop.width < size.width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        return self._strip(y, self.size)

    def _strip(self, y: int, size: Size) -> Strip:
        width = size.width
        line, mode = self._painted[y] if y < len(self._painted) else ((), _PLAIN)
        if y == size.height - 1 and self.edge == "closed":
            line, mode = (), _BOTTOM
        key = (line, mode, width, self.edge)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(line, mode, width)
        return strip

    def _settle(self) -> None:
        """The size is known only now: fit the window to it."""
        if (self._settled[0].width, self._settled[1]) != (self.size.width, self.edge):
            self._rows = _Wrapped(self.source, self._text_width)
        self._view.settle(self._height, self._rows.height)
        self._settled = (self.size, self.edge)
        self._painted = self._lines_to_paint()
        self.call_later(self._tell)

    def _draw(self, line: Line, mode: str, width: int) -> Strip:
        styles, base = palette(self.app), self.rich_style
        if mode == _BOTTOM:
            strip = strip_of(bottom_line(width, self._signs), width, styles, base)
        else:
            sides = 2 if self.edge != "none" else 0
            strip = self._row(line, mode, width - sides, styles, base)
            if sides:
                side = strip_of(((self._signs.vertical, "border"),), 1, styles, base)
                strip = Strip.join([side, strip, side]).simplify()
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, background)
        return strip

    def _row(self, line: Line, mode: str, width: int, styles: Palette, base: Style) -> Strip:
        if mode == _PLAIN:
            return strip_of(((" ", line[0][1] if line else ""), *line), width, styles, base)
        if mode == _CURSOR:
            base += styles["cursor"]
        return strip_of(
            ((self._signs.cursor, "accent" if mode == _CURSOR else "dim"), *line), width, styles, base
        )

    def _lines_to_paint(self) -> list[tuple[Line, str]]:
        if not self._view.count:
            return [(line, _PLAIN) for line in wrap(self.hint, self._text_width)[: self._height]]
        chosen = _CURSOR if self.has_focus else _MARKED
        rows = self._view.rows()
        return [(self._rows.lines(i)[k], chosen if i == self._view.cursor else _PLAIN) for i, k in rows]

    def _update(self) -> None:
        """Repaint what differs from the screen, and tell others."""
        size = self.size
        if self._settled == (size, self.edge):
            old, new = self._painted, self._lines_to_paint()
            self._painted = new
            nothing: tuple[Line, str] = ((), _PLAIN)
            pairs = zip_longest(old, new, fillvalue=nothing)
            lines = [y for y, (before, after) in enumerate(pairs) if before != after]
            side = int(self.edge != "none")
            if lines:
                self.refresh(*(Region(side, y, size.width - 2 * side, 1) for y in lines))
        self._tell()

    def _tell(self) -> None:
        told, now = self._told, (self.cursor_key, self._view.unseen, self._view.follow)
        self._told = now
        if told[0] != now[0] and self.is_attached:
            # To the screen at once: through all that the pane stands in takes as long as to draw it.
            self.screen.post_message(self.CursorMoved(self, now[0]))
        if told[1:] != now[1:]:
            self.post_message(self.NewCount(self, now[1], now[2]))
