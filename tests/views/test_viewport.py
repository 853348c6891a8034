"""The promises of a list: the selection never jumps, the window never shows nothing, the tail is let go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from warroom.views.lines import Line
from warroom.views.viewport import Viewport, finder


@dataclass(frozen=True)
class Rows:
    """Rows named by key; how tall one is follows from its key (and the width)."""

    keys: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.keys)

    def key(self, i: int) -> str:
        return self.keys[i]

    def lines(self, i: int, width: int) -> tuple[Line, ...]:
        return (((self.keys[i], ""),),) * self.tall(i, width)

    def tall(self, i: int, width: int = 1) -> int:
        return 1 + int(self.keys[i]) % 4 // width


def view_of(rows: Rows, height: int, *, tails: bool = False) -> Viewport:
    view = Viewport(len(rows), rows.tall, tails=tails)
    view.settle(height)
    return view


def numbered(*numbers: int) -> Rows:
    return Rows(tuple(map(str, numbers)))


class Lists(RuleBasedStateMachine):
    """Any keys and any changes, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = numbered()
        self.width = 1
        self.view = Viewport(0, self.rows.tall)
        self.next = 0

    def lines_of(self, rows: Rows) -> Callable[[int], int]:
        return partial(rows.tall, width=self.width)

    @initialize(count=st.integers(0, 30), height=st.integers(0, 9), tails=st.booleans())
    def start(self, count: int, height: int, tails: bool) -> None:
        self.rows, self.next = numbered(*range(count)), count
        self.view = view_of(self.rows, height, tails=tails)

    @rule(step=st.sampled_from([-1, 1, -3, 5]))
    def move(self, step: int) -> None:
        self.view.move(step)

    @rule(direction=st.sampled_from([-1, 1]))
    def page(self, direction: int) -> None:
        self.view.page(direction)

    @rule()
    def home(self) -> None:
        self.view.home()

    @rule()
    def end(self) -> None:
        self.view.end()

    @rule(lines=st.integers(-5, 5))
    def wheel(self, lines: int) -> None:
        self.view.scroll(lines)

    @rule(y=st.integers(0, 9))
    def click(self, y: int) -> None:
        self.view.pick(y)

    @rule(height=st.integers(1, 12), width=st.integers(1, 4))
    def resize(self, height: int, width: int) -> None:
        self.width = width
        self.view.settle(height, self.lines_of(self.rows))

    @precondition(lambda self: len(self.rows) > 0)
    @rule(data=st.data(), hold=st.booleans(), more=st.integers(0, 6))
    def change(self, data: st.DataObject, hold: bool, more: int) -> None:
        """Rows go and come anywhere; the selected one stays, so the selection must too."""
        view, old = self.view, self.rows
        selected, line, moved_with_tail = old.keys[view.cursor], view.cursor_line(), view.follow and not hold
        gone = data.draw(st.sets(st.sampled_from(old.keys), max_size=4)) - {selected}
        keys = [key for key in old.keys if key not in gone]
        for _ in range(more):
            keys.insert(data.draw(st.integers(0, len(keys))), str(self.next))
            self.next += 1
        new = Rows(tuple(keys))
        view.replace(len(new), finder(old, new), self.lines_of(new), hold=hold)
        self.rows = new
        if not moved_with_tail:
            assert new.keys[view.cursor] == selected
            if line is not None and view.height:
                self.stays_on_its_line(line)

    def stays_on_its_line(self, line: int) -> None:
        view, now = self.view, self.view.cursor_line()
        assert now is not None
        last = len(self.rows) - 1
        at_an_end = view.top == (0, 0) or view.rows()[-1] == (last, self.lines_of(self.rows)(last) - 1)
        assert now == line or at_an_end

    @invariant()
    def window_is_full_and_cursor_is_a_row(self) -> None:
        view, shown = self.view, self.view.rows()
        total = sum(map(self.lines_of(self.rows), range(len(self.rows))))
        assert len(shown) == min(view.height, total)
        assert view.cursor in range(len(self.rows)) if len(self.rows) else view.cursor == -1
        assert 0 <= view.unseen <= len(self.rows)
        if view.follow and shown and view.tails:
            assert shown[-1][0] == len(self.rows) - 1
            assert view.unseen == 0


TestLists = Lists.TestCase


@given(st.integers(1, 40), st.integers(1, 9), st.integers(0, 3))
def test_the_down_key_alone_reaches_every_line(count: int, height: int, odd: int) -> None:
    rows = numbered(*(i * 4 + odd for i in range(count)))
    view = view_of(rows, height)
    seen = set(view.rows())
    for _ in range(count * 5):
        view.move(1)
        seen.update(view.rows())
    assert len(seen) == sum(map(rows.tall, range(count)))
    assert view.cursor == count - 1
    for _ in range(count * 5):
        view.move(-1)
    assert (view.cursor, view.top) == (0, (0, 0))


@given(st.integers(1, 60), st.integers(1, 9))
def test_pages_reach_both_ends(count: int, height: int) -> None:
    rows = numbered(*range(count))
    view = view_of(rows, height)
    for _ in range(count * 5):
        view.page(1)
    assert view.cursor == count - 1
    for _ in range(count * 5):
        view.page(-1)
    assert (view.cursor, view.top) == (0, (0, 0))


def grow(view: Viewport, old: Rows, *numbers: int, hold: bool = False) -> Rows:
    new = Rows((*old.keys, *map(str, numbers)))
    view.replace(len(new), finder(old, new), new.tall, hold=hold)
    return new


def test_the_tail_is_followed_until_the_person_moves_up_and_again_after_end() -> None:
    rows = numbered(*range(0, 80, 4))
    view = view_of(rows, 5, tails=True)
    rows = grow(view, rows, 80)
    assert (view.cursor, view.unseen, view.rows()[-1][0]) == (20, 0, 20)
    view.move(-1)
    assert not view.follow
    rows = grow(view, rows, 84, 88, 92)
    assert (view.cursor, view.unseen, view.rows()[-1][0]) == (19, 3, 20)
    view.move(3)
    assert view.unseen == 1
    view.end()
    assert (view.cursor, view.unseen, view.follow) == (23, 0, True)


def test_a_person_in_the_list_keeps_the_row_while_the_tail_runs_on() -> None:
    rows = numbered(*range(0, 80, 4))
    view = view_of(rows, 5, tails=True)
    rows = grow(view, rows, 80, hold=True)
    assert (view.cursor, view.follow, view.rows()[-1][0]) == (19, True, 20)
    rows = grow(view, rows, *range(84, 100, 4), hold=True)
    assert (view.cursor, view.follow, view.cursor_line()) == (19, False, 3)
    assert view.unseen == 4


def test_a_vanished_row_hands_the_selection_to_its_neighbour() -> None:
    rows, fewer = numbered(*range(10)), numbered(0, 1, 2, 6, 7, 8, 9)
    view = view_of(rows, 5)
    view.select(4)
    view.replace(len(fewer), finder(rows, fewer), fewer.tall, hold=True)
    assert fewer.keys[view.cursor] == "2"


def test_only_visible_rows_are_measured() -> None:
    asked: set[int] = set()

    def tall(i: int) -> int:
        asked.add(i)
        return 1 + i % 3

    view = Viewport(100_000, tall, tails=True)
    view.settle(40)
    for _ in range(10):
        view.page(-1)
    view.move(1)
    view.end()
    assert len(asked) < 600
