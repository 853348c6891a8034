"""Secrets do not get into the file by any door of the shell, and the person is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom

SECRET = "n0tReal" + "55"


def everything(library: Path) -> str:
    return "".join(p.read_text() for p in library.rglob("*") if p.is_file())


@pytest.mark.parametrize(
    "words",
    [
        ("log", "retry with password=" + SECRET),
        ("log", "--kind", "action", "connect postgres://app:" + SECRET + "@db/prod"),
        ("log", "--", "@2026-11-21 10:00 set token=" + SECRET),
        ("update", "use password=" + SECRET),
        ("notes", "first line\npassword: " + SECRET),
        ("write", "summary", "it was password=" + SECRET),
        ("suspect", "someone has password=" + SECRET),
        ("sev", "2", "--why", "password=" + SECRET + " leaked"),
        ("title", "password=" + SECRET + " leaked"),
        ("action", "rotate password=" + SECRET),
        ("comment", "1.1", "password=" + SECRET),
        ("handover", "ic", "budi", "--brief", "password=" + SECRET),
    ],
)
def test_every_verb_masks(warroom: Warroom, incident: str, library: Path, words: tuple[str, ...]) -> None:
    warroom("role", "ic", "ani")
    ran = warroom(*words)
    assert ran.status == 0, ran.err
    assert "1 secret masked" in ran.err
    assert SECRET not in everything(library)
    assert "[masked: " in everything(library)


def test_a_declaration_and_a_pipe_mask(warroom: Warroom, library: Path) -> None:
    assert "1 secret masked" in warroom("declare", "password=" + SECRET + " in the log").err
    lines = f"postgres://app:{SECRET}@db failed\nplain line\npassword={SECRET}\n"
    ran = warroom("log", "-", stdin=lines)
    assert "2 secrets masked (password, url-password)" in ran.err
    assert ran.out.count("\n") == 3
    assert SECRET not in everything(library)
    texts = [e["text"] for e in json.loads(warroom("show", "--json").out)["entries"]]
    assert "plain line" in texts


def test_an_import_masks_rows_and_whole_incidents(
    warroom: Warroom, incident: str, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(f"at,text\n2026-11-21T14:02Z,password={SECRET}\n2026-11-21T14:03Z,PWD=/srv/app\n")
    assert "1 secret masked (password)" in warroom("import", str(rows)).err
    assert "PWD=/srv/app" in everything(library)
    whole = tmp_path / "all.json"
    whole.write_text(warroom("export", "--format", "json").out.replace("[masked: password]", SECRET))
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "other"))
    assert "1 secret masked (password)" in warroom("import", str(whole)).err
    assert SECRET not in everything(library) + everything(tmp_path / "other")


def test_a_backfilled_incident_carries_its_own_day(warroom: Warroom) -> None:
    ran = warroom("declare", "Old", "--at", "2026-11-01 10:00", "--zone", "UTC")
    assert ran.out.startswith("INC-20261101-")
    shown = json.loads(warroom("show", "--json").out)
    assert shown["milestones"]["declared"] == shown["milestones"]["started"] == "2026-11-01T10:00:00.000Z"
    assert "in the future" in warroom("declare", "New", "--at", "2099-01-01").err
