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
