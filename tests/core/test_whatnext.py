"""What matters most: red before late, late before amber, then what is in its turn; each with why and a way."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small, ten_steps
from warroom.core.families import RULES
from warroom.core.nudges import Nudge
from warroom.core.registry import VERBS
from warroom.core.whatnext import next_up


def up(story: Acted, minute: float, most: int = 2, code: str = "en") -> list[Nudge]:
    return list(next_up(story.incident, story.at(minute), "ani", code, most))


def keys(story: Acted, minute: float, most: int = 2) -> list[str]:
    return [n.key for n in up(story, minute, most)]


def commanded(severity: str = "2") -> Acted:
    story = Acted("Pay", "--sev", severity, playbook=ten_steps())
    story.do("role", "ic", "ani", minute=0)
    story.do("protocol", minute=0)
    return story


def test_what_is_red_is_before_what_is_late_and_both_before_what_is_in_its_turn() -> None:
    story = commanded()
    assert keys(story, 1)[:2] == ["told", "roles"]
    story.do("snooze", "told", "--for", "1h", minute=1)
    story.do("snooze", "roles", "--for", "1h", minute=1)
    assert keys(story, 1) == ["item.1.1", "item.1.2"]
    assert keys(story, 21, 3) == ["told", "roles", "item.1.1"], "what is late is behind what is red"
    assert "update" not in keys(story, 21, 9), "telling all of them is the update that is due"
    story.do(
        "update",
        "--audience",
        "on-call-manager,stakeholders,support,users",
        "--by",
        "phone",
        "We look.",
        minute=22,
    )
    assert keys(story, 53, 1) == ["update"]


def test_an_item_is_not_said_beside_the_line_that_deals_with_it() -> None:
    story = small()
    found = keys(story, 1, 40)
    assert "command" in found
    assert "item.3.3" not in found
    story.do("role", "ic", "ani", minute=1)
    assert "item.3.3" not in keys(story, 2, 40)


def test_an_item_says_when_it_is_due_and_how_late_it_is() -> None:
    story = Acted("Pay", "--sev", "1", playbook=ten_steps())
    early, late = ({n.key: n.sentence for n in up(story, minute, 40)}["item.1.1"] for minute in (1, 8))
    assert early == "1.1 Write down what is seen, since when: due in 4 min"
    assert late == "1.1 Write down what is seen, since when: late by 3 min"


@pytest.mark.parametrize("code", ["en", "id"])
def test_every_item_has_a_way_that_is_a_verb_and_a_why(code: str) -> None:
    story = commanded()
    for nudge in up(story, 1, 99, code):
        verb = VERBS[nudge.verb]
        assert {*nudge.given} <= {arg.name for arg in verb.args}
        assert nudge.why
        assert verb.off(story.incident) is None


def test_every_rule_has_a_verb_that_is_the_way_to_it() -> None:
    """Else *what next* can only say “begin”."""
    ways = {rule for verb in VERBS.values() for rule in verb.fulfils}
    assert RULES.keys() - ways == set()


def test_what_no_state_fulfils_is_begun_and_then_ticked() -> None:
    playbook = ten_steps()
    plain = {i.number for step in playbook.steps for i in step.items if i.fulfilled_by not in RULES}
    if not plain:
        return
    number = min(plain)
    story = commanded()
    first = next(n for n in up(story, 1, 99) if n.key == f"item.{number}")
    assert (first.verb, first.given) == ("begin", {"item": number})
    story.do("begin", number, minute=2)
    second = next(n for n in up(story, 3, 99) if n.key == f"item.{number}")
    assert second.verb == "tick"


def test_after_the_end_what_follows_comes_first_and_nothing_is_late() -> None:
    story = commanded()
    story.do("resolve", "--despite", "a drill", minute=5)
    found = [k for k in keys(story, 600, 8) if k.startswith("item.")]
    assert found
    assert all(int(k.split(".")[1]) >= 7 for k in found), found


def test_what_is_late_comes_by_its_due_time_and_the_rest_by_its_place() -> None:
    story = Acted("Pay", "--sev", "1", playbook=ten_steps())
    found = [k.removeprefix("item.") for k in keys(story, 12, 99) if k.startswith("item.")]
    assert found[:3] == ["1.1", "1.3", "3.2"], "due after 5, 10 and 10 minutes"
    rest = [tuple(map(int, k.split("."))) for k in found[3:]]
    assert rest == sorted(rest)
    assert rest[-1][0] == 10
