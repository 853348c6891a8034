"""Files that are not as we left them: another layout, another format, a copy, a stranger's work, other rights."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from tests.storage.helpers import INCIDENT, NOW, at, event, event_id, ids, new_log, stock_rows
from warroom.storage.errors import NeedsRepair, ReadOnly, Reloaded, StorageError
from warroom.storage.file.opentail import OpenTail, create
from warroom.storage.oslayer import OsLayer
from warroom.storage.trust.verify import verify


def rewritten_by_stock(path: str) -> None:
    """Stock TinyDB writes the whole file its own way: one line, spaces, ASCII escapes."""
    with TinyDB(path) as db:
        db.table("scratch").insert({"left": "by another tool"})


def test_a_file_that_stock_tinydb_rewrote_is_read_as_it_is(tmp_path: Path) -> None:
    log = new_log(tmp_path, 3)
    before = log.load().lines
    rewritten_by_stock(log.path)
    after = Path(log.path).read_bytes()
    loaded = OpenTail(log.path).load()
    assert loaded.lines == before
    assert (loaded.damaged, loaded.problem) == ([], None)
    assert Path(log.path).read_bytes() == after
    assert verify(log.path).ok


def test_the_next_writer_brings_it_back_into_our_layout(tmp_path: Path) -> None:
    log = new_log(tmp_path, 3)
    watcher = OpenTail(log.path)
    watcher.load()
    rewritten_by_stock(log.path)
    with pytest.raises(Reloaded):
        watcher.refresh()
    writer = OpenTail(log.path)
    writer.append([event(4)], at(4))
    assert "in our layout now" in writer.notices[0]
    data = Path(log.path).read_bytes()
    assert data.count(b"\n") == 7
    assert json.loads(data)["scratch"] == {"1": {"left": "by another tool"}}
    assert [row["id"] for row in stock_rows(log.path)] == [event_id(i) for i in (1, 2, 3, 4)]
    assert verify(log.path).ok


def test_a_console_that_had_it_open_has_to_read_it_again_before_it_writes(tmp_path: Path) -> None:
    log = new_log(tmp_path, 3)
    log.load()
    rewritten_by_stock(log.path)
    with pytest.raises(Reloaded):
        log.append([event(4)], at(4))
    assert ids(log.load().lines) == [event_id(i) for i in (1, 2, 3)]
    assert ids(log.append([event(4)], at(4)).lines) == [event_id(4)]
    assert log.refresh() == []


def test_an_event_that_another_tool_put_there_is_kept_and_said_to_be_unproven(tmp_path: Path) -> None:
    log = new_log(tmp_path, 1)
    with TinyDB(log.path) as db:
        db.table("events").insert({"id": "by-hand", "kind": "entry.logged"})
    OpenTail(log.path).append([event(2)], at(2))
    assert [row["id"] for row in stock_rows(log.path)] == [event_id(1), "by-hand", event_id(2)]
    report = verify(log.path)
    assert report.ok
    assert any("line 4" in line and "another tool" in line for line in report.unproven)


def test_a_file_replaced_under_us_is_followed(tmp_path: Path) -> None:
    log = new_log(tmp_path, 2)
    log.load()
    other = OpenTail(shutil.copy(log.path, tmp_path / "b.json"))
    other.append([event(9)], at(9))
    os.replace(other.path, log.path)
    with pytest.raises(Reloaded):
        log.refresh()
    with pytest.raises(Reloaded):
        log.append([event(10)], at(10))
    assert ids(log.load().lines) == [event_id(i) for i in (1, 2, 9)]
    log.append([event(10)], at(10))
    assert len(stock_rows(log.path)) == 4


def test_a_copy_goes_on_under_a_new_origin(tmp_path: Path) -> None:
    log = new_log(tmp_path, 2)
    shutil.copytree(tmp_path, tmp_path / "copy")
    row = json.loads(OpenTail(tmp_path / "copy" / f"{INCIDENT}.json").append([event(3)], at(3)).lines[0])
    mine = json.loads(log.append([event(3)], at(3)).lines[0])
    assert row["origin"] != mine["origin"]
    assert (row["n"], mine["n"]) == (1, 3)


def test_a_backup_put_back_in_place_goes_on_under_a_new_origin_and_says_so(tmp_path: Path) -> None:
    log = new_log(tmp_path, 2)
    backup = Path(log.path).read_bytes()
    first = json.loads(log.append([event(3)], at(3)).lines[0])
    log.close()
    Path(log.path).write_bytes(backup)
    log = OpenTail(log.path)
    done = log.append([event(4)], at(4))
    assert json.loads(done.lines[0])["origin"] != first["origin"]
    assert "restored" in log.notices[0]


def test_format_0_is_read_as_it_is_and_brought_up_by_the_next_writer(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    rows = {"1": {"id": "a", "origin": "abcdefgh", "n": 1, "hlc": "", "after": ""}}
    path.write_text(json.dumps({"incident": {"1": {"id": INCIDENT, "title": "old"}}, "events": rows}))
    assert ids(OpenTail(path).load().lines) == ["a"]
    assert "format" not in json.loads(path.read_bytes())["incident"]["1"]
    OpenTail(path).append([event(2)], NOW)
    document = json.loads(path.read_bytes())
    assert document["incident"]["1"] == {"format": 1, "id": INCIDENT, "title": "old"}
    assert [row["id"] for row in document["events"].values()] == ["a", event_id(2)]
    assert "crc" in document["events"]["1"]


def test_a_format_from_the_future_is_read_but_not_written(tmp_path: Path) -> None:
    log = new_log(tmp_path, 2)
    path = Path(log.path)
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 99'))
    before = path.read_bytes()
    newer = OpenTail(path)
    assert len(newer.load().lines) == 2
    with pytest.raises(ReadOnly, match="format 99"):
        newer.append([event(3)], at(3))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 100, b"not json", b"[]", b"{}", b'{"incident": 3}', b'{"incident": {"1": 5}, "events": {}}',
     b'{"incident": {"1": {"format": "x"}}, "events": {}}', b"[" * 100_000, b'{"incident": {"1": {}}, "events": {"1": 4}}'],
)  # fmt: skip
def test_what_is_no_incident_file_is_named_and_never_overwritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(NeedsRepair) as caught:
        OpenTail(path).append([event(1)], NOW)
    assert "a.json" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == content


def test_a_document_in_which_an_event_would_be_hidden_is_not_adopted(tmp_path: Path) -> None:
    log = new_log(tmp_path, 3)
    rewritten_by_stock(log.path)
    path = Path(log.path)
    path.write_bytes(path.read_bytes().replace(b'"3": {', b'"2": {'))
    before = path.read_bytes()
    with pytest.raises(NeedsRepair):
        OpenTail(path).append([event(4)], at(4))
    assert path.read_bytes() == before


def test_a_link_a_folder_and_a_pipe_are_not_opened(tmp_path: Path) -> None:
    log = new_log(tmp_path, 1)
    (tmp_path / "link.json").symlink_to(log.path)
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "folder.json").mkdir()
    for name in ("link", "pipe", "folder"):
        with pytest.raises(StorageError, match=name):
            OpenTail(tmp_path / f"{name}.json")


def test_a_file_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    class NotMine(OsLayer):
        def open(self, path: Any, flags: int, mode: int = 0o600) -> int:
            if flags & os.O_RDWR:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            return super().open(path, flags, mode)

    reader = OpenTail(new_log(tmp_path, 1).path, NotMine())
    assert len(reader.load().lines) == 1
    with pytest.raises(ReadOnly, match="ask its owner"):
        reader.append([event(2)], at(2))


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o700, 0o600), (0o770, 0o600), (0o2770, 0o660)])
def test_files_are_private_unless_the_folder_is_set_up_for_a_group(
    tmp_path: Path, folder_mode: int, file_mode: int
) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    folder.chmod(folder_mode)
    log = create(folder / "a.json", {"id": INCIDENT}, [event(1)], NOW)
    log.append([event(2)], at(2))
    with Path(log.path).open("ab") as file:
        file.write(b"torn")
    log.append([event(3)], at(3))
    rewritten_by_stock(log.path)
    OpenTail(log.path).append([event(4)], at(4))
    names = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert names == dict.fromkeys(["a.json", "a.json.lock", "a.json.origin", "a.json.torn"], file_mode)
