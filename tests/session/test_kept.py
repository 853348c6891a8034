"""What could not be written outlives its console: kept in the user's own folder, offered, written once, or forgotten."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from tests.screens.stage import reopen
from warroom import cli
from warroom.core.registry import VERBS
from warroom.session.desk import Desk
from warroom.session.kept import Kept
from warroom.session.room import Room
from warroom.storage.library.folder import Library
from warroom.storage.library.unsaved import Unsaved
from warroom.storage.oslayer import OsLayer


class Full(OsLayer):
    """The library's disk, full while the test says so."""

    full = True

    def pwrite(self, fd: int, data: bytes | memoryview, offset: int) -> int:
        if self.full and len(data) > 20:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().pwrite(fd, data, offset)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    room = Room.declare(
        Library(tmp_path / "lib"), ["Mail is down"], person="ani", zone_name="UTC", playbook=None
    )
    room.close()
    return room.path


def opened(path: Path, disk: OsLayer | None = None, person: str = "ani") -> tuple[Desk, Room]:
    room = Room.open(path, person=person)
    if disk:
        room = reopen(room, person, disk=disk)
    desk = Desk(room, kept=Kept(room, path.parent))
    desk.start()
    return desk, room


def act(desk: Desk, name: str, *words: str) -> object:
    came: list[object] = []
    done = threading.Event()
    desk.act(VERBS[name], words, lambda answer: (came.append(answer), done.set()))
    assert done.wait(20)
    return came[0]


def end(desk: Desk) -> None:
    desk.stop()
    assert desk.ended(20)


def texts(path: Path) -> list[str]:
    room = Room.open(path, person="budi")
    room.close()
    return [row.text for row in room.incident.rows if row.text]


def kept_file(path: Path) -> Path:
    return Path(Unsaved(path.parent).path(path.stem, "ani"))


def test_it_is_on_disk_as_soon_as_it_is_refused_and_written_once_by_the_next_console(path: Path) -> None:
    desk, _ = opened(path, Full())
    act(desk, "log", "one")
    act(desk, "log", "two")
    held = kept_file(path)
    assert len(held.read_bytes().splitlines()) == 2, "a kill -9 now loses nothing"
    assert held.stat().st_mode & 0o777 == 0o600
    end(desk)
    assert desk.kept
    assert len(desk.unsaved) == 2
    again, _ = opened(path)
    assert any("2" in notice and "/putback" in notice for notice in again.notices)
    act(again, "putback")
    assert texts(path) == ["one", "two"]
    assert not held.exists()
    act(again, "putback")
    end(again)
    assert texts(path) == ["one", "two"]
    third, _ = opened(path)
    assert not any("/putback" in notice for notice in third.notices)
    end(third)


def test_what_is_in_the_file_already_is_neither_offered_nor_written_twice(path: Path) -> None:
    desk, _ = opened(path, Full())
    act(desk, "log", "one")
    held = kept_file(path).read_bytes()
    end(desk)
    first, _ = opened(path)
    second, _ = opened(path)
    act(first, "putback")
    end(first)
    act(second, "putback")
    end(second)
    assert texts(path) == ["one"]
    kept_file(path).write_bytes(held)
    third, _ = opened(path)
    end(third)
    assert not any("/putback" in notice for notice in third.notices)
    assert not kept_file(path).exists()


def test_a_disk_that_is_mended_in_time_leaves_no_file(path: Path) -> None:
    disk = Full()
    desk, _ = opened(path, disk)
    act(desk, "log", "one")
    assert kept_file(path).exists()
    disk.full = False
    act(desk, "log", "two")
    assert not kept_file(path).exists()
    end(desk)
    assert texts(path) == ["one", "two"]


def test_what_is_offered_stays_until_it_is_written_or_forgotten(path: Path) -> None:
    desk, _ = opened(path, Full())
    act(desk, "log", "one")
    end(desk)
    looked, _ = opened(path, Full())
    act(looked, "putback")
    act(looked, "log", "two")
    end(looked)
    assert len(kept_file(path).read_bytes().splitlines()) == 2
    other, _ = opened(path, person="budi")
    assert not any("/putback" in notice for notice in other.notices), "it is nobody else's"
    end(other)
    last, _ = opened(path)
    act(last, "discard")
    end(last)
    assert not kept_file(path).exists()
    assert texts(path) == []
    assert VERBS["discard"].confirm


def test_a_redaction_takes_its_words_out_of_what_is_kept_and_nothing_else(path: Path) -> None:
    desk, _ = opened(path, Full())
    act(desk, "log", "the password is hunter-two-three")
    act(desk, "log", "harmless words")
    end(desk)
    other, room = opened(path)
    act(other, "log", "the password is hunter-two-three")
    entry = next(row.id for row in room.incident.rows if "hunter" in row.text)
    act(other, "redact", entry, "a secret")
    end(other)
    held = kept_file(path).read_bytes()
    assert b"hunter-two-three" not in held
    assert b"harmless words" in held


def shell(path: Path, capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = cli.main([*words, "--incident", str(path)])
    out, err = capfd.readouterr()
    return status, out + err


def test_the_shell_writes_back_what_a_console_left_under_its_own_ids_and_times(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WARROOM_HOME", str(path.parent))
    monkeypatch.setenv("WARROOM_USER", "ani")
    desk, room = opened(path, Full())
    act(desk, "log", "one")
    act(desk, "log", "two")
    made = [(row.id, row.at) for row in room.incident.rows if row.text]
    end(desk)
    status, said = shell(path, capfd, "putback")
    assert (status, "one" in said) == (0, True)
    again = Room.open(path, person="budi")
    assert [(row.id, row.at) for row in again.incident.rows if row.text] == made
    again.close()
    assert not kept_file(path).exists()
    status, said = shell(path, capfd, "putback")
    assert status == 1
    assert texts(path) == ["one", "two"]


def test_the_shell_forgets_it_only_after_a_yes(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WARROOM_HOME", str(path.parent))
    monkeypatch.setenv("WARROOM_USER", "ani")
    desk, _ = opened(path, Full())
    act(desk, "log", "one")
    end(desk)
    status, said = shell(path, capfd, "discard")
    assert status == 1
    assert "--yes" in said
    assert kept_file(path).exists()
    status, said = shell(path, capfd, "discard", "--yes")
    assert status == 0
    assert "forgotten" in said
    assert not kept_file(path).exists()
    assert shell(path, capfd, "discard", "--yes")[0] == 1
