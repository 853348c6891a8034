"""A console that holds more than its file: it says so, keeps what it holds, and writes it back when asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from warroom.core.registry import VERBS
from warroom.core.verb import Refused
from warroom.session.room import Room
from warroom.storage.errors import Foreign, StorageError
from warroom.storage.library.folder import Library
from warroom.storage.trust.verify import verify


def texts(room: Room) -> list[str]:
    return [row.text for row in room.incident.rows if row.text]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return declared(tmp_path, "Payment gateway down")


def declared(folder: Path, title: str) -> Room:
    made = Room.declare(Library(folder), [title], person="ani", zone_name="UTC", playbook=None)
    made.act(VERBS["log"], ["before the copy"])
    return made


@pytest.mark.parametrize("how", ["written over", "moved over"])
def test_an_older_copy_is_noticed_and_what_it_lacks_is_kept_and_put_back(room: Room, how: str) -> None:
    old = shutil.copy(room.path, f"{room.path}.old")
    room.act(VERBS["log"], ["typed before"])
    room.act(VERBS["status"], ["mitigating"])
    if how == "written over":
        room.path.write_bytes(Path(old).read_bytes())
    else:
        Path(old).rename(room.path)
    assert room.refresh()
    assert "typed before" in texts(room)
    assert (room.saved.state, room.saved.unsaved, room.saved.lost) == ("unsaved", 2, 2)
    assert "/putback" in room.saved.why
    assert any("typed before" in line for line in room.unsaved())
    room.act(VERBS["log"], ["typed after"])
    assert room.saved.lost == 2, "another entry does not make it right"
    done = room.act(VERBS["putback"], [])
    assert len(done.events) == 2
    assert room.saved.state == "saved"
    fresh = Room.open(room.path, person="budi")
    assert {"before the copy", "typed before", "typed after"} <= set(texts(fresh))
    assert fresh.incident.status == "mitigating"
    assert verify(room.path).problems == [], "what is there again is missed no longer"
    with pytest.raises(Refused):
        room.act(VERBS["putback"], [])


def test_when_the_file_comes_back_nothing_is_missing_any_more(room: Room) -> None:
    old = room.path.read_bytes()
    room.act(VERBS["log"], ["typed before"])
    whole = room.path.read_bytes()
    room.path.write_bytes(old)
    room.refresh()
    assert room.saved.lost == 1
    room.path.write_bytes(whole)
    room.refresh()
    assert (room.saved.state, room.saved.lost) == ("saved", 0)


@pytest.mark.parametrize("part", [0.5, 0.8])
def test_a_copy_that_is_under_way_is_not_written_into_and_nothing_is_cut(room: Room, part: float) -> None:
    for i in range(5):
        room.act(VERBS["log"], [f"entry {i}"])
    whole = room.path.read_bytes()
    half = whole[: int(len(whole) * part)]
    room.path.write_bytes(half)
    done = room.act(VERBS["log"], ["while it is copied"], keep=True)
    assert done.saved.state == "unsaved"
    assert room.path.read_bytes() == half
    room.path.write_bytes(whole)
    assert room.retry()
    assert room.saved.state == "saved"
    assert {*(f"entry {i}" for i in range(5)), "while it is copied"} <= set(
        texts(Room.open(room.path, person="x"))
    )
    assert verify(room.path).ok


def test_a_half_that_stays_is_named_and_can_be_filled_again(room: Room) -> None:
    for i in range(5):
        room.act(VERBS["log"], [f"entry {i}"])
    room.path.write_bytes(room.path.read_bytes()[:-500])
    room.refresh()
    assert room.saved.lost
    room.act(VERBS["putback"], [], keep=True)
    assert {f"entry {i}" for i in range(5)} <= set(texts(Room.open(room.path, person="x")))
    assert not verify(room.path).ok


def test_another_incidents_file_is_not_taken_for_ours(room: Room, tmp_path: Path) -> None:
    other = declared(tmp_path / "other", "Another one")
    ours = room.path.read_bytes()
    room.path.write_bytes(other.path.read_bytes())
    with pytest.raises(Foreign, match="another incident"):
        room.refresh()
    assert room.incident.title == "Payment gateway down"
    assert room.saved.state == "unsaved"
    assert room.act(VERBS["log"], ["for ours"], keep=True).saved.state == "unsaved"
    assert room.path.read_bytes() == other.path.read_bytes()
    with pytest.raises(StorageError):
        room.act(VERBS["putback"], [])
    room.path.write_bytes(ours)
    assert room.retry()
    assert room.saved.state == "saved"
    assert {"before the copy", "for ours"} <= set(texts(Room.open(room.path, person="x")))
