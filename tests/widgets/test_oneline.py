"""The one-line parts: header, footer and pane titles say what they should in the cells they have."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from warroom.views.lines import ASCII, plain, whole
from warroom.widgets.frame import Frame, TitleBar
from warroom.widgets.header import Header
from warroom.widgets.rows import RowsPane
from warroom.widgets.status import Status
from warroom.widgets.strips import OneLine


class Parts(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.clock = "T+00:00:01"
        self.header = Header(lambda width: ((("INC-1 Payment gateway down", "bold"),), ((self.clock, ""),)))
        self.frame = Frame("Timeline", RowsPane(), signs=ASCII)
        self.status = Status()

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.frame
        yield self.status


def said(line: OneLine) -> str:
    return line.render_line(0).text.rstrip()


async def test_only_changed_cells_are_repainted_and_nothing_is_laid_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = Parts()
    async with app.run_test(size=(60, 10)) as pilot:
        app.header.redraw()
        await pilot.pause()
        asked: list[tuple[Region, ...]] = []
        monkeypatch.setattr(OneLine, "refresh", lambda _, *regions, **how: asked.append(regions))
        monkeypatch.setattr(app.screen, "_refresh_layout", lambda *_: asked.append(()))
        app.clock = "T+00:00:02"
        app.header.redraw()
        app.frame.show((("3 new", "bold"),))
        assert asked == [(Region(9, 0, 1, 1),), (Region(51, 0, 7, 1),)]


async def test_the_header_keeps_its_clocks_when_it_gets_narrow() -> None:
    app = Parts()
    async with app.run_test(size=(20, 10)) as pilot:
        await pilot.pause()
        assert [said(part) for part in app.header.query(OneLine)] == ["INC-1 Pay…", "T+00:00:01"]


@pytest.mark.parametrize("width", range(4, 40))
def test_the_title_bar_fits_any_width(width: int) -> None:
    bar = TitleBar("Timeline")
    bar.right = (("42 · 3 new", ""),)
    assert len(plain(bar.line(width))) == width or width < 8


def test_the_title_bar_at_its_best() -> None:
    bar = TitleBar("Steps", ASCII)
    bar.right = (("14/30", ""),)
    assert plain(bar.line(24)) == "+ Steps ------- 14/30 -+"


async def test_a_failure_stays_beside_what_is_said_until_it_is_mended() -> None:
    app = Parts()
    async with app.run_test(size=(70, 10)):
        status = app.status
        status.hint([(("x strike  ", "key"),), (("F1 help", "key"),)])
        assert said(status).endswith("x strike  F1 help")
        status.fail("disk", "not saved: disk full")
        status.fail("sync", "hub away")
        status.say("Logged.")
        assert said(status).startswith("✗ hub away (+1)  Logged.")
        status.mend("sync")
        status.mend("sync")
        assert said(status).startswith("✗ not saved: disk full  Logged.")
        status.mend("disk")
        assert said(status).startswith("Logged.")
        status.say("Ticked 3.3 name the commander, and a good deal more than fits here. " * 2)
        assert said(status).endswith("…")


@pytest.mark.parametrize(
    ("width", "keys"),
    [
        (60, "a one  b two  ? help"),
        (20, "a one  b two  ? help"),
        (19, "a one  ? help"),
        (8, "? help"),
        (5, ""),
    ],
)
def test_of_the_keys_that_do_not_fit_help_goes_last(width: int, keys: str) -> None:
    lines = [(("a one  ", ""),), (("b two  ", ""),), (("? help", ""),)]
    assert plain(whole(lines, width)) == keys
