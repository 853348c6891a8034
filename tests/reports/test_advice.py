"""What the brief recommends, and when it does not."""

from __future__ import annotations

from datetime import date, timedelta

from tests.helpers.story import Story, at
from warroom.core.families.declaration import Declared
from warroom.core.families.followups import ActionAdded, ActionChanged
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.families.roster import Joined
from warroom.core.families.severity import StatusChanged
from warroom.reports.advice import advice
from warroom.reports.context import context

NOW = at("12:00", 1)


def told(severity: int = 1, noticed: str = "14:10") -> Story:
    story = Story()
    story.tell(Declared, "14:00", title="x", severity=severity)
    story.tell(MilestoneMarked, "14:00", milestone="started")
    story.tell(MilestoneMarked, noticed, milestone="detected")
    story.tell(StatusChanged, "16:00", status="resolved")
    return story


def advised(story: Story) -> str:
    return "\n".join(advice(context(story.incident(), NOW)))


def plan(story: Story, kind: str, **fields: object) -> str:
    wanted = {"owner": "ani", "due": date(2026, 12, 1), **fields}
    return story.tell(ActionAdded, "16:00", text=f"a {kind} measure", type=kind, **wanted)


def test_what_nobody_planned_is_advised() -> None:
    assert "keeps this from happening again" in advised(told())
    assert "it took 10 min until it was noticed" in advised(told())
    assert advised(told(severity=3, noticed="14:09")) == ""
    assert "happening again" not in advised(told(severity=3))
    assert "happening again" in advised(told(severity=2))


def test_what_is_planned_is_not_advised_unless_it_was_dropped() -> None:
    story = told()
    dropped = [plan(story, "prevent"), plan(story, "detect")]
    assert advised(story) == ""
    for action in dropped:
        story.tell(ActionChanged, "17:00", action=action, state="dropped")
    assert "happening again" in advised(story)
    assert "until it was noticed" in advised(story)


def test_gaps_in_the_plan_are_named() -> None:
    story = told(severity=3, noticed="14:00")
    plan(story, "process", owner="")
    plan(story, "document", due=None)
    plan(story, "mitigate", due=date(2026, 11, 20))
    assert advised(story).splitlines() == [
        "Finish what is late: a mitigate measure (ani, overdue by 2 days).",
        "Name who does it: a process measure.",
        "Set a date: a document measure.",
    ]


def test_a_long_duty_asks_for_relief() -> None:
    for hours, said in ((7, False), (8, True)):
        story = Story()
        story.tell(Declared, "00:00", title="x", severity=3)
        story.tell(Joined, "00:00", "budi", person="budi")
        story.tell(StatusChanged, at("00:00") + timedelta(hours=hours), status="resolved")
        assert ("budi was on duty for 8 h" in advised(story)) is said
