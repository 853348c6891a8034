"""Who is there, who holds which role, and how a role changes hands."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.roster import RoleAssigned, RoleDeclined, of_role
from warroom.core.language import say
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


def test_only_the_holder_hands_over_and_only_to_another() -> None:
    story = Acted()
    with pytest.raises(Refused, match="nobody is Incident Commander"):
        story.do("handover", "ic", "budi", minute=1)
    story = command()
    for by, to, why in (("citra", "budi", "only ani"), ("ani", "ani", "already")):
        with pytest.raises(Refused, match=why):
            story.do("handover", "ic", to, by=by, minute=2)


def test_a_declined_offer_is_gone_and_the_holder_holds() -> None:
    story = command(("ani", "handover", "ic", "budi", "the database is next"))
    (offer,) = story.incident.offers
    assert (offer.role, offer.to, offer.by, offer.brief) == ("ic", "budi", "ani", "the database is next")
    with pytest.raises(Refused, match="nothing was handed over"):
        story.do("decline", by="citra", minute=3)
    story.do("decline", by="budi", minute=4)
    assert (story.incident.offers, story.incident.commander) == ((), "ani")
    with pytest.raises(Refused, match="nothing was handed over"):
        story.do("accept", by="budi", minute=5)


def test_declining_one_offer_leaves_the_others() -> None:
    story = command(
        ("ani", "role", "scribe", "ani"), ("ani", "handover", "ic", "budi"), ("ani", "handover", "scribe", "citra"),
        ("citra", "decline"),
    )  # fmt: skip
    assert [(o.role, o.to) for o in story.incident.offers] == [("ic", "budi")]


def test_a_new_offer_of_a_role_takes_the_place_of_the_old_one() -> None:
    story = command(("ani", "handover", "ic", "budi"), ("ani", "handover", "ic", "citra"))
    assert [(o.role, o.to) for o in story.incident.offers] == [("ic", "citra")]


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


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("I am on a train", "I am on a train"),
        ("asleep", "asleep"),
        ("--why I am on a train", "I am on a train"),
        ("ic I am on a train", "I am on a train"),
        ("Commander", ""),
        ("", ""),
    ],
)
def test_what_is_no_role_is_the_reason_for_declining(words: str, why: str) -> None:
    story = command(("ani", "handover", "ic", "budi"))
    (fact,) = story.do("decline", *words.split(), by="budi", minute=5)
    assert isinstance(fact, RoleDeclined)
    assert (fact.role, fact.why) == ("ic", why)


def test_a_role_that_was_not_offered_is_not_declined() -> None:
    story = command(("ani", "handover", "ic", "budi"))
    with pytest.raises(
        Refused, match="Operations Lead was not handed over to you, but Incident Commander was"
    ):
        story.do("decline", "ops", "I", "am", "asleep", by="budi", minute=5)
    with pytest.raises(Refused, match="is not a role; choose from"):
        story.do("accept", "soon", by="budi", minute=5)
    assert [o.role for o in story.incident.offers] == ["ic"]
