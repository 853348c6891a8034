"""`warroom template`: ours are taken out, changed, checked, and each export follows them; own parts are written by name."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Warroom

OWN = """
sections = ["compliance", "summary"]
[own.compliance]
title = { en = "Compliance", id = "Kepatuhan" }
"""


def own(library: Path, name: str, text: str) -> None:
    (library / "reports").mkdir(parents=True, exist_ok=True)
    (library / "reports" / name).write_text(text)


def test_ours_are_given_out_once_and_never_over_what_is_there(warroom: Warroom, library: Path) -> None:
    assert "eject" in warroom("template", "check", "--plain").out
    first = json.loads(warroom("template", "eject", "--json").out)
    assert [Path(p).name for p in first["written"]] == ["post-mortem.toml", "report.css", "report.typ"]
    (library / "reports" / "report.css").write_text("p { color: red }")
    second = json.loads(warroom("template", "eject", "--json").out)
    assert second["written"] == []
    assert (library / "reports" / "report.css").read_text() == "p { color: red }"
    assert warroom("template", "check").status == 0


def test_an_export_follows_the_teams_own(warroom: Warroom, library: Path, incident: str) -> None:
    own(library, "post-mortem.toml", OWN)
    own(library, "report.css", "main { max-width: 1px }")
    assert "choose from" in warroom("write", "complianze", "x").err
    assert warroom("write", "compliance", "Nobody had to be told.").status == 0
    text = warroom("export").out
    assert text.index("## Compliance\n\nNobody had to be told.") < text.index("## Executive summary")
    assert "## Chronology" not in text
    assert "main { max-width: 1px }" in warroom("export", "--format", "html").out


def test_a_new_incident_knows_the_teams_own_parts(warroom: Warroom, library: Path) -> None:
    own(library, "post-mortem.toml", OWN)
    warroom("declare", "Disk full")
    (library / "reports" / "post-mortem.toml").unlink()
    assert warroom("write", "compliance", "x").status == 0
    assert "## Kepatuhan" in warroom("export", "--lang", "id").out


def test_a_file_that_can_not_be_used_stops_the_export_and_nothing_else(
    warroom: Warroom, library: Path
) -> None:
    own(library, "post-mortem.toml", 'sections = ["causes"]')
    assert warroom("declare", "Disk full").status == 0
    assert warroom("log", "still works").status == 0
    ran = warroom("export")
    assert (ran.status, ran.out) == (1, "")
    assert "post-mortem.toml: sections: there is no `causes`" in ran.err
    assert warroom("template", "check").status == 1
    assert warroom("export", "--format", "brief").status == 0
    own(library, "post-mortem.toml", 'sections = ["cause"]')
    own(library, "report.css", "</style><script>alert(1)</script>")
    assert "report.css" in warroom("export", "--format", "html").err


def test_a_folder_of_templates_that_is_a_link_is_not_followed(
    warroom: Warroom, incident: str, library: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "post-mortem.toml").write_text(OWN)
    (library / "reports").symlink_to(tmp_path / "elsewhere")
    ran = warroom("export")
    assert (ran.status, ran.out) == (1, "")
    assert "links are not followed" in ran.err
    assert warroom("template", "eject").status == 1
    assert sorted(p.name for p in (tmp_path / "elsewhere").iterdir()) == ["post-mortem.toml"]
