"""Who does what: the screen's thread asks no disk, and what a report is made of is not torn by what the desk does meanwhile."""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.screens.stage import Clock, Stage, console, declare, reopen
from warroom.core.checklist import checklist, progress
from warroom.core.registry import VERBS
from warroom.screens.home import Home
from warroom.screens.notepad import Notepad
from warroom.screens.room.screen import RoomScreen
from warroom.session.desk import Desk
from warroom.session.room import Done, Room
from warroom.storage.oslayer import OsLayer

_FILES = ("open", "os.", "shutil.", "fcntl.", "tempfile.", "glob.")
_CODE = (".py", ".pyc", ".so", ".tcss", ".toml", ".dist-info")
"""What the interpreter reads to know the program, wherever it is; zone data beside it."""
_QUIET = ("stat", "lstat", "pread", "pwrite", "read", "write", "fstat", "fsync", "fdatasync", "access")
"""Calls that Python tells no audit hook of."""


class Watch:
    """Takes down every file call of one thread while `on`."""

    def __init__(self) -> None:
        self.on = 0
        self.calls: list[str] = []
        sys.addaudithook(self._hear)

    def note(self, what: str, *args: object) -> None:
        if self.on != threading.get_ident():
            return
        paths = [os.fspath(a) for a in args if isinstance(a, str | bytes | Path)]
        if not any(_of_the_program(path) for path in paths):
            self.on, on = 0, self.on
            self.calls.append(f"{what} {paths}")
            self.on = on

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if self.on and event.startswith(_FILES):
            self.note(event, *args)


def _of_the_program(path: str | bytes) -> bool:
    path = os.fsdecode(path)
    return path.endswith(_CODE) or "zoneinfo" in path or path.startswith((sys.prefix, sys.base_prefix))


_WATCH = Watch()  # a hook can't be taken away again, so there is one


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    fstat = os.fstat

    def told(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            if not (
                name == "os.write" and stat.S_ISFIFO(fstat(args[0]).st_mode)
            ):  # a bell within the program
                _WATCH.note(name, *args)
            return real(*args, **more)

        return call

    for name in _QUIET:
        monkeypatch.setattr(os, name, told(f"os.{name}", getattr(os, name)))
    for name, real in list(vars(OsLayer).items()):
        if callable(real) and not name.startswith("_"):
            monkeypatch.setattr(OsLayer, name, told(f"OsLayer.{name}", real))
    _WATCH.calls.clear()
    yield _WATCH
    _WATCH.on = 0


async def test_the_screens_thread_asks_no_disk(tmp_path: Path, watch: Watch) -> None:
    declare(tmp_path, "Login is slow").close()
    async with console(None, folder=tmp_path) as stage:
        watch.on = threading.get_ident()
        await _from_home_to_the_report_and_back(stage)
        watch.on = 0
    assert watch.calls == []
    assert list(tmp_path.glob("INC-*.md"))


async def _from_home_to_the_report_and_back(stage: Stage) -> None:
    app = stage.app
    await stage.until(lambda: "Login is slow" in stage.shown())
    await stage.press("r", "slash", *"login", "enter", "escape", "n")
    await stage.press("P", "a", "y", "enter")
    await stage.until(lambda: isinstance(app.screen, RoomScreen))
    await stage.type("first entry")
    await stage.type("/sev 1 worse")
    await stage.pilot.press("h", "a", "l", "f")
    await stage.press("escape", "1", "j", "t", "4", "n")
    assert isinstance(app.screen, Notepad)
    await stage.press(
        "x", "escape", "2", "z", "y", "slash", "f", "enter", "escape", "enter", "escape", "u", "y"
    )
    await stage.press("e", "m", "enter")
    await stage.until(lambda: "wrote" in stage.said())
    await stage.press("question_mark", "escape", "q")
    await stage.until(lambda: isinstance(app.screen, Home) and "Pay" in stage.shown())


def test_the_watch_sees_file_calls_of_every_sort(tmp_path: Path, watch: Watch) -> None:
    watch.on = threading.get_ident()
    (tmp_path / "x").write_text("x")
    (tmp_path / "x").stat()
    os.listdir(tmp_path)
    watch.on = 0
    assert {call.split()[0] for call in watch.calls} >= {"open", "os.stat", "os.listdir"}


def test_a_report_out_of_the_room_loses_no_change_of_an_act(room: Room, clock: Clock) -> None:
    """The state is one that the desk changes in place: whoever else asked for it while an act was being folded lost the act."""
    writer = Desk(reopen(room, "ani", clock=clock))
    answers, came, wrote = threading.Semaphore(0), [], threading.Event()

    def answered(done: object) -> None:
        came.append(done)
        answers.release()

    writer.start()
    numbers = [c.number for step in checklist(writer.incident) for c in step.checks]
    for number in numbers:
        writer.act(VERBS["tick"], [number], answered)
        writer.export("text", lambda _made: wrote.set(), language="en", copy=False)
        assert answers.acquire(timeout=20)
        done = came[-1]
        assert isinstance(done, Done)
        ticked, _ = progress(checklist(done.incident))
        assert ticked >= len(came)
    assert wrote.wait(20)
    writer.stop()
    assert writer.ended(20)
    assert room.refresh()
    assert room.incident == came[-1].incident  # type: ignore[attr-defined]


async def test_leaving_does_not_wait_for_the_disk(room: Room, clock: Clock) -> None:
    """The desk ends by itself; the file is let go of on its thread."""
    async with console(room, clock=clock) as stage:
        await stage.type("on disk")
        desk = stage.screen.desk
        await stage.press("escape", "q")
    assert desk.ended(0)
    assert desk.unsaved == ()


async def test_half_typed_text_is_on_disk_when_the_console_is_gone(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.pilot.press("a", "b")
        await stage.press("escape", "4", "n", "p", "escape", "q")
    async with console(reopen(room, "ani", clock=clock), clock=clock) as stage:
        assert stage.screen.entry.text == "ab"
        await stage.go("notes")
        await stage.press("n")
        assert stage.app.screen.query_one("#pad-text").text == "p"  # type: ignore[attr-defined]


async def test_a_key_that_does_not_fit_the_selected_row_says_so(room: Room, clock: Clock) -> None:
    """Every verb that acts on an entry, on a row that is none."""
    async with console(room, clock=clock) as stage:
        await stage.go("timeline")
        stage.screen.pane("timeline").action_home()
        before = len(stage.rows)
        for key in ("c", "b", "x", "X", "Z", "p"):
            stage.screen.status.say("")
            await stage.press(key)
            assert "not an entry" in stage.said(), key
        assert len(stage.rows) == before
