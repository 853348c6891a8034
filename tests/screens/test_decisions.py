"""The board's decisions: options are weighed and chosen by keys, the change is made by keys, and its clock runs."""

from __future__ import annotations

import pytest

from tests.screens.stage import Clock, Stage, console
from warroom.core.families.changes import Changes
from warroom.core.families.options import Option, Options
from warroom.core.registry import VERBS
from warroom.session.room import Room


@pytest.fixture
def optional(room: Room) -> Room:
    room.act(VERBS["option"], ["--kind", "quick", "--", "roll back to v2.3.1"])
    room.act(VERBS["option"], ["--kind", "permanent", "--effort", "2 days", "--", "fix the leak"])
    return room


async def to_decisions(stage: Stage) -> None:
    await stage.go("notes")
    await stage.press("right_square_bracket", "right_square_bracket")


def select(stage: Stage, key: str) -> None:
    assert stage.screen.pane("notes").select(key), key


def option(stage: Stage, text: str) -> Option:
    return next(o for o in stage.incident.part(Options).all if text in o.text)


@pytest.mark.parametrize("width", [80, 140])
async def test_enter_leads_from_the_risk_to_the_choice(optional: Room, clock: Clock, width: int) -> None:
    async with console(optional, clock=clock, size=(width, 40)) as stage:
        await to_decisions(stage)
        select(stage, f"option.{option(stage, 'roll').id}")
        assert "not weighed" in stage.shown()
        await stage.press("enter")
        await stage.answer("unlikely")
        await stage.answer("severe")
        await stage.answer("open orders are lost")
        assert "medium" in stage.shown()
        await stage.press("enter")
        await stage.answer("the fastest")
        await stage.answer("redeploy v2.3.2")
        await stage.answer("budi: orders are lost")
        chosen = option(stage, "roll")
        assert (chosen.state, chosen.rollback, chosen.why) == ("chosen", "redeploy v2.3.2", "the fastest")
        assert [(o.person, o.why) for o in chosen.objections] == [("budi", "orders are lost")]
        assert option(stage, "leak").state == "unchosen"
        assert stage.texts == [
            "roll back to v2.3.1: the fastest. Roll-back: redeploy v2.3.2. Not: fix the leak"
        ]


async def test_without_a_way_back_the_key_asks_who_answers_for_it_and_why(
    optional: Room, clock: Clock
) -> None:
    async with console(optional, clock=clock, size=(140, 40)) as stage:
        await to_decisions(stage)
        select(stage, f"option.{option(stage, 'roll').id}")
        await stage.press("v")
        await stage.answer("")
        await stage.answer("")
        await stage.answer("dewi")
        await stage.answer("there is none")
        await stage.answer("")
        chosen = option(stage, "roll")
        assert (chosen.state, chosen.waived_by, chosen.waiver) == ("chosen", "dewi", "there is none")


async def test_a_waiver_without_a_reason_changes_nothing(optional: Room, clock: Clock) -> None:
    async with console(optional, clock=clock, size=(140, 40)) as stage:
        await to_decisions(stage)
        select(stage, f"option.{option(stage, 'roll').id}")
        await stage.press("v")
        await stage.answer("")
        await stage.answer("")
        await stage.answer("dewi")
        await stage.answer("")
        await stage.answer("")
        assert option(stage, "roll").state == "open"
        assert "has no roll-back plan" in stage.said()


@pytest.mark.parametrize("width", [80, 140])
async def test_a_change_is_planned_started_watched_and_done_by_keys(
    optional: Room, clock: Clock, width: int
) -> None:
    optional.act(VERBS["choose"], ["--rollback", "redeploy", "--", "roll"])
    async with console(optional, clock=clock, size=(width, 40)) as stage:
        await to_decisions(stage)
        select(stage, f"option.{option(stage, 'roll').id}")
        await stage.press("enter")
        (change,) = stage.incident.part(Changes).all
        assert (change.text, change.option) == ("roll back to v2.3.1", option(stage, "roll").id)
        select(stage, f"change.{change.id}")
        await stage.press("t")
        await stage.answer("10m")
        await stage.answer("30m")
        assert "opens in 1" in stage.shown()
        clock.on(minutes=12)
        await stage.press("enter")
        await stage.answer("citra")
        (change,) = stage.incident.part(Changes).all
        assert (change.state, change.executor, change.observer) == ("running", "ani", "citra")
        clock.on(minutes=8)
        stage.screen._tick()
        await stage.pilot.pause()
        assert "20 min left" in stage.shown()
        assert "for 8 min" in stage.shown()
        select(stage, f"change.{change.id}")
        await stage.press("enter")
        await stage.answer("errors at 0.2 %")
        assert stage.incident.part(Changes).all[0].state == "done"


async def test_the_plain_decision_is_as_quick_as_it_was(optional: Room, clock: Clock) -> None:
    async with console(optional, clock=clock) as stage:
        await stage.go("timeline")
        await stage.press("K")
        await stage.answer("wait ten minutes")
        assert stage.texts == ["wait ten minutes"]


async def test_o_adds_an_option_wherever_on_the_board_nothing_else_is_meant(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await to_decisions(stage)
        await stage.press("o")
        await stage.answer("restart the pods")
        await stage.answer("quick")
        assert option(stage, "pods").fix == "quick"
