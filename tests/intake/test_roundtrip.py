"""What leaves as our JSON or CSV comes back as it was, through real files."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from warroom.core.codec import fields
from warroom.core.registry import VERBS
from warroom.intake import detect, jsonfile
from warroom.intake.rows import Imported
from warroom.reports.context import context
from warroom.reports.csvform import timeline_csv
from warroom.reports.jsonform import export_json, show
from warroom.session import demo
from warroom.session.room import Room
from warroom.storage.file.opentail import OpenTail
from warroom.storage.file.tiny import IncidentDB
from warroom.storage.library.folder import Library

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """The demo's running incident: most kinds of events, some by hand out of order."""
    path = demo.build(tmp_path_factory.mktemp("demo"), NOW)
    return Room.open(path, person="ani", clock=lambda: NOW)


def exported(room: Room) -> bytes:
    log = OpenTail(room.path)
    return export_json(room.incident, log.load().lines, log.header, NOW)


def founded(found: Imported, folder: Path) -> Room:
    """An incident of its own, made of imported events."""
    assert found.problems == ()
    library = Library(folder)
    incident_id = library.new_id(LATER, os.urandom)
    path = library.path_of(incident_id)
    IncidentDB.create(path, {"format": 1, "id": incident_id}, [fields(e) for e in found.events], LATER)
    return Room.open(path, person="budi", clock=lambda: LATER)


def shown(room: Room) -> dict[str, Any]:
    """The state, less the id of the incident."""
    return {**show(room.incident, NOW), "id": ""}


def test_an_export_imported_into_a_new_incident_is_the_same_state(lived: Room, tmp_path: Path) -> None:
    found = detect.read(exported(lived), "auto", None, LATER, "")
    assert found.founds
    assert found.notices == ()
    assert shown(founded(found, tmp_path)) == shown(lived)


def test_an_export_of_what_was_imported_is_the_same_again(lived: Room, tmp_path: Path) -> None:
    once = founded(detect.read(exported(lived), "json", None, LATER, ""), tmp_path)
    again = detect.read(exported(once), "json", None, LATER, "")
    assert [{**fields(e), "first_recorded_at": ""} for e in again.events] == [
        {**fields(e), "first_recorded_at": ""} for e in lived.events()
    ]


def test_an_export_imported_where_it_came_from_adds_nothing(lived: Room) -> None:
    found = detect.read(exported(lived), "auto", None, LATER, lived.incident.id)
    size = lived.path.stat().st_size
    lived.take_in(found.events)
    assert lived.path.stat().st_size == size


def test_the_header_says_which_incident_it_was(lived: Room) -> None:
    assert jsonfile.header(exported(lived).decode())["id"] == lived.incident.id


def test_the_timeline_as_csv_comes_back_with_its_strikes_and_pins(lived: Room, tmp_path: Path) -> None:
    sheet = timeline_csv(context(lived.incident, NOW)).encode()
    other = Room.declare(
        Library(tmp_path),
        ["Another", "--sev", "1"],
        person="budi",
        zone_name="UTC",
        playbook=None,
        clock=lambda: LATER,
    )
    found = detect.read(sheet, "auto", None, LATER, other.incident.id)
    assert found.problems == ()
    other.take_in(found.events)

    def told(room: Room) -> list[tuple[Any, ...]]:
        return [(e.at, e.kind, e.by, e.text, e.struck, e.pinned) for e in room.incident.entries]

    assert told(other) == told(lived)


def test_what_a_spreadsheet_would_compute_comes_back_as_it_was_logged(lived: Room, tmp_path: Path) -> None:
    texts = ("=1+1", "queue;=now", "it's;-5 °C;'=x", "''=x", "a;'  =b", "5; 'no' -x", "-", "x\t=y;\t=z")
    for text in texts:
        lived.act(VERBS["log"], ["--", text])
    sheet = timeline_csv(context(lived.incident, NOW)).encode()
    other = Room.declare(
        Library(tmp_path), ["Another"], person="budi", zone_name="UTC", playbook=None, clock=lambda: LATER
    )
    other.take_in(detect.read(sheet, "auto", None, LATER, other.incident.id).events)
    assert [e.text for e in other.incident.entries] == [e.text for e in lived.incident.entries]
    again = timeline_csv(context(other.incident, NOW)).encode()
    assert b"'-5 " in again


def test_the_timeline_as_csv_adds_nothing_where_it_came_from(lived: Room) -> None:
    sheet = timeline_csv(context(lived.incident, NOW)).encode()
    before = lived.incident.entries
    found = detect.read(sheet, "csv", None, LATER, lived.incident.id)
    lived.take_in(found.events)
    assert [(e.id, e.text, e.struck, e.pinned) for e in lived.incident.entries] == [
        (e.id, e.text, e.struck, e.pinned) for e in before
    ]
