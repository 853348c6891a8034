"""Entries: logged, corrected, moved, struck, restored, pinned, redacted."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.checklist import check
from warroom.core.incident import REDACTED
from warroom.core.language import say
from warroom.core.verb import Misused, Refused


def logged(*words: str) -> Acted:
    story = Acted()
    story.do("log", "error rate 32 % on db1", *words, minute=5)
    return story


def test_an_entry_has_its_time_its_sort_and_its_source() -> None:
    (row,) = logged("--kind", "alert", "--at", "~14:20", "--source", "pager").incident.entries
    assert (row.kind, row.precision, row.source, f"{row.at:%H:%M}") == ("alert", "about", "pager", "14:20")
    assert (row.struck, row.pinned, row.edited) == (None, False, 0)


def test_a_correction_may_change_the_sort_alone() -> None:
    story = logged()
    story.do("correct", "last", "error rate 32 % on db1", "--kind", "symptom", minute=6)
    (row,) = story.incident.entries
    assert (row.kind, row.edited) == ("symptom", 1)
    with pytest.raises(Refused, match="as it was"):
        story.do("correct", "last", "error rate 32 % on db1", minute=7)


def test_a_pin_is_taken_off_by_the_next() -> None:
    story = logged()
    assert [story.do("pin", "last", minute=m)[0].sentence(story.incident, say) for m in (6, 7)] == [
        "pinned “error rate 32 % on db1”", "unpinned “error rate 32 % on db1”",
    ]  # fmt: skip
    assert not story.incident.entries[0].pinned


def test_a_strike_needs_a_reason_and_can_be_taken_back_once() -> None:
    story = logged()
    with pytest.raises(Refused, match="not struck"):
        story.do("restore", "db1", minute=6)
    with pytest.raises(Misused):
        story.do("strike", "last", minute=6)
    story.do("strike", "last", "wrong host", minute=7)
    assert story.incident.entries[0].struck == "wrong host"
    with pytest.raises(Refused, match="struck already: wrong host"):
        story.do("strike", "db1", "again", minute=8)
    story.do("restore", "db1", minute=9)
    assert story.incident.entries[0].struck is None


def test_a_redaction_hides_what_was_said_before_as_well() -> None:
    story = logged()
    story.do("correct", "last", "swordfish", minute=6)
    story.do("redact", "last", "a password", minute=7)
    (row,) = story.incident.entries
    assert (row.text, row.redacted) == (REDACTED, "a password")
    assert {v.text for v in story.incident.versions[row.id]} == {REDACTED}
    with pytest.raises(Refused, match="text is gone"):
        story.do("undo", minute=8)


def test_last_is_ones_own_newest_that_stands() -> None:
    story = logged()
    story.do("log", "mine", by="budi", minute=6)
    story.do("log", "wrong", minute=7)
    story.do("strike", "last", "oops", minute=8)
    story.do("pin", "last", minute=9)
    assert [r.text for r in story.incident.entries if r.pinned] == ["error rate 32 % on db1"]
    with pytest.raises(Misused, match="logged nothing"):
        story.do("pin", "last", by="citra", minute=10)


def test_an_entry_is_found_by_a_part_that_only_it_has() -> None:
    story = logged()
    story.do("log", "error rate 2 % on db2", minute=6)
    for wanted, why in (("error", "fits 2"), ("nothing like it", "no entry has")):
        with pytest.raises(Misused, match=why):
            story.do("pin", wanted, minute=7)
    story.do("pin", "db2", minute=8)
    assert [r.pinned for r in story.incident.entries] == [False, True]


def test_evidence_ticks_its_item_while_it_stands() -> None:
    story = small()
    number = next(
        i.number for s in story.incident.playbook.steps for i in s.items if i.fulfilled_by == "evidence"
    )  # type: ignore[union-attr]
    story.do("log", "graph of the errors", "--kind", "evidence", minute=1)
    before = check(story.incident, number)
    story.do("strike", "last", "wrong graph", minute=2)
    after = check(story.incident, number)
    assert before
    assert after
    assert (before.state, after.state) == ("done", "open")


def test_two_corrections_of_what_stood_before_are_a_conflict() -> None:
    story = logged()
    (row,) = story.incident.entries
    (first,) = story.do("correct", "last", "on db2", "--base", row.id, minute=6)
    assert not story.incident.conflicts
    story.do("correct", row.id, "on db3", "--base", row.id, by="budi", minute=7)
    (conflict,) = story.incident.conflicts
    assert (conflict.about, conflict.winner_by, conflict.loser_by) == (f"entry.{row.id}", "budi", "ani")
    story.do("retime", row.id, "14:31", "--base", first.id, minute=8)
    assert story.incident.conflicts[0].winner_by == "ani"
