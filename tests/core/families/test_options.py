"""Options: quick or permanent, what each risks, how it is undone."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.options import RULES, Option, Options, risk_of
from warroom.core.language import say
from warroom.core.verb import Misused, Refused
from warroom.core.vocabulary import HARMS, LIKELIHOODS


def all_of(story: Acted) -> tuple[Option, ...]:
    return story.incident.part(Options).all


def two() -> Acted:
    story = Acted()
    story.do("option", "roll back to v2.3.1", "--kind", "quick", minute=1)
    story.do("option", "fix the leak", "--kind", "permanent", "--effort", "two days", by="budi", minute=2)
    return story


def test_an_option_is_quick_or_permanent_and_quick_unless_said() -> None:
    story = two()
    story.do("option", "restart the pods", minute=3)
    assert [(o.text, o.fix, o.effort) for o in all_of(story)] == [
        ("roll back to v2.3.1", "quick", ""),
        ("fix the leak", "permanent", "two days"),
        ("restart the pods", "quick", ""),
    ]


def test_two_options_or_one_with_the_reason() -> None:
    story = Acted()
    story.do("option", "roll back", minute=1)
    assert RULES["options"](story.incident) is None
    story.do("revise", "roll", "--only", "nothing else is built", minute=2)
    assert RULES["options"](story.incident) is not None
    assert RULES["options"](two().incident) is not None


def test_the_risk_of_each_is_likelihood_times_impact() -> None:
    assert {(a, b): risk_of(a, b) for a in LIKELIHOODS for b in HARMS} == {
        ("unlikely", "minor"): "low", ("unlikely", "serious"): "low", ("unlikely", "severe"): "medium",
        ("possible", "minor"): "low", ("possible", "serious"): "medium", ("possible", "severe"): "high",
        ("likely", "minor"): "medium", ("likely", "serious"): "high", ("likely", "severe"): "high",
    }  # fmt: skip


def test_no_option_may_lack_its_risk_but_one_that_was_turned_down() -> None:
    story = two()
    story.do("weigh", "roll", "unlikely", "serious", "open orders are lost", minute=3)
    assert RULES["option_risk"](story.incident) is None
    (fact,) = story.do("weigh", "leak", "possible", "minor", by="budi", minute=4)
    met = RULES["option_risk"](story.incident)
    assert met is not None
    assert (met.by, met.at) == ("budi", story.at(4))
    assert fact.sentence(story.incident, say) == "low risk, “fix the leak”"
    story.do("option", "ask the vendor", minute=5)
    assert RULES["option_risk"](story.incident) is None
    story.do("reject", "vendor", "they are asleep", minute=6)
    assert RULES["option_risk"](story.incident) is not None
    with pytest.raises(Refused, match="as it was"):
        story.do("weigh", "roll", "unlikely", "serious", "open orders are lost", minute=7)
    with pytest.raises(Misused, match="choose from"):
        story.do("weigh", "roll", "sometimes", "serious", minute=7)


def test_a_plan_is_written_changed_and_taken_away() -> None:
    story = two()
    story.do("backout", "roll", "redeploy v2.3.2", minute=3)
    assert all_of(story)[0].rollback == "redeploy v2.3.2"
    with pytest.raises(Refused, match="as it was"):
        story.do("backout", "roll", "redeploy v2.3.2", minute=4)
    story.do("backout", "roll", minute=5)
    assert all_of(story)[0].rollback == ""


def test_an_option_is_corrected_and_taken_back() -> None:
    story = two()
    story.do("revise", "leak", "close the connections", "--kind", "quick", "--effort", "an hour", minute=3)
    assert (all_of(story)[1].text, all_of(story)[1].fix, all_of(story)[1].effort) == (
        "close the connections", "quick", "an hour",
    )  # fmt: skip
    with pytest.raises(Refused, match="nothing to change"):
        story.do("revise", "connections", "--effort", "an hour", minute=4)
    story.do("unoption", "connections", "twice", minute=5)
    assert [o.text for o in all_of(story)] == ["roll back to v2.3.1"]
