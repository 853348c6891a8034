"""What waits: one quiet line at the foot, the keys that deal with it and put it off, and *what next* from anywhere."""

from __future__ import annotations

import pytest

from tests.screens.stage import Clock, Stage, console, reopen
from warroom.core.families.protocol import active
from warroom.core.language import speak
from warroom.core.registry import VERBS
from warroom.screens.next import WhatNext
from warroom.session.room import Room
from warroom.session.settings import Reminders
from warroom.views.lines import line_cells, plain


def foot(stage: Stage) -> str:
    return stage.shown().splitlines()[-1]


async def test_f6_does_what_the_last_line_says_from_wherever_the_person_is(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(80, 24)) as stage:
        assert "nobody is Incident Commander" in foot(stage)
        await stage.press("h", "a", "l", "f", "f6")
        assert stage.incident.commander == "ani"
        assert "nobody is Incident Commander" not in foot(stage)
        assert stage.screen.entry.text == "half"


async def test_f7_puts_it_off_and_time_alone_brings_it_back(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(100, 30)) as stage:
        clock.on(minutes=6)
        await stage.press("f7")
        await stage.press("escape")
        stage.screen.status._forget()
        await stage.pilot.pause()
        assert "Incident Commander" not in foot(stage)
        clock.on(minutes=15)
        stage.screen._tick()
        await stage.pilot.pause()
        assert "nobody is Incident Commander" in foot(stage)


async def test_what_waits_never_opens_anything_and_never_takes_the_focus(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(80, 24)) as stage:
        for hours in (1, 30, -40, 100):
            clock.on(hours=hours)
            stage.screen._tick()
            await stage.pilot.pause()
            assert stage.app.screen is stage.screen
            assert stage.screen.focused is stage.screen.entry


@pytest.mark.parametrize("code", ["en", "id"])
async def test_what_next_says_two_things_why_and_a_key_for_each(room: Room, clock: Clock, code: str) -> None:
    speak(code)
    try:
        async with console(room, clock=clock, size=(80, 24), language=code) as stage:
            await stage.press("f5")
            assert isinstance(stage.app.screen, WhatNext)
            shown = stage.shown()
            assert "/role ic me" in shown
            assert "/protocol" in shown
            assert ("Until somebody commands" in shown) == (code == "en")
            await stage.press("enter")
            assert stage.incident.commander == "ani"
    finally:
        speak("en")


async def test_what_next_is_answered_by_the_second_and_left_by_esc(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(80, 24)) as stage:
        await stage.press("escape", "f5", "escape")
        assert stage.app.screen is stage.screen
        await stage.press("f5", "2")
        await stage.until(lambda: active(stage.incident) is not None)
        assert stage.incident.commander is None


async def test_the_palette_and_a_typed_verb_ask_what_next(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("/next")
        await stage.until(lambda: isinstance(stage.app.screen, WhatNext))
        await stage.press("s")
        await stage.until(
            lambda: not stage.screen.waiting.first or stage.screen.waiting.first.key != "command"
        )
        assert stage.incident.commander is None


async def test_a_message_and_a_failure_stand_before_what_waits_and_it_comes_back(
    room: Room, clock: Clock
) -> None:
    async with console(room, clock=clock, size=(80, 24)) as stage:
        status = stage.screen.status
        stage.screen.say("written", "ok")
        assert "written" in plain(status.line(80))
        assert "Incident Commander" not in plain(status.line(80))
        status._forget()
        assert "Incident Commander" in plain(status.line(80))
        status.fail("disk", "the disk is full")
        assert "the disk is full" in plain(status.line(80))
        status.mend("disk")
        assert "Incident Commander" in plain(status.line(80))


async def test_the_help_key_stays_in_sight_at_every_width(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(140, 40)) as stage:
        for pane in ("steps", "timeline", "roster", "notes"):
            await stage.go(pane)
            for width in range(60, 200, 7):
                line = stage.screen.status.line(width)
                assert line_cells(line) == width
                assert all(word in plain(line) for word in ("nobody is", "help", "F6")), plain(line)


async def test_somebody_elses_act_ends_it_here(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(80, 24)) as stage:
        reopen(room, "budi", clock=clock).act(VERBS["role"], ["ic", "budi"])
        await stage.until(lambda: stage.incident.commander == "budi")
        await stage.until(lambda: "nobody is Incident Commander" not in foot(stage))


async def test_it_rings_once_when_something_begins_to_wait_and_never_for_what_waited_before(
    room: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr("warroom.screens.room.waiting.write_escape", lambda _app, data: rung.append(data))
    monkeypatch.setattr("warroom.screens.room.waiting.PAUSE", 0.0)
    async with console(
        room, clock=clock, size=(80, 24), reminders=Reminders(bell=True, desktop="osc777")
    ) as stage:
        stage.screen._tick()
        assert rung == [], "what is there at the opening is seen"
        clock.on(minutes=6)
        stage.screen._tick()
        stage.screen._tick()
        assert len(rung) == 1
        assert rung[0].startswith("\a\x1b]777;notify;warroom INC-")
        assert "nobody is Incident Commander" in rung[0]
        await stage.press("f6")
        clock.on(minutes=15)
        stage.screen._tick()
        assert len(rung) == 2, "an update is late now"
    async with console(reopen(room, clock=clock), clock=clock, size=(80, 24)) as stage:
        clock.on(hours=9)
        stage.screen._tick()
        assert len(rung) == 2, "nobody asked here"
