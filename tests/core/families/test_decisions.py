"""Choosing among options: the way back or a waiver, objections, and what was not chosen."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.decisions import RULES
from warroom.core.families.options import Option, Options
from warroom.core.verb import Misused, Refused


def three() -> Acted:
    story = Acted()
    for minute, text in enumerate(("roll back", "restart the pods", "fix the leak"), 1):
        story.do("option", text, minute=minute)
    return story


def states(story: Acted) -> dict[str, str]:
    return {o.text: o.state for o in story.incident.part(Options).all}


def one(story: Acted, text: str) -> Option:
    return next(o for o in story.incident.part(Options).all if o.text == text)


def decided(story: Acted) -> list[str]:
    return [r.text for r in story.incident.entries if r.kind == "decision" and r.struck is None]


def test_none_is_chosen_without_a_way_back() -> None:
    story = three()
    with pytest.raises(Refused, match="has no roll-back plan: give --rollback HOW, or waive it"):
        story.do("choose", "roll", minute=5)
    for half in (("--waived-by", "ani"), ("--waiver", "there is none")):
        with pytest.raises(Refused, match="--waived-by NAME and --waiver WHY"):
            story.do("choose", "roll", *half, minute=5)
    assert states(story)["roll back"] == "open"
    assert decided(story) == []


def test_choosing_makes_a_decision_of_the_timeline_and_keeps_the_others_with_the_reason() -> None:
    story = three()
    story.do("reject", "leak", "takes days", minute=4)
    made = story.do("choose", "roll", "--rollback", "redeploy v2.3.2", "it is the fastest", minute=5)
    assert decided(story) == [
        "roll back: it is the fastest. Roll-back: redeploy v2.3.2. Not: restart the pods"
    ]
    assert states(story) == {
        "roll back": "chosen",
        "restart the pods": "unchosen",
        "fix the leak": "rejected",
    }
    assert (one(story, "restart the pods").why, one(story, "fix the leak").why) == (
        "it is the fastest", "takes days",
    )  # fmt: skip
    assert one(story, "roll back").rollback == "redeploy v2.3.2"
    assert one(story, "roll back").decision == made[0].id
    assert RULES["rollback"](story.incident) is not None
    with pytest.raises(Refused, match="chosen already"):
        story.do("choose", "roll", minute=6)


def test_a_plan_that_is_there_is_not_asked_for_again() -> None:
    story = three()
    story.do("backout", "roll", "redeploy v2.3.2", minute=4)
    story.do("choose", "roll", minute=5)
    assert states(story)["roll back"] == "chosen"


def test_a_waiver_has_a_name_and_a_reason_and_stands_in_the_decision() -> None:
    story = three()
    story.do("choose", "restart", "--waived-by", "dewi", "--waiver", "a restart cannot be undone", minute=5)
    restart = one(story, "restart the pods")
    assert (restart.waived_by, restart.waiver, restart.rollback) == (
        "dewi", "a restart cannot be undone", "",
    )  # fmt: skip
    assert "No roll-back, dewi answers for it: a restart cannot be undone" in decided(story)[0]
    assert RULES["rollback"](story.incident) is not None


def test_objections_are_reasons_of_persons_and_one_person_has_one() -> None:
    story = three()
    story.do("object", "roll", "open orders are lost", by="citra", minute=4)
    story.do(
        "choose",
        "roll",
        "--rollback",
        "redeploy",
        "--objection",
        "budi: too slow; dewi: not tested",
        minute=5,
    )
    found = [(o.person, o.why) for o in one(story, "roll back").objections]
    assert found == [("citra", "open orders are lost"), ("budi", "too slow"), ("dewi", "not tested")]
    story.do("object", "roll", "some orders are lost", by="citra", minute=6)
    story.do("unobject", "roll", "--person", "budi", minute=7)
    found = [(o.person, o.why) for o in one(story, "roll back").objections]
    assert found == [("dewi", "not tested"), ("citra", "some orders are lost")]
    with pytest.raises(Refused, match="budi does not object"):
        story.do("unobject", "roll", "--person", "budi", minute=8)
    with pytest.raises(Misused, match="write NAME: REASON"):
        story.do("choose", "restart", "--rollback", "x", "--objection", "everybody", minute=9)


def test_an_undo_takes_the_whole_decision_back() -> None:
    story = three()
    story.do("choose", "roll", "--rollback", "redeploy", "--objection", "budi: too slow", minute=5)
    story.do("undo", minute=6)
    assert set(states(story).values()) == {"open"}
    assert decided(story) == []
    assert one(story, "roll back").objections == ()


def test_a_decision_is_opened_again_with_what_it_was_chosen_over() -> None:
    story = three()
    story.do("reject", "leak", "takes days", minute=4)
    story.do("choose", "roll", "--rollback", "redeploy", minute=5)
    for verb, words in (("reject", ("roll", "no")), ("unoption", ("roll",))):
        with pytest.raises(Refused, match="/reconsider opens the decision again"):
            story.do(verb, *words, minute=6)
    story.do("reconsider", "roll", "it failed", minute=7)
    assert states(story) == {"roll back": "open", "restart the pods": "open", "fix the leak": "rejected"}
    assert decided(story) == []
    assert RULES["rollback"](story.incident) is None
    with pytest.raises(Refused, match="not decided yet"):
        story.do("reconsider", "roll", minute=8)
    story.do("reconsider", "leak", minute=9)
    assert states(story)["fix the leak"] == "open"


def test_two_who_decide_at_once_are_noticed() -> None:
    story = three()
    story.do("backout", "roll", "redeploy", minute=3)
    facts = story.do("choose", "roll", minute=4)
    story.do("undo", minute=5)
    rejected = story.do("reject", "roll", "no", by="budi", minute=6)
    story.do("redo", minute=7)
    assert facts[-1].prev == rejected[0].prev != ""


def test_the_plain_decision_is_as_quick_as_it_was() -> None:
    story = three()
    story.do("log", "--kind", "decision", "wait ten minutes", minute=4)
    assert decided(story) == ["wait ten minutes"]
    assert set(states(story).values()) == {"open"}
