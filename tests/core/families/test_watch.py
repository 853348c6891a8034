"""The watch after a change."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.watch import Watches
from warroom.core.nudges import nudges
from warroom.core.verb import Refused


def test_looks_move_the_next_one_and_the_end_is_never_passed_over() -> None:
    story = Acted()
    story.do("watch", "25m", "--every", "10m", minute=0)
    period = story.incident.part(Watches).now
    assert period
    assert period.due == story.at(10)
    story.do("looked", "well", minute=18)
    period = story.incident.part(Watches).now
    assert period
    assert period.due == story.at(25), "a look at the end, not three minutes behind it"
    story.do("looked", "well", minute=25)
    assert story.incident.part(Watches).now is None


def test_a_clock_that_jumps_shows_what_holds() -> None:
    story = Acted()
    story.do("watch", "30m", minute=0)
    for minute, there in ((-600, False), (5, False), (10, True), (9, False), (6000, True), (1, False)):
        found = [n for n in nudges(story.incident, story.at(minute), "ani") if n.key == "watch"]
        assert bool(found) == there, minute


def test_a_new_watch_takes_the_place_of_the_old_and_an_early_end_has_a_reason() -> None:
    story = Acted()
    story.do("watch", "30m", minute=0)
    story.do("watch", "2h", minute=5)
    story.do("unwatch", "the next shift watches", minute=6)
    assert [(p.standing, p.why) for p in story.incident.part(Watches).all] == [
        ("ended", ""), ("ended", "the next shift watches"),
    ]  # fmt: skip
    story.do("undo", minute=7)
    assert story.incident.part(Watches).now


@pytest.mark.parametrize("words", [("0m",), ("15d",), ("30m", "--every", "1h"), ("30m", "--every", "10s")])
def test_a_watch_has_sensible_lengths(words: tuple[str, ...]) -> None:
    with pytest.raises(Refused):
        Acted().do("watch", *words)


def test_a_check_that_fails_ends_the_watch_as_a_bad_look_does() -> None:
    story = Acted()
    story.do("check", "errors below 1 %", minute=0)
    story.do("watch", "30m", minute=1)
    story.do("fail", "errors", "3 %", by="budi", minute=5)
    (period,) = story.incident.part(Watches).all
    assert (period.standing, period.looks[-1].text) == ("broken", "errors below 1 %")
    story.do("undo", by="budi", minute=6)
    assert story.incident.part(Watches).now
