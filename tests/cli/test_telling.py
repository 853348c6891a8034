"""Telling people from the shell: drafts, rehearsals, what waits, and whether a channel works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom
from tests.helpers.servers import Answer, receiving
from tests.session.test_outbox import OPS, settings


@pytest.fixture
def incident(warroom: Warroom) -> str:
    declared = warroom("declare", "Pay down on db-7", "--sev", "2", "--system", "payments")
    return declared.out.strip()


def test_a_draft_is_printed_and_nothing_is_done(warroom: Warroom, incident: str) -> None:
    warroom("log", "--kind", "action", "restarted db-7")
    inside = warroom("update", "--draft", "--audience", "stakeholders")
    assert inside.out.startswith("Conditions:\n- SEV2, declared, since ")
    assert "restarted db-7" in inside.out
    assert "Somebody for: Incident Commander, Scribe" in inside.out
    assert "Next update: " in inside.out
    outside = warroom("update", "--draft", "--audience", "customers")
    assert "db-7" not in outside.out
    assert "1 act is left out" in outside.err
    indonesian = warroom("update", "--draft", "--audience", "support", "--lang", "id")
    assert indonesian.out.startswith("Kondisi:")
    assert json.loads(warroom("show", "--json").out)["updates"] == []


def test_a_draft_is_text_again_for_the_next_command(warroom: Warroom, incident: str) -> None:
    draft = warroom("update", "--draft", "--audience", "support").out
    warroom("update", "--audience", "support", "--by", "phone", "-", stdin=draft)
    shown = json.loads(warroom("show", "--json").out)
    assert shown["updates"][0]["text"] == draft.strip()
    assert [(t["audience"], t["way"]) for t in shown["told"]] == [("support", "phone")]


def test_a_rehearsal_says_what_would_go_where(warroom: Warroom, incident: str, own_home: Path) -> None:
    settings(own_home, OPS + "limit = 40\n")
    done = warroom("update", "--dry-run", "--audience", "support,customers", "--", "It is down; we look.")
    assert "Support desk: ops (json://…)\n  ops: in its short form (40)" in done.out
    assert "Users (status page): no channel is set for them" in done.out
    assert "It is down; we look." in done.out
    assert "s3cret" not in done.out + done.err
    assert "nothing was recorded and nothing was sent" in done.err
    assert json.loads(warroom("outbox", "--json").out) == {"outbox": []}


def test_it_is_queued_shown_sent_and_gone(warroom: Warroom, incident: str, own_home: Path) -> None:
    with receiving(Answer(503), Answer(200)) as receiver:
        settings(own_home, OPS.replace("127.0.0.1:9", f"127.0.0.1:{receiver.port}"))
        posted = warroom("update", "--audience", "support", "--", "It is down.")
        assert posted.out.endswith("queued for ops\nan open console sends it, or: warroom outbox send\n")
        assert receiver.asked == [], "a command that must be instant asks no network"
        first = warroom("outbox", "send", "--plain")
        assert "the server answered 503" in first.out
        assert warroom("outbox", "send", "--plain").out == "nothing waits to be sent\n"
        assert len(receiver.asked) == 2
    assert json.loads(warroom("show", "--json").out)["told"][0]["result"] == "ok"


def test_what_waits_is_dropped_by_a_part_of_its_id(warroom: Warroom, incident: str, own_home: Path) -> None:
    settings(own_home, OPS)
    warroom("update", "--audience", "support", "--", "It is down.")
    [waits] = json.loads(warroom("outbox", "--json").out)["outbox"]
    assert "fits 0 of the messages" in warroom("outbox", "drop", "zzz").err
    warroom("outbox", "drop", waits["id"][:6])
    assert json.loads(warroom("outbox", "--json").out) == {"outbox": []}
    assert json.loads(warroom("show", "--json").out)["told"][0]["why"] == "taken out of the outbox"


def test_a_channel_is_tried_and_its_address_never_shown(warroom: Warroom, own_home: Path) -> None:
    with receiving() as receiver:
        settings(own_home, OPS.replace("127.0.0.1:9", f"127.0.0.1:{receiver.port}"))
        rehearsed = warroom("notify", "test", "ops", "--dry-run")
        assert rehearsed.out.startswith("ops (json://…): A test of warroom")
        assert receiver.asked == []
        assert warroom("notify", "test", "ops").out == "ops: the test went out\n"
        [request] = receiver.asked
        assert "tries out the channel ops" in request.json["message"]
    listed = warroom("notify", "list", "--plain")
    assert "support: ops (json://…)" in listed.out
    assert "s3cret" not in listed.out + rehearsed.out
    assert "no channel pos" in warroom("notify", "test", "pos").err


def test_settings_that_others_may_read_are_refused(warroom: Warroom, incident: str, own_home: Path) -> None:
    path = settings(own_home, OPS, 0o640)
    assert f"run: chmod 600 {path}" in warroom("notify", "list").err
    posted = warroom("update", "--audience", "support", "--", "It is down.")
    assert "NOT sent: " in posted.out
    assert "outbox send" not in posted.out


def test_a_brief_in_a_file_is_recorded_and_one_on_standard_output_is_not(
    warroom: Warroom, incident: str, tmp_path: Path
) -> None:
    warroom("export", "--format", "brief")
    assert json.loads(warroom("show", "--json").out)["briefs"] == []
    warroom("export", "--format", "brief", "--out", str(tmp_path / "brief.txt"))
    assert [b["how"] for b in json.loads(warroom("show", "--json").out)["briefs"]] == ["brief.txt"]


def test_a_message_without_text_is_refused_with_what_to_do(warroom: Warroom, incident: str) -> None:
    assert "update needs this: what they are told" in warroom("update", "--audience", "support").err
    assert "--lang goes with --draft" in warroom("update", "--lang", "id", "x").err
