"""The parts of the report."""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.helpers.examples import small
from tests.helpers.story import at
from warroom.core.arguments import read
from warroom.core.checklist import check
from warroom.core.families.sections import SectionWritten
from warroom.core.language import language
from warroom.core.registry import VERBS
from warroom.core.verb import Circumstance, Refused


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


def test_a_part_of_the_teams_own_is_written_by_its_key_and_keeps_its_titles() -> None:
    titles = {"en": "Compliance", "id": "Kepatuhan"}
    story = small()
    given = Circumstance("ani", at("14:30"), UTC, lambda: "1", parts=lambda: {"compliance": titles})
    with pytest.raises(Refused, match="compliance"):
        read(VERBS["write"], ["complianse", "x"], story.incident, given)
    values = read(VERBS["write"], ["compl", "Told nobody."], story.incident, given)
    (fact,) = VERBS["write"].make(story.incident, values)
    assert isinstance(fact, SectionWritten)
    assert (fact.section, fact.titles) == ("compliance", titles)
    assert fact.sentence(story.incident, language("id")) == "menulis bagian laporan: Kepatuhan"


def test_ours_carry_no_titles_and_a_prefix_that_is_clear_is_enough() -> None:
    story = small()
    given = Circumstance("ani", at("14:30"), UTC, lambda: "1", parts=lambda: {"cats": {"en": "Cats"}})
    (fact,) = VERBS["write"].make(story.incident, read(VERBS["write"], ["cau", "x"], story.incident, given))
    assert isinstance(fact, SectionWritten)
    assert (fact.section, fact.titles) == ("cause", {})
