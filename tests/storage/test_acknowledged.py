"""Nothing that was acknowledged is taken out of a file again, whatever became of its bytes; and it stays named for ever."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.storage.helpers import at, event, event_id, ids, new_log
from warroom.storage.file.opentail import OpenTail
from warroom.storage.trust.verify import verify

LONG = os.environ.get("WARROOM_FAULTS") == "long"


def five(folder: Path) -> Path:
    log = new_log(folder, 4)
    log.append([event(5, 'B "acknowledged" \\ ✓')], at(5))
    log.close()
    return Path(log.path)


def last_line(path: Path) -> bytes:
    return path.read_bytes().split(b"\n")[-3]


@pytest.mark.parametrize("note", [True, False])
def test_a_flipped_bit_in_the_last_event_never_takes_it_out(tmp_path: Path, note: bool) -> None:
    path = five(tmp_path)
    whole, line = path.read_bytes(), last_line(path)
    kept = Path(f"{path}.origin").read_bytes()
    start = whole.rindex(line)
    for spot in range(start, start + len(line), 1 if LONG else 5):
        for bit in range(8) if LONG else (spot % 8,):
            damaged = bytearray(whole)
            damaged[spot] ^= 1 << bit
            path.write_bytes(damaged)
            Path(f"{path}.origin").write_bytes(kept)
            if not note:
                Path(f"{path}.origin").unlink()
            with OpenTail(path) as log:
                log.append([event(6)], at(6))
            lines = OpenTail(path).load().lines
            after = path.read_bytes()
            where = f"bit {bit} of byte {spot - start}: {chr(line[spot - start])!r}"
            assert ids(lines)[-1] == event_id(6), where
            # A flipped bit in front of the event, in its number, costs nothing.
            assert bytes(damaged[start : start + len(line)]) in after or event_id(5) in ids(lines), where
            assert event_id(5) in ids(lines) or not verify(path).ok, where
            assert not Path(f"{path}.torn").exists(), where


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_an_acknowledged_event_that_was_cut_stays_as_far_as_it_is_there(tmp_path: Path, cut: int) -> None:
    path = five(tmp_path)
    line = last_line(path)
    path.write_bytes(path.read_bytes()[: -len(b"\n}}\n") - cut])
    loaded = OpenTail(path).load()
    assert loaded.problem
    assert "is damaged" in loaded.problem
    for i in (6, 7):
        with OpenTail(path) as log:
            log.append([event(i)], at(i))
            assert not any("taken out" in notice for notice in log.notices)
        assert line[:-cut] in path.read_bytes()
        problems = verify(path).problems
        assert any("damaged" in problem for problem in problems)
        assert any("event 5 of" in problem for problem in problems)
    assert ids(OpenTail(path).load().lines) == [event_id(i) for i in (1, 2, 3, 4, 6, 7)]


def test_a_console_that_had_it_open_leaves_it_too(tmp_path: Path) -> None:
    path = five(tmp_path)
    log = OpenTail(path)
    log.load()
    other = OpenTail(path)
    other.append([event(6)], at(6))
    path.write_bytes(path.read_bytes()[:-100])
    log.append([event(7)], at(7))
    assert ids(OpenTail(path).load().lines)[-1] == event_id(7)
    assert not Path(f"{path}.torn").exists()
    assert not verify(path).ok


def test_an_altered_event_is_named_and_survives_every_write(tmp_path: Path) -> None:
    path = five(tmp_path)
    altered = last_line(path).replace(b"acknowledged", b"acknowledget")
    path.write_bytes(path.read_bytes().replace(last_line(path), altered))
    problem = OpenTail(path).load().problem
    assert problem
    assert "line 7 was altered" in problem
    for i in (6, 7):
        with OpenTail(path) as log:
            log.append([event(i)], at(i))
        assert altered in path.read_bytes()
        assert json.loads(path.read_bytes()), "it is still one JSON document"
        assert [p for p in verify(path).problems if "line 7: altered" in p]


def test_an_event_lost_under_an_old_origin_stays_named_under_the_next_ones(tmp_path: Path) -> None:
    path = five(tmp_path)
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:-3], *lines[-2:]]))
    for i in (6, 7):
        with OpenTail(path) as log:
            log.append([event(i)], at(i))
        fresh = path.with_name("fresh")
        fresh.write_bytes(path.read_bytes())
        fresh.replace(path)  # a new inode, so the next one begins an origin once more
    assert [p.partition(" of ")[0] for p in verify(path).problems] == ["event 5"]
    assert len(verify(path).origins) == 3
