"""A planned change: its window, its people, and that an impact window is another thing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.helpers.acted import Acted
from warroom.core.clock import window_words
from warroom.core.families.changes import RULES, Change, Changes
from warroom.core.language import say
from warroom.core.metrics import metrics
from warroom.core.verb import Misused, Refused


def all_of(story: Acted) -> tuple[Change, ...]:
    return story.incident.part(Changes).all


def planned() -> Acted:
    story = Acted()
    story.do("plan", "roll back to v2.3.1", minute=1)
    return story


def test_without_words_it_is_the_option_that_was_chosen() -> None:
    story = Acted()
    with pytest.raises(Refused, match="say what is changed, or choose an option first"):
        story.do("plan", minute=1)
    story.do("option", "roll back", minute=1)
    story.do("choose", "roll", "--rollback", "redeploy", minute=2)
    story.do("plan", "--from", "15:00", "--for", "30m", "--executor", "budi", "--observer", "citra", minute=3)
    (change,) = all_of(story)
    assert (change.text, change.executor, change.observer) == ("roll back", "budi", "citra")
    assert change.option != ""
    assert (change.opens, change.closes) == (story.at(30), story.at(60))
    story.do("undo", minute=4)
    assert all_of(story) == ()


def test_a_window_may_be_tomorrow_and_is_told_in_its_own_zone() -> None:
    story = planned()
    (fact,) = story.do("schedule", "roll", "--from", "tomorrow 02:00", "--for", "1h", minute=2)
    (change,) = all_of(story)
    assert change.opens == story.at(0).replace(day=22, hour=2, minute=0)
    assert fact.sentence(story.incident, say) == (
        "change window of “roll back to v2.3.1”: 2026-11-22 02:00–03:00 UTC"
    )
    assert change.opens is not None
    assert window_words(change.opens, change.opens + timedelta(hours=22), "Asia/Jakarta") == (
        "2026-11-22 09:00–2026-11-23 07:00 WIB"
    )
    assert window_words(change.opens, change.opens + timedelta(hours=1), "+05:30").endswith(
        "07:30–08:30 +05:30"
    )
    assert window_words(change.opens, change.opens + timedelta(hours=1), "nowhere").endswith("UTC")


def test_a_clock_of_just_now_is_not_tomorrows() -> None:
    story = planned()
    story.do("schedule", "roll", "--from", "14:30", "--to", "15:30", minute=2)
    (change,) = all_of(story)
    assert (change.opens, change.closes) == (story.at(0), story.at(60))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "15:00"), "has a start and an end"),
        (("--to", "15:00"), "has a start and an end"),
        (("--from", "15:00", "--to", "16:00", "--for", "30m"), "has a start and an end"),
        (("--from", "16:00", "--to", "15:00"), "ends before it starts"),
        (("--from", "-2h", "--for", "30m"), "is over already"),
        (("--from", "15:00", "--for", "8d"), "lasts a week at most"),
        (("--from", "2028-01-01 10:00", "--for", "30m"), "begins within a year"),
        ((), "has a start and an end"),
    ],
)
def test_a_window_that_cannot_be_is_refused(words: tuple[str, ...], told: str) -> None:
    story = planned()
    with pytest.raises(Refused, match=told):
        story.do("schedule", "roll", *words, minute=2)
    assert all_of(story)[0].opens is None


def test_overlapping_windows_are_refused_unless_that_is_meant() -> None:
    story = planned()
    story.do("schedule", "roll", "--from", "15:00", "--for", "30m", minute=2)
    story.do("plan", "rotate the keys", minute=3)
    with pytest.raises(Refused, match=r"overlaps the change window of “roll back to v2\.3\.1”"):
        story.do("schedule", "rotate", "--from", "15:29", "--for", "30m", minute=4)
    story.do("schedule", "rotate", "--from", "15:30", "--for", "30m", minute=5)
    story.do("schedule", "rotate", "--from", "15:29", "--for", "30m", "--overlap", minute=6)
    story.do("unplan", "roll", "it went away", minute=7)
    story.do("schedule", "rotate", "--from", "15:00", "--for", "30m", minute=8)
    assert all_of(story)[1].opens == story.at(30)


def test_a_window_is_moved_and_taken_away() -> None:
    story = planned()
    story.do("schedule", "roll", "--from", "15:00", "--for", "30m", minute=2)
    assert RULES["change_window"](story.incident) is not None
    with pytest.raises(Refused, match="as it was"):
        story.do("schedule", "roll", "--from", "15:00", "--for", "30m", minute=3)
    story.do("schedule", "roll", "--from", "15:10", "--for", "30m", minute=4)
    story.do("schedule", "roll", "--none", minute=5)
    assert all_of(story)[0].opens is None
    assert RULES["change_window"](story.incident) is None


def test_who_makes_it_is_not_who_watches_it() -> None:
    story = planned()
    with pytest.raises(Refused, match="cannot be the one who watches it"):
        story.do("crew", "roll", "--executor", "budi", "--observer", "Budi", minute=2)
    story.do("crew", "roll", "--executor", "budi", minute=3)
    with pytest.raises(Refused, match="cannot be the one"):
        story.do("crew", "roll", "--observer", "budi", minute=4)
    story.do("crew", "roll", "--observer", "citra", minute=5)
    assert (all_of(story)[0].executor, all_of(story)[0].observer) == ("budi", "citra")
    with pytest.raises(Refused, match="name who makes it"):
        story.do("crew", "roll", minute=6)


def test_one_that_is_not_made_is_over_and_is_reworded_all_the_same() -> None:
    story = planned()
    story.do("replan", "roll", "roll back to v2.3.0", minute=2)
    story.do("unplan", "roll", "it went away", minute=3)
    assert (all_of(story)[0].text, all_of(story)[0].state) == ("roll back to v2.3.0", "cancelled")
    for verb, words in (("schedule", ("--from", "15:00", "--for", "5m")), ("start", ()), ("unplan", ())):
        with pytest.raises(Refused, match="is over; /plan plans another one"):
            story.do(verb, "roll", *words, minute=4)


def test_a_change_window_is_no_impact_window() -> None:
    story = Acted()
    before = {name: m.seconds for name, m in metrics(story.incident, story.at(90)).items()}
    story.do("plan", "roll back", "--from", "15:00", "--for", "30m", minute=1)
    story.do("start", "roll", "--observer", "citra", "--at", "15:00", minute=35)
    story.do("finish", "roll", "--at", "15:20", minute=55)
    assert story.incident.windows == ()
    assert {name: m.seconds for name, m in metrics(story.incident, story.at(90)).items()} == before
    with pytest.raises(Misused, match="no impact window is recorded"):
        story.do("unwindow", "last", minute=56)
    story.do("window", "--from", "14:30", "--to", "15:10", minute=57)
    assert all_of(story)[0].opens == story.at(30)
