"""Taking a text out of a file while the disk fails and while others have it open."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.storage.helpers import at, event, event_id, new_log, stock_rows
from tests.storage.test_faults import Failing
from warroom.storage.errors import Busy, NeedsRepair, ReadOnly, Reloaded, StorageError
from warroom.storage.file.opentail import OpenTail
from warroom.storage.oslayer import OsLayer
from warroom.storage.trust.copies import remember_export
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


class Watching(OsLayer):
    """Does something once, before a call of that name that the condition fits."""

    def __init__(self, call: str, act: Callable[[], object], nth: int = 1) -> None:
        self._call, self._act, self._left = call, act, nth
        original = getattr(super(), call)

        def watched(*arguments: Any) -> Any:
            self._left -= 1
            if self._left == 0:
                self._act()
            return original(*arguments)

        setattr(self, call, watched)


class Killed(BaseException):
    """The process ends here."""


def kill() -> None:
    raise Killed


def test_a_writer_whose_lock_file_was_deleted_loses_nothing_to_a_redaction(tmp_path: Path) -> None:
    path = secret_log(tmp_path)
    writer = OpenTail(path)
    done: list[str] = []

    def meddle() -> None:
        Path(f"{path}.lock").unlink()
        with pytest.raises(Busy):  # it waits for the file itself, which the redaction holds
            writer_now.append([event(8)], at(8))
        done.append("tried")

    writer_now = OpenTail(path, lock_seconds=0.05)
    redact(path, record(4), at(60), Watching("rename", meddle))
    assert done == ["tried"]
    writer.append([event(9)], at(70))
    writer_now.append([event(8)], at(71))
    assert {event_id(8), event_id(9)} <= {row["id"] for row in stock_rows(path)}
    assert verify(path).ok
    assert b"hunter2" not in path.read_bytes()


def scattered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with the words in it, and in all that warroom can leave beside it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    library = folder / "library"
    library.mkdir()
    path = secret_log(library)
    (library / f".{path.name}.77-beef.tmp").write_bytes(path.read_bytes())
    Path(f"{path}.torn").write_bytes(b'{"id":"x","text":"token hunter2hunter2\nother\n')
    drafts = folder / "state" / "warroom" / "drafts"
    drafts.mkdir(parents=True)
    (drafts / "one").write_text("token hunter2hunter2 is")
    return path


@pytest.mark.parametrize("call", ["rename", "unlink", "pwrite", "fsync", "open"])
def test_a_redaction_that_was_killed_at_any_step_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    killed = 0
    for nth in range(1, 40):
        (tmp_path / f"{nth}").mkdir()
        path = scattered(tmp_path / f"{nth}", monkeypatch)
        try:
            redact(path, record(4), at(60), Watching(call, kill, nth))
        except Killed:
            killed += 1
            with suppress(StorageError):  # it may have come as far as the file itself
                redact(path, {**record(4), "id": event_id(901, at(61))}, at(61))
        else:
            break
        left = [p for p in (tmp_path / f"{nth}").rglob("*") if p.is_file() and b"hunter2" in p.read_bytes()]
        assert left == [], f"{call} {nth}"
        assert b"other" in Path(f"{path}.torn").read_bytes()
        assert verify(path).problems == []
    assert killed


def test_what_may_still_hold_the_words_is_named(tmp_path: Path) -> None:
    path = secret_log(tmp_path)
    report = tmp_path / "report.md"
    report.write_text("token hunter2hunter2")
    remember_export(str(path), str(report))
    os.utime(report, (at(30).timestamp(), at(30).timestamp()))
    redact(path, record(4), at(60))
    assert any(f"{report}: exported before the last redaction" in line for line in verify(path).unproven)
    os.utime(report, (at(90).timestamp(), at(90).timestamp()))
    (tmp_path / f".{path.name}.77-beef.tmp").write_bytes(b"half a file")
    told = verify(path).unproven
    assert not any("exported before" in line for line in told)
    assert any("a killed writer left it" in line for line in told)
