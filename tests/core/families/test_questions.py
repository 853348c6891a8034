"""Open questions between groups and people, and their answers."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.questions import Question, Questions
from warroom.core.language import say
from warroom.core.nudges import nudges
from warroom.core.verb import Misused, Refused


def asked() -> Acted:
    story = Acted()
    story.do(
        "ask", "support", "do", "customers", "see", "double", "charges?", "--from", "engineering", minute=1
    )
    return story


def all_of(story: Acted) -> tuple[Question, ...]:
    return story.incident.part(Questions).all


def test_a_question_is_open_until_it_is_answered() -> None:
    story = asked()
    assert [q.to for q in story.incident.part(Questions).open] == ["support"]
    assert (
        story.events[-1].sentence(story.incident, say)
        == "engineering asks support: do customers see double charges?"
    )
    story.do("answer", "double", "two", "of", "them", by="dewi", minute=5)
    (question,) = all_of(story)
    assert (question.state, question.answer, question.answered_by) == ("answered", "two of them", "dewi")
    assert story.incident.part(Questions).open == ()
    story.do("answer", "double", "three of them", by="dewi", minute=6)
    assert all_of(story)[0].answer == "three of them", "another answer is a correction"
    with pytest.raises(Refused, match="as it was"):
        story.do("answer", "double", "three of them", minute=7)


def test_one_taken_back_takes_no_answer() -> None:
    story = asked()
    story.do("unask", "double", "we know", minute=2)
    with pytest.raises(Refused, match="taken back; /ask asks it anew"):
        story.do("answer", "double", "yes", minute=3)
    with pytest.raises(Refused, match="already"):
        story.do("unask", "double", minute=4)


def test_a_person_who_is_asked_hears_of_it_and_a_group_does_not() -> None:
    story = asked()
    story.do("ask", "budi", "which hosts?", minute=2)

    def waiting(person: str, minute: float) -> list[tuple[str, str]]:
        found = nudges(story.incident, story.at(minute), person)
        return [(n.level, n.sentence) for n in found if n.key.startswith("question.")]

    assert waiting("budi", 3) == [("amber", "ani asks: which hosts?")]
    assert waiting("budi", 18) == [("red", "ani asks: which hosts?")]
    assert waiting("support", 3) == [("amber", "engineering asks: do customers see double charges?")]
    assert waiting("citra", 3) == []


def test_an_answer_finds_a_question_or_an_assignment_and_the_open_one_first() -> None:
    story = asked()
    story.do("assign", "citra", "are there double charges in the log?", minute=2)
    with pytest.raises(Misused, match="fits 2 of them"):
        story.do("answer", "double", "yes", minute=3)
    story.do("answer", "in the log", "yes", by="citra", minute=4)
    story.do("answer", "double", "two of them", minute=5)
    assert all_of(story)[0].answer == "two of them"


@pytest.mark.parametrize("word", ["when", "Did", "kapan", "apakah"])
def test_a_question_without_anybody_to_answer_it_is_not_asked_of_its_first_word(word: str) -> None:
    with pytest.raises(Misused, match=f"ask support {word}"):
        Acted().do("ask", word, "did", "the", "deploy", "end", minute=1)
