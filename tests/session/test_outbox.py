"""What an act wants sent waits on disk until it is sent, once, and what became of it stands in the incident."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.servers import Answer, free_port, receiving
from tests.screens.stage import Clock, declare
from warroom.core.checklist import check
from warroom.core.families.paging import Carried
from warroom.core.families.updates import Telling
from warroom.core.language import language
from warroom.core.registry import VERBS
from warroom.outreach.outcome import Outcome
from warroom.session.desk import Desk
from warroom.session.despatch import Despatch
from warroom.session.outbox import Outbox
from warroom.session.posting import DEMO, hand_over
from warroom.session.room import Room
from warroom.session.sending import Sending, waiting
from warroom.storage.library.spool import Spool


class Scripted:
    """Instead of a courier: answers with what it is told, the last for ever; `jobs` is what it was given."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes) or [Outcome("ok", parts=1)]
        self.jobs: list[Mapping[str, Any]] = []

    def __call__(self, job: Mapping[str, Any], _part: Callable[[int], object]) -> Outcome:
        self.jobs.append(job)
        return self.outcomes[0] if len(self.outcomes) == 1 else self.outcomes.pop(0)


def settings(home: Path, text: str, mode: int = 0o600) -> Path:
    path = home / ".config" / "warroom" / "channels.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


OPS = '[audience.support]\nchannels = ["ops"]\n[channel.ops]\nurl = "json://127.0.0.1:9/s3cret"\n'


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Room:
    return declare(tmp_path, clock=clock)


def post(room: Room, *words: str) -> tuple[str, ...]:
    done = room.act(VERBS["update"], words or ("--audience", "support", "--", "It is down.\nWe look."))
    return hand_over(str(room.path.parent), room.file, done.incident, done.events, room.now)


def told(room: Room) -> list[tuple[str, str, str]]:
    room.refresh()
    return [(d.channel, d.result, d.why) for d in room.incident.part(Telling).all]


def spool(room: Room) -> Spool:
    return Spool(room.path.parent)


def test_a_message_is_sent_once_and_recorded_and_forgotten(own_home: Path, room: Room, clock: Clock) -> None:
    settings(own_home, OPS)
    assert post(room) == ("queued for ops",)
    carry = Scripted()
    sending = Sending(str(room.path.parent), clock, carry)
    assert sending.pass_once() == []
    assert sending.pass_once() == []
    [job] = carry.jobs
    assert job["text"].startswith("It is down.\nWe look.\n\nNext update: 21 November 2026 15:00 UTC")
    assert job["subject"] == f"SEV2 Payment gateway down ({room.incident.id})"
    assert told(room) == [("ops", "ok", "")]
    assert room.incident.part(Telling).all[0].way == "json"


def test_the_secret_stands_neither_in_the_spool_nor_in_the_record(
    own_home: Path, room: Room, clock: Clock
) -> None:
    settings(own_home, OPS)
    post(room)
    Sending(str(room.path.parent), clock, Scripted(Outcome("again", "refused"))).pass_once()
    files = [p for p in own_home.rglob("*") if p.is_file() and p.name != "channels.toml"]
    for path in (*files, room.path):
        assert b"s3cret" not in path.read_bytes(), path
    assert all(p.stat().st_mode & 0o077 == 0 for p in files)


def test_what_did_not_arrive_is_tried_again_later_and_later(own_home: Path, room: Room, clock: Clock) -> None:
    settings(own_home, OPS)
    post(room)
    carry = Scripted(
        Outcome("again", "refused"), Outcome("again", "many", after=90.0), Outcome("ok", parts=1)
    )
    sending = Sending(str(room.path.parent), clock, carry)
    [left] = sending.pass_once()
    assert (left.state, left.why, left.tries) == ("ready", "the connection was refused", 1)
    assert len(sending.pass_once()) == 1
    assert len(carry.jobs) == 1, "not before its time"
    clock.on(seconds=6)
    sending.pass_once()
    clock.on(seconds=60)
    sending.pass_once()
    assert len(carry.jobs) == 2, "the server asked for ninety seconds"
    clock.on(seconds=31)
    assert sending.pass_once() == []
    assert told(room) == [("ops", "ok", "")]


def test_after_a_day_of_trying_it_has_failed(own_home: Path, room: Room, clock: Clock) -> None:
    settings(own_home, OPS)
    post(room)
    sending = Sending(str(room.path.parent), clock, Scripted(Outcome("again", "refused")))
    clock.on(hours=25)
    [left] = sending.pass_once()
    assert left.state == "failed"
    assert told(room) == [("ops", "failed", "the connection was refused")]


@pytest.mark.parametrize(
    ("outcome", "result"),
    [(Outcome("failed", "rights", "401"), "failed"), (Outcome("unknown", "silent"), "unknown")],
)
def test_what_failed_or_is_not_known_waits_for_a_persons_word(
    own_home: Path, room: Room, clock: Clock, outcome: Outcome, result: str
) -> None:
    settings(own_home, OPS)
    post(room)
    carry = Scripted(outcome, Outcome("ok", parts=1))
    sending = Sending(str(room.path.parent), clock, carry)
    [left] = sending.pass_once()
    clock.on(hours=1)
    sending.pass_once(at_once=True)
    assert len(carry.jobs) == 1, "never again by itself"
    assert told(room) == [("ops", result, outcome.why)]
    assert check(room.incident, "2.2").state == "open"  # type: ignore[union-attr]
    sending.retry(left.id)
    assert sending.pass_once() == []
    assert told(room)[-1] == ("ops", "ok", "")


def test_a_sender_that_was_killed_leaves_it_unknown_and_nobody_sends_it_again(
    own_home: Path, room: Room, clock: Clock
) -> None:
    settings(own_home, OPS)
    post(room)
    [job_id] = spool(room).ids()
    spool(room).change({**spool(room).read(job_id), "state": "sending"})
    carry = Scripted()
    [left] = Sending(str(room.path.parent), clock, carry).pass_once()
    assert (left.state, carry.jobs) == ("unknown", [])
    assert told(room) == [("ops", "unknown", "the sender was stopped in the middle")]


def test_one_that_went_out_before_its_record_was_written_is_recorded_once(
    own_home: Path, room: Room, clock: Clock
) -> None:
    settings(own_home, OPS)
    post(room)
    [job_id] = spool(room).ids()
    sent = {**spool(room).read(job_id), "state": "sent", "sort": "json"}
    spool(room).change(sent)
    carry = Scripted()
    Sending(str(room.path.parent), clock, carry).pass_once()
    spool(room).put(sent)  # the crash came between the record and the end of the job
    assert Sending(str(room.path.parent), clock, carry).pass_once() == []
    assert carry.jobs == []
    assert told(room) == [("ops", "ok", "")]


def test_two_senders_at_once_send_it_once(own_home: Path, room: Room, clock: Clock) -> None:
    settings(own_home, OPS)
    post(room)
    inside, go = threading.Event(), threading.Event()
    calls: list[str] = []

    def slow(_job: Mapping[str, Any], _part: Callable[[int], object]) -> Outcome:
        calls.append("sent")
        inside.set()
        go.wait(10)
        return Outcome("ok", parts=1)

    first = threading.Thread(target=Sending(str(room.path.parent), clock, slow).pass_once)
    first.start()
    assert inside.wait(10)
    Sending(str(room.path.parent), clock, slow).pass_once()
    go.set()
    first.join(10)
    assert calls == ["sent"]
    assert told(room) == [("ops", "ok", "")]


def test_an_update_that_is_undone_is_taken_out_while_it_waits(own_home: Path, room: Room) -> None:
    settings(own_home, OPS)
    post(room)
    done = room.act(VERBS["undo"], ())
    assert hand_over(str(room.path.parent), room.file, done.incident, done.events, room.now) == (
        "taken out of the outbox: ops",
    )
    assert spool(room).ids() == []


def test_the_same_act_once_more_queues_nothing_more(own_home: Path, room: Room, clock: Clock) -> None:
    settings(own_home, OPS)
    done = room.act(VERBS["update"], ("--audience", "support", "--", "It is down."))
    for _ in range(2):
        hand_over(str(room.path.parent), room.file, done.incident, done.events, room.now)
    carry = Scripted()
    Sending(str(room.path.parent), clock, carry).pass_once()
    room.refresh()
    hand_over(str(room.path.parent), room.file, room.incident, done.events, room.now)
    Sending(str(room.path.parent), clock, carry).pass_once()
    assert len(carry.jobs) == 1


def test_an_audience_without_a_channel_is_named_and_no_demonstration_sends(
    own_home: Path, room: Room
) -> None:
    settings(own_home, OPS)
    assert post(room, "--audience", "support,users", "--", "Down.") == (
        "queued for ops",
        "not sent to Users (status page): no channel is set for them; tell them yourself, then: told users by …",
    )
    (room.path.parent / DEMO).touch()
    assert post(room) == ("this is the demonstration: nothing is sent",)
    assert len(spool(room).ids()) == 1


@pytest.mark.parametrize(
    ("text", "mode", "why"),
    [
        (OPS, 0o644, "others may read it (0644), and it holds secrets; run: chmod 600"),
        ("[channel.ops]\nurl = \"json://s3cret", 0o600, "not TOML"),
        (OPS.replace("[channel.ops]", "[channel.pos]"), 0o600, "there is no [channel.ops]"),
        (OPS.replace("url =", "uri ="), 0o600, "unknown field `uri`"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_used_say_what_to_do_and_lose_nothing(
    own_home: Path, room: Room, text: str, mode: int, why: str
) -> None:
    settings(own_home, text, mode)
    [line] = post(room)
    assert why in line
    assert "s3cret" not in line
    assert room.incident.updates[0].text.startswith("It is down.")


def test_an_address_may_stand_in_the_environment(
    own_home: Path, room: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(own_home, OPS.replace('url = "json://127.0.0.1:9/s3cret"', 'env = "OPS_URL"'), 0o644)
    post(room)
    carry = Scripted()
    sending = Sending(str(room.path.parent), clock, carry)
    [left] = sending.pass_once()
    assert left.why == "the variable OPS_URL is not set"
    monkeypatch.setenv("OPS_URL", "json://127.0.0.1/x")
    clock.on(minutes=1)
    assert sending.pass_once() == []
    assert carry.jobs[0]["address"] == "json://127.0.0.1/x"


def test_offline_it_waits_past_the_end_of_the_program_and_goes_out_when_the_network_is_back(
    own_home: Path, room: Room, clock: Clock
) -> None:
    port = free_port()
    settings(own_home, OPS.replace("127.0.0.1:9", f"127.0.0.1:{port}"))
    post(room)
    [left] = Sending(str(room.path.parent), clock).pass_once()
    assert (left.state, left.why) == ("ready", "the connection was refused")
    with receiving() as receiver:
        settings(own_home, OPS.replace("127.0.0.1:9", f"127.0.0.1:{receiver.port}"))
        clock.on(minutes=1)
        assert Sending(str(room.path.parent), clock).pass_once() == []
        assert len(receiver.asked) == 1
    assert told(room) == [("ops", "ok", "")]


SENDER = """
import sys
from warroom.session.sending import Sending
Sending(sys.argv[1]).pass_once()
"""


@pytest.mark.faults
def test_kill_9_in_the_middle_says_that_nobody_knows(own_home: Path, room: Room, clock: Clock) -> None:
    go = threading.Event()
    with receiving(Answer(wait=go)) as receiver:
        settings(own_home, OPS.replace("127.0.0.1:9", f"127.0.0.1:{receiver.port}"))
        post(room)
        sender = subprocess.Popen([sys.executable, "-c", SENDER, str(room.path.parent)])
        assert receiver.came.wait(30)
        os.kill(sender.pid, signal.SIGKILL)
        sender.wait(10)
        go.set()
        [left] = Sending(str(room.path.parent), clock).pass_once()
        Sending(str(room.path.parent), clock).pass_once(at_once=True)
        assert left.state == "unknown"
        assert len(receiver.asked) == 1, "it was not sent again in silence"
    assert told(room) == [("ops", "unknown", "the sender was stopped in the middle")]


def test_a_console_sends_by_itself_and_says_what_it_queued(own_home: Path, room: Room) -> None:
    settings(own_home, OPS)
    outbox = Outbox(str(room.path.parent), carry=Scripted())
    said: list[str] = []
    heard: list[str] = []
    desk = Desk(room, despatch=Despatch(str(room.path.parent), outbox, room.incident.id, room.file))
    recorded = threading.Event()

    def hear(incident: Any, *_: Any) -> None:
        heard.extend(d.result for d in incident.part(Telling).all)
        if "ok" in heard:
            recorded.set()

    desk.start(hear)
    desk.act(VERBS["update"], ("--audience", "support", "--", "Down."), lambda came: said.append(came.said))  # type: ignore[union-attr]
    assert recorded.wait(15)
    outbox.stop()
    desk.stop()
    assert outbox.ended(10)
    assert desk.ended(10)
    assert said == ["update to Support desk: Down.; queued for ops"]


def test_what_cannot_be_sent_is_told_in_the_room_until_it_is(
    own_home: Path, room: Room, clock: Clock
) -> None:
    settings(own_home, OPS)
    outbox = Outbox(str(room.path.parent), clock, Scripted(Outcome("again", "refused")))
    notices: list[str] = []
    desk = Desk(room, despatch=Despatch(str(room.path.parent), outbox, room.incident.id, room.file))
    desk.start(lambda _incident, _saved, told: notices.extend(told))
    desk.act(VERBS["update"], ("--audience", "support", "--", "Down."))
    end = time.monotonic() + 15
    while not any("not sent yet by ops: the connection was refused" in n for n in notices):
        assert time.monotonic() < end, notices
        threading.Event().wait(0.01)
    outbox.stop()
    desk.stop()
    desk.ended(10)


def test_a_file_in_the_spool_that_is_no_message_is_shown_and_stops_nothing(
    own_home: Path, room: Room, clock: Clock
) -> None:
    settings(own_home, OPS)
    post(room)
    (Path(spool(room).folder) / "000.json").write_text("{", "utf-8")
    carry = Scripted()
    [left] = Sending(str(room.path.parent), clock, carry).pass_once()
    assert "is no message of ours" in left.why
    assert len(carry.jobs) == 1
    assert [w.id for w in waiting(spool(room))] == ["000"]


def call(room: Room, *words: str) -> tuple[str, ...]:
    done = room.act(VERBS["page"], words)
    return hand_over(str(room.path.parent), room.file, done.incident, done.events, room.now)


def test_a_page_goes_out_by_the_channel_named_like_the_person(
    own_home: Path, room: Room, clock: Clock
) -> None:
    with receiving() as receiver:
        settings(own_home, f'[channel.citra-dewi]\nurl = "json://127.0.0.1:{receiver.port}/s3cret"\n')
        assert call(room, "Citra Dewi", "--why", "it is slow") == ("queued for citra-dewi",)
        assert Sending(str(room.path.parent), clock).pass_once() == []
        [request] = receiver.asked
    assert "asks you to join: it is slow" in request.json["message"]
    assert f"warroom open {room.incident.id}" in request.json["message"]
    room.refresh()
    [sent] = room.incident.part(Carried).all
    assert (sent.channel, sent.result) == ("citra-dewi", "ok")
    assert room.incident.part(Telling).all == (), "an audience is not told by it"


def test_a_page_that_failed_says_so_in_both_languages(own_home: Path, room: Room, clock: Clock) -> None:
    settings(own_home, OPS.replace("channel.ops", "channel.citra").replace('"ops"', '"citra"'))
    call(room, "citra")
    failing = Scripted(Outcome("failed", "rights", "401"), Outcome("unknown", "silent"), Outcome("ok"))
    sending = Sending(str(room.path.parent), clock, failing)
    said = []
    for _ in range(3):
        left = sending.pass_once()
        room.refresh()
        fact = [row.event for row in room.incident.rows if row.kind == "person.messaged"][-1]
        assert fact is not None
        said.append([fact.sentence(room.incident, language(code)).partition(":")[0] for code in ("en", "id")])
        for job in left:
            sending.retry(job.id)
    assert said == [
        ["the call for citra was NOT sent by citra", "panggilan untuk citra TIDAK terkirim lewat citra"],
        ["not known whether citra reached citra", "tidak diketahui apakah citra sampai ke citra"],
        ["the call for citra was sent by citra", "panggilan untuk citra terkirim lewat citra"],
    ]


def test_a_page_without_a_channel_or_made_by_phone_sends_nothing(own_home: Path, room: Room) -> None:
    settings(own_home, OPS)
    assert call(room, "citra") == ()
    assert call(room, "ops", "--how", "phone") == ()
    assert spool(room).ids() == []


def test_a_page_that_is_undone_is_taken_out_while_it_waits(own_home: Path, room: Room) -> None:
    settings(own_home, OPS)
    assert call(room, "ops") == ("queued for ops",)
    done = room.act(VERBS["undo"], ())
    hand_over(str(room.path.parent), room.file, done.incident, done.events, room.now)
    assert spool(room).ids() == []
