"""What is recommended, shared, or not needed."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.closing import Closing
from warroom.core.verb import Misused, Refused


def test_what_is_not_needed_has_a_reason_that_can_be_corrected_and_undone() -> None:
    story = Acted()
    with pytest.raises(Misused):
        story.do("none", "detect")
    story.do("none", "detect", "seen at once", minute=1)
    story.do("none", "detect", "the alert came within 20 s", by="budi", minute=2)
    said = story.incident.part(Closing).unneeded["detect"]
    assert (said.text, said.by) == ("the alert came within 20 s", "budi")
    with pytest.raises(Refused, match="said already"):
        story.do("none", "detect", "the alert came within 20 s", minute=3)
    story.do("undo", by="budi", minute=4)
    assert story.incident.part(Closing).unneeded["detect"].text == "seen at once"
    with pytest.raises(Misused, match="not a what"):
        story.do("none", "money", "no")


def test_a_recommendation_stands_once() -> None:
    story = Acted()
    story.do("recommend", "page at once", minute=1)
    with pytest.raises(Refused, match="said already"):
        story.do("recommend", "Page at once", by="budi", minute=2)
