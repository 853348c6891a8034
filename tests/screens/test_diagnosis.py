"""The board's diagnosis: a cause is weighed by keys, on the row that is selected."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.screens.stage import Clock, Stage, console
from warroom.core.families.assignments import Assignments
from warroom.core.families.questions import Questions
from warroom.core.registry import VERBS
from warroom.screens.ask import Ask, Confirm
from warroom.session.room import Room


@pytest.fixture
def diagnosed(room: Room) -> Room:
    room.act(VERBS["suspect"], ["--", "leak in v2.3.2"])
    room.act(VERBS["log"], ["--", "heap is flat"])
    return room


async def test_one_key_on_an_entry_attaches_it_to_the_only_open_hypothesis(
    diagnosed: Room, clock: Clock
) -> None:
    async with console(diagnosed, clock=clock) as stage:
        await stage.go("timeline", stage.entry_id("heap is flat"))
        await stage.press("a")
        (leak,) = stage.incident.hypotheses
        assert [e.bearing for e in leak.evidence] == ["against"]
        assert "speaks against" in stage.said()


async def test_with_several_the_key_asks_which(diagnosed: Room, clock: Clock) -> None:
    diagnosed.act(VERBS["suspect"], ["--", "pool too small"])
    async with console(diagnosed, clock=clock) as stage:
        await stage.go("timeline", stage.entry_id("heap is flat"))
        await stage.press("f")
        await stage.press("2")
        leak, pool = stage.incident.hypotheses
        assert (leak.evidence, [e.bearing for e in pool.evidence]) == ((), ["for"])


async def test_without_any_the_key_says_what_to_do(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("heap is flat")
        await stage.go("timeline", stage.entry_id("heap is flat"))
        await stage.press("f")
        assert "/suspect raises one" in stage.said()


@pytest.mark.parametrize("width", [80, 140])
async def test_the_board_shows_the_selected_one_whole(diagnosed: Room, clock: Clock, width: int) -> None:
    async with console(diagnosed, clock=clock, size=(width, 30)) as stage:
        (leak,) = stage.incident.hypotheses
        await stage.go("timeline", stage.entry_id("heap is flat"))
        await stage.press("a")
        await stage.go("notes")
        await stage.press("right_square_bracket")
        assert stage.screen.pane("notes").select(f"hypothesis.{leak.id}")
        await stage.press("c", "l")
        await stage.press("p")
        await stage.answer("compare the dumps")
        shown = stage.shown()
        for words in ("leak in v2.3.2", "likely", "heap is flat", "tells it apart: compare the dumps"):
            assert words in shown, shown
        await stage.press("v", "i")
        await stage.answer("the dumps are gone")
        assert stage.incident.hypotheses[0].verdict == "inconclusive"


def board_is_at(stage: Stage, key: str) -> None:
    assert stage.screen.pane("notes").select(key), key


async def to_diagnosis(stage: Stage) -> None:
    await stage.go("notes")
    await stage.press("right_square_bracket")


@pytest.mark.parametrize("width", [80, 140])
async def test_a_question_is_given_out_counts_down_and_is_answered_by_keys(
    room: Room, clock: Clock, width: int
) -> None:
    async with console(room, clock=clock, size=(width, 30)) as stage:
        await to_diagnosis(stage)
        await stage.press("a")
        await stage.answer("citra")
        await stage.answer("is the pool full?")
        await stage.answer("10m")
        (pool,) = stage.incident.part(Assignments).all
        assert (pool.person, pool.until - pool.at) == ("citra", timedelta(minutes=10))
        shown = stage.shown()
        assert "10 min left" in shown
        assert "citra: is the pool full?" in shown
        clock.on(minutes=8)
        stage.screen._tick()
        await stage.pilot.pause()
        assert "2 min left" in stage.shown()
        clock.on(minutes=5)
        stage.screen._tick()
        await stage.pilot.pause()
        assert "3 min over" in stage.shown()
        board_is_at(stage, f"assignment.{pool.id}")
        await stage.press("t")
        await stage.answer("5m")
        assert "5 min left" in stage.shown()
        await stage.press("d")
        await stage.answer("no, 40 %")
        assert stage.incident.part(Assignments).all[0].result == "no, 40 %"
        assert "answered" in stage.shown()


async def test_the_time_box_counts_down_in_the_timeline_too(room: Room, clock: Clock) -> None:
    room.act(VERBS["assign"], ["--for", "10m", "--", "citra", "is the pool full?"])
    async with console(room, clock=clock, size=(140, 40)) as stage:
        assert stage.shown().count("10 min left") == 1, "the notes stand on the board"
        clock.on(minutes=9, seconds=30)
        stage.screen._tick()
        await stage.pilot.pause()
        assert "1 min left" in stage.shown()
        assert "10 min left" not in stage.shown()


async def test_one_key_does_to_each_sort_of_row_what_is_its_own(diagnosed: Room, clock: Clock) -> None:
    diagnosed.act(VERBS["assign"], ["--", "citra", "is the pool full?"])
    diagnosed.act(VERBS["ask"], ["--", "support", "how many?"])
    async with console(diagnosed, clock=clock, size=(140, 40)) as stage:
        incident = stage.incident
        await to_diagnosis(stage)
        for key, question in (
            (f"question.{incident.part(Questions).all[0].id}", "Take the question “how many?” back?"),
            (f"hypothesis.{incident.hypotheses[0].id}", "Take the hypothesis “leak in v2.3.2” back?"),
        ):
            board_is_at(stage, key)
            await stage.press("x")
            await stage.until(lambda: isinstance(stage.app.screen, Confirm | Ask))
            if isinstance(stage.app.screen, Ask):
                await stage.answer("")
            await stage.until(lambda: isinstance(stage.app.screen, Confirm))
            assert question in stage.shown()
            await stage.press("y")
        board_is_at(stage, f"assignment.{incident.part(Assignments).all[0].id}")
        await stage.press("x")
        await stage.answer("")
        assert "Call “is the pool full?” off?" in stage.shown()
        await stage.press("y")
        assert stage.incident.hypotheses == ()
        assert stage.incident.part(Questions).open == ()
        assert stage.incident.part(Assignments).running == ()


async def test_the_key_of_another_sort_of_row_says_what_to_select(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await to_diagnosis(stage)
        await stage.press("t")
        assert "select an assignment first" in stage.said()
