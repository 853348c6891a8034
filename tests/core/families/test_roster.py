"""Who is there, who holds which role, and how a role changes hands."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import ten_steps
from warroom.core.checklist import check
from warroom.core.directoryfile import parse
from warroom.core.families.roster import RoleAssigned, of_role
from warroom.core.language import language, say
from warroom.core.verb import Refused


def command(*acts: tuple[str, ...]) -> Acted:
    """ani commands, then these acts: who acts, then the words."""
    story = Acted()
    story.do("role", "ic", "ani", minute=1)
    for minute, (by, *words) in enumerate(acts, 2):
        story.do(*words, by=by, minute=minute)
    return story


def test_who_comes_back_is_present_again_and_both_stints_count() -> None:
    story = Acted()
    story.do("join", "dewi", minute=1)
    story.do("leave", "dewi", minute=5)
    gone = story.incident.member("dewi")
    story.do("join", "dewi", minute=20)
    back = story.incident.member("dewi")
    assert gone
    assert back
    assert (gone.present, back.present) == (False, True)
    assert [(s.since, s.until) for s in back.stints] == [(story.at(1), story.at(5)), (story.at(20), None)]


def test_who_is_there_cannot_join_and_who_is_not_cannot_leave() -> None:
    story = Acted()
    with pytest.raises(Refused, match="not in the room"):
        story.do("leave", "dewi", minute=1)
    story.do("join", "dewi", minute=2)
    with pytest.raises(Refused, match="in the room already"):
        story.do("join", "Dewi", minute=3)


def test_who_leaves_lays_every_role_down() -> None:
    story = command(("ani", "role", "ops", "budi"), ("ani", "role", "sme", "budi"), ("budi", "leave"))
    incident = story.incident
    assert (incident.holder("ops"), incident.holders("sme")) == (None, ())
    assert {(h.role, h.until) for h in incident.holdings if h.person == "budi"} == {
        ("ops", story.at(4)),
        ("sme", story.at(4)),
    }
    member = incident.member("budi")
    assert member
    assert (member.present, member.roles) == (False, ())


def test_a_role_comes_to_its_holder_who_is_then_in_the_room() -> None:
    incident = command().incident
    member = incident.member("ani")
    assert member
    assert (incident.commander, member.present, member.roles) == ("ani", True, ("ic",))


def test_a_released_role_is_free_and_its_time_has_an_end() -> None:
    story = command(("ani", "role", "scribe", "citra"), ("ani", "release", "scribe", "citra"))
    member = story.incident.member("citra")
    assert member
    assert (story.incident.holder("scribe"), member.roles, member.present) == (None, (), True)
    assert [(h.since, h.until) for h in story.incident.holdings if h.role == "scribe"] == [
        (story.at(2), story.at(3))
    ]
    with pytest.raises(Refused, match="is not Scribe"):
        story.do("release", "scribe", "citra", minute=4)


def test_a_sole_role_passes_on_and_a_shared_one_is_shared() -> None:
    story = command(
        ("ani", "role", "ops", "budi"),
        ("ani", "role", "ops", "citra"),
        ("ani", "role", "sme", "budi"),
        ("ani", "role", "sme", "citra"),
    )
    assert story.incident.holders("ops") == ("citra",)
    assert story.incident.holders("sme") == ("budi", "citra")


def test_an_open_incident_keeps_a_commander() -> None:
    story = command()
    for words in (("release", "ic"), ("leave", "ani")):
        with pytest.raises(Refused, match="`handover ic NAME`"):
            story.do(*words, minute=2)
    story.do("resolve", minute=3)
    story.do("release", "ic", minute=4)
    assert story.incident.commander is None


def test_the_command_is_handed_over_or_taken_with_a_reason() -> None:
    story = command()
    for by in ("ani", "budi"):
        with pytest.raises(Refused, match="`handover ic budi"):
            story.do("role", "ic", "budi", by=by, minute=2)
    (fact,) = story.do("role", "ic", "budi", "--why", "ani", "lost", "the", "network", by="budi", minute=3)
    assert story.incident.commander == "budi"
    assert fact.sentence(story.incident, say) == "budi takes over as Incident Commander: ani lost the network"
    assert not fact.noise
    story.do("resolve", by="budi", minute=4)
    story.do("role", "ic", "citra", minute=5)
    assert story.incident.commander == "citra"


def test_a_contested_command_is_settled_by_whoever_confirms() -> None:
    story = Acted()
    seen = story.incident.head(of_role("ic"))
    for n, person in enumerate(("ani", "budi")):
        fact = RoleAssigned(id=f"r{n}", at=story.at(1), by=person, role="ic", person=person, prev=seen)
        story.fold.add([story.stored(fact, 1)])
    assert story.incident.conflicts
    story.do("role", "ic", "ani", by="budi", minute=2)
    assert (story.incident.commander, story.incident.conflicts) == ("ani", ())


TEAM = parse(
    "people.toml",
    """
    [[person]]
    name = "citra"
    aliases = ["Citra Dewi"]
    systems = ["payments"]
    [[person]]
    name = "eko"
    skills = ["postgres"]
    """,
)


@pytest.mark.parametrize("language_code", ["en", "id"])
def test_a_specialist_in_the_room_ticks_the_item(language_code: str) -> None:
    story = Acted("Cards fail", "--system", "payments-api", playbook=ten_steps(), people=TEAM)
    story.do("join", "eko", minute=3)
    assert check(story.incident, "3.1", language_code).state == "open"  # type: ignore[union-attr]
    (fact,) = story.do("join", "Citra Dewi", minute=7)
    found = check(story.incident, "3.1", language_code)
    assert found
    assert (found.state, found.auto, found.by, found.at) == ("done", True, "citra", story.at(7))
    assert "payments" in fact.sentence(story.incident, language(language_code))
    story.do("leave", "citra", minute=9)
    assert check(story.incident, "3.1").state == "done"  # type: ignore[union-attr]


def test_an_expert_who_is_named_is_a_specialist_whatever_the_directory_says() -> None:
    story = Acted(playbook=ten_steps())
    story.do("role", "sme", "dewi", minute=4)
    found = check(story.incident, "3.1")
    assert found
    assert (found.state, found.by, found.at) == ("done", "dewi", story.at(4))


def test_whoever_is_here_under_another_of_their_names_is_one_person() -> None:
    story = Acted(people=TEAM)
    story.do("join", "citra dewi", minute=1)
    assert [m.person for m in story.incident.roster] == ["ani", "citra"]
    with pytest.raises(Refused, match="citra is in the room already"):
        story.do("join", "Citra", minute=2)
    story.do("role", "ops", "CITRA DEWI", minute=3)
    assert story.incident.holder("ops") == "citra"
