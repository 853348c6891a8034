"""A role that is offered, and what it takes to take it."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.handover import RoleDeclined
from warroom.core.language import language
from warroom.core.nudges import nudges
from warroom.core.verb import Refused


def command(*acts: tuple[str, ...]) -> Acted:
    """ani commands, then these acts: who acts, then the words."""
    story = Acted()
    story.do("role", "ic", "ani", minute=1)
    for minute, (by, *words) in enumerate(acts, 2):
        story.do(*words, by=by, minute=minute)
    return story


def test_command_is_taken_by_whoever_says_back_what_they_take() -> None:
    story = command(("ani", "handover", "ic", "budi", "wave 3 runs"))
    with pytest.raises(Refused, match="warroom handover --show"):
        story.do("accept", by="budi", minute=3)
    assert story.incident.commander == "ani"
    (fact,) = story.do("accept", "wave", "3", "runs,", "next", "update", "15:10", by="budi", minute=4)
    assert story.incident.commander == "budi"
    said = [fact.sentence(story.incident, language(code)) for code in ("en", "id")]
    assert all("“wave 3 runs, next update 15:10”" in words for words in said)
    assert said[0] != said[1]


def test_who_confirms_the_brief_takes_it_too_and_the_log_says_which() -> None:
    story = command(("ani", "handover", "ic", "budi"))
    (fact,) = story.do("accept", "ic", "--confirm", by="budi", minute=3)
    assert story.incident.commander == "budi"
    assert (
        fact.sentence(story.incident, language("en")) == "budi is Incident Commander, and confirms the brief"
    )


def test_another_role_is_taken_without_ceremony() -> None:
    story = command(("ani", "role", "scribe", "ani"), ("ani", "handover", "scribe", "citra"))
    story.do("accept", by="citra", minute=5)
    assert story.incident.holder("scribe") == "citra"


def test_an_offer_waits_for_whoever_it_was_made_to_and_gets_loud() -> None:
    story = command(("ani", "handover", "ic", "budi"))

    def waits(person: str, minute: float) -> list[str]:
        found = nudges(story.incident, story.at(minute), person)
        return [n.level for n in found if n.key == "handover.ic"]

    assert (waits("budi", 3), waits("budi", 13), waits("ani", 13)) == (["amber"], ["red"], [])
    story.do("decline", "asleep", by="budi", minute=14)
    assert waits("budi", 15) == []


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
    with pytest.raises(Refused, match="Scribe was not handed over to you"):
        story.do("accept", "scribe", "all", "clear", by="budi", minute=5)
    assert [o.role for o in story.incident.offers] == ["ic"]
