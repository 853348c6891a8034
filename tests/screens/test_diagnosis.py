"""The board's diagnosis: a cause is weighed by keys, on the row that is selected."""

from __future__ import annotations

import pytest

from tests.screens.stage import Clock, console
from warroom.core.registry import VERBS
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
