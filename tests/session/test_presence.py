"""Whose console is open: told by small files beside the incidents, never by the log."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.screens.stage import Clock, declare
from warroom.core.presence import Console, told
from warroom.session import presence
from warroom.session.presence import Presence, consoles
from warroom.storage.library.presence import FOLDER, FRESH_SECONDS
from warroom.views.people import roster_list

ID = "INC-20261121-K7F"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done every few seconds is done at each beat."""
    monkeypatch.setattr(presence, "BEAT_SECONDS", 0.0)
    monkeypatch.setattr(presence, "LOOK_SECONDS", 0.0)
    now = time.monotonic()
    monkeypatch.setattr(presence.time, "monotonic", lambda: now + 2.0)


def here(library: Path, person: str, at: str = ID) -> Presence:
    made = Presence(str(library), at, person)
    made._beat = made._look = 0.0
    return made


def people(of: Presence) -> list[str]:
    return [c.person for c in of.consoles]


def test_two_consoles_see_each_other_come_and_go(tmp_path: Path) -> None:
    ani, budi, other = (
        here(tmp_path, "ani"),
        here(tmp_path, "budi"),
        here(tmp_path, "eko", "INC-20261121-ZZ2"),
    )
    other.beat()
    assert people(ani) == ["ani"]
    assert not ani.beat()  # one's own is there from the first picture on
    assert budi.beat()
    assert ani.beat()
    assert people(ani) == ["ani", "budi"]
    assert not ani.beat()
    assert [c.person for c in consoles(str(tmp_path), ID)] == ["ani", "budi"]
    budi.end()
    assert ani.beat()
    assert people(ani) == ["ani"]


def test_a_console_that_was_killed_grows_old(tmp_path: Path) -> None:
    ani, budi = here(tmp_path, "ani"), here(tmp_path, "budi")
    budi.beat()
    ani.beat()
    (killed,) = (p for p in (tmp_path / FOLDER).iterdir() if b"budi" in p.read_bytes())
    past = time.time() - FRESH_SECONDS - 5
    os.utime(killed, (past, past))
    ani.beat()
    assert people(ani) == ["ani"]
    long_ago = past - 2 * 24 * 3600
    os.utime(killed, (long_ago, long_ago))
    ani.beat()
    assert not killed.exists()


def test_what_stands_there_may_be_anybodys(tmp_path: Path) -> None:
    ani = here(tmp_path, "ani")
    ani.beat()
    folder = tmp_path / FOLDER
    (folder / f"{ID}.a").write_bytes(b"\xff\x00 no json")
    (folder / f"{ID}.b").write_text('{"person": 7}')
    (folder / f"{ID}.c").write_text("x" * 100_000)
    (folder / f"{ID}.d").write_text(f'{{"person": "e\\u001b[31mve", "host": "\\u202eh", "incident": "{ID}"}}')
    (folder / f"{ID}.e").symlink_to("/etc/passwd")
    os.mkfifo(folder / f"{ID}.f")
    ani.beat()
    assert len(people(ani)) == 2
    assert all(c.person.isprintable() and c.host.isprintable() for c in ani.consoles)


def test_a_library_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    ani = here(tmp_path, "ani")
    assert not ani.beat()
    ani.end()
    assert consoles(str(tmp_path / "nowhere"), ID) == ()


def test_the_roster_shows_it_and_the_log_says_nothing(tmp_path: Path) -> None:
    room = declare(tmp_path, clock=Clock())
    before = len(room.events())
    seats = told(
        [
            b'{"person": "ani", "host": "a", "incident": "x"}',
            b'{"person": "dewi", "host": "b", "incident": "x"}',
        ],
        "x",
    )
    rows = roster_list(room.incident, room.now, consoles=seats)
    text = ["".join(part for part, _ in rows.lines(i, 60)[0]) for i in range(len(rows))]
    assert any("ani" in line and "● a" in line for line in text)
    assert any("dewi" in line and "● b not joined" in line for line in text)
    alone = roster_list(room.incident, room.now, consoles=[Console("eko", "a", "x")])
    assert any("● not joined" in "".join(p for p, _ in alone.lines(i, 60)[0]) for i in range(len(alone)))
    assert len(room.events()) == before
    room.close()
