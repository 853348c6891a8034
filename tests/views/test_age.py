"""The clock of the header."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.views.header import age


@pytest.mark.parametrize("end", [("resolve",), ("cancel", "a drill"), ("mark", "resolved")])
def test_the_clock_stands_still_once_it_is_over(end: tuple[str, ...]) -> None:
    story = Acted()
    assert age(story.incident, story.at(5)) == "T+00:05:00"
    story.do(*end, minute=10)
    assert age(story.incident, story.at(90)) == "T+00:10:00"
