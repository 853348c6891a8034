"""The board's verification by its keys: a check passes, fails, the watch is looked at, and the end asks for its reason."""

from __future__ import annotations

from tests.screens.stage import Clock, console
from warroom.core.families.checks import Checks
from warroom.core.families.watch import Watches
from warroom.core.registry import VERBS
from warroom.session.room import Room


async def test_a_check_a_look_and_the_end_by_key(room: Room, clock: Clock) -> None:
    room.act(VERBS["check"], ["--", "errors below 0.1 %"])
    room.act(VERBS["check"], ["--", "queue is empty"])
    room.act(VERBS["watch"], ["30m"])
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "4", "4", "4", "4", "g", "enter")
        await stage.answer("0.02 % since 14:50")
        checks = {c.text: (c.state, c.how) for c in stage.incident.part(Checks).all}
        assert checks["errors below 0.1 %"] == ("passed", "0.02 % since 14:50")
        await stage.press("g", "j", "j", "enter")
        assert stage.incident.part(Watches).now, "nothing is recorded before it is answered"
        await stage.press("w")
        await stage.answer("flat")
        period = stage.incident.part(Watches).now
        assert period
        assert [(look.seen, look.text) for look in period.looks] == [("well", "flat")]
        await stage.press("g", "f")
        await stage.answer("12 jobs")
        assert "✗ queue is empty failed: 12 jobs" in stage.shown()
        await stage.press("escape", "R")
        await stage.answer("")
        assert "although" in stage.shown()
        await stage.answer("the graphs are down")
        await stage.press("y")
        await stage.until(lambda: stage.incident.status == "resolved")
        assert stage.incident.statuses[-1].despite == (
            "failed: queue is empty",
            "the watch ended: it was not well",
        )


async def test_an_end_without_its_reason_names_what_is_open(room: Room, clock: Clock) -> None:
    room.act(VERBS["check"], ["--", "queue is empty"])
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "R")
        await stage.answer("")
        await stage.answer("")
        await stage.press("y")
        await stage.until(lambda: "not checked: queue is empty" in stage.said())
        assert stage.incident.is_open


async def test_a_check_without_words_asks_for_the_entry_that_shows_it(room: Room, clock: Clock) -> None:
    room.act(VERBS["check"], ["--", "queue is empty"])
    room.act(VERBS["log"], ["--", "0 jobs in the queue"])
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "4", "4", "4", "4", "g", "p")
        await stage.answer("")
        await stage.answer("last")
        (check,) = stage.incident.part(Checks).all
        row = stage.incident.row(check.evidence)
        assert row
        assert (check.state, row.text) == ("passed", "0 jobs in the queue")
        assert "“0 jobs in the queue”" in stage.shown()
