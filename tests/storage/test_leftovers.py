"""What a killed writer leaves is taken away by the next one; what a living one needs, and what is somebody else's, stays."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.helpers.keys import needs_ssh, new_key
from warroom.storage.file.rewrite import create_file, put_derived, replace_file
from warroom.storage.leftovers import make_temp, sweep, writer_of
from warroom.storage.oslayer import OS
from warroom.storage.trust import signing


@pytest.fixture
def dead() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def left(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir() if p.name.endswith(".tmp")}


@pytest.mark.parametrize("write", [create_file, put_derived])
def test_the_next_writer_takes_away_what_the_dead_left(tmp_path: Path, dead: int, write: object) -> None:
    for name in ("INC-1.json", "catalogue.json", "r.md"):
        (tmp_path / f".{name}.{dead}-0123abcd.tmp").write_text("half")
    write(OS, str(tmp_path / "new.json"), b"{}")  # type: ignore[operator]
    assert left(tmp_path) == set()
    (tmp_path / f".x.{dead}-0123abcd.tmp").write_text("half")
    replace_file(OS, str(tmp_path / "new.json"), b"{}")
    assert left(tmp_path) == set()


def test_nothing_else_is_touched(tmp_path: Path, dead: int) -> None:
    mine, fd = make_temp(OS, str(tmp_path / "mine.json"))
    alive = tmp_path / f".x.{os.getppid()}-0123abcd.tmp"
    alive.write_text("of a process at work")
    others = [
        ".vimrc.tmp", f"x.{dead}-0123abcd.tmp", f".x.{dead}-0123ABCD.tmp", f".x.{dead}-0123abc.tmp", ".x.-0123abcd.tmp",
        f".x.{dead}-0123abcd.tmp~", f".x.{dead}.tmp", ".tmp",
    ]  # fmt: skip
    for name in others:
        (tmp_path / name).write_text("somebody else's")
    (tmp_path / f".dir.{dead}-0123abcd.tmp").mkdir()
    (tmp_path / f".link.{dead}-0123abcd.tmp").symlink_to(alive)
    before = {p.name for p in tmp_path.iterdir()}
    sweep(OS, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == before
    assert writer_of(os.path.basename(mine)) == os.getpid()
    os.close(fd)


def test_a_locked_one_is_at_work_whatever_its_number_says(tmp_path: Path, dead: int) -> None:
    """As when its writer lives in another container."""
    path = tmp_path / f".x.{dead}-0123abcd.tmp"
    fd = OS.open(path, os.O_RDWR | os.O_CREAT)
    assert OS.try_lock(fd)
    sweep(OS, tmp_path)
    assert path.exists()
    os.close(fd)
    sweep(OS, tmp_path)
    assert not path.exists()


def test_an_old_one_goes_though_its_number_was_given_again(tmp_path: Path) -> None:
    path = tmp_path / f".x.{os.getppid()}-0123abcd.tmp"
    path.write_text("half")
    os.utime(path, (1, 1))
    sweep(OS, tmp_path)
    assert not path.exists()


@needs_ssh
def test_the_folder_of_a_killed_seal_goes_with_the_next_signature(
    tmp_path: Path, dead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    new_key(tmp_path / "key")
    killed = tmp_path / f"warroom-sign-{dead}-abcd"
    of_the_living = tmp_path / f"warroom-sign-{os.getppid()}-abcd"
    with_more = tmp_path / f"warroom-sign-{dead}-more"
    elsewhere = tmp_path / "elsewhere"
    for folder in (killed, of_the_living, with_more, elsewhere):
        folder.mkdir()
        (folder / "signers").write_text("x")
    (with_more / "thesis.txt").write_text("mine")
    link = tmp_path / f"warroom-sign-{dead}-link"
    link.symlink_to(elsewhere)
    signing.sign(b"text", str(tmp_path / "key"))
    there = {p.name for p in tmp_path.iterdir() if not p.name.startswith("key")}
    assert there == {of_the_living.name, with_more.name, elsewhere.name, link.name}
    assert (elsewhere / "signers").exists()
