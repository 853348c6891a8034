"""TinyDB on the engine: its queries, its inserts, and what it may not do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tinydb import Query, where

from tests.storage.helpers import INCIDENT, NOW, at, event, event_id, new_log, stock_rows
from warroom.storage.file.opentail import OpenTail
from warroom.storage.file.tiny import AppendOnly, IncidentDB


def a_db(folder: Path, events: int = 2) -> IncidentDB:
    fields = [event(i) for i in range(1, events + 1)]
    return IncidentDB.create(folder / f"{INCIDENT}.json", {"id": INCIDENT}, fields, NOW, clock=lambda: at(60))


def test_its_queries_work(tmp_path: Path) -> None:
    db = a_db(tmp_path, 3)
    assert len(db) == 3
    assert db.tables() == {"incident", "events"}
    assert db.table("incident").all()[0]["id"] == INCIDENT
    found = db.get(Query().n == 2)
    assert found is not None
    assert (found["id"], found.doc_id) == (event_id(2), 2)
    assert db.get(doc_id=3)["id"] == event_id(3)
    assert db.count(where("by") == "ani") == 3


def test_an_insert_is_one_durable_append(tmp_path: Path) -> None:
    db = a_db(tmp_path)
    assert db.insert(event(3)) == 3
    assert db.insert_multiple([event(4), event(3), event(5)]) == [4, 3, 5]
    rows = stock_rows(db.log.path)
    assert [row["n"] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[2]["recorded_at"] == "2026-11-21T14:31:00.000Z"


def test_an_answer_is_never_stale(tmp_path: Path) -> None:
    db = a_db(tmp_path)
    assert db.count(where("by") == "ani") == 2
    OpenTail(db.log.path).append([event(3)], at(3))
    assert db.count(where("by") == "ani") == 3


def test_a_query_takes_nothing_away_from_the_log(tmp_path: Path) -> None:
    db = a_db(tmp_path)
    db.log.load()
    OpenTail(db.log.path).append([event(3)], at(3))
    assert len(db) == 3
    assert len(db.log.refresh()) == 1


def test_a_replaced_file_is_read_anew(tmp_path: Path) -> None:
    db = a_db(tmp_path)
    assert len(db) == 2
    (tmp_path / "other").mkdir()
    other = new_log(tmp_path / "other", 5)
    Path(other.path).replace(db.log.path)
    assert len(db) == 5


def test_nothing_is_changed_or_removed(tmp_path: Path) -> None:
    db = a_db(tmp_path)
    before = Path(db.log.path).read_bytes()
    for act in (
        lambda: db.update({"by": "mallory"}),
        lambda: db.update_multiple([({"by": "mallory"}, where("n") == 1)]),
        lambda: db.upsert({"by": "mallory"}, where("n") == 1),
        lambda: db.remove(where("n") == 1),
        lambda: db.remove(doc_ids=[1]),
        lambda: db.truncate(),
        lambda: db.drop_tables(),
        lambda: db.drop_table("events"),
        lambda: db.table("incident").insert({"id": "x"}),
    ):
        with pytest.raises(AppendOnly):
            act()
    assert Path(db.log.path).read_bytes() == before
    assert json.loads(before)


def test_it_opens_and_closes_a_file_that_is_there(tmp_path: Path) -> None:
    path = a_db(tmp_path).log.path
    with IncidentDB.open(path) as db:
        assert db.log.header["id"] == INCIDENT
        assert db.insert(event(7)) == 3
