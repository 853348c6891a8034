"""The engine: what is written, what is read, what another reader sees."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.storage.helpers import INCIDENT, NOW, at, event, event_id, ids, new_log, stock_rows
from warroom.storage.errors import BadEvent, Exists, NotFound
from warroom.storage.file.opentail import OpenTail, create


def test_a_new_file_has_the_documented_layout(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    create(path, {"id": INCIDENT, "title": "Köln"}, [], NOW)
    assert path.read_text() == (
        '{"incident": {"1": {"format": 1, "id": "INC-20261121-K7F", "title": "Köln"}},\n"events": {\n}}\n'
    )


def test_events_given_at_creation_stand_in_the_file_from_the_first_moment(tmp_path: Path) -> None:
    log = create(tmp_path / "a.json", {"id": INCIDENT}, [event(1), event(2)], NOW)
    assert ids(log.load().lines) == [event_id(1), event_id(2)]
    assert [json.loads(raw)["n"] for raw in log.append([event(3)], NOW).lines] == [3]
    assert [json.loads(raw)["n"] for raw in log.load().lines] == [1, 2, 3]


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    new_log(tmp_path, 1)
    with pytest.raises(Exists, match="exists already"):
        create(tmp_path / f"{INCIDENT}.json", {"id": INCIDENT}, [], NOW)
    assert len(stock_rows(tmp_path / f"{INCIDENT}.json")) == 1
    assert not [p for p in tmp_path.iterdir() if p.suffix == ".tmp"]


def test_an_event_comes_back_as_it_was_given_with_its_stamps(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    given = event(1, text='quotes " and \\ and é\u2028 and }}', tags=["a", "b"], count=3)
    first = log.append([given], at(1.5)).lines[0]
    second = log.append([event(2)], at(2)).lines[0]
    row = json.loads(first)
    assert {k: row[k] for k in given} == given
    assert list(row) == [
        *("id", "at", "recorded_at", "by", "kind", "text", "tags", "count"),
        *("origin", "n", "hlc", "after", "kept", "crc"),
    ]
    assert row["recorded_at"] == "2026-11-21T14:30:01.500Z"
    assert row["hlc"] == "2026-11-21T14:30:01.500Z.0000"
    assert (row["n"], row["after"]) == (1, "")
    assert len(json.loads(second)["after"]) == 32
    assert json.loads(second)["origin"] == row["origin"]
    assert OpenTail(log.path).load().lines == [first, second]


def test_stock_tinydb_and_a_json_parser_read_the_file_after_every_commit(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    expected = 0
    for size in (1, 2, 0, 5, 1):
        log.append([event(expected + i) for i in range(size)], at(expected))
        expected += size
        assert len(stock_rows(log.path)) == expected
        assert Path(log.path).read_bytes().endswith(b"\n}}\n")


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
def test_jq_reads_the_file(tmp_path: Path) -> None:
    log = new_log(tmp_path, 3)
    out = subprocess.run(
        ["jq", "-r", ".events[].n", log.path], capture_output=True, text=True, check=True
    ).stdout
    assert out.split() == ["1", "2", "3"]


def test_a_reader_gets_only_what_is_new(tmp_path: Path) -> None:
    writer = new_log(tmp_path, 2)
    reader = OpenTail(writer.path)
    assert len(reader.load().lines) == 2
    assert reader.refresh() == []
    added = writer.append([event(3), event(4)], at(9)).lines
    assert reader.refresh() == added
    assert reader.refresh() == []


def test_a_writer_is_told_what_others_put_before_its_own(tmp_path: Path) -> None:
    one = new_log(tmp_path, 1)
    other = OpenTail(one.path)
    other.load()
    theirs = other.append([event(2), event(3)], at(2)).lines
    done = one.append([event(4)], at(3))
    assert done.seen == theirs
    assert other.refresh() == done.lines
    assert [row["n"] for row in stock_rows(one.path)] == [1, 2, 3, 4]


def test_events_can_be_computed_from_the_freshest_state(tmp_path: Path) -> None:
    one = new_log(tmp_path, 1)
    OpenTail(one.path).append([event(2)], at(2))
    done = one.append_under(lambda seen: [event(10 + len(seen))], at(3))
    assert ids(done.lines) == [event_id(11)]


def test_what_was_seen_comes_again_when_the_append_came_to_nothing(tmp_path: Path) -> None:
    one = new_log(tmp_path, 1)
    one.load()
    theirs = OpenTail(one.path).append([event(2)], at(2)).lines
    with pytest.raises(BadEvent):
        one.append([{"id": event_id(3), "value": float("nan")}], at(3))
    assert one.refresh() == theirs


@pytest.mark.parametrize("bad", [{}, {"id": ""}, {"id": "x", "n": 3}, {"id": "x", "v": {1, 2}},
                                 {"id": "x", "v": "\ud800"}, {"id": "x", "text": "y" * 70_000}])  # fmt: skip
def test_what_does_not_fit_on_a_line_is_refused_and_nothing_is_written(tmp_path: Path, bad: object) -> None:
    log = new_log(tmp_path, 1)
    before = Path(log.path).read_bytes()
    with pytest.raises(BadEvent, match=r"nothing was saved|shorten"):
        log.append([event(2), bad], at(2))  # type: ignore[list-item]
    assert Path(log.path).read_bytes() == before
    assert log.append([event(2)], at(2)).lines


@pytest.mark.parametrize("fresh_process", [False, True])
def test_an_append_that_is_tried_again_writes_nothing_twice(tmp_path: Path, fresh_process: bool) -> None:
    log = new_log(tmp_path, 3)
    done = log.append([event(4), event(5)], at(4)).lines
    log.append([event(6)], at(5))
    again = OpenTail(log.path) if fresh_process else log
    retried = again.append([event(4), event(7), event(5)], at(6)).lines
    assert [retried[0], retried[2]] == done
    assert ids(log.load().lines) == [event_id(i) for i in range(1, 8)]


def test_an_id_that_is_no_uuid_is_looked_for_in_the_whole_file(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    first = log.append([{"id": "mine"}], NOW).lines
    log.append([event(i, text="x" * 900) for i in range(300)], at(3600))
    assert OpenTail(log.path).append([{"id": "mine"}], at(7200)).lines == first


def test_an_append_by_a_fresh_process_reads_the_tail_only(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    for i in range(4):
        log.append([event(i * 1000 + k) for k in range(1000)], at(i * 10))
    late = event(9999) | {"id": event_id(9999, at(3600))}

    from warroom.storage.oslayer import OsLayer

    class Counting(OsLayer):
        read = 0

        def pread(self, fd: int, size: int, offset: int) -> bytes:
            data = super().pread(fd, size, offset)
            self.read += len(data)
            return data

    counting = Counting()
    log.append([event(9998) | {"id": event_id(9998, at(3599))}], at(3599))
    OpenTail(log.path, counting).append([late], at(3600))
    assert counting.read < 100_000 < os.path.getsize(log.path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"none\.json"):
        OpenTail(tmp_path / "none.json")


def test_a_file_that_vanishes_is_not_written_to_any_more(tmp_path: Path) -> None:
    log = new_log(tmp_path, 1)
    os.unlink(log.path)
    with pytest.raises(NotFound, match="gone"):
        log.append([event(2)], at(2))
