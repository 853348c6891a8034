"""The shared notes."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.verb import Refused


def test_notes_keep_their_lines_and_count_their_versions() -> None:
    story = Acted()
    story.do("notes", "one\ntwo", minute=1)
    story.do("notes", "one\ntwo\nthree", by="budi", minute=2)
    notes = story.incident.notes
    assert (notes.text, notes.by, notes.versions) == ("one\ntwo\nthree", "budi", 2)
    with pytest.raises(Refused, match="as they were"):
        story.do("notes", "one\ntwo\nthree", minute=3)


def test_two_who_began_with_the_same_notes_are_a_conflict() -> None:
    story = Acted()
    (first,) = story.do("notes", "one", minute=1)
    story.do("notes", "one and two", "--base", first.id, minute=2)
    story.do("notes", "one and three", "--base", first.id, by="budi", minute=3)
    (conflict,) = story.incident.conflicts
    assert (conflict.about, conflict.winner_by, conflict.loser_by) == ("notes", "budi", "ani")


def test_two_who_began_with_empty_notes_are_a_conflict() -> None:
    story = Acted()
    story.do("notes", "one", "--base", "empty", minute=1)
    assert not story.incident.conflicts
    story.do("notes", "two", "--base", "empty", by="budi", minute=2)
    assert [c.about for c in story.incident.conflicts] == ["notes"]
