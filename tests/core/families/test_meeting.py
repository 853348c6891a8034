"""The post-mortem meeting, and the day until which its severity wants it."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import ten_steps
from warroom.core.families.meeting import Meeting, due
from warroom.core.nudges import nudges
from warroom.core.verb import Refused


@pytest.mark.parametrize(
    ("severity", "day"), [("1", "2026-11-24"), ("2", "2026-11-27"), ("3", ""), ("4", "")]
)
def test_the_day_is_the_severitys_and_leaves_out_weekends_where_it_says_so(severity: str, day: str) -> None:
    story = Acted("x", "--sev", severity, playbook=ten_steps())  # a Saturday
    assert due(story.incident) is None, "nobody wants a meeting while it goes on"
    story.do("resolve", minute=1)
    until = due(story.incident)
    assert (f"{until:%Y-%m-%d}" if until else "") == day


def test_it_is_asked_for_until_it_is_held_and_again_after_a_reopening() -> None:
    story = Acted("x", "--sev", "1", playbook=ten_steps())
    story.do("resolve", minute=1)

    def waits(minute: float) -> list[tuple[str, str]]:
        return [
            (n.verb, n.level) for n in nudges(story.incident, story.at(minute), "ani") if n.key == "meeting"
        ]

    assert waits(2) == [("meeting", "amber")]
    assert waits(4 * 24 * 60) == [("meeting", "red")]
    story.do("meeting", "tomorrow 10:00", minute=3)
    assert waits(4) == []
    assert waits(24 * 60) == [("met", "amber")]
    story.do("met", minute=24 * 60)
    assert waits(24 * 60 + 1) == []
    story.do("reopen", "it is back", minute=30 * 60)
    story.do("resolve", minute=31 * 60)
    assert waits(31 * 60 + 1) == [("meeting", "amber")]


def test_a_meeting_lies_ahead_and_one_that_was_held_behind() -> None:
    story = Acted()
    with pytest.raises(Refused, match="is past"):
        story.do("meeting", "2020-01-01 10:00")
    with pytest.raises(Refused, match="future"):
        story.do("met", "--at", "2026-12-24 10:00")
    story.do("meeting", "+2h", "room", "5")
    with pytest.raises(Refused, match="as it was"):
        story.do("meeting", "+2h", "room", "5")
    assert story.incident.part(Meeting).place == "room 5"
