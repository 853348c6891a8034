"""What goes wrong: a disk that fails, a file that can't be written, hostile text in every place that is shown."""

from __future__ import annotations

import errno
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.stage import Clock, Stage, console, declare, reopen, rows
from warroom.core.incident import Incident
from warroom.core.registry import VERBS
from warroom.core.text import clean
from warroom.screens.ask import Confirm
from warroom.screens.troubles import Troubles
from warroom.session.answers import Saved
from warroom.session.room import Room
from warroom.storage.oslayer import OsLayer
from warroom.widgets.status import Status


class Disk(OsLayer):
    """A disk that is full, or that fails its syncs, while the test says so."""

    def __init__(self) -> None:
        self.full = False
        self.broken = False

    def pwrite(self, fd: int, data: bytes | memoryview, offset: int) -> int:
        if self.full and len(data) > 20:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().pwrite(fd, data, offset)

    def fdatasync(self, fd: int) -> None:
        if self.broken:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().fdatasync(fd)

    def fsync(self, fd: int) -> None:
        if self.broken:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().fsync(fd)


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def faulty(room: Room, clock: Clock, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr("warroom.session.desk.RETRY_SECONDS", 0.2)
    made = reopen(room, "ani", clock=clock, disk=disk)
    yield made
    made.close()


@pytest.mark.parametrize(("fault", "words"), [("full", "No space left"), ("broken", "Input/output error")])
async def test_a_failing_disk_is_said_until_it_is_mended_and_nothing_is_lost(
    faulty: Room, clock: Clock, disk: Disk, fault: str, words: str
) -> None:
    async with console(faulty, clock=clock) as stage:
        setattr(disk, fault, True)
        before = len(stage.rows)
        await stage.type("written on a bad disk")
        await stage.type("and this one too")
        assert "NOT SAVED (2)" in stage.said()
        assert words in stage.said()
        assert "● saved" not in stage.shown()
        assert "written on a bad disk" in stage.shown()
        await stage.type("/sev 1 and it gets worse")
        assert stage.incident.severity == 1
        assert "NOT SAVED (3)" in stage.said()
        setattr(disk, fault, False)
        await stage.until(lambda: "NOT SAVED" not in stage.shown() and "● saved" in stage.shown())
        assert len(stage.rows) == before + 3
        assert stage.texts == ["written on a bad disk", "and this one too"]


async def test_leaving_with_unsaved_entries_asks_first_and_the_answer_is_no(
    faulty: Room, clock: Clock, disk: Disk
) -> None:
    async with console(faulty, clock=clock) as stage:
        disk.full = True
        await stage.type("not on disk yet")
        for leave in ("q", "ctrl+q"):
            await stage.press("escape", leave)
            assert isinstance(stage.app.screen, Confirm), leave
            assert "1" in stage.shown()
            await stage.press("enter")
            assert stage.app.is_running
        disk.full = False
        await stage.until(lambda: "● saved" in stage.shown())
        await stage.press("escape", "q")
    assert rows(faulty.path)[-1]["text"] == "not on disk yet"


async def test_a_file_that_may_not_be_written_is_shown_and_said_to_be_read_only(
    room: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = OsLayer.open

    def reading(layer: OsLayer, path: str | os.PathLike[str], flags: int, mode: int = 0o600) -> int:
        if flags & (os.O_RDWR | os.O_WRONLY):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(layer, path, flags, mode)

    monkeypatch.setattr(OsLayer, "open", reading)
    other = Room.open(room.path, person="ani", clock=clock)
    async with console(other, clock=clock) as stage:
        before = len(stage.rows)
        assert "read-only" in stage.shown()
        await stage.type("can't be kept")
        assert [line.text for line in stage.screen.entry.held.lines] == ["can't be kept"]
        assert len(stage.rows) == before


HOSTILE = (
    "[/foo] [bold]b[/bold] [@click=app.quit()]x[/] $(reboot) `id` {0} %s %(x)s {title}",
    "\x1b[31mred\x1b]52;c;aGk=\x07\x9b2J nul\x00 del\x7f c1\x85 \ud800 lone",
    "\u202egnp.exe\u2066\u200b\ufeff e" + "\u0301" * 40 + "👩‍👩‍👧‍👦 家族 " * 3,
)


def control_bytes(text: str) -> list[str]:
    """Characters that must not reach a terminal."""
    bad = {"\u202e", "\u2066", "\u202a", "\u202b", "\u202d", "\u2067", "\u2068"}
    return [c for c in text if c != "\n" and (unicodedata.category(c) in ("Cc", "Cs") or c in bad)]


async def test_hostile_text_is_harmless_in_every_place_that_shows_it(tmp_path: Path, clock: Clock) -> None:
    for number, text in enumerate(HOSTILE):
        folder = tmp_path / str(number)
        folder.mkdir()
        made = declare(folder, "--system", f"sys {text}", "--symptom", text, "--", f"title {text}", person=clean(f"p{text}"),
                       clock=clock)  # fmt: skip
        async with console(made, clock=clock, size=(100, 40)) as stage:
            await _everywhere(stage, text)
            assert stage.app.is_running
        async with console(None, folder=folder) as stage:
            assert control_bytes(stage.shown()) == []
            assert "title" in stage.shown(), stage.shown()


async def _everywhere(stage: Stage, text: str) -> None:
    """Put the text wherever something can be put, look at every pane and question."""
    await stage.type(text)
    stage.screen.acting.do(VERBS["comment"], ["1.2", "--", text])
    stage.screen.acting.do(VERBS["skip"], ["1.2", "--why", text])
    stage.screen.acting.do(VERBS["role"], ["ic", text])
    stage.screen.acting.do(VERBS["notes"], ["--", text])
    stage.screen.acting.do(VERBS["suspect"], ["--", text])
    stage.screen.acting.do(VERBS["action"], ["--owner", text, "--", text])
    stage.screen.acting.do(VERBS["sev"], ["1", "--why", text])
    stage.screen.say(text)
    await stage.settled()
    assert control_bytes(stage.shown()) == []
    await stage.go("timeline")
    await stage.press("y", "end", "enter")
    assert control_bytes(stage.shown()) == []
    await stage.press("escape", "R", "enter")
    assert control_bytes(stage.shown()) == []
    await stage.press("escape")
    await stage.go("notes")
    await stage.press("e")
    assert control_bytes(stage.shown()) == []
    await stage.press("escape")
    stage.screen.timeline.sift(needle=text)
    stage.screen.retitle()
    await stage.press("escape")
    assert control_bytes(stage.shown()) == []


async def test_a_masked_secret_is_told_and_is_no_failure(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("login with password=Hunter2Hunter9")
        await stage.until(lambda: "1 secret masked" in stage.shown())
        (foot,) = [line for line in stage.shown().splitlines() if "1 secret masked" in line]
        assert "✗" not in foot
        await stage.press("escape", "escape")
        await stage.until(lambda: "secret masked" not in stage.shown())


async def test_what_is_kept_is_forgotten_only_after_a_yes(
    faulty: Room, clock: Clock, disk: Disk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "own"))
    async with console(faulty, clock=clock) as stage:
        disk.full = True
        await stage.type("never to be written")
        assert len(list((tmp_path / "own").rglob("*.jsonl"))) == 1
    again = reopen(faulty, "ani", clock=clock)
    async with console(again, clock=clock) as stage:
        assert "/putback writes them" in stage.shown()
        await stage.type("/discard")
        assert isinstance(stage.app.screen, Confirm)
        await stage.press("enter")
        assert len(list((tmp_path / "own").rglob("*.jsonl"))) == 1
        await stage.type("/discard")
        await stage.press("y")
        await stage.until(lambda: not list((tmp_path / "own").rglob("*.jsonl")))
        assert "never to be written" not in stage.texts


async def test_that_the_file_is_gone_is_said_until_it_is_back_and_before_all_else(
    room: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warroom.session.bell.LOOK_SECONDS", 0.1)
    async with console(room, clock=clock) as stage:
        away = room.path.with_name("away")
        room.path.rename(away)
        await stage.until(lambda: room.path.name in stage.said())
        stage.screen.status.fail("conflict", "ani and budi both changed the title")
        assert room.path.name in stage.said().split("(+")[0], "a newer conflict does not hide it"
        await stage.press("escape", "escape")
        assert room.path.name in stage.said().split("(+")[0], "no key sends it away"
        away.rename(room.path)
        await stage.until(lambda: room.path.name not in stage.said())


def test_a_notice_that_was_read_comes_back_only_when_it_comes_up_anew(incident_of: Incident) -> None:
    status = Said()
    troubles = Troubles(status, ())
    for notices, shown in (
        (("a", "b"), "a"), (None, "a"), (("a", "b", "c"), "a"), ("read", ""), (("b", "c"), ""), (("b", "c", "d"), "d"),
        ("read", ""), (("c",), ""), (("c", "b"), "b"),
    ):  # fmt: skip
        if notices == "read":
            troubles.acknowledge()
        else:
            troubles.tell(incident_of, Saved(), notices if isinstance(notices, tuple) else None)
        assert status.now.partition(" ")[0] == shown, notices


class Said(Status):
    """What stands in the line, without a screen."""

    now = ""

    def fail(self, topic: str, text: str, *, failed: bool = True, first: bool = False) -> None:
        self.now = text

    def mend(self, topic: str) -> None:
        if topic == "notice":
            self.now = ""


@pytest.fixture
def incident_of(room: Room) -> Incident:
    return room.incident
