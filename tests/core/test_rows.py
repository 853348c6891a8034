"""Rows: a sequence that is handed out without being copied."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.helpers.acted import START
from warroom.core.rows import Row, Rows


def row(minute: int, name: str = "") -> Row:
    return Row(name or f"r{minute}", START + timedelta(minutes=minute), None, "ani", "note", f"at {minute}")


def test_rows_are_a_sequence_of_as_many_as_there_were() -> None:
    held = [row(m) for m in range(4)]
    rows = Rows(held)
    held.append(row(9))
    assert (len(rows), rows[0].id, rows[-1].id) == (4, "r0", "r3")
    assert [r.id for r in rows] == [r.id for r in rows[:9]] == ["r0", "r1", "r2", "r3"]
    assert [r.id for r in reversed(rows)] == ["r3", "r2", "r1", "r0"]
    assert [r.id for r in rows[-2:]] == ["r2", "r3"]
    for beyond in (4, -5):
        with pytest.raises(IndexError):
            rows[beyond]
    assert rows == Rows([row(m) for m in range(4)])
    assert rows != Rows(held)
    assert rows != held


def test_a_row_is_found_among_others_of_its_moment() -> None:
    rows = Rows([row(0), row(5, "a"), row(5, "b"), row(5, "c"), row(9)])
    assert [rows.place(i) for i in ("a", "c", "r9", "gone")] == [1, 3, 4, None]
    assert rows.from_time(START + timedelta(minutes=5)) == 1
    assert rows.from_time(START + timedelta(minutes=6)) == 4
    assert rows.from_time(START + timedelta(minutes=10)) == 5


def test_a_row_that_was_moved_later_is_found_where_it_stood() -> None:
    before = [row(0), row(5, "a"), row(9)]
    rows = Rows(before, {"a": row(20, "a")}, {"a": [START + timedelta(minutes=5)]})
    assert rows.place("a") == 1
    assert Rows(before, {}, {"a": [START + timedelta(minutes=5)]}).find("a") is before[1]
