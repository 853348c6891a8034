"""An entry is one picture on a fast disk; on a slow one the person sees that it is on its way, and nothing is acknowledged."""

from __future__ import annotations

import threading

import pytest

from tests.screens.stage import Clock, Stage, console, reopen
from warroom.session.room import Room
from warroom.storage.oslayer import OsLayer
from warroom.views.lines import plain


class SlowDisk(OsLayer):
    """Its sync waits for the test."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.go_on.set()
        self.asked = threading.Event()

    def fdatasync(self, fd: int) -> None:
        self.asked.set()
        self.go_on.wait(20)
        super().fdatasync(fd)


def pictures(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What stands on the screen, each time that it is drawn."""
    seen: list[str] = []
    draw = stage.screen._compositor.render_update

    def drawing(*args: object, **more: object) -> object:
        update = draw(*args, **more)  # type: ignore[arg-type]
        if update is not None:
            seen.append(stage.shown())
        return update

    monkeypatch.setattr(stage.screen._compositor, "render_update", drawing)
    return seen


async def test_an_entry_leaves_the_field_and_stands_in_the_timeline_in_one_picture(
    room: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warroom.widgets.quiet.HELD_SECONDS", 20)
    async with console(room, clock=clock) as stage:
        stage.screen.entry.restore("pool is exhausted")
        await stage.pilot.pause()
        seen = pictures(stage, monkeypatch)
        await stage.press("enter")
        await stage.until(lambda: "logged 14:30" in stage.shown())
        assert "logged 14:30" in seen[0]
        assert seen[0].count("pool is exhausted") == 1
        assert "type to log" in seen[0]


async def test_a_slow_disk_shows_an_empty_field_and_that_it_is_saving_but_no_entry(
    room: Room, clock: Clock
) -> None:
    disk = SlowDisk()
    slow = reopen(room, "ani", clock=clock, disk=disk)
    async with console(slow, clock=clock) as stage:
        disk.go_on.clear()
        stage.screen.entry.restore("pool is exhausted")
        stage.screen.entry.focus()
        await stage.pilot.press("enter")
        await stage.until(lambda: disk.asked.is_set() and "saving" in stage.shown())
        assert "pool is exhausted" not in stage.shown()
        assert "type to log" in stage.shown()
        disk.go_on.set()
        await stage.until(lambda: "logged 14:30" in stage.shown() and "saving" not in stage.shown())
        assert "pool is exhausted" in stage.shown()


@pytest.mark.parametrize("line", ["/nosuchverb", "@25:99 no such time", "!ls", "/role"])
async def test_a_line_that_is_no_entry_is_not_waited_for(
    room: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setattr("warroom.widgets.quiet.HELD_SECONDS", 1000)
    async with console(room, clock=clock) as stage:
        await stage.type(line)
        await stage.until(lambda: not stage.app._batch_count)
        assert not stage.screen.entry.text
        assert plain(stage.screen.status.line(400)).strip()
