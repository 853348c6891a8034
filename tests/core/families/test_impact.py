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
