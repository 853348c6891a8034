"""What people were told, and what the checklist makes of it."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small, ten_steps
from warroom.core.checklist import Check, check
from warroom.core.families.updates import Telling, untold
from warroom.core.language import language
from warroom.core.verb import Misused, Refused


def item(story: Acted, number: str, code: str = "en") -> Check:
    found = check(story.incident, number, code)
    assert found is not None
    return found


def test_an_update_says_when_they_hear_next() -> None:
    story = Acted()
    story.do("update", "We are rolling back.", "--next", "20m", minute=10)
    story.do("update", "Rolled back.", minute=25)
    assert [(u.text, u.next_at) for u in story.incident.updates] == [
        ("We are rolling back.", story.at(30)), ("Rolled back.", None),
    ]  # fmt: skip
    assert story.incident.reached("first_update") == story.at(10)


def test_an_update_keeps_its_lines_and_stands_on_one_in_the_timeline() -> None:
    story = small()
    [posted] = story.do(
        "update", "--audience", "stakeholders,support", "--", "Conditions: slow\nNeeds: none", minute=3
    )
    assert story.incident.updates[0].text == "Conditions: slow\nNeeds: none"
    assert story.incident.updates[0].audiences == ("stakeholders", "support")
    said = posted.sentence(story.incident, language("en"))
    assert said == "update to Stakeholders, Support desk: Conditions: slow Needs: none"
    assert posted.sentence(story.incident, language("id")).startswith(
        "pembaruan kepada Pemangku kepentingan, Tim support"
    )


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("support", "support"), ("Support desk", "support"), ("tim support", "support"), ("customers", "users"),
        ("management", "executives"), ("on-call", "on-call-manager"), ("responders", "responders"), ("Pimpinan", "executives"),
    ],
)  # fmt: skip
def test_an_audience_is_known_by_its_id_its_names_and_their_beginnings(named: str, found: str) -> None:
    story = small()
    story.do("told", named, "by phone")
    assert story.incident.part(Telling).all[-1].audience == found


def test_an_audience_that_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(Misused, match="is none of the audiences: on-call-manager, stakeholders"):
        small().do("told", "the press")
    with pytest.raises(Refused, match="say who was told by phone"):
        small().do("update", "--by", "phone", "--", "It is down.")


def test_whoever_the_severity_demands_must_be_told_by_whatever_way() -> None:
    story = Acted("Payment gateway down", "--sev", "2", playbook=ten_steps())
    assert item(story, "2.2").state == "open"
    story.do("told", "on-call-manager", "by phone", by="budi", minute=2)
    story.do("update", "--audience", "stakeholders,support", "--by", "mail", "--", "It is down.", minute=3)
    assert untold(story.incident) == ("users",)
    assert item(story, "2.2").state == "open"
    [fact] = story.do("told", "users", by="citra", minute=4)
    done = item(story, "2.2")
    assert (done.state, done.auto, done.by, done.at) == ("done", True, "citra", story.at(4))
    assert fact.sentence(story.incident, language("en")) == "told Users (status page)"
    assert fact.sentence(story.incident, language("id")) == "Pengguna (halaman status) sudah dikabari"
    story.do("sev", "1", minute=5)
    assert untold(story.incident) == ("executives",)
    assert item(story, "2.2").state == "open"


def test_an_update_for_an_audience_is_no_proof_that_they_heard() -> None:
    story = Acted("Payment gateway down", "--sev", "3", playbook=ten_steps())
    story.do("update", "--audience", "on-call-manager,support", "--", "It is down.")
    assert untold(story.incident) == ("on-call-manager", "support")


def test_updates_in_the_rhythm_fulfil_their_item_and_a_late_one_does_not() -> None:
    story = Acted("Payment gateway down", "--sev", "2", playbook=ten_steps())  # every 30 minutes
    assert item(story, "4.3").state == "open"
    story.do("update", "It is down.", minute=20)
    assert item(story, "4.3").state == "done"
    story.do("update", "Still down.", minute=51)
    assert item(story, "4.3").state == "open"
    story.do("update", "--next", "2h", "Going up.", minute=60)
    story.do("update", "Up.", minute=170)
    assert item(story, "4.3").state == "done"


def test_a_plan_is_announced_once_somebody_has_heard_of_it() -> None:
    story = small()
    [posted] = story.do("update", "--plan", "--audience", "support", "--", "We roll back at 15:00.", minute=1)
    assert posted.sentence(story.incident, language("en")).startswith("announcement to Support desk: We roll")
    assert item(story, "6.1").state == "open"
    story.do("told", "support", "by phone", minute=2)
    assert item(story, "6.1").state == "open", "told of something, but not of the plan"
    story.do("update", "--plan", "--audience", "support", "--by", "phone", "--", "At 15:00.", minute=3)
    assert (item(story, "6.1").state, item(story, "6.1").auto) == ("done", True)
