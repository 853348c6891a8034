"""People, the call and its invitation from the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.conftest import Warroom

TEAM = """
[[person]]
name = "citra"
systems = ["pay"]
contact = ["+62 811 000", "citra@example.com"]
zone = "Asia/Jakarta"
[[person]]
name = "budi"
skills = ["network"]
"""


@pytest.fixture
def team(library: Path, incident: str) -> Path:
    assert incident
    path = library / "people.toml"
    path.write_text(TEAM, "utf-8")
    return path


def test_people_are_listed_and_found_by_what_they_know(warroom: Warroom, team: Path) -> None:
    told = json.loads(warroom("people", "--json").out)
    assert [(p["name"], p["zone"]) for p in told] == [("citra", "Asia/Jakarta"), ("budi", None)]
    assert [p["name"] for p in json.loads(warroom("people", "network").out)] == ["budi"]
    plain = warroom("people", "pay", "--plain").out
    assert "citra" in plain
    assert "+62 811 000" in plain
    assert "budi" not in plain
    assert team.read_text("utf-8") == TEAM


def test_a_file_is_checked_and_each_slip_is_named(warroom: Warroom, team: Path, tmp_path: Path) -> None:
    assert warroom("people", "check").status == 0
    bad = tmp_path / "bad.toml"
    bad.write_text(TEAM + '[[person]]\nname = "eko"\nzone = "Asia/Jakrta"\nmail = "x"\n', "utf-8")
    ran = warroom("people", "check", str(bad), "--plain")
    assert ran.status == 1
    assert 'person 3 "eko": there is no "mail"' in ran.out
    assert "unknown time zone" in ran.out
    assert "3 people can be called" in ran.out
    assert warroom("people", "check", str(tmp_path / "none.toml")).status == 0
    (tmp_path / "link.toml").symlink_to(bad)
    assert warroom("people", "check", str(tmp_path / "link.toml")).status == 1


def test_a_specialist_who_joins_under_an_alias_or_in_capitals_ticks_the_item(
    warroom: Warroom, team: Path
) -> None:
    assert warroom("join", "CITRA").status == 0
    told = json.loads(warroom("show", "--json").out)
    item = next(i for s in told["steps"] for i in s["items"] if i["number"] == "3.1")
    assert (item["state"], item["auto"], item["by"]) == ("done", True, "citra")
    assert {m["person"]: m["knows"] for m in told["roster"]}["citra"] == ["pay"]
    report = warroom("export").out
    assert "knows pay" in report


def test_the_call_is_set_printed_and_written_for_calendars(
    warroom: Warroom, team: Path, tmp_path: Path
) -> None:
    assert "`bridge LINK`" in warroom("call").err
    assert warroom("calendar").status == 1
    assert warroom("bridge", "meet.example.com/pay?pwd=open-sesame").status == 0
    assert warroom("call").out == "https://meet.example.com/pay?pwd=open-sesame\n"
    warroom("join", "citra")
    out = tmp_path / "call.ics"
    assert warroom("calendar", "--out", str(out), "--for", "30m").status == 0
    (event,) = Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert str(event["location"]) == "https://meet.example.com/pay?pwd=open-sesame"
    assert (event["dtend"].dt - event["dtstart"].dt).total_seconds() == 1800
    assert "Payment gateway down" in event["summary"]
    assert "citra@example.com" in str(event["attendee"])
    assert warroom("calendar", "--out", str(out)).status == 1
    report = warroom("export").out
    assert "https://meet.example.com/pay" in report
    assert "open-sesame" not in report
