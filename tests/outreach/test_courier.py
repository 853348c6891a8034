"""One message by the courier's own process, to a real HTTP receiver and a real mail server."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.helpers.servers import Answer, free_port, mailbox, receiving
from warroom.outreach.courier import carry
from warroom.outreach.outcome import Outcome


def job(address: str, text: str = "Conditions: slow\nNeeds: none & <b>", **more: Any) -> dict[str, Any]:
    made = {"kind": "notice", "address": address, "subject": "SEV2 Payments", "text": text, "limit": None}
    return {**made, "long": "short", "language": "en", **more}


def test_a_message_arrives_as_it_was_written() -> None:
    with receiving() as receiver:
        assert carry(job(receiver.address())) == Outcome("ok", parts=1)
        [request] = receiver.asked
    assert request.json["title"] == "SEV2 Payments"
    assert request.json["message"] == "Conditions: slow\nNeeds: none & <b>"


@pytest.mark.parametrize(
    ("answer", "result", "reason"),
    [
        (Answer(500), "again", "status"),
        (Answer(503, headers=(("Retry-After", "7"),)), "again", "status"),
        (Answer(429, headers=(("Retry-After", "7"),)), "again", "many"),
        (Answer(401), "failed", "rights"),
        (Answer(404), "failed", "status"),
        (Answer(302, headers=(("Location", "/elsewhere"),)), "failed", "redirect"),
        (Answer(504), "unknown", "status"),
        (Answer(cut=True), "unknown", "cut"),
    ],
)  # fmt: skip
def test_what_a_server_answers_says_whether_to_try_again(answer: Answer, result: str, reason: str) -> None:
    with receiving(answer) as receiver:
        came = carry(job(receiver.address("hook/s3cret")))
        assert len(receiver.asked) == 1
    assert (came.result, came.reason) == (result, reason)
    assert came.after == (7.0 if answer.headers and answer.status != 302 else None)
    assert "s3cret" not in came.why


def test_where_nobody_listens_nothing_has_arrived() -> None:
    assert carry(job(f"json://127.0.0.1:{free_port()}/s3cret"))[:2] == ("again", "refused")
    assert carry(job("json://no-such-host.invalid/s3cret"))[:2] == ("again", "name")
    assert carry(job("nonsense://s3cret"))[:2] == ("failed", "address")


def test_a_server_that_keeps_silent_leaves_it_unknown_and_the_process_is_stopped() -> None:
    never = threading.Event()
    with receiving(Answer(wait=never)) as receiver:
        came = carry(job(receiver.address()), seconds=4.0)
        never.set()
    assert (came.result, came.reason) == ("unknown", "killed")


def test_a_long_message_is_shortened_or_split_as_the_channel_wants() -> None:
    long = "\n".join(f"- line {n} of what happened to the payments" for n in range(60))
    with receiving() as receiver:
        assert carry(job(receiver.address(), long, limit=400)).result == "ok"
        [short] = receiver.asked
    assert len(short.json["message"]) <= 400
    assert "… and" in short.json["message"]
    parts: list[int] = []
    with receiving() as receiver:
        assert carry(job(receiver.address(), long, limit=900, long="split"), parts.append).result == "ok"
        bodies = [r.json["message"] for r in receiver.asked]
    assert parts == list(range(1, len(bodies) + 1))
    assert max(map(len, bodies)) <= 900
    joined = " ".join(body.partition(") ")[2] for body in bodies)
    assert joined.split() == long.split(), "nothing is lost between the parts"


def test_after_a_failure_in_the_middle_the_parts_that_went_out_are_not_sent_again() -> None:
    long = "word " * 100
    with receiving(Answer(), Answer(), Answer(503), Answer()) as receiver:
        came = carry(job(receiver.address(), long, limit=100, long="split"))
        assert (came.result, came.parts) == ("again", 2)
        assert carry(job(receiver.address(), long, limit=100, long="split", done=2)).result == "ok"
        bodies = [r.json["message"][:6] for r in receiver.asked]
    assert bodies[:4] == ["(1/6) ", "(2/6) ", "(3/6) ", "(3/6) "]
    assert bodies[-1] == "(6/6) "


def test_a_mail_arrives_with_its_subject_and_its_lines() -> None:
    with mailbox() as (box, port):
        address = f"mailto://127.0.0.1:{port}?from=room@example.com&to=boss@example.com&mode=insecure"
        assert carry(job(address)).result == "ok"
        [mail] = box.mails
    assert mail["Subject"] == "SEV2 Payments"
    body = mail.get_body(("plain",)).get_content()
    assert "Conditions: slow\nNeeds: none & <b>" in body.replace("\r\n", "\n")


@pytest.mark.parametrize(("reply", "result"), [("451 try later", "again"), ("554 no", "failed")])
def test_what_a_mail_server_replies_says_whether_to_try_again(reply: str, result: str) -> None:
    with mailbox(reply) as (box, port):
        address = f"mailto://127.0.0.1:{port}?from=room@example.com&to=boss@example.com&mode=insecure"
        came = carry(job(address))
        assert box.mails == []
    assert (came.result, came.reason, came.detail) == (result, "smtp", reply[:3])


def test_a_missing_library_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from warroom.outreach.notices import send

    monkeypatch.setitem(sys.modules, "apprise", None)
    came = send("json://x", "", "x", limit=None, long="short", done=0, code="en", sent=lambda _n: None)
    assert came.why == "apprise is not installed; run: pip install 'warroom[notify]'"
