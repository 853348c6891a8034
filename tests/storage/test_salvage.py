"""Proving a file, and saving what can be saved of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.storage.helpers import at, event, event_id, ids, new_log, stock_rows
from warroom.storage.errors import Exists, StorageError
from warroom.storage.file.layout import decode, seal
from warroom.storage.file.opentail import OpenTail
from warroom.storage.trust.salvage import salvage
from warroom.storage.trust.verify import verify


def line_of(path: Path, number: int) -> bytes:
    return path.read_bytes().split(b"\n")[number - 1]


def swap(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert data.count(old) == 1
    path.write_bytes(data.replace(old, new))


def test_a_good_file_is_proven_and_what_cannot_be_is_said(tmp_path: Path) -> None:
    log = new_log(tmp_path, 4)
    report = verify(log.path)
    assert report.ok
    assert report.events == 4
    assert list(report.origins.values()) == [4]
    assert report.unproven


def test_an_event_altered_with_a_fresh_checksum_is_named(tmp_path: Path) -> None:
    path = Path(new_log(tmp_path, 4).path)
    raw = line_of(path, 4).partition(b": ")[2]
    value = decode(raw)
    del value["crc"]
    swap(path, raw, seal({**value, "text": "nothing happened"}))
    report = verify(path)
    assert len(report.problems) == 1
    assert re.match(r"line 4: event 2 of \w+ was altered", report.problems[0])


def test_a_removed_event_is_named(tmp_path: Path) -> None:
    path = Path(new_log(tmp_path, 5).path)
    swap(path, line_of(path, 4) + b"\n", b"")
    swap(path, line_of(path, 4) + b"\n", b"")
    assert [re.sub(r"of \w+", "of X", p) for p in verify(path).problems] == ["event 2–3 of X is missing"]


def test_events_cut_from_the_end_are_missed_by_the_host_that_wrote_them(tmp_path: Path) -> None:
    path = Path(new_log(tmp_path, 5).path)
    swap(path, line_of(path, 7) + b"\n", b"")
    assert len(verify(path).problems) == 1
    Path(f"{path}.origin").unlink()
    assert verify(path).ok


def test_events_in_the_wrong_order_are_named(tmp_path: Path) -> None:
    path = Path(new_log(tmp_path, 4).path)
    two, three = (line_of(path, n).partition(b": ")[2] for n in (4, 5))
    swap(path, two, b"@")
    swap(path, three, two)
    swap(path, b"@", three)
    assert "line 5: event 2" in verify(path).problems[0]
    assert "out of order" in verify(path).problems[0]


def test_a_damaged_line_is_named_once_with_its_line(tmp_path: Path) -> None:
    path = Path(new_log(tmp_path, 4).path)
    swap(path, line_of(path, 4), b"garbage")
    problems = verify(path).problems
    assert problems[0].startswith("line 4: damaged")
    assert "event 2 of" in problems[1]


def test_a_salvage_holds_every_whole_event_and_lists_the_rest(tmp_path: Path) -> None:
    path = Path(new_log(tmp_path, 5).path)
    swap(path, line_of(path, 4)[-40:], b"zapped")
    with path.open("ab") as file:
        file.write(b"half a line")
    before = path.read_bytes()
    done = salvage(path, tmp_path / "out.json")
    assert done.events == 4
    assert [d.line_number for d in done.damaged] == [4, 8]
    assert [row["id"] for row in stock_rows(tmp_path / "out.json")] == [event_id(i) for i in (1, 3, 4, 5)]
    assert path.read_bytes() == before
    assert OpenTail(tmp_path / "out.json").append([event(9)], at(9)).lines


@pytest.mark.parametrize("cut", [10, 70, 90])
def test_a_file_without_its_head_is_salvaged(tmp_path: Path, cut: int) -> None:
    path = Path(new_log(tmp_path, 5).path)
    expected = ids(OpenTail(path).load().lines)
    path.write_bytes(b"?" * cut + path.read_bytes()[cut:])
    done = salvage(path, tmp_path / "out.json")
    assert done.events == 5
    assert ids(OpenTail(tmp_path / "out.json").load().lines) == expected


def test_a_torn_file_of_stock_tinydb_is_salvaged(tmp_path: Path) -> None:
    from tests.storage.test_other_files import rewritten_by_stock

    path = Path(new_log(tmp_path, 5).path)
    rewritten_by_stock(str(path))
    path.write_bytes(path.read_bytes()[:-600])
    assert salvage(path, tmp_path / "out.json").events >= 3
    assert OpenTail(tmp_path / "out.json").header["title"] == "Payment gateway down"


def test_a_salvage_never_overwrites_and_needs_something_to_save(tmp_path: Path) -> None:
    path = new_log(tmp_path, 1).path
    with pytest.raises(Exists):
        salvage(path, path)
    (tmp_path / "junk.json").write_bytes(b"junk")
    with pytest.raises(StorageError, match="not one whole event"):
        salvage(tmp_path / "junk.json", tmp_path / "out.json")
    assert not (tmp_path / "out.json").exists()
