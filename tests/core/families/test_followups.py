"""Follow-ups, and the items that they fulfil."""

from __future__ import annotations

from datetime import date

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.checklist import check
from warroom.core.verb import Refused


def added() -> Acted:
    story = small()
    story.do("action", "alert on memory", "--owner", "budi", "--due", "1 week", "--type", "detect", minute=1)
    return story


def test_a_follow_up_has_an_owner_a_day_and_a_type() -> None:
    (action,) = added().incident.actions
    assert (action.text, action.owner, action.due, action.type, action.state) == (
        "alert on memory", "budi", date(2026, 11, 28), "detect", "todo",
    )  # fmt: skip


def test_an_amendment_changes_only_what_it_names() -> None:
    story = added()
    with pytest.raises(Refused, match="nothing to change"):
        story.do("amend", "memory", minute=2)
    story.do("amend", "memory", "--owner", "citra", "--due", "2026-12-24", minute=3)
    (action,) = story.incident.actions
    assert (action.text, action.owner, action.due, action.type) == (
        "alert on memory",
        "citra",
        date(2026, 12, 24),
        "detect",
    )


def test_a_follow_up_is_done_once_or_dropped() -> None:
    story = added()
    story.do("done", "memory", minute=2)
    assert story.incident.actions[0].state == "done"
    with pytest.raises(Refused, match="done already"):
        story.do("done", "memory", minute=3)
    story.do("drop", "memory", minute=4)
    assert story.incident.actions[0].state == "dropped"


@pytest.mark.parametrize(
    ("rule", "kind"),
    [("detect_followup", "detect"), ("preventive_followup", "prevent"), ("learning_followed", "document")],
)
def test_a_follow_up_ticks_the_item_of_its_type_until_it_is_dropped(rule: str, kind: str) -> None:
    story = small()
    number = next(i.number for s in story.incident.playbook.steps for i in s.items if i.fulfilled_by == rule)  # type: ignore[union-attr]
    story.do("write", "learnings", "Pools need a limit.", minute=1)
    states = []
    for words in (
        ("action", "write it down", "--type", "other"),
        ("action", "do it", "--type", kind),
        ("drop", "do it"),
    ):
        story.do(*words, minute=2)
        found = check(story.incident, number)
        assert found
        states.append(found.state)
    assert states == ["open", "done", "open"]
