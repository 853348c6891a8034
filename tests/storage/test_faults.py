"""What the engine does when the disk, the system or another process lets it down."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.storage.helpers import INCIDENT, NOW, at, event, event_id, ids, new_log, stock_rows
from warroom.storage.errors import Busy, NotSaved, Reloaded, StorageError
from warroom.storage.file.opentail import OpenTail, create
from warroom.storage.file.rewrite import replace_file
from warroom.storage.oslayer import OsLayer


class Failing(OsLayer):
    """Fails the calls of one name, from the first or the k-th on, once or for good."""

    def __init__(self, name: str, code: int, *, skip: int = 0, times: int = 1, short: int = 0) -> None:
        self.name, self.code, self.skip, self.times, self.short = name, code, skip, times, short
        self.armed = False
        self.fds: list[int] = []

    def _may_fail(self, name: str) -> bool:
        if not self.armed or name != self.name or self.times == 0:
            return False
        self.skip -= 1
        if self.skip >= 0:
            return False
        self.times -= 1
        return True

    def pwrite(self, fd: int, data: bytes | memoryview, offset: int) -> int:
        if len(data) > 150 and self._may_fail("pwrite"):
            if self.short:
                super().pwrite(fd, data[: self.short], offset)
            raise OSError(self.code, os.strerror(self.code))
        return super().pwrite(fd, data, offset)

    def fdatasync(self, fd: int) -> None:
        self.fds.append(os.fstat(fd).st_ino)
        if self._may_fail("fdatasync"):
            raise OSError(self.code, os.strerror(self.code))
        super().fdatasync(fd)

    def rename(self, old: Any, new: Any) -> None:
        if self._may_fail("rename"):
            raise OSError(self.code, os.strerror(self.code))
        super().rename(old, new)

    def fsync(self, fd: int) -> None:
        if self._may_fail("fsync"):
            raise OSError(self.code, os.strerror(self.code))
        super().fsync(fd)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("short", [0, 1, 100])
def test_a_failed_write_leaves_the_file_as_it_was_and_can_be_tried_again(
    tmp_path: Path, code: int, short: int
) -> None:
    new_log(tmp_path, 2)
    failing = Failing("pwrite", code, short=short)
    log = OpenTail(tmp_path / f"{INCIDENT}.json", failing)
    log.load()
    before = Path(log.path).read_bytes()
    failing.armed = True
    with pytest.raises(NotSaved, match=INCIDENT):
        log.append([event(3)], at(3))
    assert Path(log.path).read_bytes() == before
    assert ids(log.append([event(3)], at(4)).lines) == [event_id(3)]
    assert len(stock_rows(log.path)) == 3


def test_a_short_write_is_carried_on(tmp_path: Path) -> None:
    class Stingy(OsLayer):
        def pwrite(self, fd: int, data: bytes | memoryview, offset: int) -> int:
            return super().pwrite(fd, data[:7], offset)

    log = create(tmp_path / "a.json", {"id": INCIDENT}, [event(1)], NOW, Stingy())
    log.append([event(2)], at(1))
    assert ids(log.load().lines) == [event_id(1), event_id(2)]


def test_after_a_failed_sync_the_log_moves_to_a_new_inode_and_the_old_one_is_never_synced_again(
    tmp_path: Path,
) -> None:
    new_log(tmp_path, 2)
    failing = Failing("fdatasync", errno.EIO)
    log = OpenTail(tmp_path / f"{INCIDENT}.json", failing)
    other = OpenTail(log.path)
    other.load()
    log.load()
    old = os.stat(log.path).st_ino
    failing.armed = True
    done = log.append([event(3)], at(3))
    assert ids(done.lines) == [event_id(3)]
    assert "moved to a fresh file" in log.notices[0]
    assert os.stat(log.path).st_ino != old
    log.append([event(4)], at(4))
    assert failing.fds.count(old) == 1
    assert [row["n"] for row in stock_rows(log.path)] == [1, 2, 3, 4]
    assert len({row["origin"] for row in stock_rows(log.path)}) == 1
    with pytest.raises(Reloaded):
        other.refresh()
    assert len(other.load().lines) == 4


@pytest.mark.parametrize("then", ["rename", "fsync"])
def test_when_the_new_inode_fails_too_nothing_is_called_saved_any_more(tmp_path: Path, then: str) -> None:
    new_log(tmp_path, 2)

    class Twice(Failing):
        def fdatasync(self, fd: int) -> None:
            if self.armed:
                raise OSError(errno.EIO, os.strerror(errno.EIO))

    failing = Twice(then, errno.EIO, times=-1)
    log = OpenTail(tmp_path / f"{INCIDENT}.json", failing)
    log.append(
        [event(4)], at(3)
    )  # from here on the file's name is durable, and only its content is left to sync
    failing.armed = True
    for _ in range(2):
        with pytest.raises(NotSaved, match="save a copy elsewhere"):
            log.append([event(3)], at(3))
    assert not [p for p in tmp_path.iterdir() if p.suffix == ".tmp"]
    old = os.stat(log.path).st_ino
    failing.armed = False
    assert ids(log.append([event(3)], at(3)).lines) == [event_id(3)]
    assert os.stat(log.path).st_ino != old


def test_what_fails_before_anything_is_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = new_log(tmp_path, 2).path
    before = Path(path).read_bytes()
    failing = Failing("fsync", errno.EMFILE, times=-1)
    log = OpenTail(path, failing)
    failing.armed = True
    with pytest.raises(NotSaved, match="name durable"):
        log.append([event(3)], at(3))
    assert Path(path).read_bytes() == before


def test_a_folder_that_cannot_be_listed_takes_entries(tmp_path: Path) -> None:
    """A drop box: its owner lets us write into the file, and not look around."""
    path = new_log(tmp_path, 2).path
    failing = Failing("fsync", errno.EACCES, times=-1)
    log = OpenTail(path, failing)
    failing.armed = True
    assert ids(log.append([event(3)], at(3)).lines) == [event_id(3)]
    assert len(OpenTail(path).load().lines) == 3


def test_a_rewrite_says_whether_the_new_content_is_there(tmp_path: Path) -> None:
    """What cannot be asked of the folder fails before anything has changed; what fails behind it says so."""

    class Blind(OsLayer):
        def open(self, path: Any, flags: int, mode: int = 0o600) -> int:
            if flags & os.O_DIRECTORY:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            return super().open(path, flags, mode)

    class Deaf(OsLayer):
        def fsync(self, fd: int) -> None:
            if stat.S_ISDIR(os.fstat(fd).st_mode):
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            super().fsync(fd)

    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    with pytest.raises(PermissionError):
        replace_file(Blind(), str(path), b"new")
    assert (path.read_bytes(), os.listdir(tmp_path)) == (b"old", ["a.json"])
    with pytest.raises(
        OSError, match="the new content is in the file, but a power cut may bring the old one back"
    ):
        replace_file(Deaf(), str(path), b"new")
    assert (path.read_bytes(), os.listdir(tmp_path)) == (b"new", ["a.json"])


def test_a_retry_of_what_is_found_in_the_file_is_synced_before_it_counts(tmp_path: Path) -> None:
    log = new_log(tmp_path, 2)
    counting = Failing("", 0)
    again = OpenTail(log.path, counting)
    again.append([event(2)], at(3))
    assert len(counting.fds) == 1


def test_a_new_file_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    failing = Failing("fsync", errno.ENOSPC)
    failing.armed = True
    with pytest.raises(NotSaved, match="free some space"):
        create(tmp_path / "a.json", {"id": INCIDENT}, [event(1)], NOW, failing)
    assert list(tmp_path.iterdir()) == []


def test_every_torn_prefix_of_an_append_is_cut_and_only_it_is_lost(tmp_path: Path) -> None:
    log = new_log(tmp_path, 3)
    path = Path(log.path)
    start, note = len(path.read_bytes()) - 3, Path(f"{path}.origin")
    before = note.read_bytes()
    log.append([event(4, text="ends like a footer }}"), event(5)], at(4))
    whole = path.read_bytes()
    log.close()
    for cut in range(start, len(whole)):
        path.write_bytes(whole[:cut])
        note.write_bytes(before)
        reader = OpenTail(path)
        kept = ids(reader.load().lines)
        assert kept[:3] == [event_id(i) for i in (1, 2, 3)]
        writer = OpenTail(path)
        writer.append([event(6)], at(6))
        found = [row["id"] for row in stock_rows(path)]
        assert found[-1] == event_id(6)
        assert found[:3] == kept[:3]
        assert set(kept) <= set(found)
        assert OpenTail(path).load().damaged == []


def test_a_hole_in_the_last_write_is_found_behind_a_good_footer(tmp_path: Path) -> None:
    log = new_log(tmp_path, 3)
    path = Path(log.path)
    start, note = len(path.read_bytes()) - 3, Path(f"{path}.origin").read_bytes()
    log.append([event(4, text="x" * 2000)], at(4))
    Path(f"{path}.origin").write_bytes(note)
    torn = bytearray(path.read_bytes())
    torn[start : start + 512] = b"}}\n" + b"\0" * 509
    path.write_bytes(torn)
    log = OpenTail(path)
    log.append([event(5)], at(5))
    assert [row["id"] for row in stock_rows(path)] == [event_id(i) for i in (1, 2, 3, 5)]
    assert "kept in" in log.notices[0]
    assert b"xxxx" in Path(f"{path}.torn").read_bytes()


@pytest.mark.parametrize("attached", [False, True])
@pytest.mark.parametrize("size", [300, 40_000])
def test_a_hole_in_the_middle_of_the_last_commit_is_cut_out_and_what_is_whole_stays(
    tmp_path: Path, attached: bool, size: int
) -> None:
    log = new_log(tmp_path, 3)
    path = Path(log.path)
    note = Path(f"{path}.origin").read_bytes()
    log.append([event(4), event(5, text="x" * size), event(6, text="y" * size)], at(4))
    Path(f"{path}.origin").write_bytes(note)
    data = path.read_bytes()
    spot = data.index(b"x" * 60)
    path.write_bytes(data[:spot] + bytes(60) + data[spot + 60 :])
    writer = OpenTail(path)
    if attached:
        assert len(writer.load().lines) == 5
        with pytest.raises(Reloaded):
            writer.append([event(7)], at(7))
        writer.load()
    writer.append([event(7)], at(7))
    assert [row["id"] for row in stock_rows(path)] == [event_id(i) for i in (1, 2, 3, 4, 6, 7)]
    assert b"\0" * 60 in Path(f"{path}.torn").read_bytes()
    assert "kept in" in writer.notices[0]


def test_a_reader_never_repairs(tmp_path: Path) -> None:
    log = new_log(tmp_path, 3)
    path = Path(log.path)
    reader = OpenTail(path)
    reader.load()
    with path.open("ab") as file:
        file.truncate(path.stat().st_size - 3)
        file.write(b',"4": {"id":"half')
    torn = path.read_bytes()
    assert reader.refresh() == []
    assert len(OpenTail(path).load().lines) == 3
    assert path.read_bytes() == torn
    log.append([event(4)], at(4))
    assert ids(reader.refresh()) == [event_id(4)]


def test_a_reader_does_not_count_a_line_before_its_write_is_complete(tmp_path: Path) -> None:
    log = new_log(tmp_path, 3)
    path = Path(log.path)
    reader = OpenTail(path)
    reader.load()
    done = log.append([event(4), event(5)], at(4)).lines
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b'\n,"5"') + 1])
    assert reader.refresh() == []
    path.write_bytes(whole)
    assert reader.refresh() == done


def test_one_flipped_bit_costs_one_line_and_names_it(tmp_path: Path) -> None:
    log = new_log(tmp_path, 5)
    path = Path(log.path)
    data = bytearray(path.read_bytes())
    spot = data.index(b"gr", data.index(event_id(3).encode()))
    data[spot] ^= 1
    path.write_bytes(data)
    loaded = OpenTail(path).load()
    assert ids(loaded.lines) == [event_id(i) for i in (1, 2, 4, 5)]
    assert [d.line_number for d in loaded.damaged] == [5]
    assert "line 5" in (loaded.problem or "")
    OpenTail(path).append([event(6)], at(6))
    assert bytes(data[:-3]) == path.read_bytes()[: len(data) - 3]


def test_any_flipped_byte_costs_at_most_the_line_it_is_in(tmp_path: Path) -> None:
    log = new_log(tmp_path, 4)
    path = Path(log.path)
    data = path.read_bytes()
    everything = set(log.load().lines)
    body = data.index(b'"1": {"id"')
    for spot in range(body, len(data)):
        path.write_bytes(data[:spot] + bytes([data[spot] ^ 4]) + data[spot + 1 :])
        left = set(OpenTail(path).load().lines)
        assert left <= everything
        assert len(left) >= 3, spot


def test_a_damaged_number_costs_no_event_and_stops_no_writer(tmp_path: Path) -> None:
    log = new_log(tmp_path, 5)
    path = Path(log.path)
    path.write_bytes(path.read_bytes().replace(b',"3": ', b',"7": '))
    lines = OpenTail(path).load().lines
    assert ids(lines) == [event_id(i) for i in (1, 2, 3, 4, 5)]
    before = path.read_bytes()
    OpenTail(path).append([event(6)], at(6))
    assert path.read_bytes().startswith(before[:-3])
    assert ids(OpenTail(path).load().lines)[-1] == event_id(6)


def test_two_lines_that_lost_the_break_between_them_are_both_read(tmp_path: Path) -> None:
    log = new_log(tmp_path, 5)
    path = Path(log.path)
    path.write_bytes(path.read_bytes().replace(b'\n,"3"', b'?,"3"').replace(b"\n}}", b"?}}"))
    assert ids(OpenTail(path).load().lines) == [event_id(i) for i in (1, 2, 3, 4, 5)]
    OpenTail(path).append([event(6)], at(6))
    assert ids(OpenTail(path).load().lines) == [event_id(i) for i in (1, 2, 3, 4, 5, 6)]


def test_the_holder_of_the_lock_is_named(tmp_path: Path) -> None:
    log = new_log(tmp_path, 1)
    with log._lock, pytest.raises(Busy, match=f"process {os.getpid()} of"):
        OpenTail(log.path, lock_seconds=0.02).append([event(2)], at(2))
    assert OpenTail(log.path).append([event(2)], at(2)).lines


def test_a_lock_file_that_somebody_deletes_still_locks(tmp_path: Path) -> None:
    log, other = new_log(tmp_path, 1), OpenTail(tmp_path / f"{INCIDENT}.json", lock_seconds=0.02)
    other.append([event(2)], at(2))
    os.unlink(f"{log.path}.lock")
    log.append([event(3)], at(3))
    with other._lock, pytest.raises(Busy):
        OpenTail(log.path, lock_seconds=0.02).append([event(4)], at(4))


def test_the_lock_goes_with_a_killed_holder(tmp_path: Path) -> None:
    log = new_log(tmp_path, 1)
    code = (
        "import sys\nfrom warroom.storage.file.lock import FileLock\nfrom warroom.storage.oslayer import OS\n"
        "with FileLock(sys.argv[1], OS, 1):\n print('held', flush=True)\n sys.stdin.read()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, log.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(Busy, match=f"process {holder.pid}"):
        OpenTail(log.path, lock_seconds=0.02).append([event(2)], at(2))
    holder.kill()
    holder.communicate()
    assert log.append([event(2)], at(2)).lines


def test_a_lock_is_let_go_when_reading_under_it_fails(tmp_path: Path) -> None:
    new_log(tmp_path, 1)

    class Once(OsLayer):
        fail = False

        def pread(self, fd: int, size: int, offset: int) -> bytes:
            if self.fail:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return super().pread(fd, size, offset)

    once = Once()
    log = OpenTail(tmp_path / f"{INCIDENT}.json", once)
    once.fail = True
    with pytest.raises(StorageError):
        log.append([event(2)], at(2))
    assert OpenTail(log.path, lock_seconds=0.02).append([event(2)], at(2)).lines


WRITER = """
import sys
from datetime import UTC, datetime
from warroom.storage.file.opentail import OpenTail
path, name, count, load = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] == "load"
log = OpenTail(path, lock_seconds=30)
known = {n for n in log.load().lines} if load else set()
for i in range(count):
    done = log.append([{"id": f"{name}-{i}", "kind": "x"}], datetime.now(UTC))
    known |= set(done.seen) | set(done.lines)
    print(f"{name}-{i}", flush=True)
if load:
    print("known", len(known | set(log.refresh())), flush=True)
"""


def writer(path: str, name: str, count: int, load: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, path, name, str(count), load], stdout=subprocess.PIPE, text=True
    )


def test_five_processes_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    running = [writer(log.path, f"w{k}", 40, "load") for k in range(5)]
    outputs = [process.communicate(timeout=60)[0].split("\n") for process in running]
    rows = stock_rows(log.path)
    found = [row["id"] for row in rows]
    assert sorted(found) == sorted(f"w{k}-{i}" for k in range(5) for i in range(40))
    for k in range(5):
        assert [i for i in found if i.startswith(f"w{k}-")] == [f"w{k}-{i}" for i in range(40)]
    assert [row["n"] for row in rows] == list(range(1, 201))
    assert len({row["origin"] for row in rows}) == 1
    assert [row["hlc"] for row in rows] == sorted(row["hlc"] for row in rows)
    assert max(int(out[-2].split()[1]) for out in outputs) == 200


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    acknowledged: list[str] = []
    for k in range(20):
        process = writer(log.path, f"k{k}", 100_000)
        assert process.stdout
        acknowledged += [process.stdout.readline().strip() for _ in range(1 + k % 3)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.communicate()[0].split("\n")[:-1]
    log.append([{"id": "last"}], at(9))
    found = [row["id"] for row in stock_rows(log.path)]
    assert set(acknowledged) <= set(found)
    assert len(found) == len(set(found))
    assert json.loads(Path(log.path).read_bytes())
    assert OpenTail(log.path).load().damaged == []


def test_deleting_the_lock_file_of_a_writer_at_work_lets_nobody_else_in(tmp_path: Path) -> None:
    log = new_log(tmp_path, 1)

    def make(_seen: list[bytes]) -> list[dict[str, Any]]:
        os.unlink(f"{log.path}.lock")
        with pytest.raises(Busy):
            OpenTail(log.path, lock_seconds=0.02).append([event(3)], at(3))
        return [event(2)]

    log.append_under(make, at(2))
    OpenTail(log.path, lock_seconds=0.02).append([event(3)], at(3))
    assert [row["id"] for row in stock_rows(log.path)] == [event_id(i) for i in (1, 2, 3)]


def test_closing_never_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = new_log(tmp_path, 1)
    close = os.close

    def reports_an_error(fd: int) -> None:
        close(fd)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, "close", reports_an_error)
        log.close()
