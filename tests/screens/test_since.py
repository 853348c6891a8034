"""Whoever comes back is told in one quiet line, and reads the rest when they want to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.stage import Clock, console, reopen
from warroom.core.registry import VERBS
from warroom.session.room import Room


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


async def test_who_opens_it_again_hears_what_others_did(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(80, 24)) as stage:
        await stage.type("seen by me")
        assert " since " not in stage.shown()
    clock.on(minutes=20)
    budi = reopen(room, "budi", clock=clock)
    budi.act(VERBS["sev"], ["1", "all cards"])
    budi.act(VERBS["log"], ["--kind", "decision", "--", "roll back"])
    budi.act(VERBS["tick"], ["1.2"])
    async with console(reopen(room, "ani", clock=clock), clock=clock, size=(80, 24)) as stage:
        assert " 2 since 14:30 " in stage.shown()
        await stage.press("escape")
        assert " 2 since 14:30 " in stage.shown()
        await stage.press("L")
        assert "SEV2 › SEV1" in stage.shown()
        assert "decision roll back" in stage.shown()
        assert "1.2" not in stage.shown()
        await stage.press("G", "enter")
        await stage.until(lambda: stage.screen.pane("timeline").has_focus)
        assert "since 14:30" not in stage.shown()
        assert stage.screen.pane("timeline").cursor_key == stage.entry_id("roll back")
    async with console(reopen(room, "ani", clock=clock), clock=clock, size=(80, 24)) as stage:
        assert " since " not in stage.shown()


async def test_a_long_pause_at_the_open_console_counts_as_away(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(80, 24)) as stage:
        await stage.press("escape")
        clock.on(minutes=30)
        budi = reopen(room, "budi", clock=clock)
        budi.act(VERBS["status"], ["identified"])
        await stage.until(lambda: stage.incident.status == "identified")
        assert " since " not in stage.shown()
        await stage.press("2")
        assert " 1 since 14:30 " in stage.shown()
        await stage.press("escape")
        assert " since 14:30" not in stage.shown()


async def test_who_was_never_here_reads_all_and_is_not_bothered(room: Room, clock: Clock) -> None:
    room.act(VERBS["sev"], ["1"])
    async with console(reopen(room, "dewi", clock=clock), clock=clock) as stage:
        assert "L shows them" not in stage.shown()
        await stage.press("escape", "L")
        assert "Since it was declared" in stage.shown()
        assert "severity is now SEV1" in stage.shown()
