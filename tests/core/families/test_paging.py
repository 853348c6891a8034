"""Whom somebody called in, and whether they came."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.families.paging import awaited
from warroom.core.language import language
from warroom.core.nudges import nudges
from warroom.core.verb import Refused


def waits(story: Acted, minute: float) -> list[tuple[str, str]]:
    return [(n.key, n.level) for n in nudges(story.incident, story.at(minute), "ani") if n.verb == "page"]


def test_who_is_called_is_awaited_until_they_come() -> None:
    story = small()
    (fact,) = story.do("page", "citra", "the", "database", "is", "slow", minute=1)
    assert [(p.person, p.by, p.why) for p in awaited(story.incident)] == [
        ("citra", "ani", "the database is slow")
    ]
    said = {code: fact.sentence(story.incident, language(code)) for code in ("en", "id")}
    assert said["en"] == "citra is called in: the database is slow"
    assert said["id"] == "citra dipanggil: the database is slow"
    assert not fact.noise
    story.do("join", by="citra", minute=4)
    assert awaited(story.incident) == ()
    assert waits(story, 20) == []


def test_silence_is_told_and_gets_loud() -> None:
    story = small()
    story.do("page", "Citra Dewi", minute=1)
    assert waits(story, 5) == []
    assert waits(story, 6) == [("page.citra.dewi", "amber")]
    assert waits(story, 17) == [("page.citra.dewi", "red")]
    story.do("page", "Citra Dewi", minute=18)
    assert waits(story, 19) == []
    story.do("resolve", minute=60)
    assert waits(story, 90) == []


def test_who_came_and_left_before_the_call_is_awaited() -> None:
    story = small()
    story.do("join", "citra", minute=1)
    story.do("leave", "citra", minute=2)
    story.do("page", "citra", minute=3)
    assert [p.person for p in awaited(story.incident)] == ["citra"]


def test_who_needs_no_call_is_not_called() -> None:
    story = small()
    with pytest.raises(Refused, match="that is you"):
        story.do("page", "me", minute=1)
    story.do("join", "citra", minute=2)
    with pytest.raises(Refused, match="in the room already"):
        story.do("page", "citra", minute=3)
    story.do("page", "dewi", minute=4)
    with pytest.raises(Refused, match="a moment ago by ani"):
        story.do("page", "dewi", by="budi", minute=4.5)
