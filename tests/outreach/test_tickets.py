"""A ticket in three trackers, made once whatever happens in between."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.servers import Answer, Receiver, free_port, receiving
from tests.helpers.trackers import TOKEN, GitHub, GitLab, Jira, Tracker, answer
from tests.screens.stage import Clock, declare
from tests.session.test_outbox import settings
from warroom.core.checklist import check
from warroom.core.families.tickets import Tickets
from warroom.core.registry import VERBS
from warroom.outreach.courier import carry
from warroom.outreach.tickets import make, mark_of
from warroom.session.posting import hand_over
from warroom.session.sending import Sending

INCIDENT = "INC-20261121-K7F"


def job(service: str, base: str, **more: Any) -> dict[str, Any]:
    project = {"github": "team/shop", "gitlab": "team/shop", "jira": "OPS"}[service]
    return {
        "kind": "ticket", "service": service, "base": base, "project": project, "token": TOKEN, "incident": INCIDENT,
        "subject": "SEV1 Payment gateway down", "text": "Conditions: slow", "severity": 1, "labels": ["shop"],
        "priority": "", "user": "", "type": "Task", "done": 0, **more,
    }  # fmt: skip


@contextmanager
def serving(tracker: Tracker) -> Iterator[tuple[Receiver, str]]:
    with receiving(tracker) as receiver:
        tracker.base = f"http://127.0.0.1:{receiver.port}"
        yield receiver, tracker.base


CASES = [("github", GitHub, {}), ("gitlab", GitLab, {}), ("jira", Jira, {})]


@pytest.mark.parametrize(("service", "kind", "more"), CASES)
def test_it_is_made_once_and_found_from_then_on(
    service: str, kind: type[Tracker], more: dict[str, Any]
) -> None:
    tracker = kind()
    with serving(tracker) as (_, base):
        first, again = make(job(service, base, **more)), make(job(service, base, **more))
    assert first.result == again.result == "ok", (first, again)
    assert (first.url, first.name) == (again.url, again.name)
    assert len(tracker.made) == 1
    assert first.name in ("#1", "OPS-1")
    assert mark_of(INCIDENT) in json.dumps(tracker.made)


def test_the_severity_gives_the_priority_and_a_team_names_it_otherwise() -> None:
    jira, github = Jira(priorities=("Highest", "Blocker")), GitHub()
    with serving(jira) as (_, base):
        make(job("jira", base))
        assert jira.made[0]["fields"]["priority"] == {"name": "Highest"}
        make(job("jira", base, incident="INC-20261121-AAA", priority="Blocker"))
        assert jira.made[1]["fields"]["priority"] == {"name": "Blocker"}
    with serving(github) as (_, base):
        make(job("github", base))
    assert github.made[0]["labels"] == ["incident", "sev1", "shop"]


def test_jiras_cloud_has_its_search_at_another_place() -> None:
    jira = Jira(cloud=True)
    with serving(jira) as (_, base):
        came = make(job("jira", base, user="ani@team.example"))
        assert make(job("jira", base, user="ani@team.example")) == came
    assert came.url == f"{base}/browse/OPS-1"
    assert len(jira.made) == 1


@pytest.mark.parametrize(
    ("reply", "result", "reason", "words"),
    [
        (answer(401, {"message": "Bad credentials"}), "failed", "rights", "the server does not accept the token (401)"),
        (answer(403, {"message": "Forbidden"}), "failed", "rights", "(403)"),
        (answer(404, {"message": "Not Found"}), "failed", "place", "look at the address and the project"),
        (answer(422, {"message": "Validation Failed", "errors": [{"message": "no such label"}]}), "failed", "fields",
         "no such label; Validation Failed"),
        (Answer(429, headers=(("Retry-After", "30"),)), "again", "many", "fewer requests"),
        (Answer(403, headers=(("X-RateLimit-Remaining", "0"),)), "again", "many", "fewer requests"),
        (answer(500, {}), "again", "status", "the server answered 500"),
        (answer(503, {}), "again", "status", "503"),
        (Answer(301, headers=(("Location", "https://elsewhere.example/"),)), "failed", "redirect", "correct the address"),
        (Answer(201, b"<html>not JSON"), "again", "answer", "can't be read"),
        (Answer(201, b'{"html_url": "javascript:alert(1)"}'), "again", "answer", "can't be read"),
        (Answer(201, b"[1, 2]"), "again", "answer", "can't be read"),
        (Answer(cut=True), "again", "cut", "cut"),
    ],
)  # fmt: skip
def test_what_a_tracker_answers_says_what_to_do(reply: Answer, result: str, reason: str, words: str) -> None:
    github = GitHub(reply)
    with serving(github) as (_, base):
        came = make(job("github", base))
        assert (came.result, came.reason) == (result, reason)
        assert words in came.why
        assert TOKEN not in came.why
        assert came.after == (30.0 if reply.status == 429 else None)
        if result == "again":
            assert make(job("github", base)).result == "ok"
    assert len(github.made) == (1 if result == "again" else 0)


def test_a_token_does_not_follow_a_redirect() -> None:
    with receiving() as elsewhere:
        moved = (("Location", f"http://127.0.0.1:{elsewhere.port}/x"),)
        with receiving(Answer(302, headers=moved)) as receiver:
            came = make(job("github", f"http://127.0.0.1:{receiver.port}"))
        assert elsewhere.asked == []
    assert came[:2] == ("failed", "redirect")


def test_a_page_for_people_in_the_place_of_a_tracker_is_no_tracker() -> None:
    with receiving(Answer(200, b"<html>log in</html>")) as receiver:
        for service in ("github", "gitlab", "jira"):
            assert make(job(service, f"http://127.0.0.1:{receiver.port}"))[:2] == ("failed", "answer")


def test_made_and_never_heard_of_is_found_the_next_time() -> None:
    """The server made it, and the connection was cut before it could say so."""
    github = GitHub()

    def cut(request: Any) -> Answer:
        made = github(request)
        return Answer(cut=True) if request.method == "POST" else made

    with receiving(cut) as receiver:
        base = f"http://127.0.0.1:{receiver.port}"
        assert make(job("github", base))[:2] == ("again", "cut")
        assert make(job("github", base)).url == "https://github.example/team/shop/issues/1"
    assert len(github.made) == 1


def test_another_incidents_mark_that_begins_alike_is_another_ticket() -> None:
    github = GitHub()
    with serving(github) as (_, base):
        make(job("github", base, incident="INC-20261121-K7FX"))
        make(job("github", base))
    assert len(github.made) == 2


def test_where_nobody_listens_it_is_tried_again() -> None:
    assert make(job("gitlab", f"http://127.0.0.1:{free_port()}"))[:2] == ("again", "refused")
    assert make(job("gitlab", "http://no-such-host.invalid"))[:2] == ("again", "name")


def test_a_missing_library_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    assert make(job("jira", "x")).why == "httpx is not installed; run: pip install 'warroom[tickets]'"


def test_the_courier_carries_it_as_a_process_of_its_own() -> None:
    gitlab = GitLab()
    with serving(gitlab) as (_, base):
        came = carry(job("gitlab", base))
    assert (came.result, came.name) == ("ok", "#1")


def test_a_ticket_that_was_asked_for_offline_is_linked_when_the_network_is_back(
    own_home: Path, tmp_path: Path
) -> None:
    clock = Clock()
    room = declare(tmp_path, clock=clock)
    told = '[tracker.shop]\nkind = "jira"\nproject = "OPS"\ntoken = "s3cret-token"\nurl = "{base}"\n'
    settings(own_home, told.format(base=f"http://127.0.0.1:{free_port()}"))
    done = room.act(VERBS["newticket"], ())
    assert hand_over(str(tmp_path), room.file, done.incident, done.events, room.now) == (
        "queued: a ticket in default",
    )
    [left] = Sending(str(tmp_path), clock).pass_once()
    assert (left.state, left.why) == ("ready", "the connection was refused")
    jira = Jira()
    with serving(jira) as (_, base):
        settings(own_home, told.format(base=base))
        clock.on(minutes=1)
        assert Sending(str(tmp_path), clock).pass_once() == []
    room.refresh()
    held = room.incident.part(Tickets)
    assert [(t.name, t.url) for t in held.linked] == [("OPS-1", f"{base}/browse/OPS-1")]
    assert held.asked[0].state == "made"
    assert check(room.incident, "2.3").state == "done"  # type: ignore[union-attr]
    assert jira.made[0]["fields"]["priority"] == {"name": "High"}, "SEV2"
    assert room.incident.id in jira.made[0]["fields"]["summary"]


def test_one_that_the_tracker_refuses_is_said_in_the_record(own_home: Path, tmp_path: Path) -> None:
    clock = Clock()
    room = declare(tmp_path, clock=clock)
    with serving(Jira(priorities=("P1",))) as (_, base):
        settings(
            own_home,
            f'[tracker.shop]\nkind = "jira"\nproject = "OPS"\ntoken = "s3cret-token"\nurl = "{base}"\n',
        )
        done = room.act(VERBS["newticket"], ("shop",))
        hand_over(str(tmp_path), room.file, done.incident, done.events, room.now)
        [left] = Sending(str(tmp_path), clock).pass_once()
    room.refresh()
    [asked] = room.incident.part(Tickets).asked
    assert (left.state, asked.state) == ("failed", "failed")
    assert asked.why == "the server does not take these fields (priority: Priority name is not valid)"
    assert check(room.incident, "2.3").state == "open"  # type: ignore[union-attr]


def test_a_sender_that_was_killed_made_it_or_not_and_the_next_one_finds_out(
    own_home: Path, tmp_path: Path
) -> None:
    clock = Clock()
    room = declare(tmp_path, clock=clock)
    jira = Jira()
    with serving(jira) as (_, base):
        settings(
            own_home,
            f'[tracker.shop]\nkind = "jira"\nproject = "OPS"\ntoken = "s3cret-token"\nurl = "{base}"\n',
        )
        done = room.act(VERBS["newticket"], ("shop",))
        hand_over(str(tmp_path), room.file, done.incident, done.events, room.now)
        sending = Sending(str(tmp_path), clock)
        [job_id] = sending.spool.ids()
        sending.spool.change({**sending.spool.read(job_id), "state": "sending"})
        make(job("jira", base, incident=room.incident.id))  # it had got that far
        assert sending.pass_once() == []
    room.refresh()
    assert [t.name for t in room.incident.part(Tickets).linked] == ["OPS-1"]
    assert len(jira.made) == 1


def test_a_pull_request_that_speaks_of_the_incident_is_no_ticket() -> None:
    github = GitHub()
    github.made.append(
        {"number": 1, "body": mark_of(INCIDENT), "html_url": "https://x.example/1", "pull_request": {}}
    )
    with serving(github) as (_, base):
        assert make(job("github", base)).name == "#2"
