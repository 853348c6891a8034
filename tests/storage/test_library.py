"""The folder of incidents, its catalogue, and noticing that a file changed."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from tests.storage.helpers import NOW, at, event
from warroom.storage.errors import Ambiguous, NotFound
from warroom.storage.file.opentail import OpenTail, create
from warroom.storage.library import catalogue
from warroom.storage.library.folder import Library
from warroom.storage.oslayer import OsLayer
from warroom.storage.paths import library_folder


def a_library(folder: Path, *suffixes: str) -> Library:
    library = Library(folder)
    for suffix in suffixes:
        incident_id = f"INC-20261121-{suffix}"
        create(library.path_of(incident_id), {"id": incident_id}, [event(1)], NOW)
    return library


class Summaries:
    """Counts how many files had to be opened."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def __call__(self, path: str) -> Mapping[str, Any]:
        self.opened.append(os.path.basename(path))
        return {"title": f"<{len(OpenTail(path).load().lines)}>"}


def test_the_folder_is_where_the_person_or_the_platform_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert library_folder() == "/data/warroom"
    monkeypatch.setenv("XDG_DATA_HOME", "relative/is/ignored")
    assert library_folder() == os.path.expanduser("~/.local/share/warroom")
    monkeypatch.setattr("sys.platform", "darwin")
    assert library_folder() == os.path.expanduser("~/Library/Application Support/warroom")
    monkeypatch.setenv("WARROOM_HOME", "~/mine")
    assert library_folder() == os.path.expanduser("~/mine")


def test_only_incident_files_are_listed(tmp_path: Path) -> None:
    library = a_library(tmp_path, "BBB", "AAA")
    OpenTail(library.path_of("INC-20261121-AAA")).append([event(2)], at(2))
    (tmp_path / "notes.json").write_text("{}")
    (tmp_path / ".INC-20261121-CCC.json.1-a.tmp").write_text("{}")
    assert library.ids() == ["INC-20261121-AAA", "INC-20261121-BBB"]
    assert Library(tmp_path / "none").ids() == []


def test_an_incident_is_found_by_any_unique_part(tmp_path: Path) -> None:
    library = a_library(tmp_path, "K7F", "K7G", "K7")
    assert library.find("k7f") == "INC-20261121-K7F"
    assert library.find("inc-20261121-k7") == "INC-20261121-K7"
    with pytest.raises(Ambiguous, match="INC-20261121-K7F, INC-20261121-K7G"):
        library.find("7")
    with pytest.raises(NotFound, match="INC-20261121-K7G"):
        library.find("zzz")
    with pytest.raises(NotFound, match="there is none yet"):
        Library(tmp_path / "none").find("a")
    with pytest.raises(NotFound):
        library.find("")


@pytest.mark.parametrize("bad", ["../../etc/passwd", "INC-/x", "", "INC-a\n", "x"])
def test_an_id_is_never_a_way_out_of_the_folder(tmp_path: Path, bad: str) -> None:
    with pytest.raises(NotFound):
        Library(tmp_path).path_of(bad)


def test_a_new_id_is_free_and_easy_to_say(tmp_path: Path) -> None:
    library = Library(tmp_path / "a" / "library")
    first = library.new_id(NOW, lambda k: bytes(k))
    create(library.path_of(first), {"id": first}, [], NOW)
    sequence = iter([bytes(3), bytes(3), b"\x01\x02\x03"])
    second = library.new_id(NOW, lambda _: next(sequence))
    assert first == "INC-20261121-AAA"
    assert second == "INC-20261121-CDE"
    assert not set("".join(library.new_id(NOW, os.urandom)[13:] for _ in range(200))) & set("0O1IL5S8B2Z")
    assert os.stat(library.folder).st_mode & 0o7777 == 0o700


def test_a_folder_made_for_a_group_keeps_its_bits(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    library = Library(tmp_path / "team")
    library.new_id(NOW, os.urandom)
    assert os.stat(library.folder).st_mode & 0o7777 == 0o2770


def test_a_listing_opens_only_what_changed(tmp_path: Path) -> None:
    library = a_library(tmp_path, "AAA", "BBB", "CCC")
    summaries = Summaries()
    assert [row["title"] for row in catalogue.listing(tmp_path, summaries)] == ["<1>"] * 3
    summaries.opened.clear()
    OpenTail(library.path_of("INC-20261121-BBB")).append([event(2)], at(2))
    assert [row["title"] for row in catalogue.listing(tmp_path, summaries)] == ["<1>", "<2>", "<1>"]
    assert summaries.opened == ["INC-20261121-BBB.json"]
    with TinyDB(tmp_path / "catalogue.json", access_mode="r") as db:
        assert [row["title"] for row in db.table("incidents").all()] == ["<1>", "<2>", "<1>"]


def test_an_unchanged_listing_writes_nothing(tmp_path: Path) -> None:
    a_library(tmp_path, "AAA")
    catalogue.listing(tmp_path, Summaries())
    before = os.stat(tmp_path / "catalogue.json").st_ino
    catalogue.listing(tmp_path, Summaries())
    assert os.stat(tmp_path / "catalogue.json").st_ino == before


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"incidents": {"1": 5}}', b'{"incidents": 4}', b"\xff"]
)
def test_a_useless_catalogue_is_made_anew(tmp_path: Path, content: bytes) -> None:
    a_library(tmp_path, "AAA")
    (tmp_path / "catalogue.json").write_bytes(content)
    assert len(catalogue.listing(tmp_path, Summaries())) == 1
    assert len(json.loads((tmp_path / "catalogue.json").read_bytes())["incidents"]) == 1


def test_an_incident_that_was_removed_leaves_the_catalogue(tmp_path: Path) -> None:
    library = a_library(tmp_path, "AAA", "BBB")
    catalogue.listing(tmp_path, Summaries())
    library.path_of("INC-20261121-AAA").unlink()
    assert [row["id"] for row in catalogue.listing(tmp_path, Summaries())] == ["INC-20261121-BBB"]
    assert list(catalogue.peek(tmp_path).rows) == ["INC-20261121-BBB"]
    assert not catalogue.peek(tmp_path).gone


def test_a_damaged_incident_is_listed_with_its_problem(tmp_path: Path) -> None:
    a_library(tmp_path, "AAA")
    (tmp_path / "INC-20261121-BAD.json").write_bytes(b"junk")
    rows = catalogue.listing(tmp_path, Summaries())
    assert [row["id"] for row in rows] == ["INC-20261121-AAA", "INC-20261121-BAD"]
    assert "warroom repair" in rows[1]["problem"]


def test_a_peek_tells_what_is_fresh_and_what_is_stale(tmp_path: Path) -> None:
    library = a_library(tmp_path, "AAA", "BBB")
    catalogue.listing(tmp_path, Summaries())
    OpenTail(library.path_of("INC-20261121-BBB")).append([event(2)], at(2))
    seen = catalogue.peek(tmp_path)
    assert list(seen.rows) == ["INC-20261121-AAA"]
    assert list(seen.stale) == ["INC-20261121-BBB"]


def test_a_catalogue_that_cannot_be_written_does_not_stop_a_listing(tmp_path: Path) -> None:
    class Full(OsLayer):
        def pwrite(self, fd: int, data: bytes | memoryview, offset: int) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    a_library(tmp_path, "AAA")
    assert len(catalogue.listing(tmp_path, Summaries(), Full())) == 1
    assert not [path for path in tmp_path.iterdir() if "catalogue" in path.name]
