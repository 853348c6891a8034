"""Incidents that belong together, from the shell."""

from __future__ import annotations

import json

from tests.cli.conftest import Warroom


def test_a_part_is_a_line_in_the_whole_as_it_stands_now(warroom: Warroom, incident: str) -> None:
    part = warroom("declare", "Login is slow", "--sev", "3").out.strip()
    assert warroom("--incident", part, "parent", incident).status == 0
    report = warroom("--incident", incident, "export").out
    assert "Login is slow (SEV3, declared)" in report
    warroom("--incident", part, "status", "mitigating")
    assert "Login is slow (SEV3, mitigating)" in warroom("export", incident).out
    plain = warroom("show", incident, "--plain").out
    assert f"{part} SEV3 mitigating" in plain
    assert (
        f"part of      {incident}" in " ".join(warroom("show", part, "--plain").out.split("\n"))
        or incident in warroom("show", part, "--plain").out
    )
    listed = warroom("list", "--plain").out
    assert "1 part, 1 open" in listed
    assert f"part of {incident.rpartition('-')[2]}" in listed
    rows = {row["id"]: row for row in json.loads(warroom("list", "--json").out)}
    assert rows[part]["parent"] == incident
    refused = warroom("--incident", incident, "parent", part)
    assert refused.status == 1
    assert "cannot contain it" in refused.err
    assert warroom("--incident", incident, "child", "nothing").status == 2


def test_a_duplicate_is_closed_in_one_line(warroom: Warroom, incident: str) -> None:
    twin = warroom("declare", "Payments down again").out.strip()
    assert warroom("--incident", twin, "duplicate", incident, "same alert").status == 0
    told = json.loads(warroom("show", twin, "--json").out)
    assert (told["status"], told["related"]["duplicate_of"]) == ("cancelled", incident)
    assert f"duplicate of {incident.rpartition('-')[2]}" in warroom("list", "--plain").out
    assert "Duplicate" in warroom("export", incident).out
