"""Texts of several lines: pasted behind a verb, pasted into a question, written in the editor."""

from __future__ import annotations

import pytest
from textual.events import Paste
from textual.widgets import TextArea

from tests.screens.stage import Clock, Stage, console, reopen
from warroom.core.registry import VERBS
from warroom.screens.ask import Ask
from warroom.session.room import Room

CAUSE = "The pool was too small.\n\nSteps:\n1. open checkout\n2. press pay\n\n    SELECT 1;\n    SELECT 2;"


def written(stage: Stage, section: str = "cause") -> str:
    found = stage.incident.sections.get(section)
    return found.text if found else ""


@pytest.mark.parametrize("between", [" ", "\n"])
async def test_a_part_that_is_pasted_behind_its_verb_keeps_its_lines(
    room: Room, clock: Clock, between: str
) -> None:
    async with console(room, clock=clock) as stage:
        stage.app.post_message(Paste(f"/write cause{between}{CAUSE}"))
        await stage.until(lambda: "⏎1. open checkout⏎" in stage.shown())
        await stage.press("enter")
        assert written(stage) == CAUSE
        await stage.type("/notes one\n  two")
        assert stage.incident.notes.text == "one\n  two"


async def test_all_lines_of_a_paste_into_a_question_are_its_answer(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("wrnog host")
        await stage.go("timeline", stage.entry_id("wrnog host"))
        await stage.press("c", "ctrl+u")
        assert isinstance(stage.app.screen, Ask)
        stage.app.post_message(Paste("wrong host\nit was db2"))
        await stage.until(lambda: "wrong host⏎it was db2" in stage.shown())
        await stage.press("enter")
        assert [text.split() for text in stage.texts] == [["wrong", "host", "⏎", "it", "was", "db2"]]


async def test_all_lines_of_a_paste_into_the_form_are_declared(clock: Clock) -> None:
    async with console(None, clock=clock) as stage:
        await stage.press("n")
        stage.app.post_message(Paste("Payments fail\nonly cards"))
        await stage.until(lambda: "Payments fail⏎only cards" in stage.shown())


async def test_a_part_of_the_report_is_written_in_an_editor_that_holds_what_is_written(
    room: Room, clock: Clock
) -> None:
    room.act(VERBS["write"], ["cause", "--", CAUSE])
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "w")
        await stage.answer("cause")
        area = stage.app.screen.query_one("#pad-text", TextArea)
        assert area.text == CAUSE
        assert "root cause" in stage.shown()
        await stage.press("A", "enter", "escape")
        assert written(stage) == CAUSE
        await stage.press("w")
        await stage.answer("cause")
        assert stage.app.screen.query_one("#pad-text", TextArea).text == f"A\n{CAUSE}"
        await stage.press("ctrl+s")
        assert written(stage) == f"A\n{CAUSE}"
        await stage.press("w")
        await stage.answer("summary")
        assert stage.app.screen.query_one("#pad-text", TextArea).text == ""


async def test_an_old_draft_of_a_part_does_not_cover_a_newer_version_in_silence(
    room: Room, clock: Clock
) -> None:
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "w")
        await stage.answer("cause")
        await stage.press("m", "y", "escape")
        reopen(room, "budi", clock=clock).act(VERBS["write"], ["cause", "--", "theirs"])
        await stage.until(lambda: written(stage) == "theirs")
        await stage.press("w")
        await stage.answer("cause")
        await stage.press("ctrl+s")
        assert written(stage) == "my"
        assert "both" in stage.said()


async def test_write_without_a_text_opens_the_editor_on_what_is_written(room: Room, clock: Clock) -> None:
    room.act(VERBS["write"], ["cause", "--", CAUSE])
    async with console(room, clock=clock) as stage:
        await stage.type("/write cau")
        await stage.until(lambda: bool(stage.app.screen.query("#pad-text")))
        assert stage.app.screen.query_one("#pad-text", TextArea).text == CAUSE
        await stage.press("escape")
        await stage.type("/write nonsense")
        assert "is not a section" in stage.said()
        assert stage.screen.entry.held.lines[-1].text == "/write nonsense"


async def test_words_that_look_for_somebody_get_a_better_question_while_they_are_typed(
    room: Room, clock: Clock
) -> None:
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "w")
        await stage.answer("cause")
        await stage.press(*"human", "space", *"error")
        await stage.until(lambda: "What in the system let this through" in stage.shown())
        await stage.press("ctrl+s")
        assert written(stage) == "human error"


async def test_words_behind_help_and_export_are_heeded_or_refused(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("/help window")
        await stage.until(lambda: "/window [--from FROM]" in stage.shown())
        assert "full or degraded" in stage.shown()
        await stage.press("escape")
        await stage.type("/export csv")
        await stage.until(lambda: "› c  CSV" in stage.shown())
        await stage.press("escape")
        for line in ("/export docx", "/help nonsense", "/digest please"):
            await stage.type(line)
            assert stage.screen.entry.held.lines[-1].text == line
