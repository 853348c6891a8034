"""Real incidents, from CSV to figures: what their own reports published comes out to the minute.

A few are in `tests/data`; more are taken where `WARROOM_DATA` (else `shared/data` beside the repository) has them.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import real
from warroom.core.metrics import Lack, covered, metrics
from warroom.core.registry import VERBS
from warroom.intake import detect
from warroom.session.room import Room
from warroom.storage.library.folder import Library

NAMES = real.NAMES
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
MARKED = ("detected", "acknowledged", "declared", "mitigated", "resolved")
LEVELS = {"builds failing": "degraded", "site down": "full"}

Told = dict[str, Any]


def told(name: str) -> Told:
    return real.read(name)


def as_csv(story: Told) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("at", "kind", "by", "text"))
    writer.writerows((e["at"], e["kind"], e.get("role", ""), e["text"]) for e in story["events"])
    return out.getvalue().encode()


def declared(story: Told, folder: Path) -> Room:
    words = [story["title"], "--sev", story["severity_guess"], "--started", story["started_at"]]
    return Room.declare(
        Library(folder), words, person="ani", zone_name=story["timezone"], playbook=None, clock=lambda: NOW
    )


def imported(story: Told, room: Room) -> int:
    found = detect.read(as_csv(story), "auto", None, NOW, room.incident.id)
    assert found.problems == ()
    before = len(room.events())
    room.take_in(found.events)
    return len(room.events()) - before


def retold(story: Told, folder: Path) -> Room:
    """The incident as somebody enters it afterwards: declared, imported, its milestones and windows set."""
    room = declared(story, folder)
    assert imported(story, room) == len(story["events"])
    for milestone in MARKED:
        if story[f"{milestone}_at"]:
            room.act(VERBS["mark"], [milestone, "--at", story[f"{milestone}_at"]])
    for window in story["impact_windows"]:
        level = LEVELS[window["level"]]
        room.act(
            VERBS["window"],
            [
                "--from",
                window["from"],
                "--to",
                window["to"],
                "--level",
                level,
                "--component",
                window["level"],
            ],
        )
    return Room.open(room.path, person="budi", clock=lambda: NOW)


def minutes(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / 60


@pytest.mark.parametrize("name", NAMES)
def test_the_published_figures_come_out_to_the_minute(name: str, tmp_path: Path) -> None:
    story = told(name)
    incident = retold(story, tmp_path).incident
    for figure in (f for f in story["published"] if f["check"]):
        start, end = (incident.reached(end.removesuffix("_at")) for end in figure["check"].split("->"))
        assert start
        assert end
        assert minutes((end - start).total_seconds()) == figure["minutes"], figure["definition"]
    found = metrics(incident, NOW)
    computed = {key.split()[0]: value for key, value in story["computed_minutes"].items()}
    assert {m: minutes(found[m].seconds) for m in ("ttd", "tta", "ttm", "ttr")} == {
        m: computed[m] for m in ("ttd", "tta", "ttm", "ttr")
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_timeline_is_that_of_the_source_and_stays_so(name: str, tmp_path: Path) -> None:
    story = told(name)
    room = retold(story, tmp_path)
    entries = room.incident.entries
    assert [e.text for e in entries] == [e["text"] for e in story["events"]]
    assert [e.at for e in entries] == [datetime.fromisoformat(e["at"]) for e in story["events"]]
    assert all(before.at <= after.at for before, after in pairwise(entries))
    assert imported(story, room) == 0
    assert room.incident.entries == entries


def test_what_nobody_recorded_is_not_zero(tmp_path: Path) -> None:
    without_end = metrics(retold(told("pydis-2021-07-11"), tmp_path / "a").incident, NOW)
    assert without_end["ttr"].seconds is None
    assert without_end["ttr"].lack == Lack("unrecorded", ("resolved",))
    assert without_end["downtime"].seconds is None
    undetected = metrics(retold(told("aws-s3-2017-02-28"), tmp_path / "b").incident, NOW)
    assert undetected["ttd"].seconds is None
    assert undetected["ttd"].lack == Lack("unrecorded", ("detected",))


def test_windows_that_overlap_count_once(tmp_path: Path) -> None:
    story = told("docs-rs-2019-10-21")
    incident = retold(story, tmp_path).incident
    found = metrics(incident, NOW)
    assert minutes(found["downtime"].seconds) == 28
    assert minutes(found["degraded"].seconds) == 1511 - 28
    apart = {w.component: minutes(covered([(w.starts, w.ends or NOW)])) for w in incident.windows}
    assert apart == {"builds failing": 1511, "site down": 28}


def test_the_rows_alone_tell_the_milestones(tmp_path: Path) -> None:
    """Before anybody marks anything: who acknowledged and what ended it follow from the kinds of the rows."""
    story = told("crates-io-2023-07-20")
    room = declared(story, tmp_path)
    imported(story, room)
    for milestone in ("detected", "acknowledged", "mitigated", "resolved"):
        assert room.incident.reached(milestone) == datetime.fromisoformat(story[f"{milestone}_at"])


PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"
CANDIDATES = {
    "crates-io-2023-07-20": {11: lambda i: i.reached("acknowledged") - i.reached("started")},
    "gitlab-2017-01-31": {
        400: lambda i: i.figures[-1].until - i.figures[-1].since,
        370: lambda i: i.reached("started") - i.figures[-1].since,
    },
}  # fmt: skip
"""Published figures that are none of ours, and what comes nearest to them."""


@pytest.mark.parametrize("name", NAMES)
def test_what_is_published_and_none_of_ours_is_on_the_page_with_what_comes_nearest(
    name: str, tmp_path: Path
) -> None:
    story = told(name)
    page = PAGE.read_text()
    room = retold(story, tmp_path)
    if name.startswith("gitlab"):
        words = ["data", "5000", "rows", "--since", "2017-01-31T17:20Z", "--until", "2017-02-01T00:00Z"]
        room.act(VERBS["impact"], words)
    for minutes_, found in CANDIDATES.get(name, {}).items():
        assert minutes(found(room.incident).total_seconds()) == minutes_
    for figure in story["published"]:
        assert f"{figure['minutes']:,} min" in page, figure
        if not figure["check"]:
            assert figure["minutes"] in CANDIDATES[name]
