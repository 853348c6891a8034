"""Checks that must pass before the end."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.ending import still_open
from warroom.core.families.checks import Checks
from warroom.core.verb import Misused, Refused


def test_a_check_is_named_by_a_part_of_it_and_judged_anew() -> None:
    story = Acted()
    story.do("check", "errors below 1 %", minute=1)
    story.do("check", "queue is empty", minute=1)
    story.do("fail", "queue", "12 jobs", by="budi", minute=2)
    assert still_open(story.incident) == ["not checked: errors below 1 %", "failed: queue is empty"]
    story.do("pass", "queue", "0 jobs", minute=3)
    story.do("pass", "errors", minute=3)
    assert still_open(story.incident) == []
    first, second = story.incident.part(Checks).all
    assert (first.state, second.state, second.how, second.judged_by) == ("passed", "passed", "0 jobs", "ani")
    with pytest.raises(Refused, match="passed already"):
        story.do("pass", "errors", minute=4)
    story.do("undo", minute=5)
    assert still_open(story.incident) == ["not checked: errors below 1 %"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("check", "ERRORS below 1 %"), "there already"), (("pass", "disk"), "no check has"),
        (("pass", "errors", "--evidence", "nothing"), "no entry has"), (("check",), "needs this"),
    ],
)  # fmt: skip
def test_what_does_not_fit_changes_nothing(words: tuple[str, ...], says: str) -> None:
    story = Acted()
    story.do("check", "errors below 1 %", minute=1)
    before = story.incident
    with pytest.raises((Refused, Misused), match=says):
        story.do(*words, minute=2)
    assert story.incident is before or story.incident == before


def test_a_check_that_is_taken_back_stands_in_nobodys_way() -> None:
    story = Acted()
    story.do("check", "errors below 1 %", minute=1)
    story.do("uncheck", "errors", "counted elsewhere", minute=2)
    story.do("resolve", minute=3)
    assert story.incident.status == "resolved"


def test_two_who_judge_without_seeing_each_other_are_a_conflict() -> None:
    story = Acted()
    (made,) = story.do("check", "errors below 1 %", minute=1)
    story.do("pass", "errors", minute=2)
    unseen = story.do("fail", "errors", by="budi", minute=3)[0]
    assert unseen.prev != made.id
    assert not story.incident.conflicts


@pytest.mark.parametrize("words", [("resolve",), ("mark", "resolved")])
def test_no_way_to_the_end_goes_around_an_open_check(words: tuple[str, ...]) -> None:
    story = Acted()
    story.do("check", "errors below 1 %", minute=1)
    with pytest.raises(
        Refused, match="not checked: errors below 1 %; settle it, or say why not: /resolve --despite"
    ):
        story.do(*words, minute=2)
    assert story.incident.is_open
