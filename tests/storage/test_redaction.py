"""Taking a text out of a file while the disk fails and while others have it open."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.storage.helpers import at, event, event_id, new_log, stock_rows
from tests.storage.test_faults import Failing
from warroom.storage.errors import NeedsRepair, ReadOnly, Reloaded, StorageError
from warroom.storage.file.opentail import OpenTail
from warroom.storage.trust.redact import REDACTED, redact
from warroom.storage.trust.verify import verify

RECORD = {
    "id": event_id(900, at(60)),
    "at": "2026-11-21T14:31:00.000Z",
    "by": "ani",
    "kind": "entry.redacted",
}


def record(entry: int) -> dict[str, str]:
    return {**RECORD, "entry": event_id(entry), "why": "a live token"}


def secret_log(folder: Path) -> Path:
    log = new_log(folder, 3)
    log.append([event(4, "token hunter2hunter2")], at(4))
    log.append([event(5)], at(5))
    log.close()
    return Path(log.path)


def test_a_redacted_file_is_still_one_that_stock_tinydb_reads(tmp_path: Path) -> None:
    path = secret_log(tmp_path)
    done = redact(path, record(4), at(60))
    assert done.texts == ["token hunter2hunter2"]
    assert [row["text"] for row in stock_rows(path)[:5]][3] == REDACTED
    assert stock_rows(path)[5]["kind"] == "entry.redacted"
    assert list(verify(path).origins.values()) == [6], "the writer goes on under its own origin"


def test_another_console_notices_and_goes_on(tmp_path: Path) -> None:
    path = secret_log(tmp_path)
    with OpenTail(path) as other:
        other.load()
        redact(path, record(4), at(60))
        with pytest.raises(Reloaded):
            other.refresh()
        assert b"hunter2" not in b"".join(other.load().lines)
        other.append([event(7)], at(70))
    report = verify(path)
    assert (report.ok, report.events, report.redacted) == (True, 7, 1)
    assert len(report.origins) == 1


def test_a_writer_that_held_it_open_appends_to_the_new_file(tmp_path: Path) -> None:
    path = secret_log(tmp_path)
    with OpenTail(path) as other:
        other.append([event(6)], at(6))
        redact(path, record(4), at(60))
        other.append([event(7)], at(70))
    assert verify(path).ok
    assert [row["id"] for row in stock_rows(path)].count(event_id(7)) == 1
    assert b"hunter2" not in path.read_bytes()


@pytest.mark.parametrize("call", ["rename", "fsync", "pwrite"])
def test_when_the_disk_fails_nothing_is_redacted_and_nothing_is_left(tmp_path: Path, call: str) -> None:
    path = secret_log(tmp_path)
    before, names = path.read_bytes(), sorted(os.listdir(tmp_path))
    failing = Failing(call, errno.ENOSPC)
    failing.armed = True
    with pytest.raises(StorageError, match="No space"):
        redact(path, record(4), at(60), failing)
    assert path.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == names


def test_a_torn_tail_is_mended_before(tmp_path: Path) -> None:
    path = secret_log(tmp_path)
    path.write_bytes(path.read_bytes()[:-3] + b',"6": {"id":"x","text":"token hunter2hun')
    assert redact(path, record(4), at(60)).notices
    assert b"hunter2" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert verify(path).ok


def test_a_damaged_file_and_one_of_a_newer_format_are_left_alone(tmp_path: Path) -> None:
    path = secret_log(tmp_path)
    whole = path.read_bytes()
    for wrong, kind in (
        (whole.replace(b"Error rate 32", b"Error rate 23", 1), NeedsRepair),
        (whole.replace(b'"format": 1', b'"format": 9', 1), ReadOnly),
    ):
        path.write_bytes(wrong)
        with pytest.raises(kind):
            redact(path, record(4), at(60))
        assert path.read_bytes() == wrong


def test_a_copy_that_is_written_to_goes_on_under_a_new_origin_and_both_are_proven(tmp_path: Path) -> None:
    path = secret_log(tmp_path)
    copy = tmp_path / "copy.json"
    copy.write_bytes(path.read_bytes())
    for one in (path, copy):
        redact(one, record(4), at(60))
        assert verify(one).ok
    assert len(verify(copy).origins) == 2
