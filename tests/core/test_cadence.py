"""What is due, soon, late and overdue."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest

from tests.helpers.story import Story, at
from warroom.core.cadence import (
    SOON,
    days_over,
    follow_up_overdue,
    item_late,
    late_updates,
    today,
    update_due,
    update_state,
)
from warroom.core.checklist import Check, check
from warroom.core.families.declaration import Declared, PlaybookAdopted
from warroom.core.families.severity import SeverityChanged, StatusChanged
from warroom.core.families.updates import UpdatePosted
from warroom.core.incident import Action
from warroom.core.playbook import Item, Playbook, Severity, Step
from warroom.core.vocabulary import ItemMark

PLAYBOOK = Playbook(
    "p",
    (Step(1, {"en": "s"}, (Item("1.1", {"en": "i"}, due={"1": 10}), Item("1.2", {"en": "j"}))),),
    severities=(
        Severity(1, {"en": "c"}, {"en": "x"}, update_minutes=30),
        Severity(4, {"en": "l"}, {"en": "y"}),
    ),
)
SECOND = timedelta(seconds=1)


def running(severity: int = 1) -> Story:
    story = Story()
    story.tell(Declared, "14:00", title="x", severity=severity)
    story.tell(PlaybookAdopted, "14:00", playbook=PLAYBOOK)
    return story


# -- items -----------------------------------------------------------------------------------------


def test_an_item_is_due_by_the_present_severity() -> None:
    story = running()
    incident = story.incident()
    found = check(incident, "1.1")
    assert found
    assert found.due == at("14:10")
    other = check(incident, "1.2")
    assert other
    assert other.due is None
    story.tell(SeverityChanged, "14:01", severity=2)
    less = check(story.incident(), "1.1")
    assert less
    assert less.due is None


@pytest.mark.parametrize(
    ("state", "late"), [("open", True), ("in_progress", True), ("done", False), ("skipped", False)]
)
def test_an_item_is_late_after_its_time(state: ItemMark, late: bool) -> None:
    item = Check("1.1", "i", "", state, due=at("14:10"))
    assert item_late(item, at("14:10")) is False
    assert item_late(item, at("14:10") + SECOND) is late
    assert item_late(msgspec.structs.replace(item, due=None), at("23:00")) is False


# -- updates ---------------------------------------------------------------------------------------


def test_an_update_is_due_by_promise_else_by_rhythm() -> None:
    story = running()
    assert update_due(story.incident()) == at("14:30")
    story.tell(UpdatePosted, "14:20", text="x")
    assert update_due(story.incident()) == at("14:50")
    story.tell(UpdatePosted, "14:40", text="x", next_at=at("16:00"))
    assert update_due(story.incident()) == at("16:00")
    story.tell(UpdatePosted, "14:10", text="told late", next_at=at("17:00"))
    assert update_due(story.incident()) == at("16:00")
    story.tell(StatusChanged, "15:00", status="resolved")
    assert update_due(story.incident()) is None


def test_without_a_rhythm_nobody_waits() -> None:
    assert update_due(running(4).incident()) is None
    assert update_state(running(4).incident(), at("23:00")) == "none"


def test_how_it_stands_with_the_next_update() -> None:
    incident = running().incident()
    due = at("14:30")
    assert [update_state(incident, now) for now in (due - SOON, due - SOON + SECOND, due, due + SECOND)] == [
        "later", "soon", "soon", "overdue",
    ]  # fmt: skip


def test_late_updates_are_counted_once_each() -> None:
    story = running()
    assert [late_updates(story.incident(), at(clock)) for clock in ("14:30", "14:31")] == [0, 1]
    story.tell(UpdatePosted, "14:30", text="in time", next_at=at("14:40"))
    assert [late_updates(story.incident(), at(clock)) for clock in ("14:40", "14:41")] == [0, 1]
    story.tell(UpdatePosted, "14:45", text="late")
    assert [late_updates(story.incident(), at(clock)) for clock in ("15:15", "15:16")] == [1, 2]
    story.tell(StatusChanged, "15:10", status="resolved")
    assert late_updates(story.incident(), at("20:00")) == 1


def test_marked_as_resolved_and_still_open_they_still_wait() -> None:
    story = running()
    story.log("14:20", "all green", marks="resolved")
    assert late_updates(story.incident(), at("15:00")) == 1


# -- follow-ups ------------------------------------------------------------------------------------

ACTION = Action("a", "x", "ani", at("14:00"), due=date(2026, 11, 23))


@pytest.mark.parametrize(("day", "days"), [(22, 0), (23, 0), (24, 1), (30, 7)])
def test_a_follow_up_is_overdue_the_day_after(day: int, days: int) -> None:
    assert follow_up_overdue(ACTION, date(2026, 11, day)) is (days > 0)
    assert days_over(ACTION, date(2026, 11, day)) == days


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_is_done_or_dropped_is_not_overdue(state: str) -> None:
    assert days_over(msgspec.structs.replace(ACTION, state=state), date(2026, 12, 1)) == 0


def test_without_a_day_nothing_is_overdue() -> None:
    assert days_over(msgspec.structs.replace(ACTION, due=None), date(2026, 12, 1)) == 0


def test_today_is_the_readers_day() -> None:
    moment = datetime(2026, 11, 21, 20, tzinfo=UTC)
    assert (today(moment, UTC).day, today(moment, timezone(timedelta(hours=7))).day) == (21, 22)
