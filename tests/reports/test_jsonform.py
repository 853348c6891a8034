"""The names that scripts rely on, and that nothing is lost on the way out and in again."""

from __future__ import annotations

import json

import pytest

from tests.helpers import real
from tests.helpers.story import Story, at
from warroom.core.codec import decode_all
from warroom.core.families.declaration import Declared
from warroom.core.families.entries import EntryPinned, EntryStruck
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.families.roster import Joined, Left, RoleAssigned
from warroom.core.fold import fold
from warroom.reports import Wanted, render
from warroom.reports.jsonform import export_json, show, show_json

NOW = at("18:00")
NAMES = {
    "id", "title", "severity", "status", "commander", "playbook", "milestones", "metrics", "steps", "roster", "entries",
    "hypotheses", "actions", "systems", "symptoms", "notes", "sections", "figures", "windows", "conflicts", "severities",
    "statuses", "updates", "declared_by", "zone", "told", "tickets", "briefs", "protocols", "deadlines", "bridge", "offers",
    "pages", "silences", "related", "checks", "watches", "standby", "assignments", "questions",
}  # fmt: skip
MILESTONES = [
    "cause_introduced", "started", "detected", "acknowledged", "declared", "first_update", "mitigated", "resolved",
]  # fmt: skip


@pytest.fixture
def story() -> Story:
    told = Story()
    told.tell(Declared, "14:30", title="Payment gateway down", severity=1, zone="Asia/Jakarta")
    told.tell(MilestoneMarked, "14:20", milestone="started")
    told.tell(RoleAssigned, "14:31", role="ic", person="ani")
    told.tell(Joined, "14:32", "budi", person="budi")
    first = told.log("14:33", "Error rate 32 %", "budi", category="alert")
    told.tell(EntryPinned, "14:34", entry=first)
    wrong = told.log("14:35", "wrong host")
    told.tell(EntryStruck, "14:36", entry=wrong, why="another machine")
    told.tell(Left, "15:02", "budi", person="budi")
    told.tell(MilestoneMarked, "16:20", milestone="resolved")
    return told


def test_an_incident_of_one_event_has_every_name() -> None:
    told = Story()
    told.tell(Declared, "14:30", title="x", severity=3)
    shown = show(told.incident(), NOW)
    assert set(shown) >= NAMES
    assert list(shown["milestones"]) == MILESTONES
    assert shown["milestones"]["declared"] == "2026-11-21T14:30:00.000Z"
    assert shown["milestones"]["resolved"] is None
    assert shown["metrics"]["ttr"] is None
    assert shown["metrics"]["missing"]["ttr"] == "started and resolved not recorded"
    assert (shown["commander"], shown["playbook"]) == (None, None)


def test_what_a_script_reads(story: Story) -> None:
    shown = show(story.incident(), NOW)
    assert (shown["title"], shown["severity"], shown["commander"]) == ("Payment gateway down", 1, "ani")
    assert (shown["metrics"]["ttr"], shown["metrics"]["ttd"]) == (7200, 780)
    assert shown["metrics"]["definition"]["ttr"] == "resolved - started"
    first, wrong = shown["entries"]
    assert (first["text"], first["kind"], first["by"], first["pinned"]) == (
        "Error rate 32 %",
        "alert",
        "budi",
        True,
    )
    assert (first["struck"], first["struck_why"]) == (False, None)
    assert (wrong["struck"], wrong["struck_why"]) == (True, "another machine")
    ani, budi = shown["roster"]
    assert (ani["present"], ani["roles"], ani["since"]) == (True, ["ic"], "2026-11-21T14:31:00.000Z")
    assert (budi["present"], budi["on_duty_seconds"]) == (False, 1800)


def test_the_export_makes_the_same_incident_again(story: Story) -> None:
    story.log("16:30", "thanks \u2192 «semua» 🎉")
    exported = json.loads(export_json(story.incident(), story.lines(), {"format": 1, "id": story.id}, NOW))
    assert exported["warroom_export"] == 1
    assert exported["incident"] == {"format": 1, "id": story.id}
    again = fold(decode_all(json.dumps(line).encode() for line in exported["events"]), story.id)
    assert again == story.incident()
    assert exported["state"] == show(again, NOW)


def test_an_event_of_a_newer_version_is_exported_whole(story: Story) -> None:
    newer = b'{"id":"f","at":"2026-11-21T16:00:00.000Z","by":"ani","kind":"poll.opened","big":1e400,"n":9}'
    exported = export_json(story.incident(), [*story.lines(), newer + b"\n"], {}, NOW)
    assert newer in exported


def test_the_export_is_the_json_of_render(story: Story) -> None:
    header = {"id": story.id}
    wanted = Wanted(story.incident(), NOW, events=story.lines(), header=header)
    assert render("json", wanted) == export_json(story.incident(), story.lines(), header, NOW)


def test_a_damaged_line_is_refused_by_number(story: Story) -> None:
    with pytest.raises(ValueError, match="event 2 of INC-20261121-K7F can't be exported"):
        export_json(story.incident(), [story.lines()[0], b'{"id": '], {}, NOW)


def test_what_a_terminal_obeys_is_written_as_an_escape() -> None:
    told = Story()
    hostile = "a\x1b[31mb\x9b2Jc\x7f\u202ed\u2028e"
    told.tell(Declared, "14:30", title=hostile, severity=3)
    for made in (show_json(told.incident(), NOW), export_json(told.incident(), told.lines(), {}, NOW)):
        text = made.decode()
        assert [c for c in text if c in "\x1b\x9b\x7f\u202e\u2028"] == []
    assert json.loads(show_json(told.incident(), NOW))["title"] == hostile


@pytest.mark.parametrize("name", real.NAMES)
def test_the_published_minutes_of_real_incidents(name: str) -> None:
    published = [p for p in real.read(name)["published"] if p["check"]]
    shown = show(real.story(name).incident(), NOW)
    figures = {"started_at->resolved_at": "ttr", "started_at->mitigated_at": "ttm"}
    for figure in published:
        assert shown["metrics"][figures[figure["check"]]] == figure["minutes"] * 60, figure["definition"]
    assert shown["metrics"]["contradictions"] == []
