"""Assignments: a person, a question, a time box, and what was found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.assignments import Assignment, Assignments
from warroom.core.language import language, say
from warroom.core.nudges import nudges
from warroom.core.verb import Misused, Refused


def given() -> Acted:
    story = Acted()
    story.do("assign", "citra", "is", "the", "pool", "full?", "--for", "10m", minute=1)
    return story


def all_of(story: Acted) -> tuple[Assignment, ...]:
    return story.incident.part(Assignments).all


def rings(story: Acted, minute: float, person: str) -> list[tuple[str, str, str]]:
    found = nudges(story.incident, story.at(minute), person)
    return [(n.level, n.sentence, n.verb) for n in found if n.key.startswith("assignment.")]


def test_a_box_counts_from_the_moment_it_was_given_and_has_a_usual_length() -> None:
    story = given()
    story.do("assign", "budi", "what changed?", "--at", "-5m", minute=10)
    pool, change = all_of(story)
    assert (pool.person, pool.text, pool.until) == ("citra", "is the pool full?", story.at(11))
    assert change.until - change.at == timedelta(minutes=15)
    assert change.at == story.at(5)


@pytest.mark.parametrize("box", ["0m", "31d", "9999w"])
def test_a_box_that_is_none_is_refused(box: str) -> None:
    story = Acted()
    with pytest.raises(Refused, match="at least a minute and at most 30 days"):
        story.do("assign", "citra", "why?", "--for", box, minute=1)
    assert all_of(story) == ()


def test_it_rings_for_the_person_and_for_whoever_asked_and_for_nobody_else() -> None:
    story = given()
    assert rings(story, 6, "citra") == [("amber", "5 min left: is the pool full?", "answer")]
    assert rings(story, 6, "ani") == []
    assert rings(story, 13, "citra") == [("red", "time is up: is the pool full?", "answer")]
    assert rings(story, 13, "ani") == [("amber", "citra's time is up: is the pool full?", "extend")]
    assert rings(story, 13, "budi") == []
    story.do("answer", "pool", "no, 40 %", by="citra", minute=14)
    assert rings(story, 15, "citra") == rings(story, 15, "ani") == []


def test_what_is_over_gets_more_time_from_now_and_what_runs_from_its_end() -> None:
    story = given()
    story.do("extend", "pool", "5m", minute=4)
    assert all_of(story)[0].until == story.at(16)
    story.do("extend", "pool", "5m", minute=30)
    assert all_of(story)[0].until == story.at(35)
    assert rings(story, 31, "citra")[0][0] == "amber"


def test_somebody_else_has_the_whole_box_again() -> None:
    story = given()
    (fact,) = story.do("reassign", "pool", "budi", "she is asleep", minute=8)
    assert (all_of(story)[0].person, all_of(story)[0].until) == ("budi", story.at(18))
    assert fact.sentence(story.incident, say) == "budi looks into “is the pool full?” now: she is asleep"
    assert not fact.noise
    with pytest.raises(Refused, match="budi looks into that already"):
        story.do("reassign", "pool", "budi", minute=9)
    assert rings(story, 9, "citra") == []


def test_a_report_is_corrected_by_another_and_a_cancelled_one_takes_none() -> None:
    story = given()
    story.do("answer", "pool", "no", by="citra", minute=3)
    story.do("answer", "pool", "no, 40 %", by="citra", minute=4)
    assert (all_of(story)[0].state, all_of(story)[0].result) == ("answered", "no, 40 %")
    with pytest.raises(Refused, match="as it was"):
        story.do("answer", "pool", "no, 40 %", minute=5)
    for verb in ("extend", "unassign"):
        with pytest.raises(Refused, match="nobody looks into that any more"):
            story.do(verb, "pool", minute=6)
    story.do("assign", "citra", "who deployed?", minute=7)
    story.do("unassign", "deployed", "we know", minute=8)
    assert [a.state for a in all_of(story)] == ["answered", "cancelled"]
    with pytest.raises(Refused, match="any more"):
        story.do("answer", "deployed", "ani", minute=9)


def test_the_sentence_has_the_box_in_the_readers_words() -> None:
    story = Acted()
    (fact,) = story.do("assign", "citra", "why?", "--for", "1h30m", minute=1)
    assert fact.sentence(story.incident, language("en")) == "citra looks into: why? (1 h 30 min)"
    assert fact.sentence(story.incident, language("id")) == "citra menyelidiki: why? (1 j 30 mnt)"


def test_two_who_change_one_at_once_are_noticed() -> None:
    story = given()
    before = story.incident.conflicts
    (one,) = story.do("extend", "pool", "5m", minute=2)
    head = one.prev
    (other,) = story.do("reassign", "pool", "budi", minute=3)
    assert (head, other.prev) == ("", one.id)
    assert story.incident.conflicts == before


def test_what_is_not_there_is_said() -> None:
    story = given()
    with pytest.raises(Misused, match='no assignment has "queue"'):
        story.do("extend", "queue", "5m", minute=2)
