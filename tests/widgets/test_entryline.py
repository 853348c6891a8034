"""The entry line hands out each line once, when Enter is typed, and loses nothing that is not sent."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message

from warroom.views.lines import ASCII
from warroom.widgets.entryline import MAX_CHARS, EntryInput, History
from warroom.widgets.rows import RowsPane


class Desk(App[None]):
    AUTO_FOCUS = "EntryInput"

    def __init__(self) -> None:
        super().__init__()
        self.entry = EntryInput()
        self.said: list[Message] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"dim": "#9ba6b5"}

    def compose(self) -> ComposeResult:
        yield RowsPane()
        yield self.entry

    def on_entry_input_submitted(self, message: EntryInput.Submitted) -> None:
        self.said.append(message)

    def on_entry_input_drafted(self, message: EntryInput.Drafted) -> None:
        self.said.append(message)

    def on_entry_input_too_long(self, message: EntryInput.TooLong) -> None:
        self.said.append(message)


def test_history_keeps_the_half_typed_line() -> None:
    history = History()
    assert history.step(-1, "half") is None
    for line in ("one", "two", "two", ""):
        history.add(line)
    assert [history.step(-1, "half"), history.step(-1, "two!"), history.step(-1, "one")] == [
        "two",
        "one",
        None,
    ]
    assert [history.step(1, "one"), history.step(1, "two!"), history.step(1, "half")] == [
        "two!",
        "half",
        None,
    ]
    history.add("three")
    assert [history.step(-1, ""), history.step(-1, "three")] == ["three", "two"]


async def test_enter_takes_the_line_out_of_the_field_once() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        app.entry.restore("half ")
        for key in "a", "enter", "enter", "b":
            app.entry.post_message(events.Key(key, key if len(key) == 1 else "\r"))
        await pilot.pause()
        assert [m.text for m in app.said if isinstance(m, EntryInput.Submitted)] == ["half a"]
        assert app.entry.text == "b"
        await pilot.press("up")
        assert app.entry.text == "half a"


async def test_up_takes_what_waits_above_and_leaves_what_is_being_typed_there() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        app.entry.held.put("@25:99 no", "not a time")
        app.entry.held.put("/tick 99.9", "there is no such item")
        await pilot.press("x", "up")
        assert app.entry.text == "/tick 99.9"
        assert [line.text for line in app.entry.held.lines] == ["x", "@25:99 no"]
        await pilot.press("enter", "up")
        assert app.entry.text == "@25:99 no"
        await pilot.press("enter", "up", "enter", "up")
        assert app.entry.text == "x"
        assert not app.entry.held


async def test_a_key_lays_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press("a")
        layouts: list[object] = []
        monkeypatch.setattr(app.screen, "_refresh_layout", lambda *_: layouts.append(_))
        await pilot.press("b", "backspace", "up")
        assert layouts == []


async def test_escape_goes_back_and_leaves_the_draft() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        pane = app.query_one(RowsPane)
        pane.focus()
        await pilot.pause()
        app.entry.enter()
        await pilot.press("x", "escape")
        assert app.focused is pane
        assert app.entry.text == "x"


async def test_a_paste_keeps_its_lines_and_never_submits() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        app.entry.post_message(events.Paste("one\r\n\ttwo\x1b[31m\n"))
        await pilot.pause()
        assert app.entry.text.split("\n")[0] == "one"
        assert app.entry.text.split() == ["one", "two"]
        assert app.entry.size.height == 1
        assert not any(isinstance(message, EntryInput.Submitted) for message in app.said)
        before = app.entry.text
        app.entry.post_message(events.Paste("y" * (MAX_CHARS + 1)))
        await pilot.pause()
        assert isinstance(app.said[-1], EntryInput.TooLong)
        assert app.entry.text == before


async def test_a_draft_is_told_once_it_rests() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press("a", "b")
        while not app.said:
            await pilot.pause(0.02)
        assert [(type(m), m.text) for m in app.said if isinstance(m, EntryInput.Drafted)] == [
            (EntryInput.Drafted, "ab")
        ]


async def test_line_ends_are_drawn_with_the_sign_of_the_terminal() -> None:
    app = Desk()
    app.entry = EntryInput(signs=ASCII)
    async with app.run_test() as pilot:
        app.entry.restore("one\ntwo")
        await pilot.pause()
        assert app.entry.render_line(0).text.startswith("one|two")
        assert app.entry.text == "one\ntwo"
