"""What waits: in which order, for whom, and put off until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.entryline import tokens
from warroom.core.nudges import Nudge, foremost, nudges, waiting
from warroom.core.registry import VERBS
from warroom.core.verb import Refused
from warroom.views.waiting import typed


def keys(story: Acted, minute: float, person: str = "ani") -> list[str]:
    return [n.key for n in nudges(story.incident, story.at(minute), person)]


def one(story: Acted, key: str, minute: float, person: str = "ani") -> Nudge:
    return next(n for n in waiting(story.incident, story.at(minute), person) if n.key == key)


def test_nobody_commanding_waits_for_everybody_until_somebody_does() -> None:
    story = small()
    found = one(story, "command", 1)
    assert (found.level, found.since) == ("amber", story.at(0))
    assert one(story, "command", 6, "budi").level == "red"
    story.do(found.verb, *found.words(VERBS[found.verb]), minute=6)
    assert story.incident.commander == "ani"
    assert "command" not in keys(story, 7)


def test_a_clock_that_jumps_shows_what_holds_then() -> None:
    story = small()
    assert one(story, "command", 600).level == "red"
    assert one(story, "command", -600).level == "amber"
    assert one(story, "command", 1).level == "amber"


def test_what_is_put_off_comes_back_by_itself_and_only_for_that_person() -> None:
    story = small()
    story.do("snooze", "command", "--for", "20m", minute=6)
    assert "command" not in keys(story, 25)
    assert "command" in keys(story, 26)
    assert "command" in keys(story, 7, "budi")


def test_what_becomes_worse_is_said_although_it_was_put_off() -> None:
    story = small()
    story.do("snooze", "--for", "1h", minute=1)
    assert "command" not in keys(story, 4)
    assert one(story, "command", 6).level == "red"
    assert "command" in keys(story, 6)


def test_a_clock_that_is_set_back_ends_what_was_put_off() -> None:
    story = small()
    story.do("snooze", "command", "--for", "1h", minute=600)
    assert "command" not in keys(story, 601)
    assert "command" in keys(story, 60)


def test_putting_off_nothing_or_for_too_long_says_what_to_do() -> None:
    story = small()
    with pytest.raises(Refused, match="there is: command"):
        story.do("snooze", "nonsense", minute=1)
    with pytest.raises(Refused, match="4 hours at most"):
        story.do("snooze", "command", "--for", "5h", minute=1)
    story.do("snooze", "command", minute=6)
    assert "command" not in keys(story, 20)
    assert "command" in keys(story, 6 + 15)
    story.do("undo", minute=7)
    assert "command" in keys(story, 8)


def test_red_is_before_amber_and_what_decides_before_what_can_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    story = small()
    at = story.at(0)

    def made(key: str, level: str, rank: str, minute: float = 0, person: str = "") -> Nudge:
        since = at + timedelta(minutes=minute)
        return Nudge(
            key=key, level=level, sentence=key, why="", since=since, verb="log", rank=rank, person=person
        )  # type: ignore[arg-type]

    found = [
        made("late", "amber", "order", 5), made("early", "amber", "order"), made("law", "amber", "law", 9),
        made("red", "red", "order", 9), made("hers", "red", "you", person="citra"), made("his", "red", "you", person="ani"),
    ]  # fmt: skip
    monkeypatch.setattr("warroom.core.families.NUDGES", (lambda *_: found, lambda *_: None))
    assert keys(story, 10) == ["his", "red", "law", "early", "late"]


def test_what_is_put_off_without_a_name_is_what_the_line_says_and_not_what_has_its_own() -> None:
    story = small()
    story.do("role", "ic", "ani", minute=0)
    story.do("handover", "ic", "budi", minute=0)
    shown = foremost(story.incident, story.at(1), "budi")
    assert shown is not None
    assert shown.key == "severity"
    story.do("snooze", by="budi", minute=1)
    assert "handover.ic" in keys(story, 2, "budi")
    assert "severity" not in keys(story, 2, "budi")


def test_several_things_are_put_off_each_for_its_own_time() -> None:
    story = small()
    story.do("snooze", "command", "--for", "1h", minute=11)
    story.do("snooze", "severity", "--for", "10m", minute=11)
    assert not {"command", "severity"} & set(keys(story, 20))
    assert "severity" in keys(story, 22)
    assert "command" not in keys(story, 22)


def test_what_is_typed_for_somebody_with_two_names_is_one_word_to_the_verb() -> None:
    story = small()
    story.do("role", "ic", "ani", minute=0)
    story.do("join", "Budi Santoso", minute=0)
    tired = one(story, "duty.Budi Santoso", 300)
    assert (tired.level, tired.person) == ("amber", "ani")
    assert typed(tired) == 'leave "Budi Santoso"'
    story.do(*tokens(typed(tired)), minute=300)
    assert "duty.Budi Santoso" not in keys(story, 301)
    assert one(story, "duty.ani", 301).verb == "handover"
    assert "duty.ani" not in keys(story, 301, "citra"), "whoever does not command is not told of others"
