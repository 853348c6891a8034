"""`warroom next`: what matters most, for a person and for a script, and the act that it names works as it stands."""

from __future__ import annotations

import json
import shlex

import pytest

from tests.cli.conftest import Warroom


def test_it_names_what_to_do_and_that_can_be_done(warroom: Warroom, incident: str) -> None:
    first = json.loads(warroom("next").out)[0]
    assert (first["key"], first["level"], first["act"]) == ("command", "amber", "role ic me")
    assert first["since"].endswith("Z")
    assert warroom(*shlex.split(first["act"])).status == 0
    assert json.loads(warroom("next").out)[0]["key"] == "protocol"
    assert warroom("protocol").status == 0
    assert "protocol" not in {n["key"] for n in json.loads(warroom("next").out)}


def test_for_a_person_it_says_why_and_the_command(warroom: Warroom, incident: str) -> None:
    ran = warroom("next", "--plain")
    assert ran.status == 0
    assert "1  nobody is Incident Commander" in ran.out
    assert "Until somebody commands" in ran.out
    assert "warroom role ic me" in ran.out


def test_it_speaks_the_readers_language(
    warroom: Warroom, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_LANG", "id")
    out = warroom("next", "--plain").out
    assert "belum ada Incident Commander" in out
    assert "nobody" not in out


def test_what_each_severity_means_is_in_the_help(warroom: Warroom, incident: str) -> None:
    for name in ("sev", "declare"):
        out = warroom("help", name).out
        assert "SEV1 Critical" in out
        assert "A vital service is down" in out
    assert "every minute costs" in warroom("help", "triage").out


def test_a_snooze_and_a_deadline_from_the_shell(warroom: Warroom, incident: str) -> None:
    assert warroom("snooze", "command", "--for", "30m").status == 0
    assert "command" not in {n["key"] for n in json.loads(warroom("next").out)}
    assert warroom("snooze", "nothing").status == 1
    assert warroom("aware", "gdpr", "-71h").status == 0
    assert json.loads(warroom("next").out)[0]["key"] == "deadline.gdpr.notification"
    refused = warroom("snooze", "deadline.gdpr")
    assert refused.status == 1
    assert "is not put off" in refused.err
    shown = json.loads(warroom("show", "--json").out)
    assert [d["state"] for d in shown["deadlines"]] == ["running"]
    assert warroom("waive", "gdpr.notification", "no", "personal", "data").status == 0
    assert json.loads(warroom("show", "--json").out)["deadlines"][0]["why"] == "no personal data"


def test_the_room_as_text_says_all_that_waits_for_whoever_asks(warroom: Warroom, incident: str) -> None:
    out = warroom("show", "--plain").out
    waits = out.split("What waits")[1].split("Steps")[0]
    assert "nobody is Incident Commander" in waits
    assert "/role ic me" in waits
    assert warroom("snooze", "command", "--for", "1h").status == 0
    assert "nobody is Incident" not in warroom("show", "--plain").out
    assert "nobody is Incident" in warroom("--as", "budi", "show", "--plain").out
