"""An incident goes by the name of its file: what it calls itself inside may be anybody's, and never becomes a path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom
from warroom.session.export import NAMES, export
from warroom.session.room import Room


def rename_inside(path: Path, told: str) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace(f'"id": "{path.stem}"'.encode(), f'"id": "{told}"'.encode(), 1))
    assert path.read_bytes() != data


@pytest.mark.parametrize(
    "told", ["/tmp/elsewhere", "../victim/relative", "INC-20200101-AAA", "\\u001b[2J", "..", "x/y", "漢",
             "INC-20261128-" + "a" * 300],
)  # fmt: skip
def test_a_header_that_says_otherwise_is_told_and_names_no_file(
    warroom: Warroom, incident: str, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    path = library / f"{incident}.json"
    rename_inside(path, told)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    room = Room.open(path, person="ani")
    assert room.incident.id == incident
    assert any("it calls itself" in notice and notice.isprintable() for notice in room.notices)
    for form in NAMES:
        made = export(room.held(), form).path
        assert (made.parent, made.name.startswith(f"{incident}-")) == (here, True)
    room.close()
    ran = warroom("log", "--incident", incident, "sev is higher")
    assert ran.status == 0
    ran = warroom("show", incident)
    assert ran.status == 0
    assert "it calls itself" in ran.err


def test_a_report_made_in_the_library_goes_where_no_list_takes_it_for_an_incident(
    incident: str, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library)
    room = Room.open(library / f"{incident}.json", person="ani")
    assert export(room.held(lines=True), "json").path.parent == library / "exports"
    assert export(room.held(), "text").path.parent == library


@pytest.mark.parametrize(
    "name", ["{}.json", "{}.json.lock", "catalogue.json", "allowed_signers", "pipe", "link"]
)
def test_a_forced_export_leaves_the_library_alone(
    warroom: Warroom, incident: str, library: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(library)
    os.mkfifo("pipe")
    (library / "link").symlink_to(f"{incident}.json")
    (library / "allowed_signers").write_text("ani@example.com ssh-ed25519 AAAA\n")
    before = {p.name: p.read_bytes() for p in library.iterdir() if p.is_file()}
    for form in ("json", "markdown"):
        ran = warroom("export", incident, "--format", form, "--out", name.format(incident), "--force")
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert {p.name: p.read_bytes() for p in library.iterdir() if p.is_file()} == before
