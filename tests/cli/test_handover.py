"""A handover from the shell: the brief, and what it takes to accept."""

from __future__ import annotations

import json

from tests.cli.conftest import Warroom


def test_the_brief_is_printed_and_the_command_taken_by_saying_it_back(
    warroom: Warroom, incident: str
) -> None:
    assert incident
    warroom("role", "ic", "ani")
    warroom("silence", "disk full on db1 until 2h")
    assert warroom("handover", "ic", "budi", "wave 3 runs").status == 0
    told = json.loads(warroom("--as", "budi", "handover", "--show", "--json").out)
    assert told["said"] == ["ani: wave 3 runs"]
    assert "disk full on db1" in told["silenced"][0]
    plain = warroom("--as", "budi", "handover", "--show", "--plain").out
    assert "Silenced alerts" in plain
    refused = warroom("--as", "budi", "accept")
    assert refused.status == 1
    assert "warroom handover --show" in refused.err
    assert json.loads(warroom("show", "--json").out)["commander"] == "ani"
    assert warroom("--as", "budi", "accept", "ic", "wave 3 runs, disk is muted").status == 0
    report = warroom("export").out
    assert "reads back: “wave 3 runs, disk is muted”" in report
    assert "silenced until" in report
