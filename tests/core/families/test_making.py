"""A change while it is made: by whom, watched by whom, and what came of it."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.changes import Change, Changes, during
from warroom.core.families.making import RULES
from warroom.core.language import say
from warroom.core.nudges import nudges
from warroom.core.verb import Refused


def the(story: Acted) -> Change:
    return story.incident.part(Changes).all[0]


def planned(*words: str) -> Acted:
    story = Acted()
    story.do("plan", "roll back", *words, minute=1)
    return story


def rings(story: Acted, minute: float, person: str = "ani") -> list[tuple[str, str, str]]:
    found = nudges(story.incident, story.at(minute), person)
    return [(n.level, n.sentence, n.verb) for n in found if n.key.startswith("change.")]


def test_it_is_made_by_one_and_watched_by_another() -> None:
    story = planned()
    story.do("start", "roll", "--observer", "citra", by="budi", minute=5)
    assert (the(story).state, the(story).executor, the(story).observer) == ("running", "budi", "citra")
    (fact,) = story.do("finish", "roll", "errors at 0.2 %", by="budi", minute=9)
    assert fact.sentence(story.incident, say) == "change done: roll back: errors at 0.2 %"
    met = RULES["change_observed"](story.incident)
    assert met is not None
    assert (met.by, met.at) == ("budi", story.at(9))


def test_without_an_observer_the_item_stays_open_until_one_is_named() -> None:
    story = planned()
    story.do("start", "roll", minute=5)
    assert ("amber", "nobody watches the change: roll back", "crew") in rings(story, 6)
    story.do("finish", "roll", minute=7)
    assert RULES["change_observed"](story.incident) is None
    story.do("crew", "roll", "--observer", "citra", minute=8)
    assert RULES["change_observed"](story.incident) is not None


def test_what_was_rolled_back_was_not_done() -> None:
    story = planned()
    story.do("start", "roll", "--observer", "citra", minute=5)
    (fact,) = story.do("rollback", "roll", "errors went up", minute=9)
    assert fact.sentence(story.incident, say) == "change rolled back: roll back: errors went up"
    assert (the(story).state, the(story).result) == ("rolled_back", "errors went up")
    assert RULES["change_observed"](story.incident) is None
    story.do("finish", "roll", "it was not", minute=10)
    assert the(story).state == "done", "the last word is a correction"


def test_its_times_can_be_corrected_and_lie_in_order() -> None:
    story = planned()
    with pytest.raises(Refused, match="was not started; /start says so"):
        story.do("finish", "roll", minute=4)
    story.do("start", "roll", "--at", "14:35", minute=10)
    with pytest.raises(Refused, match="is under way; --at corrects"):
        story.do("start", "roll", minute=11)
    story.do("start", "roll", "--at", "14:33", minute=12)
    assert the(story).started == story.at(3)
    with pytest.raises(Refused, match="cannot end before it started"):
        story.do("finish", "roll", "--at", "14:31", minute=13)
    story.do("finish", "roll", "--at", "14:40", minute=14)
    assert the(story).ended == story.at(10)
    story.do("finish", "roll", "--at", "14:41", minute=15)
    assert the(story).ended == story.at(11)
    with pytest.raises(Refused, match="as it was"):
        story.do("finish", "roll", minute=16)


def test_of_two_at_once_nobody_knows_which_helped() -> None:
    story = planned()
    story.do("plan", "rotate the keys", minute=2)
    story.do("start", "roll", minute=3)
    with pytest.raises(Refused, match="nobody knows which one helped"):
        story.do("start", "rotate", minute=4)
    story.do("start", "rotate", "--overlap", minute=5)
    assert len(story.incident.part(Changes).running) == 2
    with pytest.raises(Refused, match="/finish or /rollback ends it"):
        story.do("unplan", "roll", minute=6)


def test_what_is_logged_meanwhile_belongs_to_it() -> None:
    story = planned()
    story.do("log", "before", minute=4)
    story.do("start", "roll", minute=5)
    story.do("log", "kubectl rollout undo", by="budi", minute=6)
    story.do("log", "a slip", minute=7)
    story.do("strike", "slip", "wrong host", minute=7)
    assert [r.text for r in during(story.incident, the(story))] == ["kubectl rollout undo"]
    story.do("finish", "roll", minute=8)
    story.do("log", "after", minute=9)
    story.do("log", "-3m errors fall", minute=10)
    assert [r.text for r in during(story.incident, the(story))] == ["kubectl rollout undo", "errors fall"]


def test_its_window_rings_before_it_opens_while_it_is_open_and_when_it_is_over() -> None:
    story = planned("--from", "15:00", "--for", "30m", "--executor", "budi", "--observer", "citra")
    assert rings(story, 15) == []
    assert rings(story, 22) == [("amber", "the change window opens in 8 min: roll back", "start")]
    assert rings(story, 22, "budi") == rings(story, 22, "citra") == rings(story, 22)
    assert rings(story, 22, "dewi") == []
    assert rings(story, 35) == [("amber", "the change window is open for 25 min: roll back", "start")]
    assert rings(story, 61) == [
        ("red", "the change window is over, nothing was changed: roll back", "schedule")
    ]
    story.do("start", "roll", by="budi", minute=40)
    assert rings(story, 45) == []
    assert rings(story, 55) == [("amber", "the change window closes in 5 min: roll back", "finish")]
    assert rings(story, 65) == [("red", "the change is 5 min past its window: roll back", "finish")]
    story.do("finish", "roll", minute=66)
    assert rings(story, 67) == []
