"""Severity, impact, windows and legal deadlines by key: chosen with their meanings, set and ended where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.stage import Clock, Stage, console, declare
from warroom.core.families.deadlines import deadlines
from warroom.core.registry import VERBS
from warroom.screens.choose import UNSURE, Choose
from warroom.screens.declare import Declare
from warroom.session.room import Room
from warroom.widgets.entryline import LineInput


async def situation(stage: Stage, key: str) -> None:
    """The row of that key on the board's tab Situation."""
    await stage.press("escape")
    if stage.screen.focused is not stage.screen.pane("notes"):
        await stage.press("4")
    for _ in range(12):
        if "Situation" in stage.screen.board.title():
            break
        await stage.press("right_square_bracket")
    assert stage.screen.pane("notes").select(key), key
    await stage.pilot.pause()


async def test_who_is_not_sure_of_the_severity_answers_two_questions(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(80, 24)) as stage:
        await stage.press("escape", "s")
        await stage.until(lambda: isinstance(stage.app.screen, Choose))
        assert "A vital service is down" in stage.shown()
        assert "not sure" in stage.shown()
        await stage.answer(UNSURE)
        await stage.until(lambda: "nobody outside the team" in stage.shown())
        await stage.answer("all")
        await stage.until(lambda: "every minute costs" in stage.shown())
        await stage.answer("unsure")
        await stage.until(lambda: stage.incident.severity == 1)
        assert "newly due" in stage.said()
        assert "newly due" in stage.shown()


async def test_the_meaning_of_each_severity_stands_behind_a_half_typed_verb(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(140, 30)) as stage:
        await stage.press(*"/sev", "space")
        assert "A vital service is down" in stage.shown()
        assert "\0" not in stage.shown()


async def test_the_form_for_a_new_incident_says_what_each_severity_means(tmp_path: Path) -> None:
    declare(tmp_path).close()
    async with console(None, folder=tmp_path, size=(80, 30)) as stage:
        await stage.pilot.press("d")
        await stage.until(lambda: isinstance(stage.app.screen, Declare))
        await stage.pilot.press("x", "tab")
        await stage.until(lambda: "SEV1 Critical: A vital" in stage.shown())
        await stage.pilot.press("2")
        await stage.until(lambda: "SEV1" not in stage.shown())
        assert "SEV2 Major" in stage.shown()
        await stage.pilot.press("tab")
        await stage.until(lambda: "SEV2 Major" not in stage.shown())
        assert stage.app.screen.query_one("#field-sev", LineInput).text == "2"


async def test_the_protocol_is_activated_by_its_key_and_stands_on_the_board(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(140, 60)) as stage:
        await situation(stage, "set.protocol")
        assert "not active" in stage.shown()
        await stage.press("P")
        await stage.until(lambda: "active since 14:30, ani" in stage.shown())
        await stage.press("P")
        assert "active already" in stage.said()


async def test_a_figure_is_asked_for_by_its_sort_and_set_again_where_it_stands(
    room: Room, clock: Clock
) -> None:
    async with console(room, clock=clock, size=(100, 40)) as stage:
        await situation(stage, "set.impact")
        await stage.press("enter")
        await stage.until(lambda: "with its currency" in stage.shown())
        await stage.answer("money")
        await stage.until(lambda: bool(stage.app.screen.query("#answer")))
        await stage.answer("Rp 350 juta")
        await stage.until(lambda: bool(stage.incident.figures))
        assert [(f.what, f.amount, f.unit) for f in stage.incident.figures] == [("money", "350000000", "Rp")]
        await situation(stage, "figure.money")
        await stage.press("enter")
        await stage.until(lambda: bool(stage.app.screen.query("#answer")))
        await stage.answer("350")
        await stage.until(lambda: "which currency" in stage.shown())


async def test_enter_ends_a_window_that_goes_on_and_corrects_one_that_has_ended(
    room: Room, clock: Clock
) -> None:
    room.act(VERBS["window"], ["--from", "14:10", "--level", "degraded", "--component", "api"])
    async with console(room, clock=clock, size=(100, 40)) as stage:
        (window,) = stage.incident.windows
        await situation(stage, f"window.{window.event}")
        await stage.press("enter")
        await stage.until(lambda: stage.incident.windows[0].ends is not None)
        (window,) = stage.incident.windows
        await situation(stage, f"window.{window.event}")
        await stage.press("enter")
        await stage.until(lambda: bool(stage.app.screen.query("#answer")))
        await stage.answer("14:05")
        await stage.until(lambda: bool(stage.app.screen.query("#answer")))
        await stage.answer("")
        await stage.until(lambda: stage.incident.windows[0].starts.minute == 5)
        assert (stage.incident.windows[0].ends, stage.incident.windows[0].component) == (window.ends, "api")


@pytest.mark.parametrize("size", [(80, 24), (140, 50)])
async def test_a_deadline_is_started_seen_at_every_width_and_met_where_it_stands(
    room: Room, clock: Clock, size: tuple[int, int]
) -> None:
    async with console(room, clock=clock, size=size) as stage:
        await stage.type("/aware nis2")
        await stage.until(lambda: bool(deadlines(stage.incident)))
        assert "NIS2 24 h" in stage.shown().splitlines()[0]
        await situation(stage, "deadline.nis2.early-warning")
        await stage.press("enter")
        await stage.until(lambda: deadlines(stage.incident)[0].settled is not None)
        await stage.until(lambda: "NIS2 72 h" in stage.shown().splitlines()[0])


async def test_a_deadline_that_is_near_is_the_line_at_the_foot_and_cannot_be_put_off(
    room: Room, clock: Clock
) -> None:
    room.act(VERBS["aware"], ["gdpr"])
    async with console(room, clock=clock, size=(100, 30)) as stage:
        clock.on(hours=71.5)
        stage.screen._tick()
        await stage.pilot.pause()
        foot = stage.shown().splitlines()[-1]
        assert "GDPR" in foot
        assert "F7" not in foot
        await stage.press("f7")
        assert "is not put off" in stage.said()
