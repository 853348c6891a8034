"""Alerts that make no sound, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.families.silences import Silences
from warroom.core.language import language
from warroom.core.nudges import nudges
from warroom.core.verb import Misused, Refused


def standing(story: Acted, minute: float) -> list[tuple[str, float]]:
    found = story.incident.part(Silences).holding(story.at(minute))
    return [(s.alert, (s.until - story.at(0)) / timedelta(minutes=1)) for s in found]


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("disk full on db1 until 15:30", 60), ("disk full on db1 until 30m", 40), ("disk full on db1 for 2h", 130),
        ("disk full on db1 sampai 15:30", 60), ("disk full on db1 selama 1 jam", 70),
        ("disk full on db1 --until 15:30", 60), ("--until 45m disk full on db1", 55),
        ("disk full on db1 until tomorrow 09:00", 1110), ("disk full on db1 until 02:00", 690),
    ],
)  # fmt: skip
def test_an_end_is_read_however_it_is_said(words: str, until: float) -> None:
    story = small()  # declared at 14:30
    if "tomorrow" in words:
        words = words.replace("tomorrow", "2026-11-22")
    story.do("silence", *words.split(), minute=10)
    assert standing(story, 11) == [("disk full on db1", until)]
    assert standing(story, until) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("disk full", "until when"), ("errors for tenant 5", "until when"), ("disk until yesterday 10:00", "passed"),
        ("disk until 30d", "longer than 7 days"), ("disk until soon", "until when"),
    ],
)  # fmt: skip
def test_a_silence_without_a_likely_end_is_refused(words: str, says: str) -> None:
    story = small()
    with pytest.raises((Misused, Refused), match=says):
        story.do("silence", *words.split(), minute=10)


def test_it_is_a_line_of_the_timeline_in_both_languages_and_is_ended_by_a_part_of_its_name() -> None:
    story = small()
    (fact,) = story.do("silence", "disk full on db1 until 15:30", "--why", "we know", minute=10)
    assert not fact.noise
    assert [fact.sentence(story.incident, language(code)) for code in ("en", "id")] == [
        "silenced until 15:30: disk full on db1: we know",
        "dibisukan sampai 15:30: disk full on db1: we know",
    ]
    story.do("silence", "cpu on web until 1h", minute=11)
    with pytest.raises(Misused, match="fits 0 silenced alerts; there are: "):
        story.do("unsilence", "memory", minute=12)
    story.do("unsilence", "db1", minute=13)
    assert [alert for alert, _ in standing(story, 14)] == ["cpu on web"]
    with pytest.raises(Misused, match="fits 0"):
        story.do("unsilence", "db1", minute=15)


def test_silencing_again_moves_the_end_and_two_at_once_are_a_conflict() -> None:
    story = small()
    story.do("silence", "disk until 30m", minute=10)
    story.do("silence", "DISK until 60m", minute=12)
    assert standing(story, 13) == [("DISK", 72)]
    assert story.incident.conflicts == ()


def test_an_end_that_comes_is_told_until_somebody_has_looked() -> None:
    def told(minute: float) -> list[str]:
        return [
            n.verb for n in nudges(story.incident, story.at(minute), "ani") if n.key.startswith("silence.")
        ]

    story = small()
    story.do("silence", "disk until 30m", minute=10)
    assert told(39) == []
    assert told(41) == ["unsilence"]
    assert told(60 * 5) == []
    (nudge,) = (n for n in nudges(story.incident, story.at(41), "ani") if n.verb == "unsilence")
    story.do("unsilence", nudge.given["alert"], minute=42)
    assert told(43) == []
