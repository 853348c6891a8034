"""In which zone this computer thinks, also when its zone has no name that is known."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.conftest import Warroom
from warroom.cli import who


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Asia/Jakarta", "Asia/Jakarta"), (":Asia/Jakarta", "Asia/Jakarta"), ("WIB-7", "+07:00"), ("<+0545>-5:45", "+05:45"),
        ("XYZ3", "-03:00"), ("UTC0", "UTC"), ("Nowhere/City", "UTC"), ("/usr/share/zoneinfo/Asia/Jakarta", "Asia/Jakarta"),
    ],
)  # fmt: skip
def test_the_zone_of_this_computer(told: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", told)
    time.tzset()
    assert who.zone_name() == expected


def test_a_copied_localtime_is_what_its_clock_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "WIB-7")
    time.tzset()
    monkeypatch.delenv("TZ")
    monkeypatch.setattr(who, "_localtime", lambda: "")
    assert who.zone_name() == "+07:00"


def test_an_entry_of_this_minute_is_of_this_minute(warroom: Warroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "WIB-7")
    warroom("declare", "tz")
    clock = (datetime.now(UTC) + timedelta(hours=7)).strftime("%H:%M")
    warroom("log", "just now", "--at", clock)
    shown = json.loads(warroom("show").out)
    assert shown["zone"] == "+07:00"
    assert abs(datetime.fromisoformat(shown["entries"][0]["at"]) - datetime.now(UTC)) < timedelta(minutes=3)
    assert "UTC+07:00" in warroom("export", "--format", "text").out
