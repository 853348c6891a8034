"""What somebody missed: what changed, what concerns them, what others decided; not the rest."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.digest import Digest, Turn, digest


def away() -> tuple[Acted, str]:
    """ani looks until minute 5; then others act."""
    story = small()
    story.do("role", "ic", "ani", minute=1)
    story.do("suspect", "a leak", minute=2)
    story.do("log", "seen before", minute=3)
    mark = story.incident.last
    story.do("join", by="budi", minute=6)
    story.do("sev", "1", "all cards", by="budi", minute=7)
    story.do("status", "mitigating", by="budi", minute=8)
    story.do("judge", "leak", "confirmed", "heap dump", by="budi", minute=9)
    story.do("log", "roll back", "--kind", "decision", by="citra", minute=10)
    story.do("log", "cpu is flat", by="citra", minute=11)
    story.do("log", "ask @ani for the key", by="citra", minute=12)
    story.do("tick", "1.2", by="citra", minute=13)
    story.do("update", "We roll back", by="citra", minute=14)
    story.do("log", "my own", "--kind", "decision", minute=15)
    return story, mark


def told(found: Digest, story: Acted) -> list[str]:
    return [
        row.text if row.event is None else row.event.sentence(story.incident, str).partition(":")[0]
        for row in found.rows
    ]


def test_what_matters_is_told_and_noise_is_counted_or_left_out() -> None:
    story, mark = away()
    found = digest(story.incident, "ani", mark)
    assert told(found, story) == [
        "severity is now SEV1", "status is now mitigating", "hypothesis confirmed", "roll back",
        "ask @ani for the key", "update",
    ]  # fmt: skip
    assert [story.incident.row(i).text for i in found.yours] == ["ask @ani for the key"]  # type: ignore[union-attr]
    assert found.others == 1
    assert found.since == story.at(3)
    assert found.turns == (Turn("severity", "SEV3", "SEV1"), Turn("status", "declared", "mitigating"))


def test_it_is_each_persons_own() -> None:
    story, mark = away()
    assert "my own" in told(digest(story.incident, "budi", mark), story)
    assert "severity is now SEV1" not in told(digest(story.incident, "budi", mark), story)
    assert not digest(story.incident, "ani", story.incident.last)


def test_a_moment_may_be_named_instead_and_then_ones_own_acts_are_told_too() -> None:
    story, _ = away()
    found = digest(story.incident, "ani", "", story.at(9.5), own=True)
    assert told(found, story) == ["roll back", "ask @ani for the key", "update", "my own"]


def test_who_never_looked_is_told_all_and_no_turns() -> None:
    story, _ = away()
    found = digest(story.incident, "dewi")
    assert found.since is None
    assert found.turns == ()
    assert len(found) > 6


def test_what_was_backdated_or_struck_meanwhile_is_judged_by_when_it_was_recorded() -> None:
    story, mark = away()
    story.do("log", "@14:31", "first alert", "--kind", "decision", by="budi", minute=16)
    story.do("strike", "roll back", "wrong", by="citra", minute=17)
    found = told(digest(story.incident, "ani", mark), story)
    assert "first alert" in found
    assert "roll back" not in found


@pytest.mark.parametrize(
    ("act", "yours"),
    [
        (("role", "scribe", "ani"), True), (("handover", "scribe", "ani"), True), (("page", "ani"), True),
        (("action", "rotate the keys", "--owner", "ani"), True), (("role", "scribe", "dewi"), False),
        (("log", "@anita knows"), False), (("log", "mail ani@example.com"), False), (("log", "(@Ani)"), True),
    ],
)  # fmt: skip
def test_what_is_given_to_somebody_or_said_to_them_is_theirs(act: tuple[str, ...], yours: bool) -> None:
    story = small()
    if act[0] == "handover":
        story.do("role", "scribe", "budi", minute=1)
    if act[0] == "page" and (me := story.incident.member("ani")) and me.present:
        story.do("leave", "ani", minute=1)
    mark = story.incident.last
    (fact,) = story.do(*act, by="budi", minute=2)
    found = digest(story.incident, "ani", mark)
    assert (fact.id in found.yours) is yours


def test_the_command_that_changed_hands_is_a_turn() -> None:
    story = small()
    story.do("role", "ic", "ani", minute=1)
    mark = story.incident.last
    story.do("handover", "ic", "budi", minute=5)
    story.do("accept", "--confirm", by="budi", minute=6)
    assert digest(story.incident, "dewi", mark).turns == (Turn("commander", "ani", "budi"),)
