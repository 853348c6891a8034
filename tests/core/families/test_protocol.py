"""What a severity demands is taken on once, and again when it is raised."""

from __future__ import annotations

import msgspec
import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small, ten_steps
from warroom.core.cadence import update_due
from warroom.core.checklist import check
from warroom.core.language import language
from warroom.core.nudges import waiting
from warroom.core.sentences import whole_sentence
from warroom.core.verb import Refused


def declared(severity: int) -> Acted:
    return Acted("Pay", "--sev", str(severity), playbook=ten_steps())


def state_of(story: Acted, number: str) -> str:
    found = check(story.incident, number)
    return found.state if found else ""


def keys(story: Acted, minute: float) -> dict[str, str]:
    return {n.key: n.level for n in waiting(story.incident, story.at(minute), "ani")}


def test_activating_fulfils_the_item_until_the_severity_is_raised() -> None:
    story = declared(2)
    assert state_of(story, "2.1") == "open"
    story.do("protocol", minute=1)
    assert state_of(story, "2.1") == "done"
    story.do("sev", "1", minute=2)
    assert state_of(story, "2.1") == "open"
    assert "protocol" in keys(story, 3)
    story.do("protocol", minute=3)
    assert state_of(story, "2.1") == "done"
    story.do("sev", "3", minute=4)
    assert state_of(story, "2.1") == "done", "what was stricter covers it"
    story.do("sev", "1", minute=5)
    assert state_of(story, "2.1") == "open", "raised again, it is asked for again"


def test_an_undone_raise_brings_the_activation_before_it_back() -> None:
    story = declared(2)
    story.do("protocol", minute=1)
    story.do("sev", "1", minute=2)
    story.do("undo", minute=3)
    assert state_of(story, "2.1") == "done"


def test_twice_is_refused_and_so_is_what_no_playbook_knows() -> None:
    story = declared(1)
    story.do("protocol", minute=1)
    with pytest.raises(Refused, match="active already"):
        story.do("protocol", minute=2)
    with pytest.raises(Refused, match="no protocol for SEV1"):
        Acted("Pay", "--sev", "1").do("protocol", minute=1)


def test_the_line_says_what_is_asked_for_in_each_language() -> None:
    story = declared(2)
    (fact,) = story.do("protocol", minute=1)
    said = whole_sentence(fact, story.incident, language("en"))
    assert said.startswith("protocol of SEV2 activated; tell On-call manager, Stakeholders, Support desk")
    assert "an update every 30 min" in said
    assert "Scribe" in said
    other = whole_sentence(fact, story.incident, language("id"))
    assert "30 mnt" in other
    assert "Stakeholders" not in other


def test_a_raise_says_what_is_newly_due_and_a_lowering_what_is_not_asked_for_any_more() -> None:
    story = declared(3)
    (fact,) = story.do("sev", "1", "--why", "all cards fail", minute=2)
    said = whole_sentence(fact, story.incident, language("en"))
    assert said.startswith("severity is now SEV1: all cards fail; newly due: tell ")
    for word in (
        "Executives",
        "Deputy",
        "first update within 10 min",
        "an update every 20 min",
        "a post-mortem within 3 days",
    ):
        assert word in said
    assert "no longer" not in said
    assert "On-call manager" not in said, "they were to be told before"
    (fact,) = story.do("sev", "4", minute=3)
    said = whole_sentence(fact, story.incident, language("en"))
    assert "newly due" not in said
    assert "no longer: tell On-call manager" in said
    assert "an update every 20 min" in said


def test_another_rhythm_is_newly_due_and_the_old_one_is_not_called_gone() -> None:
    story = declared(2)
    (fact,) = story.do("sev", "1", minute=1)
    said = whole_sentence(fact, story.incident, language("en"))
    assert "an update every 20 min" in said
    assert "every 30 min" not in said


def test_the_first_update_is_due_sooner_and_counts_from_a_raise() -> None:
    assert update_due(declared(1).incident) == declared(1).at(10)
    story = declared(3)
    assert update_due(story.incident) == story.at(60)
    story.do("sev", "1", minute=20)
    assert update_due(story.incident) == story.at(30)
    story.do("sev", "3", minute=25)
    assert update_due(story.incident) == story.at(60)
    story.do("update", "We look into it.", minute=26)
    assert update_due(story.incident) == story.at(86)
    late = declared(3)
    late.do("sev", "2", minute=55)
    assert update_due(late.incident) == late.at(60), "it was due before the raise already"


def test_it_waits_until_it_is_active_and_then_the_empty_roles_do() -> None:
    story = declared(2)
    assert keys(story, 1)["protocol"] == "amber"
    assert keys(story, 21)["protocol"] == "red"
    assert "roles" not in keys(story, 1)
    story.do("protocol", minute=1)
    story.do("role", "ic", "ani", minute=1)
    assert "protocol" not in keys(story, 2)
    found = {n.key: n for n in waiting(story.incident, story.at(2), "ani")}["roles"]
    assert found.sentence == "3 empty roles: Scribe, Operations Lead, Communications Lead"
    assert (found.verb, found.given, found.level) == ("role", {"role": "scribe"}, "amber")
    assert keys(story, 17)["roles"] == "red"
    for role, person in (("scribe", "budi"), ("ops", "citra"), ("comms", "dewi")):
        story.do("role", role, person, minute=3)
    assert "roles" not in keys(story, 4)


def test_a_severity_that_nobody_chose_waits_to_be_chosen_and_choosing_the_same_one_is_choosing() -> None:
    story = small()
    assert keys(story, 1)["severity"] == "amber"
    assert keys(story, 11)["severity"] == "red"
    (fact,) = story.do("sev", "3", minute=2)
    assert whole_sentence(fact, story.incident, language("en")) == "severity confirmed: SEV3"
    assert "severity" not in keys(story, 3)
    with pytest.raises(Refused, match="SEV3 already"):
        story.do("sev", "3", minute=4)
    assert "severity" not in keys(declared(2), 1)


def test_severity_and_impact_are_both_needed() -> None:
    story = small()
    story.do("impact", "users", "1200", minute=1)
    assert state_of(story, "1.3") == "open"
    story.do("sev", "2", minute=2)
    assert state_of(story, "1.3") == "done"


def test_a_severity_that_is_only_assumed_asks_to_be_chosen_before_its_protocol() -> None:
    story = small()
    assert {"severity", "protocol"} & keys(story, 1).keys() == {"severity"}
    story.do("protocol", minute=1)
    story.do("sev", "3", minute=2)
    assert state_of(story, "2.1") == "done", "choosing what was assumed is no raise"


def test_what_is_over_waits_for_nobody() -> None:
    story = declared(1)
    assert "protocol" in keys(story, 1)
    story.do("protocol", minute=1)
    assert "roles" in keys(story, 2)
    story.do("resolve", "--despite", "a drill", minute=3)
    assert not {"protocol", "roles", "severity", "command", "told"} & keys(story, 30).keys()


def test_why_the_protocol_matters_is_what_it_asks_for_and_where_that_is_nothing_what_it_means() -> None:
    asked = {n.key: n.why for n in waiting(declared(1).incident, declared(1).at(1), "ani")}
    assert "fill Incident Commander, Deputy" in asked["protocol"]
    bare = msgspec.structs.replace(ten_steps().severities[3], roles=())
    playbook = msgspec.structs.replace(ten_steps(), severities=(*ten_steps().severities[:3], bare))
    story = Acted("Pay", "--sev", "4", playbook=playbook)
    asked = {n.key: n.why for n in waiting(story.incident, story.at(1), "ani")}
    assert asked["protocol"].startswith("Nobody outside the team")


def test_an_items_time_counts_from_a_raise_unless_it_was_due_before() -> None:
    def due(story: Acted, number: str) -> object:
        found = check(story.incident, number)
        return found.due if found else None

    story = declared(3)
    assert due(story, "1.2") == story.at(60)
    story.do("protocol", minute=1)
    story.do("sev", "1", minute=20)
    assert due(story, "1.2") == story.at(35), "15 minutes from the raise"
    assert due(story, "1.1") == story.at(25)
    assert due(story, "2.1") == story.at(25), "taken on before, and asked for anew"
    late = declared(3)
    late.do("sev", "1", minute=58)
    assert due(late, "1.2") == late.at(60)
    assert due(late, "3.2") == late.at(68), "the severity before had no time for it"
    assert due(late, "7.1") is None
