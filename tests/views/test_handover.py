"""The brief of a handover says what somebody who was not there needs, and where nothing is known it says so."""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.language import say, speak
from warroom.views.handover import MOST, Point, brief, handover_list


def told() -> Acted:
    story = small()
    acts = (
        "role ic ani", "role ops budi", "join eko", "page citra the database", "systems pay", "symptoms error 503",
        "impact users 12000 --estimate", "window --from 14:20 --level full", "sev 1 all cards fail",
        "suspect a leak in v2.3.2", "suspect a full disk", "judge disk ruled_out there is room",
        "log restarted pay-7 --kind action", "log we roll back --kind decision", "begin 1.2",
        "assign budi read the heap dump --for 20m", "ask support are refunds hit too", "plan roll back to 2.3.1",
        "silence disk alert until 16:00", "handover ic budi wave 3 runs",
    )  # fmt: skip
    for minute, line in enumerate(acts, 1):
        verb, *words = line.split()
        story.do(verb, *words, minute=minute)
    return story


def points(story: Acted, minute: float = 30) -> dict[str, Point]:
    offer = story.incident.offers[-1] if story.incident.offers else None
    return {p.code: p for p in brief(story.incident, story.at(minute), UTC, offer=offer)}


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("said", "ani: wave 3 runs"), ("status", "SEV1, declared: Payment gateway down"), ("status", "30 min ago"),
        ("impact", "affected systems: pay"), ("impact", "symptoms: error 503"), ("impact", "users: 12,000 (estimate)"),
        ("impact", "felt since 14:20: full"), ("tried", "14:43 restarted pay-7 (ani)"),
        ("tried", "ruled out: a full disk: there is room"), ("hypotheses", "open: a leak in v2.3.2"),
        ("decisions", "14:44 we roll back (ani)"), ("owners", "Incident Commander: ani"),
        ("owners", "Operations Lead: budi"), ("owners", "also here: eko"), ("owners", "citra was called 26 min ago"),
        ("work", "1.2 Secure logs"), ("work", "budi looks into it until"), ("work", "asked of support: are refunds hit too"),
        ("work", "change planned: roll back to 2.3.1"), ("silenced", "disk alert, until 16:00 (ani)"), ("next", "update due"),
    ],
)  # fmt: skip
def test_what_is_so_is_said(code: str, says: str) -> None:
    assert any(says in line for line in points(told())[code].lines), points(told())[code]


def test_nothing_is_left_out_silently() -> None:
    bare = points(small())
    assert bare["silenced"].lines == bare["decisions"].lines == (say("nothing is recorded"),)
    assert "said" not in bare
    story = small()
    for n in range(MOST + 3):
        story.do("log", f"step {n}", "--kind", "action", minute=n)
    lines = points(story)["tried"].lines
    assert lines[0] == "3 earlier ones stand in the timeline"
    assert len(lines) == MOST + 1


def test_what_was_struck_or_is_over_is_not_handed_over() -> None:
    story = told()
    story.do("strike", "last", "wrong", minute=31)
    story.do("unsilence", "disk", minute=32)
    found = points(story, 33)
    assert found["decisions"].lines == ("nothing is recorded",)
    assert found["silenced"].lines == ("nothing is recorded",)


def test_it_speaks_indonesian_to_its_titles() -> None:
    speak("id")
    try:
        rows = handover_list(tuple(points(told()).values()))
        text = "\n".join("".join(t for t, _ in line) for i in range(len(rows)) for line in rows.lines(i, 90))
    finally:
        speak("en")
    for words in ("Yang sudah dicoba", "Hipotesis", "Alert yang dibisukan", "12.000"):
        assert words in text
    assert "recorded" not in text
