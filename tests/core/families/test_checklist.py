"""What people say of the items, and what the state says by itself."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.checklist import Check, check, checklist, progress
from warroom.core.language import say
from warroom.core.verb import Misused, Refused


def item(story: Acted, number: str) -> Check:
    found = check(story.incident, number)
    assert found
    return found


def test_an_item_is_ticked_opened_begun_and_skipped() -> None:
    story = small()
    for verb, state in (("tick", "done"), ("untick", "open"), ("begin", "in_progress")):
        story.do(verb, "2.3", by="budi", minute=1)
        assert (item(story, "2.3").state, item(story, "2.3").by) == (state, "budi")
    story.do("skip", "2.3", "no vendor", minute=2)
    assert (item(story, "2.3").state, item(story, "2.3").why) == ("skipped", "no vendor")


@pytest.mark.parametrize("words", [("tick", "2.3"), ("begin", "2.3"), ("skip", "2.3", "why")])
def test_what_is_so_already_is_refused(words: tuple[str, ...]) -> None:
    story = small()
    story.do(*words, minute=1)
    with pytest.raises(Refused, match=r"2\.3 is .* already \(by ani\)"):
        story.do(*words, minute=2)


def test_the_first_tick_has_the_credit() -> None:
    story = small()
    story.do("tick", "2.3", by="ani", minute=1)
    (fact,) = story.events[-1:]
    late = story.stored(type(fact)(id="late", at=story.at(2), by="budi", item="2.3", state="done"), 2)  # type: ignore[call-arg]
    story.fold.add([late])
    assert item(story, "2.3").by == "ani"
    assert not story.incident.conflicts


def test_a_remark_stands_with_its_item() -> None:
    story = small()
    for text in ("the ticket is at the vendor", "they call back"):
        (fact,) = story.do("comment", "2.3", text, minute=1)
    assert [r.text for r in item(story, "2.3").remarks] == ["the ticket is at the vendor", "they call back"]
    assert fact.sentence(story.incident, say).startswith("on 2.3 ")


def test_an_item_that_ticked_itself_can_be_opened_by_hand_and_stays_open() -> None:
    story = small()
    number = next(
        i.number for s in story.incident.playbook.steps for i in s.items if i.fulfilled_by == "commander"
    )  # type: ignore[union-attr]
    story.do("role", "ic", "ani", minute=1)
    assert item(story, number).auto
    story.do("untick", number, minute=2)
    assert (item(story, number).state, item(story, number).auto) == ("open", False)


def test_what_was_skipped_counts_as_settled() -> None:
    story = small()
    before, whole = progress(checklist(story.incident))
    story.do("tick", "2.3", minute=1)
    story.do("skip", "6.2", "nothing to roll back", minute=2)
    assert progress(checklist(story.incident)) == (before + 2, whole)


def test_without_a_playbook_there_is_no_item() -> None:
    with pytest.raises(Misused, match="no checklist"):
        Acted().do("tick", "1.1", minute=1)
    with pytest.raises(Misused, match=r"items run from 1\.1 to 10\.3"):
        small().do("tick", "11.1", minute=1)
