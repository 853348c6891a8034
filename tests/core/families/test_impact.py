"""Figures and windows of the impact."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.checklist import check
from warroom.core.verb import Refused


def test_a_figure_is_what_was_measured_last() -> None:
    story = Acted()
    story.do("impact", "Users", "12000", "--estimate", minute=1)
    story.do("impact", "users", "11340", minute=2)
    (figure,) = story.incident.figures
    assert (figure.what, figure.amount, figure.estimate) == ("users", "11340", False)


def test_a_window_has_a_level_and_a_part() -> None:
    story = Acted()
    story.do(
        "window", "--from", "14:31", "--to", "14:40", "--level", "degraded", "--component", "api", minute=15
    )
    (window,) = story.incident.windows
    assert (window.starts, window.ends, window.level, window.component) == (
        story.at(1),
        story.at(10),
        "degraded",
        "api",
    )
    with pytest.raises(Refused, match="ends before it starts"):
        story.do("window", "--from", "14:40", "--to", "14:31", minute=16)


def test_the_figures_item_wants_the_users_and_the_time() -> None:
    story = small()
    number = next(
        i.number for s in story.incident.playbook.steps for i in s.items if i.fulfilled_by == "figures_set"
    )  # type: ignore[union-attr]
    states = []
    for words in (("impact", "requests", "5"), ("impact", "users", "5"), ("window", "--from", "-5m")):
        story.do(*words, minute=1)
        found = check(story.incident, number)
        assert found
        states.append(found.state)
    assert states == ["open", "open", "done"]


def test_a_window_is_corrected_and_taken_back() -> None:
    story = Acted()
    story.do("window", "--from", "14:31", "--to", "14:40", minute=15)
    story.do("window", "--from", "14:35", "--component", "api", minute=15)
    story.do("window", "--from", "14:32", "--to", "14:40", "--instead", "14:31", minute=16)
    assert sorted(w.starts for w in story.incident.windows) == [story.at(2), story.at(5)]
    with pytest.raises(Refused, match=r"fits 0 .* 14:35, 14:32"):
        story.do("unwindow", "14:31", minute=17)
    story.do("unwindow", "api", "nobody felt it", minute=18)
    assert [w.starts for w in story.incident.windows] == [story.at(2)]


def test_a_figure_is_taken_back() -> None:
    story = Acted()
    story.do("impact", "users", "12000", minute=1)
    story.do("impact", "money", "Rp", "1,2", "miliar", minute=2)
    with pytest.raises(Refused, match="there are: users, money"):
        story.do("unimpact", "requests", minute=3)
    story.do("unimpact", "Users", "counted twice", minute=4)
    (figure,) = story.incident.figures
    assert (figure.what, figure.amount, figure.unit) == ("money", "1200000000", "Rp")


def test_a_figure_may_be_words_or_an_estimate() -> None:
    story = Acted()
    story.do("impact", "data", "no", "data", "lost", minute=1)
    story.do("impact", "orders", "~300", minute=2)
    assert [(f.amount, f.estimate) for f in story.incident.figures] == [
        ("no data lost", False),
        ("300", True),
    ]


def test_nothing_is_recorded_that_has_not_happened() -> None:
    story = Acted()
    for words in (
        ("window", "--from", "2026-11-22 10:00"),
        ("window", "--from", "14:31", "--to", "2026-11-22 10:00"),
    ):
        with pytest.raises(Refused, match="future"):
            story.do(*words, minute=5)
