"""The demo shows all that the room can show, wherever and whenever it is built."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from warroom.core.checklist import checklist
from warroom.core.incident import Incident
from warroom.core.metrics import contradictions
from warroom.core.vocabulary import CATEGORIES, SECTIONS
from warroom.session import demo
from warroom.session.room import Room

NOW = datetime(2026, 11, 21, 0, 17, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Incident]]:
    folder = tmp_path_factory.mktemp("demo") / "library"
    running = demo.build(folder, NOW)
    found = {}
    for path in folder.glob("INC-*.json"):
        incident = Room.open(path, person="ani", clock=lambda: NOW).incident
        found["running" if path == running else incident.title] = incident
    return running, found


@pytest.fixture(scope="module")
def running(built: tuple[Path, dict[str, Incident]]) -> Incident:
    return built[1]["running"]


@pytest.fixture(scope="module")
def finished(built: tuple[Path, dict[str, Incident]]) -> Incident:
    return built[1]["Invoices are sent twice"]


def test_there_is_one_running_incident_among_three_closed_ones(
    built: tuple[Path, dict[str, Incident]],
) -> None:
    assert sorted(i.status for i in built[1].values()) == ["closed", "closed", "closed", "mitigating"]


def test_everything_has_happened_and_nothing_contradicts(built: tuple[Path, dict[str, Incident]]) -> None:
    for incident in built[1].values():
        assert all(row.at <= NOW for row in incident.rows)
        assert all(row.recorded_at and row.recorded_at <= NOW for row in incident.rows)
        assert contradictions(incident, NOW) == ()
        assert incident.conflicts == ()


def test_the_timeline_has_every_kind_of_entry_in_every_state(running: Incident) -> None:
    entries = running.entries
    assert {e.kind for e in entries} == set(CATEGORIES)
    assert any(e.struck for e in entries)
    assert any(e.pinned for e in entries)
    assert any(e.edited and running.versions[e.id] for e in entries)
    assert any(e.precision == "about" for e in entries)
    assert any(e.recorded_at and e.recorded_at - e.at > timedelta(minutes=2) for e in entries)


def test_the_other_panes_are_alive(running: Incident) -> None:
    states = [c.state for step in checklist(running) for c in step.checks]
    assert {"open", "in_progress", "done", "skipped"} == set(states)
    assert any(c.auto for step in checklist(running) for c in step.checks)
    assert running.remarks
    assert len([m for m in running.roster if m.present]) == 5
    assert running.commander == "ani"
    assert [o.to for o in running.offers] == ["marco"]
    assert {h.verdict for h in running.hypotheses} == {"open", "confirmed", "ruled_out"}
    assert running.notes.versions == 2
    assert running.systems
    assert running.symptoms


def test_it_is_in_the_middle_of_things(running: Incident) -> None:
    assert [c.value for c in running.severities] == ["2", "1"]
    due = running.updates[-1].next_at
    assert due
    assert NOW < due < NOW + timedelta(minutes=20)
    assert [w.ends for w in running.windows] == [None]
    assert {f.what for f in running.figures} == {"users", "money"}


def test_the_finished_one_has_a_whole_report(finished: Incident) -> None:
    optional = {
        "team",
        "resolution",
        "obstacles",
        "helped",
        "internal_message",
        "external_message",
        "glossary",
    }
    assert set(finished.sections) >= set(SECTIONS) - optional
    assert {"todo", "done"} == {a.state for a in finished.actions}
    assert all(a.owner and a.due and a.type for a in finished.actions)
    assert finished.reached("resolved")
    assert all(w.ends for w in finished.windows)


def test_a_team_with_a_playbook_of_its_own_gets_the_same_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "own"))
    own = tmp_path / "own" / "playbooks"
    own.mkdir(parents=True)
    (own / "ten-steps.toml").write_text(
        'id = "ten-steps"\nlanguage = "en"\n[[step]]\nnumber = 1\ntitle = "One"\n'
    )
    assert demo.build(tmp_path / "library", NOW).exists()
