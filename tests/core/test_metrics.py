"""The figures, and what the record says that cannot be true."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from tests.helpers.story import Story, at
from warroom.core.families.declaration import Declared
from warroom.core.families.entries import EntryStruck
from warroom.core.families.impact import ImpactMeasured, ImpactWindow
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.families.roster import Joined, Left
from warroom.core.families.severity import StatusChanged
from warroom.core.metrics import (
    AHEAD,
    Contradiction,
    Lack,
    Metric,
    Spread,
    contradictions,
    countable,
    covered,
    duty_ends,
    lost_data,
    metrics,
    on_duty,
    spread,
    user_minutes,
)

NOW = at("20:00")


def told(*marks: tuple[str, str], started: str = "14:00") -> Story:
    """An incident of 14:00 with these marks."""
    story = Story()
    story.tell(Declared, "14:00", title="x", severity=1)
    for milestone, clock in (("started", started), *marks):
        if clock:
            story.tell(MilestoneMarked, clock, milestone=milestone)
    return story


def resolved(*marks: tuple[str, str], started: str = "14:00", end: str = "16:00") -> Story:
    story = told(*marks, started=started)
    story.tell(StatusChanged, end, status="resolved")
    return story


def window(story: Story, starts: str, ends: str | None, level: str = "full", component: str = "") -> None:
    story.tell(
        ImpactWindow,
        starts,
        starts=at(starts),
        ends=at(ends) if ends else None,
        level=level,
        component=component,
    )


def minutes(metric: Metric) -> float | None:
    return None if metric.seconds is None else metric.seconds / 60


# -- the four that count from mark to mark ---------------------------------------------------------


def test_each_counts_from_its_own_mark() -> None:
    story = resolved(
        ("detected", "14:07"), ("acknowledged", "14:10"), ("mitigated", "15:00"), started="13:50"
    )
    found = metrics(story.incident(), NOW)
    assert {name: minutes(found[name]) for name in ("ttd", "tta", "ttm", "ttr")} == {
        "ttd": 17, "tta": 3, "ttm": 70, "ttr": 130,
    }  # fmt: skip
    asked = [
        m for m in found.values() if m.name not in ("degraded", "to_declare", "to_first_update", "latent")
    ]
    assert not any(m.lack or m.running or m.others for m in asked)


def test_when_the_cause_came_in_and_the_first_update_have_figures_of_their_own() -> None:
    story = resolved(("detected", "14:07"), started="14:00")
    before = metrics(story.incident(), NOW)
    assert before["latent"].lack == Lack("unrecorded", ("cause_introduced",))
    assert before["to_first_update"].lack == Lack("unrecorded", ("first_update",))
    story.tell(MilestoneMarked, "12:00", milestone="cause_introduced")
    story.tell(MilestoneMarked, "14:25", milestone="first_update")
    found = metrics(story.incident(), NOW)
    assert (minutes(found["latent"]), minutes(found["to_first_update"])) == (120, 25)
    story.tell(MilestoneMarked, "14:30", milestone="cause_introduced")
    assert Contradiction("reversed", ("started", "cause_introduced")) in contradictions(story.incident(), NOW)
    assert metrics(story.incident(), NOW)["latent"].seconds is None


def test_at_once_is_zero_and_no_contradiction() -> None:
    story = resolved(("detected", "14:00"), ("acknowledged", "14:00"), ("mitigated", "14:00"), end="14:00")
    found = metrics(story.incident(), NOW)
    assert [found[name].seconds for name in ("ttd", "tta", "ttm", "ttr")] == [0, 0, 0, 0]
    assert contradictions(story.incident(), NOW) == ()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Spread(0)),
        ([5], Spread(1, 5, 5, 5, 5)),
        ([4, 1], Spread(2, 2.5, 4, 1, 4)),
        (range(1, 11), Spread(10, 5.5, 9, 1, 10)),
        (range(1, 12), Spread(11, 6, 10, 1, 11)),
    ],
)
def test_how_a_figure_lies_over_many_incidents(values: Iterable[float], expected: Spread) -> None:
    assert spread(values) == expected


def test_what_nobody_recorded_is_named() -> None:
    found = metrics(told().incident(), NOW)
    assert (found["tta"].seconds, found["tta"].lack) == (
        None,
        Lack("unrecorded", ("detected", "acknowledged")),
    )
    assert found["ttm"].lack == Lack("unrecorded", ("mitigated",))


def test_detected_before_the_impact_is_said_with_its_lead() -> None:
    found = metrics(resolved(("detected", "13:30")).incident(), NOW)
    assert (found["ttd"].seconds, found["ttd"].lack) == (
        None,
        Lack("before_impact", ("detected", "started"), 1800),
    )
    assert contradictions(resolved(("detected", "13:30")).incident(), NOW) == ()


def test_the_wrong_way_round_there_is_no_figure() -> None:
    found = metrics(told(("mitigated", "13:00")).incident(), NOW)
    assert (found["ttm"].seconds, found["ttm"].lack) == (None, Lack("reversed", ("mitigated", "started")))


def test_of_two_mitigations_the_other_is_named() -> None:
    twice = told(("mitigated", "14:30"), ("mitigated", "15:00"))
    ttm = metrics(twice.incident(), NOW)["ttm"]
    assert (minutes(ttm), ttm.others) == (60, (at("14:30"),))
    calm = told()
    for clock, status in (("14:30", "monitoring"), ("14:40", "mitigating"), ("15:00", "monitoring")):
        calm.tell(StatusChanged, clock, status=status)
    ttm = metrics(calm.incident(), NOW)["ttm"]
    assert (minutes(ttm), ttm.others) == (30, (at("15:00"),))
    assert metrics(resolved(("mitigated", "15:00")).incident(), NOW)["ttm"].others == ()


def test_a_struck_row_is_no_other_moment() -> None:
    story = told(("mitigated", "15:00"))
    wrong = story.log("14:20", "rolled back", marks="mitigated")
    assert metrics(story.incident(), NOW)["ttm"].others == (at("14:20"),)
    story.tell(EntryStruck, "15:10", entry=wrong, why="another incident")
    assert metrics(story.incident(), NOW)["ttm"].others == ()


# -- windows ---------------------------------------------------------------------------------------


def test_downtime_takes_the_full_windows_only() -> None:
    story = resolved()
    window(story, "14:00", "14:10")
    window(story, "14:30", "15:30", "degraded")
    found = metrics(story.incident(), NOW)
    assert (minutes(found["downtime"]), minutes(found["degraded"])) == (10, 60)


def test_an_overlap_counts_once() -> None:
    story = resolved()
    for starts, ends in (("14:00", "14:30"), ("14:20", "14:50"), ("14:25", "14:28"), ("15:00", "15:05")):
        window(story, starts, ends)
    window(story, "14:40", "15:10", "degraded")
    found = metrics(story.incident(), NOW)
    assert (minutes(found["downtime"]), minutes(found["degraded"])) == (55, 15)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], 0), ([(0, 5)], 5), ([(0, 5), (5, 9)], 9), ([(0, 5), (7, 9)], 7), ([(0, 9), (2, 3)], 9), ([(2, 6), (0, 4)], 6),
        ([(3, 3)], 0), ([(0, 5), (0, 5)], 5),
    ],
)  # fmt: skip
def test_covered(spans: list[tuple[int, int]], expected: int) -> None:
    def moment(minute: int) -> datetime:
        return at("00:00") + timedelta(minutes=minute)

    assert covered((moment(a), moment(b)) for a, b in spans) == expected * 60


def test_a_window_that_goes_on_counts_until_now() -> None:
    story = told()
    window(story, "14:30", None)
    window(story, "14:10", None, "degraded", "search")
    found = metrics(story.incident(), at("15:00"))
    assert (minutes(found["downtime"]), found["downtime"].running) == (30, True)
    assert (minutes(found["degraded"]), found["degraded"].running) == (20, True)


def test_a_window_of_one_level_does_not_make_the_other_run() -> None:
    story = told()
    window(story, "14:10", None, "degraded")
    found = metrics(story.incident(), at("15:00"))
    assert (found["downtime"].seconds, found["downtime"].running) == (0, False)
    story = told()
    window(story, "14:10", None)
    assert metrics(story.incident(), at("15:00"))["degraded"].running is False


def test_without_a_window_downtime_is_a_claim() -> None:
    found = metrics(resolved().incident(), NOW)
    assert (minutes(found["downtime"]), found["downtime"].assumed) == (120, True)
    assert (found["degraded"].seconds, found["degraded"].lack) == (None, Lack("no_window"))
    assert metrics(told().incident(), NOW)["downtime"] == Metric(
        "downtime", None, Lack("unrecorded", ("resolved",)), assumed=True
    )


# -- contradictions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((("mitigated", "13:00"),), ("mitigated", "started")),
        ((("detected", "14:10"), ("acknowledged", "14:05")), ("acknowledged", "detected")),
        ((("detected", "14:10"), ("mitigated", "14:05")), ("mitigated", "detected")),
        ((("acknowledged", "14:10"), ("mitigated", "14:05")), ("mitigated", "acknowledged")),
    ],
)
def test_marks_out_of_order(marks: tuple[tuple[str, str], ...], expected: tuple[str, str]) -> None:
    assert contradictions(told(*marks).incident(), NOW) == (Contradiction("reversed", expected),)


@pytest.mark.parametrize("first", ["detected", "acknowledged", "mitigated"])
def test_nothing_comes_after_the_end(first: str) -> None:
    story = resolved((first, "17:00"))
    assert contradictions(story.incident(), NOW) == (Contradiction("reversed", ("resolved", first)),)


def test_an_alert_logged_late_is_no_contradiction() -> None:
    story = told(("mitigated", "14:05"))
    story.log("14:30", "the alert mail", category="alert")
    assert contradictions(story.incident(), NOW) == ()


def test_what_lies_in_the_future() -> None:
    story = told(("detected", "14:10"))
    assert contradictions(story.incident(), at("14:10") - AHEAD) == ()
    assert contradictions(story.incident(), at("14:10") - AHEAD - timedelta(seconds=1)) == (
        Contradiction("future", ("detected",)),
    )
    for starts, ends in (("14:30", None), ("14:00", "14:30")):
        story = told()
        window(story, starts, ends)
        assert contradictions(story.incident(), at("14:28")) == (Contradiction("window_future"),)
        assert contradictions(story.incident(), at("14:30")) == ()


def test_a_window_that_ends_before_it_starts() -> None:
    story = told()
    window(story, "14:30", "14:20")
    assert contradictions(story.incident(), NOW) == (Contradiction("window_reversed"),)
    assert metrics(story.incident(), NOW)["downtime"].seconds == 0


def test_resolved_by_a_row_and_still_open() -> None:
    story = told()
    story.log("16:00", "all green", marks="resolved")
    assert contradictions(story.incident(), NOW) == (Contradiction("resolved_but_open", ("resolved",)),)
    assert contradictions(resolved().incident(), NOW) == ()


# -- over many incidents ---------------------------------------------------------------------------


def test_only_what_was_measured_is_counted() -> None:
    story = resolved(("detected", "14:10"))
    assert countable(story.incident(), NOW) == {"ttd": 600, "ttr": 7200}
    window(story, "14:00", "14:30")
    assert countable(story.incident(), NOW) == {"ttd": 600, "ttr": 7200, "downtime": 1800, "degraded": 0}
    window(story, "14:40", None)
    assert "downtime" not in countable(story.incident(), NOW)
    window(story, "15:30", "15:00")
    assert {"downtime", "degraded"}.isdisjoint(countable(story.incident(), NOW))


def test_what_hangs_on_a_contradiction_is_not_counted() -> None:
    story = told(("detected", "14:10"), ("mitigated", "15:00"))
    story.log("16:00", "all green", marks="resolved")
    assert countable(story.incident(), NOW) == {"ttd": 600, "ttm": 3600}
    late = resolved(("detected", "14:10"), ("mitigated", "17:00"))
    assert countable(late.incident(), NOW) == {"ttd": 600}


# -- time on duty ----------------------------------------------------------------------------------


def test_duty_ends_when_it_is_over_not_when_it_is_closed() -> None:
    story = told()
    story.tell(Joined, "14:30", "budi", person="budi")
    assert duty_ends(story.incident(), NOW) == NOW
    for clock, status in (
        ("15:00", "resolved"),
        ("15:30", "monitoring"),
        ("16:00", "resolved"),
        ("19:00", "closed"),
    ):
        story.tell(StatusChanged, clock, status=status)
    incident = story.incident()
    assert duty_ends(incident, NOW) == at("16:00")
    budi = incident.member("budi")
    assert budi
    assert on_duty(budi, duty_ends(incident, NOW)) == 90 * 60


def test_who_came_after_the_end_was_not_on_duty() -> None:
    story = resolved()
    story.tell(Joined, "17:00", "citra", person="citra")
    citra = story.incident().member("citra")
    assert citra
    assert on_duty(citra, duty_ends(story.incident(), NOW)) == 0


def test_stints_add_up() -> None:
    story = told()
    for clock, kind in (("14:00", Joined), ("14:20", Left), ("15:00", Joined)):
        story.tell(kind, clock, "budi", person="budi")
    budi = story.incident().member("budi")
    assert budi
    assert on_duty(budi, at("15:30")) == 50 * 60


@pytest.mark.parametrize(
    ("amount", "unit", "estimate", "minutes_"),
    [
        ("860", "", False, 25_800),
        ("860", "people", True, 25_800),
        ("30", "%", False, None),
        ("many", "", False, None),
    ],
)
def test_user_minutes_need_a_count_and_a_downtime(
    amount: str, unit: str, estimate: bool, minutes_: int | None
) -> None:
    story = resolved()
    story.tell(ImpactMeasured, "16:00", what="users", amount=amount, unit=unit, estimate=estimate)
    story.tell(ImpactWindow, "16:00", starts=at("14:00"), ends=at("14:30"), level="full")
    found = user_minutes(story.incident(), metrics(story.incident(), NOW)["downtime"])
    assert (found.minutes if found else None) == minutes_
    assert found is None or found.estimate == estimate


def test_lost_data_is_as_long_as_its_time() -> None:
    story = resolved()
    assert lost_data(story.incident()) is None
    story.tell(
        ImpactMeasured, "16:00", what="data", amount="5000", unit="rows", since=at("10:00"), until=at("16:40")
    )
    assert lost_data(story.incident()) == 400 * 60
