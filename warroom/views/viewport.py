"""Which lines of a long list are on the screen, and which row is selected.

Pure arithmetic, no drawing: a list of rows, each some lines high, seen through a window `height` lines high.
The window is anchored at (row, line within the row); the total height is never computed, so a list of 100,000
wrapped rows costs what its visible rows cost. Three promises: the selection stays with its row when the list
changes, a selected row that is visible stays on its screen line, and the tail is followed only until the
person moves away.
"""

from __future__ import annotations

from collections.abc import Callable

from warroom.views.lines import RowSource, place_of

LinesOf = Callable[[int], int]
Find = Callable[[int], int | None]


class Viewport:
    """A window on a list. Rows and lines count from 0; `cursor` is -1 while the list is empty.

    `lines_of(row)` says how many lines a row has (at least 1); it is asked for visible rows only.
    `tails` turns on following the end of the list.
    """

    def __init__(self, count: int, lines_of: LinesOf, *, tails: bool = False) -> None:
        self.count = count
        self.height = 0
        self.tails = tails
        self.follow = tails
        self.cursor = (count - 1 if tails else 0) if count else -1
        self.top = (0, 0)
        self.unseen = 0
        self._lines_of = lines_of
        self._at_tail = tails  # the cursor belongs to the end, not to the row it happens to be on

    # -- what is on the screen

    def rows(self) -> list[tuple[int, int]]:
        """(row, line within it) for each screen line that shows something, from the top."""
        out: list[tuple[int, int]] = []
        row, line = self.top
        while row < self.count and len(out) < self.height:
            last = min(self._lines_of(row), line + self.height - len(out))
            out.extend((row, k) for k in range(line, last))
            row, line = row + 1, 0
        return out

    def cursor_line(self) -> int | None:
        """The screen line of the cursor row's first visible line, or None if the row is not on the screen."""
        for y, (row, _) in enumerate(self.rows()):
            if row == self.cursor:
                return y
        return None

    # -- what a person does

    def move(self, rows: int) -> None:
        """Move the cursor; inside a row that is taller than the window, show its next line first."""
        if not self.count:
            return
        before = self.cursor, self.top
        if not self._peek(1 if rows > 0 else -1):
            self._go(self.cursor + rows)
        if rows > 0 or before != (self.cursor, self.top):
            self._moved(up=rows < 0)

    def page(self, direction: int) -> None:
        """Move by a screenful less one line, the cursor staying on its screen line as far as it can."""
        if not self.count or not self.height:
            return
        y = self.cursor_line() or 0
        top, cursor = self.top, self.cursor
        self.top = self._walk(top, direction * max(1, self.height - 1))
        self._clamp()
        if self.top == top:
            self._go(self.count - 1 if direction > 0 else 0)
        else:
            shown = self.rows()
            self._go(shown[min(y, len(shown) - 1)][0])
            if (self.top, self.cursor) == (top, cursor):  # a row as tall as the window pulled it back
                self._go(cursor + direction)
        self._moved(up=direction < 0)

    def home(self) -> None:
        """Go to the first row."""
        if self.count:
            self._go(0)
            self.top = (0, 0)
            self._moved(up=True)

    def end(self) -> None:
        """Go to the last row and, if this list has a tail, follow it."""
        if self.count:
            self._go(self.count - 1)
            self.top = self._tail()
            self._at_tail = self.tails
        self.follow = self.tails
        self.unseen = 0

    def scroll(self, lines: int) -> None:
        """Move the window, not the cursor."""
        before = self.top
        self.top = self._walk(self.top, lines)
        self._clamp()
        if self.top != before:
            self._moved(up=lines < 0)

    def pick(self, y: int) -> bool:
        """Put the cursor on the row at screen line `y`; False if nothing is there."""
        shown = self.rows()
        if not 0 <= y < len(shown):
            return False
        up = shown[y][0] < self.cursor
        self._go(shown[y][0])
        self._moved(up=up)
        return True

    def select(self, row: int) -> None:
        """Put the cursor on `row` and show it (a jump that the person asked for)."""
        if self.count:
            up = row < self.count - 1
            self._go(row)
            self._moved(up=up)

    # -- what happens to it

    def settle(self, height: int, lines_of: LinesOf | None = None) -> None:
        """The window got its size and, if the width is another one, the rows got other heights."""
        visible = self.height == 0 or self.cursor_line() is not None
        self.height = height
        self._lines_of = lines_of or self._lines_of
        if self.follow:
            self.top = self._tail()
        self._clamp()
        if visible and self.count and not self.follow:
            self._reveal()
        self._count_unseen()

    def replace(self, count: int, find: Find, lines_of: LinesOf, *, hold: bool) -> None:
        """The list changed. `find(old row)` is that row's place now, or None if it is gone.

        `hold`: the person is in this list, so the cursor stays on its row even while the tail is followed;
        following lets go when that row would leave the screen.
        """
        y, old_count, old_cursor, old_top = self.cursor_line(), self.count, self.cursor, self.top
        cursor = _nearest(old_cursor, old_count, find)
        top_row = _nearest(old_top[0], old_count, find)
        last = find(old_count - 1) if old_count else None
        self.count, self._lines_of = count, lines_of
        grown = max(0, count - old_count, 0 if last is None else count - 1 - last)
        if not count:
            self.cursor, self.top, self.unseen = -1, (0, 0), 0
            return
        self._place_cursor(cursor, hold=hold)
        if self.follow and self._follow_on(hold=hold and old_count > 0):
            return
        if y is not None:
            line = old_top[1] if old_top[0] == old_cursor else 0
            line = min(line, self._lines_of(self.cursor) - 1)
            self.top = self._walk((self.cursor, line), -y)
        else:
            self.top = (min(top_row or 0, count - 1), old_top[1])
        self._clamp()
        if y is not None and self.cursor_line() is None:
            self._reveal()
        self.unseen = self.unseen + grown if self.tails else 0
        self._count_unseen()

    # -- how

    def _place_cursor(self, cursor: int | None, *, hold: bool) -> None:
        last = self.count - 1
        if cursor is None:
            self.cursor = last if self.follow else 0
        elif self.follow and self._at_tail and not hold:
            self.cursor = last
        else:
            self.cursor = min(cursor, last)

    def _follow_on(self, *, hold: bool) -> bool:
        """Show the tail; False (and no longer following) if that would push the held row off the screen."""
        self.top = self._tail()
        if hold and self.height and self.cursor_line() is None:
            self.follow = False
            return False
        self.unseen = 0
        return True

    def _go(self, row: int) -> None:
        self.cursor = max(0, min(self.count - 1, row))
        self._reveal()

    def _moved(self, *, up: bool) -> None:
        self._at_tail = False
        if self.tails:
            at_end = self.top >= self._tail()
            self.follow = at_end and not up
            self._count_unseen()

    def _count_unseen(self) -> None:
        shown = self.rows() if self.unseen else []
        if shown:
            self.unseen = min(self.unseen, self.count - 1 - shown[-1][0])

    def _peek(self, direction: int) -> bool:
        row, line = self.top
        tall = self._lines_of(self.cursor)
        if row != self.cursor or tall <= self.height or not self.height:
            return False
        if direction > 0 and line + self.height < tall:
            self.top = (row, line + 1)
        elif direction < 0 and line > 0:
            self.top = (row, line - 1)
        else:
            return False
        return True

    def _walk(self, spot: tuple[int, int], lines: int) -> tuple[int, int]:
        """The spot `lines` further down (or up), stopping at the first and the last line of the list."""
        row, line = spot
        line += lines
        while line < 0 and row > 0:
            row -= 1
            line += self._lines_of(row)
        while row < self.count and line >= (tall := self._lines_of(row)):
            if row == self.count - 1:
                return row, tall - 1
            row, line = row + 1, line - tall
        return row, max(0, line)

    def _tail(self) -> tuple[int, int]:
        """The top that puts the list's last line on the last screen line (or all of it on the screen)."""
        if not self.count:
            return 0, 0
        last = self.count - 1
        return self._walk((last, self._lines_of(last) - 1), 1 - max(1, self.height))

    def _clamp(self) -> None:
        row, line = self.top
        if row >= self.count:
            self.top = self._tail()
        else:
            self.top = min((row, min(line, self._lines_of(row) - 1)), self._tail())

    def _reveal(self) -> None:
        """Bring the cursor row onto the screen with as little movement as possible."""
        if not self.height:
            return
        cursor, tall, height = self.cursor, self._lines_of(self.cursor), self.height
        row, line = self.top
        if cursor == row:
            if tall <= height:
                self.top = (row, 0)
        elif cursor < row:
            self.top = (cursor, max(0, tall - height))
        else:
            used, at = -line, row
            while at < cursor and used < height:
                used, at = used + self._lines_of(at), at + 1
            if at < cursor or used + tall > height:
                self.top = self._walk((cursor, min(tall, height) - 1), 1 - height)


def finder(old: RowSource, new: RowSource) -> Find:
    """How rows of `old` are found in `new`, by key: first where they were, then everywhere."""
    grown = len(new) - len(old)
    index: dict[str, int] = {}

    def find(row: int) -> int | None:
        key = old.key(row)
        for at in (row, row + grown, row + 1, row - 1):
            if 0 <= at < len(new) and new.key(at) == key:
                return at
        if hasattr(new, "place"):
            return place_of(new, key)
        if not index:
            index.update((new.key(i), i) for i in range(len(new)))
        return index.get(key)

    return find


def _nearest(row: int, count: int, find: Find) -> int | None:
    """Where `row` is now; if it is gone, its nearest neighbour that is not (the one before it first)."""
    if row < 0:
        return None
    for away in range(count):
        for old in (row - away, row + away):
            if 0 <= old < count and (now := find(old)) is not None:
                return now
    return None
