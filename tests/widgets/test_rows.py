"""The list pane in a running app: what it paints, how little it repaints, and what it says."""

from __future__ import annotations

from dataclasses import dataclass, field

from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input

from warroom.views.lines import Line, wrap
from warroom.widgets.rows import RowsPane


@dataclass(frozen=True)
class Rows:
    """Rows named by number; the words of a row can be changed."""

    keys: range | tuple[int, ...]
    words: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)

    def key(self, i: int) -> str:
        return str(self.keys[i])

    def lines(self, i: int, width: int) -> tuple[Line, ...]:
        number = self.keys[i]
        return wrap(((f"row {number} ", "dim"), (self.words.get(number, "word"), "bold")), width, 2)


class Pane(RowsPane):
    """Remembers which lines it was asked to repaint."""

    def refresh(self, *regions: Region, **how: bool) -> Pane:
        if self.is_mounted:
            repainted.append({region.y for region in regions})
        return super().refresh(*regions, **how)


repainted: list[set[int]] = []


class Room(App[None]):
    CSS = "Screen { layout: vertical; } Pane { height: 10; }"
    AUTO_FOCUS = "Input"

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self.pane = pane
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.pane
        yield Input()

    def on_rows_pane_selected(self, message: RowsPane.Selected) -> None:
        self.said.append(message)

    def on_rows_pane_new_count(self, message: RowsPane.NewCount) -> None:
        self.said.append(message)

    def shown(self) -> list[str]:
        return [self.pane.render_line(y).text.rstrip() for y in range(self.pane.size.height)]


async def test_the_tail_is_shown_from_the_first_frame_and_followed() -> None:
    app = Room(Pane(Rows(range(100_000)), tails=True))
    async with app.run_test(size=(30, 14)) as pilot:
        assert app.shown()[-1] == "▌row 99999 word"
        app.pane.set_source(Rows(range(100_001)), changed_keys=())
        await pilot.pause()
        assert app.shown()[-1] == "▌row 100000 word"
        assert app.pane.cursor_key == "100000"


async def test_keys_move_the_cursor_and_repaint_two_lines() -> None:
    app = Room(Pane(Rows(range(50))))
    async with app.run_test(size=(30, 14)) as pilot:
        app.pane.focus()
        await pilot.pause()
        repainted.clear()
        await pilot.press("down", "j", "up")
        assert repainted == [{0, 1}, {1, 2}, {2, 1}]
        await pilot.press("enter")
        assert isinstance(app.said[-1], RowsPane.Selected)
        assert app.said[-1].key == "1"


async def test_a_changed_row_repaints_its_lines_only_and_the_selection_stays() -> None:
    app = Room(Pane(Rows(range(50))))
    async with app.run_test(size=(30, 14)) as pilot:
        app.pane.focus()
        app.pane.select("5")
        await pilot.pause()
        repainted.clear()
        app.pane.set_source(Rows(range(50), {3: "other"}), changed_keys={"3"})
        assert repainted == [{3}]
        app.pane.set_source(Rows(range(50), {3: "other"}))
        assert repainted == [{3}]
        app.pane.set_source(Rows((*range(3), 97, 98, *range(3, 50)), {3: "other"}))
        assert app.shown()[5] == "▌row 5 word"
        assert app.pane.cursor_key == "5"


async def test_new_rows_are_counted_once_the_person_moved_up() -> None:
    app = Room(Pane(Rows(range(50)), tails=True))
    async with app.run_test(size=(30, 14)) as pilot:
        app.pane.focus()
        await pilot.press("up")
        app.pane.set_source(Rows(range(53)))
        await pilot.pause()
        assert (app.pane.new, app.pane.follow, app.pane.cursor_key) == (3, False, "48")
        await pilot.press("end")
        assert (app.pane.new, app.pane.follow, app.pane.cursor_key) == (0, True, "52")
        counts = [(m.count, m.following) for m in app.said if isinstance(m, RowsPane.NewCount)]
        assert counts == [(0, False), (3, False), (0, True)]


async def test_a_new_width_wraps_again_and_a_new_theme_paints_again() -> None:
    app = Room(Pane(Rows(range(3), {0: "some words that need more than one line"})))
    async with app.run_test(size=(60, 14)) as pilot:
        assert app.shown()[1] == " row 1 word"
        await pilot.resize_terminal(20, 14)
        assert app.shown()[1] == "▌  that need more"
        before = app.pane.render_line(0)
        app.theme = "textual-light"
        await pilot.pause()
        assert app.pane.render_line(0) != before


async def test_an_empty_pane_says_so_and_keys_do_nothing() -> None:
    app = Room(Pane(hint=(("No entries yet. Type below.", "dim"),)))
    async with app.run_test(size=(40, 14)) as pilot:
        assert app.shown()[0] == " No entries yet. Type below."
        app.pane.focus()
        await pilot.press("up", "pagedown", "end", "home", "enter")
        assert app.pane.cursor_key is None
        app.pane.set_source(Rows(range(2)))
        assert app.shown()[:2] == ["▌row 0 word", " row 1 word"]


async def test_the_wheel_and_a_click_work() -> None:
    app = Room(Pane(Rows(range(50)), tails=True))
    async with app.run_test(size=(30, 14)) as pilot:
        app.pane.action_page(-1)
        await pilot.pause()
        await pilot.click(app.pane, offset=(5, 2))
        assert app.shown()[2].startswith("▌")
        assert app.pane.has_focus


async def test_control_characters_never_reach_the_terminal() -> None:
    app = Room(Pane(Rows(range(1), {0: "a\x1b[31mb\x9bc"})))
    async with app.run_test(size=(30, 14)):
        assert "\x1b" not in app.shown()[0]
        assert "\x9b" not in app.shown()[0]
