"""What may be told outside."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.families.outside import entry_is_safe, is_safe
from warroom.core.language import language
from warroom.core.verb import Refused


def safe(story: Acted, text: str) -> bool:
    row = next(r for r in story.incident.entries if text in r.text)
    return entry_is_safe(story.incident, row)


def test_an_entry_is_safe_from_its_mark_until_its_words_change() -> None:
    story = small()
    story.do("log", "cards fail since two")
    assert not safe(story, "cards")
    [fact] = story.do("safe", "cards", minute=1)
    assert safe(story, "cards")
    assert fact.sentence(story.incident, language("en")) == "safe to tell outside: “cards fail since two”"
    assert fact.sentence(story.incident, language("id")) == "aman disampaikan ke luar: “cards fail since two”"
    with pytest.raises(Refused, match="marked so already"):
        story.do("safe", "cards")
    story.do("correct", "cards", "cards fail on db-7", minute=2)
    assert not safe(story, "cards"), "nobody has read the new words"
    story.do("safe", "cards", minute=3)
    story.do("unsafe", "cards", minute=4)
    assert not safe(story, "cards")


def test_what_is_struck_or_undone_is_never_safe() -> None:
    story = small()
    story.do("log", "cards fail")
    story.do("safe", "cards")
    story.do("strike", "cards", "--why", "wrong")
    assert not safe(story, "cards")
    story.do("restore", "cards")
    assert safe(story, "cards")


def test_a_field_is_safe_as_it_was_read() -> None:
    story = small()
    with pytest.raises(Refused, match="nothing is recorded there yet"):
        story.do("safe", "--field", "systems")
    story.do("systems", "payments")
    story.do("safe", "--field", "systems")
    assert is_safe(story.incident, "systems")
    assert not is_safe(story.incident, "title")
    story.do("systems", "payments,db-7")
    assert not is_safe(story.incident, "systems")
    with pytest.raises(Refused, match="name one: an entry, or --field title"):
        story.do("safe")
