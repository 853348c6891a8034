"""Title, systems, symptoms, and the declaration that begins it all."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.checklist import check
from warroom.core.verb import Misused, Refused


def test_a_declaration_says_what_is_wrong_how_bad_it_is_and_since_when() -> None:
    story = Acted(
        "Pay",
        "--sev",
        "2",
        "--started",
        "-20m",
        "--system",
        "pay",
        "--symptom",
        "503",
        "--zone",
        "Asia/Jakarta",
    )
    incident = story.incident
    assert (incident.title, incident.severity, incident.status, incident.zone) == (
        "Pay",
        2,
        "declared",
        "Asia/Jakarta",
    )
    assert (incident.systems, incident.symptoms, incident.declared_by) == (("pay",), "503", "ani")
    assert incident.reached("started") == story.at(-20)
    assert incident.reached("declared") == story.at(0)


def test_it_cannot_start_after_it_was_declared() -> None:
    with pytest.raises(Misused, match="start after"):
        Acted("Pay", "--started", "14:33")


def test_title_systems_and_symptoms_are_what_was_said_last() -> None:
    story = Acted("Pay")
    story.do("title", "Card payments fail", minute=1)
    story.do("systems", "pay, api,pay", minute=2)
    story.do("symptoms", "error 503", minute=3)
    incident = story.incident
    assert (incident.title, incident.systems, incident.symptoms) == (
        "Card payments fail",
        ("pay", "api"),
        "error 503",
    )


@pytest.mark.parametrize(("verb", "said"), [("title", "Pay"), ("systems", "pay"), ("symptoms", "503")])
def test_what_was_said_already_is_not_said_again(verb: str, said: str) -> None:
    story = Acted("Pay", "--system", "pay", "--symptom", "503")
    with pytest.raises(Refused, match="as it was"):
        story.do(verb, said, minute=1)


def test_the_first_item_ticks_itself_once_start_systems_and_symptoms_are_known() -> None:
    story = small()
    item = next(
        i
        for s in story.incident.playbook.steps
        for i in s.items
        if i.fulfilled_by == "started_systems_symptoms"
    )  # type: ignore[union-attr]
    story.do("systems", "pay", minute=1)
    before = check(story.incident, item.number)
    story.do("symptoms", "503", minute=2)
    after = check(story.incident, item.number)
    assert before
    assert after
    assert (before.state, after.state, after.auto, after.by) == ("open", "done", True, "ani")


def test_a_second_declaration_changes_nothing() -> None:
    story = Acted("Pay", "--sev", "2")
    again = story.stored(
        type(story.events[0])(id="again", at=story.at(5), by="eve", title="Other", severity=4), 5
    )  # type: ignore[call-arg]
    story.fold.add([again])
    assert (story.incident.title, story.incident.severity, story.incident.declared_by) == ("Pay", 2, "ani")
