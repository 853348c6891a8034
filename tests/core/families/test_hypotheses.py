"""Hypotheses and their verdicts."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.language import say
from warroom.core.verb import Misused, Refused


def test_a_verdict_is_for_the_one_that_was_named() -> None:
    story = Acted()
    story.do("suspect", "a leak in v2.3.2", minute=1)
    story.do("suspect", "the pool is too small", by="budi", minute=2)
    (fact,) = story.do("judge", "leak", "ruled_out", "memory is flat", by="citra", minute=3)
    leak, pool = story.incident.hypotheses
    assert (leak.verdict, leak.why, leak.by) == ("ruled_out", "memory is flat", "ani")
    assert (pool.verdict, pool.by) == ("open", "budi")
    assert fact.sentence(story.incident, say) == "hypothesis ruled out: a leak in v2.3.2: memory is flat"
    with pytest.raises(Misused, match="ruled out already"):
        story.do("judge", "leak", "ruled", minute=4)


def test_a_hypothesis_is_reworded_and_taken_back() -> None:
    story = Acted()
    story.do("suspect", "a leak in v2.3.2", minute=1)
    story.do("suspect", "the pool", minute=1)
    story.do("judge", "leak", "ruled_out", minute=2)
    story.do("reword", "leak", "a leak in v2.3.1", by="budi", minute=3)
    leak, _ = story.incident.hypotheses
    assert (leak.text, leak.verdict, leak.by) == ("a leak in v2.3.1", "ruled_out", "ani")
    with pytest.raises(Refused, match="as it was"):
        story.do("reword", "leak", "a leak in v2.3.1", minute=4)
    (fact,) = story.do("withdraw", "pool", "raised twice", minute=5)
    assert [h.text for h in story.incident.hypotheses] == ["a leak in v2.3.1"]
    assert fact.sentence(story.incident, say) == "hypothesis taken back: the pool: raised twice"


def test_rewording_one_leaves_the_others() -> None:
    story = Acted()
    story.do("suspect", "a leak in v2.3.2", minute=1)
    story.do("suspect", "the pool", minute=2)
    story.do("reword", "pool", "the pool of db-1", minute=3)
    assert [h.text for h in story.incident.hypotheses] == ["a leak in v2.3.2", "the pool of db-1"]
