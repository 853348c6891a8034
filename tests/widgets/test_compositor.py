"""A frame brings the screen to what Textual would have drawn, and nobody is asked whose cells did not change."""

from __future__ import annotations

import random

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Static

from warroom.widgets.compositor import PiecesUpdate, SparseCompositor
from warroom.widgets.quiet import Column, QuietScreen, Row

Cells = list[tuple[str, object]]


def cells(strip: Strip) -> Cells:
    """Text and style, cell by cell; the second half of a wide sign is empty."""
    out: Cells = []
    for text, style, _ in strip:
        for sign in text:
            out += [(sign, style)] + [("", style)] * (Segment(sign).cell_length - 1)
    return out


class Plain(Static):
    asked = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked += crop.height
        return super().render_lines(crop)


class Room(QuietScreen[None]):
    def compose(self) -> ComposeResult:
        with Row():
            with Column(id="left"):
                yield Plain("one two three\n" * 9, id="a")
                yield Plain("漢字 wide signs 漢字\n" * 9, id="b")
            yield Plain("right hand side\n" * 20, id="c")
        yield Input("typed")
        yield Plain("above", id="over")


class Over(ModalScreen[None]):
    def compose(self) -> ComposeResult:
        yield Static("a question")


class Stage(App[None]):
    CSS = """
    Room { layers: default above; layout: vertical; }
    Room Row { height: 19; width: 60; } Room #left { width: 20; height: 19; } Room #c { width: 40; }
    Room Plain { height: 1fr; background: $panel; } Room Input { height: 1; border: none; padding: 0; }
    Room #over { layer: above; position: absolute; offset: 15 5; width: 12; height: 3; }
    Over { align: center middle; } Over Static { width: 12; height: 2; }
    """

    def get_default_screen(self) -> QuietScreen[None]:
        return Room()


def picture(screen: QuietScreen[None]) -> list[Cells]:
    return [cells(strip) for strip in screen._compositor.render_strips()]


def drawn(screen: QuietScreen[None], *regions: Region) -> tuple[PiecesUpdate, set[tuple[int, int]]]:
    """The frame for these changed regions, and the cells that it draws."""
    compositor = screen._compositor
    compositor._dirty_regions.clear()
    compositor._dirty_regions.update(regions)
    update = compositor.render_partial_update()
    assert isinstance(update, PiecesUpdate)
    return update, {(y, x + i) for y, x, strip in update.pieces for i in range(strip.cell_length)}


def inside(screen: QuietScreen[None], *regions: Region) -> set[tuple[int, int]]:
    seen = [region.intersection(screen.size.region) for region in regions]
    return {(y, x) for r in seen for y in range(r.y, r.bottom) for x in range(r.x, r.right)}


async def test_what_changed_is_drawn_as_textual_draws_it_and_nothing_else() -> None:
    chance = random.Random(4)
    async with Stage().run_test(size=(60, 20)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Room)
        assert isinstance(screen._compositor, SparseCompositor)
        for _ in range(200):
            regions = [
                Region(chance.randrange(-3, 60), chance.randrange(-3, 20), chance.randrange(1, 40), chance.randrange(1, 6))
                for _ in range(chance.randrange(1, 5))
            ]  # fmt: skip
            if not inside(screen, *regions):
                continue
            update, touched = drawn(screen, *regions)
            assert touched == inside(screen, *regions)
            whole = picture(screen)
            for y, x, strip in update.pieces:
                got, want = cells(strip), whole[y][x : x + strip.cell_length]
                # A region may begin or end in the midst of a wide sign: no change of ours does.
                edge = {0, len(got) - 1}
                assert all(a == b for i, (a, b) in enumerate(zip(got, want, strict=True)) if i not in edge)


async def test_only_what_changed_is_asked_for() -> None:
    async with Stage().run_test(size=(60, 20)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Room)
        found = {plain.id: plain for plain in screen.query(Plain)}
        for plain in found.values():
            plain.asked = 0
        drawn(screen, Region(0, 1, 5, 2), Region(30, 18, 5, 1))
        assert {name: plain.asked for name, plain in found.items()} == {"a": 2, "b": 0, "c": 1, "over": 0}


async def test_what_a_change_sends_begins_where_it_begins() -> None:
    async with Stage().run_test(size=(60, 20)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Room)
        update, _ = drawn(screen, Region(4, 1, 3, 1))
        assert [(y, x, strip.text) for y, x, strip in update.pieces] == [(1, 4, "two")]
        assert update.render_segments(pilot.app.console).startswith("\x1b[2;5H")


async def test_a_change_behind_a_question_shows() -> None:
    async with Stage().run_test(size=(60, 20)) as pilot:
        pilot.app.push_screen(Over())
        await pilot.pause()
        pilot.app.screen_stack[0].query_one("#c", Plain).update("changed")
        await pilot.pause()
        shown = "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())
        assert "changed" in shown
        assert "a question" in shown


@pytest.mark.parametrize("nothing", [(), (Region(70, 3, 4, 1),), (Region(2, 2, 0, 0),)])
async def test_no_change_is_no_frame(nothing: tuple[Region, ...]) -> None:
    async with Stage().run_test(size=(60, 20)) as pilot:
        screen = pilot.app.screen
        screen._compositor._dirty_regions.update(nothing)
        assert screen._compositor.render_partial_update() is None
