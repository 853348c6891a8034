"""What a ready-made widget is given has passed the exit gate: a file from another hand may hold anything."""

from __future__ import annotations

from textual.widgets import Input, Static, TextArea

from tests.screens.stage import Clock, console
from warroom.screens.ask import Ask
from warroom.screens.notepad import Begun, Notepad
from warroom.session.room import Room

HOSTILE = "a\x1b]52;c;aGk=\x1b\\b\x1b]0;OWNED\x07\x9b2Jc\u202ed"


async def test_fields_and_editors_are_given_clean_text(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        stage.app.push_screen(Ask("why?", value=HOSTILE))
        await stage.until(lambda: bool(stage.app.screen.query("#answer")))
        shown = stage.app.screen.query_one("#answer", Input).value
        stage.app.push_screen(Notepad(Begun("", HOSTILE), "", "x.pad", "ani", stage.app.context))
        await stage.until(lambda: bool(stage.app.screen.query("#pad-text")))
        for text in (shown, stage.app.screen.query_one("#pad-text", TextArea).text):
            assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
        assert "Hidden characters in this text were taken out." in stage.shown()


async def test_an_answer_that_is_refused_is_told_of_in_clean_words(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        stage.app.push_screen(Ask("why?", value=HOSTILE, check=lambda _text: HOSTILE))
        await stage.until(lambda: bool(stage.app.screen.query("#answer")))
        assert "Hidden characters in this text were taken out." in stage.shown()
        await stage.press("enter")
        hint = str(stage.app.screen.query_one("#hint", Static).content)
        assert hint.startswith("a")
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(hint)


async def test_an_ordinary_text_is_not_said_to_be_cleaned(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        stage.app.push_screen(Notepad(Begun("", "two\nlines, größer"), "", "x.pad", "ani", stage.app.context))
        await stage.until(lambda: bool(stage.app.screen.query("#pad-text")))
        assert "Hidden characters" not in stage.shown()
