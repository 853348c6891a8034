"""Severity and status, the end and the return."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.severity import severity_for
from warroom.core.verb import Misused, Refused


def test_each_change_is_kept_with_its_reason() -> None:
    story = Acted("Pay", "--sev", "3")
    story.do("sev", "1", "--why", "all cards fail", minute=1)
    story.do("status", "investigating", minute=2)
    assert (story.incident.severity, story.incident.status) == (1, "investigating")
    assert [(c.value, c.why) for c in story.incident.severities] == [("3", ""), ("1", "all cards fail")]
    assert [c.value for c in story.incident.statuses] == ["declared", "investigating"]


@pytest.mark.parametrize(
    "words",
    [("1", "--why", "all", "cards", "fail"), ("1", "all", "cards", "fail"), ("1", "--why=all cards", "fail")],
)
def test_a_reason_is_all_the_words_that_are_left(words: tuple[str, ...]) -> None:
    story = Acted()
    story.do("sev", *words, minute=1)
    assert story.incident.severities[-1].why == "all cards fail"


def test_what_is_so_already_is_refused() -> None:
    story = Acted("Pay", "--sev", "2")
    with pytest.raises(Refused, match="SEV2 already"):
        story.do("sev", "2", minute=1)
    story.do("status", "monitoring", minute=2)
    with pytest.raises(Refused, match="monitoring already"):
        story.do("status", "monitoring", minute=3)


def test_an_incident_ends_is_closed_and_comes_back_in_that_order_only() -> None:
    story = Acted()
    for verb, why in (("close", "not resolved"), ("reopen", "still open")):
        with pytest.raises(Refused, match=why):
            story.do(verb, "why", minute=1)
    story.do("resolve", minute=10)
    assert not story.incident.is_open
    assert story.incident.reached("resolved") == story.at(10)
    with pytest.raises(Refused, match="reopen it first"):
        story.do("status", "monitoring", minute=11)
    story.do("close", minute=12)
    assert story.incident.status == "closed"
    with pytest.raises(Refused, match="closed already"):
        story.do("close", minute=13)
    with pytest.raises(Misused):
        story.do("reopen", minute=14)
    story.do("reopen", "it is back", minute=15)
    assert story.incident.is_open


def test_resolving_ends_the_impact_that_goes_on() -> None:
    story = Acted()
    story.do("window", "--from", "14:35", minute=10)
    story.do("window", "--from", "14:31", "--to", "14:34", minute=10)
    story.do("resolve", minute=20)
    assert sorted((w.starts, w.ends) for w in story.incident.windows) == [
        (story.at(1), story.at(4)), (story.at(5), story.at(20)),
    ]  # fmt: skip


def test_it_cannot_end_before_it_began() -> None:
    story = Acted()
    with pytest.raises(Refused, match="before it started"):
        story.do("resolve", "--at", "14:00", minute=10)


def test_a_mistaken_declaration_is_cancelled_with_a_reason_and_has_no_end() -> None:
    story = Acted()
    with pytest.raises(Misused):
        story.do("cancel", minute=1)
    story.do("cancel", "a drill, not an incident", minute=2)
    incident = story.incident
    assert (incident.status, incident.is_open, incident.reached("resolved")) == ("cancelled", False, None)
    for verb in ("resolve", "close", "cancel"):
        with pytest.raises(Refused, match="cancelled"):
            story.do(verb, "why", minute=3)
    story.do("reopen", "it was one after all", minute=4)
    assert story.incident.is_open
    assert not story.incident.windows
    assert story.incident.reached("acknowledged") is None


def test_nothing_ends_in_the_future() -> None:
    story = Acted()
    with pytest.raises(Refused, match="future"):
        story.do("resolve", "--at", "2026-11-22 10:00", minute=5)


@pytest.mark.parametrize(
    ("impact", "urgency", "severity"),
    [
        ("all", "now", 1), ("all", "days", 2), ("many", "hours", 2), ("few", "now", 2), ("few", "days", 3), ("none", "now", 3),
        ("none", "days", 4), ("unsure", "unsure", 1), ("unsure", "hours", 2), ("few", "unsure", 2),
    ],
)  # fmt: skip
def test_two_answers_come_to_a_severity_and_who_is_unsure_gets_the_higher(
    impact: str, urgency: str, severity: int
) -> None:
    story = Acted()
    (fact,) = story.do("triage", impact, urgency, minute=1)
    assert story.incident.severity == severity
    assert impact in fact.sentence(story.incident, str)


def test_worse_answers_never_come_to_a_lower_severity() -> None:
    impacts, urgencies = ("none", "few", "many", "all"), ("days", "hours", "now")
    table = [[severity_for(i, u) for u in urgencies] for i in impacts]
    assert all(row == sorted(row, reverse=True) for row in table)
    assert all(list(column) == sorted(column, reverse=True) for column in zip(*table, strict=True))
