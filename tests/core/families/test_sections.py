"""The parts of the report."""

from __future__ import annotations

import pytest

from tests.helpers.examples import small
from warroom.core.checklist import check
from warroom.core.verb import Refused


def test_a_part_is_what_was_written_last_with_its_lines() -> None:
    story = small()
    story.do("write", "cause", "first", minute=1)
    story.do("write", "cause", "A pool of ten.\nForty workers.", by="budi", minute=2)
    written = story.incident.sections["cause"]
    assert (written.text, written.by) == ("A pool of ten.\nForty workers.", "budi")
    with pytest.raises(Refused, match="“root cause” is as it was"):
        story.do("write", "cause", "A pool of ten.\nForty workers.", minute=3)


def test_a_draft_is_a_summary_and_a_cause() -> None:
    story = small()
    number = next(
        i.number
        for s in story.incident.playbook.steps
        for i in s.items
        if i.fulfilled_by == "postmortem_drafted"
    )  # type: ignore[union-attr]
    states = []
    for section in ("cause", "trigger", "summary"):
        story.do("write", section, "text", minute=1)
        found = check(story.incident, number)
        assert found
        states.append(found.state)
    assert states == ["open", "open", "done"]
