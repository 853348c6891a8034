"""Milestones: marked, moved, taken back, or following from the record."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.verb import Refused


def test_a_mark_is_where_it_was_put_last_and_says_how_sure_it_is() -> None:
    story = Acted()
    story.do("mark", "mitigated", "--at", "14:50", minute=30)
    story.do("mark", "mitigated", "--at", "~14:45", minute=31)
    mark = story.incident.milestones["mitigated"]
    assert (mark.at, mark.precision, mark.derived) == (story.at(15), "about", False)


def test_a_mark_that_is_taken_back_uncovers_what_follows_from_the_record() -> None:
    story = Acted()
    story.do("log", "CPU alert", "--kind", "alert", minute=4)
    story.do("mark", "detected", "--at", "14:31", minute=5)
    assert story.incident.reached("detected") == story.at(1)
    story.do("unmark", "detected", minute=6)
    assert story.incident.milestones["detected"].derived
    assert story.incident.reached("detected") == story.at(4)


def test_only_what_somebody_marked_can_be_taken_back() -> None:
    story = Acted()
    for milestone in ("declared", "mitigated"):
        with pytest.raises(Refused, match="nobody has marked"):
            story.do("unmark", milestone, minute=1)


def test_the_first_update_is_the_first_that_stands() -> None:
    story = Acted()
    story.do("log", "told support", "--kind", "comms", minute=9)
    story.do("update", "We are on it.", minute=12)
    assert story.incident.reached("first_update") == story.at(9)
    story.do("strike", "support", "it was not sent", minute=13)
    assert story.incident.reached("first_update") == story.at(12)


def test_who_marks_the_end_ends_it() -> None:
    story = Acted()
    story.do("window", "--from", "14:31", minute=5)
    story.do("mark", "resolved", "--at", "14:50", minute=30)
    incident = story.incident
    assert (incident.status, incident.reached("resolved")) == ("resolved", story.at(20))
    assert incident.windows[0].ends == story.at(20)
    story.do("mark", "resolved", "--at", "14:45", minute=31)
    assert (len(story.incident.statuses), story.incident.reached("resolved")) == (2, story.at(15))
    story.do("undo", minute=32)
    story.do("undo", minute=33)
    assert story.incident.is_open
    assert "resolved" not in story.incident.milestones


def test_a_milestone_is_not_marked_before_it_is_reached() -> None:
    story = Acted()
    with pytest.raises(Refused, match="future"):
        story.do("mark", "mitigated", "--at", "2026-11-22 10:00", minute=5)
