"""What stakeholders were told."""

from __future__ import annotations

from tests.helpers.acted import Acted


def test_an_update_says_when_they_hear_next() -> None:
    story = Acted()
    story.do("update", "We are rolling back.", "--next", "20m", minute=10)
    story.do("update", "Rolled back.", minute=25)
    assert [(u.text, u.next_at) for u in story.incident.updates] == [
        ("We are rolling back.", story.at(30)), ("Rolled back.", None),
    ]  # fmt: skip
    assert story.incident.reached("first_update") == story.at(10)
