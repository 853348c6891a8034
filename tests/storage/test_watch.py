"""A change is told at once, and only a change of that file."""

from __future__ import annotations

import select
import sys
from pathlib import Path

import pytest

from warroom.storage.file.watch import Watch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")


def told(watch: Watch) -> bool:
    return bool(select.select([watch.fd], [], [], 5)[0]) and watch.changed()


def test_an_append_and_a_replaced_file_are_told(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("1")
    watch = Watch(str(file))
    with file.open("a") as out:
        out.write("2")
    assert told(watch)
    (tmp_path / "new").write_text("3")
    watch.changed()
    (tmp_path / "new").rename(file)
    assert told(watch)
    watch.close()


def test_other_files_of_the_folder_are_none_of_its_business(tmp_path: Path) -> None:
    watch = Watch(str(tmp_path / "x.json"))
    (tmp_path / "y.json").write_text("1")
    assert select.select([watch.fd], [], [], 5)[0]
    assert not watch.changed()
    watch.close()


def test_where_nothing_can_be_watched_it_says_so_by_its_descriptor(tmp_path: Path) -> None:
    watch = Watch(str(tmp_path / "missing" / "x.json"))
    assert watch.fd == -1
    assert not watch.changed()
    watch.close()
