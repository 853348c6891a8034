"""What monitors, the system journal and chat programs write, in our own wording."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from warroom.core.clock import iso
from warroom.core.families.entries import EntryLogged
from warroom.intake import detect
from warroom.intake.rows import Imported

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)


def read(*values: Any) -> Imported:
    return detect.read("\n".join(map(json.dumps, values)).encode(), "auto", None, NOW, "INC-1")


def told(found: Imported) -> list[tuple[str, str, str, str]]:
    assert found.problems == ()
    return [(iso(e.at)[11:19], e.category, e.by, e.text) for e in found.events if isinstance(e, EntryLogged)]


def alert(name: str, instance: str, ends: str = "0001-01-01T00:00:00Z", **more: Any) -> dict[str, Any]:
    over = not ends.startswith("0001")
    return {
        "status": "resolved" if over else "firing",
        "labels": {"alertname": name, "instance": instance},
        "annotations": {"summary": f"{name} is bad"},
        "startsAt": "2026-11-21T14:00:00.123456789Z", "endsAt": ends, "fingerprint": name + instance, **more,
    }  # fmt: skip


def test_alerts_begin_and_end_and_come_once() -> None:
    fires = {"version": "4", "status": "firing", "alerts": [alert("Down", "db-1"), alert("Down", "db-2")]}
    later = {"version": "4", "status": "resolved", "alerts": [alert("Down", "db-1", "2026-11-21T14:20:00Z")]}
    assert told(read(fires, fires, later)) == [
        ("14:00:00", "alert", "alertmanager", "Down: Down is bad (db-1)"),
        ("14:00:00", "alert", "alertmanager", "Down: Down is bad (db-2)"),
        ("14:20:00", "note", "alertmanager", "alert is over: Down: Down is bad (db-1)"),
    ]
    first, again = read(fires), read(later)
    assert first.events[0].id == again.events[0].id
    assert first.events[0].id != first.events[1].id


def test_one_notification_of_grafana_is_known_by_its_fields() -> None:
    found = read({"version": "1", "orgId": 1, "alerts": [alert("Slow", "web")]})
    assert told(found) == [("14:00:00", "alert", "grafana", "Slow: Slow is bad (web)")]


def test_the_journal_is_read_with_lists_bytes_and_nothing() -> None:
    base = {"__REALTIME_TIMESTAMP": "1795269753123456", "SYSLOG_IDENTIFIER": "sshd"}
    found = read(
        {**base, "MESSAGE": "login failed"},
        {**base, "MESSAGE": [104, 105], "SYSLOG_IDENTIFIER": ["a", "b"]},
        {**base, "MESSAGE": None, "_SYSTEMD_UNIT": "x.service"},
    )
    assert told(found) == [
        ("14:02:33", "note", "sshd", "login failed"),
        ("14:02:33", "note", "a", "hi"),
        ("14:02:33", "note", "sshd", "(the journal gave no message)"),
    ]
    (problem,) = read(
        base | {"MESSAGE": "x"}, base | {"__REALTIME_TIMESTAMP": "soon", "MESSAGE": "y"}
    ).problems
    assert problem.startswith("line 2: ")


def test_a_channel_of_slack_is_read_as_people_saw_it() -> None:
    day = [
        {"type": "message", "subtype": "channel_join", "user": "U1", "ts": "1795269753.000100", "text": "<@U1> joined"},
        {
            "type": "message", "user": "U1", "ts": "1795269754.123456", "user_profile": {"display_name": "ani"},
            "text": "<@U1> see <https://x.example/a|the page> &amp; <#C1|ops> <!here>",
        },
        {
            "type": "message", "bot_id": "B1", "username": "alerts", "ts": "1795269755.000000", "text": "",
            "attachments": [{"title": "Error rate", "text": "32 %"}],
        },
    ]  # fmt: skip
    assert told(read(day)) == [
        ("14:02:34", "note", "ani", "@ani see the page (https://x.example/a) & #ops @here"),
        ("14:02:35", "note", "alerts", "Error rate ⏎ 32 %"),
    ]


def test_a_chat_of_telegram_is_read_in_pieces() -> None:
    chat = {
        "name": "ops",
        "messages": [
            {"type": "service", "date_unixtime": "1795269750", "action": "invite", "text": ""},
            {
                "type": "message",
                "date_unixtime": "1795269753",
                "from": "Ani",
                "text": ["see ", {"type": "link", "text": "x.example"}],
            },
            {
                "type": "message",
                "date_unixtime": "1795269754",
                "from": "Budi",
                "text": "",
                "photo": "photos/1.jpg",
            },
        ],
    }
    whole = [
        ("14:02:33", "note", "Ani", "see x.example"),
        ("14:02:34", "note", "Budi", "(photo: photos/1.jpg)"),
    ]
    assert told(read(chat)) == whole
    assert told(read({"chats": {"list": [chat]}})) == whole
    old = {"messages": [{"type": "message", "date": "2026-11-21T14:02:33", "from": "Ani", "text": "x"}]}
    assert "has no time zone" in read(old).problems[0]
