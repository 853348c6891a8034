"""Steps 7 to 10 of the ten, item by item: from a fresh incident, by the verbs alone, in both languages.

Each does the thing and then looks where a commander looks: the item ticks itself, the pane shows it, the timeline has its row,
the report its line.
"""

from __future__ import annotations

import re
from datetime import UTC

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.checklist import check
from warroom.core.language import speak
from warroom.core.nudges import nudges
from warroom.core.verb import Refused
from warroom.reports.context import context
from warroom.reports.markdown import markdown
from warroom.reports.postmortem import postmortem
from warroom.views.lines import plain
from warroom.views.whole import room_lines

both = pytest.mark.parametrize("code", ["en", "id"])


def state(story: Acted, number: str) -> tuple[str, bool]:
    found = check(story.incident, number)
    assert found is not None
    return found.state, found.auto


def room(story: Acted, minute: float, width: int = 160) -> str:
    """The room as text, in the language of the process."""
    lines = room_lines(story.incident, story.at(minute), UTC, width, noise=True)
    return "\n".join(plain(line).rstrip() for line in lines)


def report(story: Acted, minute: float, code: str) -> str:
    return markdown(postmortem(context(story.incident, story.at(minute), code)))


def seen(text: str, *words: str) -> None:
    for word in words:
        assert word in text, f"{word!r} is not in:\n{text}"


def told(code: str, english: str, indonesian: str) -> str:
    return english if code == "en" else indonesian


@both
def test_7_1_checks_with_evidence_pass_before_it_is_resolved(code: str) -> None:
    story = small()
    story.do("check", "errors below 0.1 %", minute=1)
    story.do("check", "queue is empty", minute=1)
    story.do("log", "errors at 0.02 %", by="budi", minute=2)
    assert state(story, "7.1") == ("open", False)
    speak(code)
    with pytest.raises(
        Refused, match=told(code, "not checked: errors below", "belum diperiksa: errors below")
    ):
        story.do("resolve", minute=3)
    story.do("pass", "errors", "--evidence", "0.02", by="budi", minute=3)
    story.do("fail", "queue", "12 jobs", by="citra", minute=4)
    seen(room(story, 5), "✗ queue is empty", "“errors at 0.02 %”", told(code, "Verification", "Verifikasi"))
    assert any(n.verb == "pass" and n.level == "red" for n in at_status(story, "monitoring", 5))
    story.do("pass", "queue", "0 jobs", by="citra", minute=6)
    assert state(story, "7.1") == ("done", True)
    seen(
        room(story, 7),
        told(code, "check passed: queue is empty: 0 jobs", "pemeriksaan lolos: queue is empty: 0 jobs"),
    )
    text = report(story, 8, code)
    seen(
        text,
        told(code, "## Verification", "## Verifikasi"),
        "errors at 0.02 %",
        told(code, "passed", "lolos"),
    )
    story.do("resolve", minute=9)
    assert story.incident.status == "resolved"


def at_status(story: Acted, status: str, minute: float) -> tuple[object, ...]:
    story.do("status", status, minute=minute)
    return nudges(story.incident, story.at(minute), "ani")  # type: ignore[return-value]


@both
def test_7_1_an_end_against_open_checks_needs_a_reason_and_is_told(code: str) -> None:
    story = small()
    story.do("check", "errors below 0.1 %", minute=1)
    speak(code)
    (fact,) = story.do("resolve", "--despite", "the graphs are down", minute=2)
    assert story.incident.status == "resolved"
    assert state(story, "7.1") == ("open", False)
    seen(
        room(story, 3),
        told(code, "resolved although not all is settled", "dinyatakan selesai meski belum semua beres"),
    )
    seen(
        report(story, 4, code),
        told(code, "although not all was settled", "meski belum semua beres"),
        "the graphs are down",
    )
    assert fact.kind == "status.changed"


@both
def test_7_2_the_watch_has_a_clock_and_a_last_look(code: str) -> None:
    story = small()
    story.do("watch", "30m", "--every", "10m", minute=0)
    speak(code)
    assert state(story, "7.2") == ("open", False)
    with pytest.raises(Refused):
        story.do("resolve", minute=1)
    seen(
        room(story, 1),
        told(code, "14:30-15:00", "14.30-15.00"),
        told(code, "next look 14:40", "cek berikutnya 14.40"),
    )
    assert watch_nudge(story, 9) is None
    assert watch_nudge(story, 10) == ("amber", told(code, "watch check due", "waktunya mengecek lagi"))
    assert watch_nudge(story, 15) == ("red", told(code, "watch check due", "waktunya mengecek lagi"))
    story.do("looked", "well", "0.1 % errors", by="budi", minute=16)
    assert watch_nudge(story, 20) is None
    story.do("looked", "well", minute=25)
    assert watch_nudge(story, 30) is not None
    story.do("looked", "well", "flat", by="citra", minute=31)
    assert state(story, "7.2") == ("done", True)
    assert watch_nudge(story, 90) is None
    seen(room(story, 32), told(code, "watch: all is well: flat", "pengawasan: semua baik: flat"))
    seen(
        report(story, 33, code),
        told(code, "over, all was well, 3 looks", "selesai, semua baik, 3 kali dicek"),
    )
    story.do("resolve", minute=34)


def watch_nudge(story: Acted, minute: float) -> tuple[str, str] | None:
    found = [n for n in nudges(story.incident, story.at(minute), "ani") if n.key == "watch"]
    return (found[0].level, found[0].sentence) if found else None


def test_7_2_a_bad_look_ends_the_watch_and_stands_before_the_end() -> None:
    story = small()
    story.do("watch", "30m", minute=0)
    story.do("looked", "bad", "errors are back", minute=5)
    assert watch_nudge(story, 6) == ("red", "the watch ended: it was not well")
    with pytest.raises(Refused, match="it was not well"):
        story.do("resolve", minute=7)
    with pytest.raises(Refused, match="nothing is being watched"):
        story.do("looked", "well", minute=40)
    assert state(story, "7.2") == ("open", False)
    story.do("watch", "10m", minute=41)
    story.do("looked", "well", minute=51)
    assert state(story, "7.2") == ("done", True)


@both
def test_7_3_a_crew_stands_by_and_a_reopening_goes_on_in_the_same_timeline(code: str) -> None:
    story = small()
    story.do("mark", "started", "--at", "-10m", minute=0)
    story.do("standby", "budi", "on-call", "phone", "--until", "+12h", minute=1)
    speak(code)
    assert state(story, "7.3") == ("done", True)
    seen(room(story, 2), "budi, on-call phone", told(code, "budi is on standby", "budi siaga"))
    story.do("resolve", minute=10)
    story.do("reopen", "errors are back", by="budi", minute=40)
    assert story.incident.is_open
    assert [w.ends is None for w in story.incident.windows] == [False, True]
    seen(room(story, 41), told(code, "reopened: errors are back", "dibuka kembali: errors are back"))
    text = report(story, 42, code)
    seen(text, told(code, "### Reopening", "### Pembukaan kembali"), "errors are back")
    seen(text, told(code, "On standby for a relapse: budi", "Siaga bila kambuh: budi"))


@both
def test_8_1_the_post_mortem_is_drafted(code: str) -> None:
    story = small()
    story.do("write", "summary", "Payments failed for an hour.", minute=1)
    assert state(story, "8.1") == ("open", False)
    story.do("write", "cause", "A pool of ten.", minute=2)
    assert state(story, "8.1") == ("done", True)
    speak(code)
    seen(room(story, 3), "A pool of ten.")
    seen(report(story, 3, code), "Payments failed for an hour.", "A pool of ten.")


@both
def test_8_2_the_meeting_is_planned_by_its_day_and_held(code: str) -> None:
    story = small()
    story.do("sev", "1", minute=0)
    story.do("resolve", minute=1)
    speak(code)
    seen(
        room(story, 2),
        told(code, "not planned; due by 2026-11-24", "belum dijadwalkan; paling lambat 2026-11-24"),
    )
    waits = [n for n in nudges(story.incident, story.at(2), "ani") if n.key == "meeting"]
    assert [n.verb for n in waits] == ["meeting"]
    story.do("meeting", "besok 10.00", "room", "5", minute=3)
    assert state(story, "8.2") == ("open", False)
    seen(
        room(story, 4),
        told(
            code,
            "meeting set for 2026-11-22 10:00 (room 5)",
            "rapat post-mortem dijadwalkan 2026-11-22 10.00",
        ),
    )
    seen(
        report(story, 4, code),
        told(code, "Post-mortem meeting: planned", "Rapat post-mortem: dijadwalkan"),
        "room 5",
    )
    assert re.search(
        told(code, "meeting .* 2026-11-22 10:00 .room 5.", "rapat .* 2026-11-22 10[.:]00 .room 5."),
        room(story, 4),
    )
    assert not [n for n in nudges(story.incident, story.at(5), "ani") if n.key == "meeting"]
    story.do("met", "two follow-ups", by="budi", minute=24 * 60)
    assert state(story, "8.2") == ("done", True)
    seen(
        report(story, 24 * 60 + 1, code),
        told(code, "Post-mortem meeting: held", "Rapat post-mortem: diadakan"),
        "two follow-ups",
    )
    assert not [n for n in nudges(story.incident, story.at(9 * 24 * 60), "ani") if n.key == "meeting"]


@both
@pytest.mark.parametrize("how", ["followed", "none"])
def test_8_3_a_learning_becomes_a_document_or_none_has_its_reason(code: str, how: str) -> None:
    story = small()
    if how == "followed":
        story.do("action", "runbook for the pool", "--type", "document", minute=1)
        assert state(story, "8.3") == ("open", False)
        story.do("write", "learnings", "Nobody knew the limit.", minute=2)
    else:
        story.do("none", "document", "the runbook was right", minute=2)
    assert state(story, "8.3") == ("done", True)
    speak(code)
    words = "runbook for the pool" if how == "followed" else "the runbook was right"
    seen(room(story, 3), words)
    seen(report(story, 3, code), words)


@both
def test_9_1_a_follow_up_prevents_the_next_one(code: str) -> None:
    story = small()
    story.do(
        "action", "size the pool from load", "--owner", "budi", "--due", "1w", "--type", "detect", minute=1
    )
    assert state(story, "9.1") == ("open", False)
    story.do("amend", "size the pool", "--type", "prevent", minute=2)
    assert state(story, "9.1") == ("done", True)
    speak(code)
    seen(room(story, 3), "size the pool from load")
    seen(report(story, 3, code), "size the pool from load", told(code, "prevent", "pencegahan"))
    story.do("drop", "size the pool", minute=4)
    assert state(story, "9.1") == ("open", False)


@both
@pytest.mark.parametrize("how", ["followed", "none"])
def test_9_2_detection_gets_better_or_why_not(code: str, how: str) -> None:
    story = small()
    if how == "followed":
        story.do("action", "alert on the pool", "--type", "detect", minute=1)
    else:
        story.do("none", "detect", "the alert came within 20 s", minute=1)
    assert state(story, "9.2") == ("done", True)
    speak(code)
    words = "alert on the pool" if how == "followed" else "the alert came within 20 s"
    seen(room(story, 3), words)
    seen(report(story, 3, code), words)


@both
def test_9_3_what_was_learned_is_shared(code: str) -> None:
    story = small()
    (fact,) = story.do("shared", "all teams, by mail", by="budi", minute=1)
    assert state(story, "9.3") == ("done", True)
    assert fact.goes_out
    speak(code)
    seen(
        room(story, 2),
        told(code, "what was learned was shared: all teams", "pelajarannya dibagikan: all teams"),
    )
    seen(report(story, 3, code), told(code, "Shared ", "Dibagikan "), "all teams, by mail")


@both
def test_10_1_management_has_its_brief(code: str) -> None:
    story = small()
    story.do("briefed", "by mail", minute=1)
    assert state(story, "10.1") == ("done", True)
    speak(code)
    seen(room(story, 2), told(code, "brief for management: by mail", "by mail"))
    seen(report(story, 2, code), "by mail")


@both
def test_10_2_the_impact_has_figures(code: str) -> None:
    story = small()
    story.do("impact", "users", "12000", "--estimate", minute=1)
    assert state(story, "10.2") == ("open", False)
    story.do("window", "--from", "-30m", "--to", "-5m", minute=31)
    assert state(story, "10.2") == ("done", True)
    speak(code)
    seen(room(story, 32), told(code, "12,000", "12.000"))
    seen(report(story, 32, code), told(code, "12,000", "12.000"), told(code, "25 min", "25 menit"))


@both
@pytest.mark.parametrize("how", ["said", "none"])
def test_10_3_the_process_gets_a_recommendation_or_none_with_the_reason(code: str, how: str) -> None:
    story = small()
    if how == "said":
        story.do("recommend", "page the database team at once", minute=1)
    else:
        story.do("none", "recommendation", "all went as planned", minute=1)
    assert state(story, "10.3") == ("done", True)
    speak(code)
    words = "page the database team at once" if how == "said" else "all went as planned"
    seen(room(story, 2), words)
    seen(report(story, 2, code), words)
