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


def diagnosed() -> Acted:
    story = Acted()
    story.do("suspect", "a leak in v2.3.2", minute=1)
    story.do("suspect", "the pool is too small", minute=2)
    story.do("log", "memory climbs after each deploy", by="citra", minute=3)
    story.do("log", "heap of db-1 is flat", by="budi", minute=4)
    return story


def test_an_entry_speaks_for_one_against_another_and_changes_sides() -> None:
    story = diagnosed()
    story.do("supports", "climbs", "leak", by="citra", minute=5)
    story.do("contradicts", "flat", "leak", "--why", "it would climb", minute=6)
    leak, pool = story.incident.hypotheses
    assert [(e.bearing, e.by, e.why) for e in leak.evidence] == [
        ("for", "citra", ""),
        ("against", "ani", "it would climb"),
    ]
    assert pool.evidence == ()
    (fact,) = story.do("contradicts", "climbs", "leak", "in", "v2.3.2", minute=7)
    assert fact.sentence(story.incident, say) == (
        "“memory climbs after each deploy” speaks against “a leak in v2.3.2”"
    )
    leak, _ = story.incident.hypotheses
    assert [e.bearing for e in leak.evidence] == ["against", "against"], "of one entry the last word counts"
    with pytest.raises(Refused, match="as it was"):
        story.do("contradicts", "climbs", "leak", minute=8)
    story.do("unrelated", "climbs", "leak", minute=9)
    leak, _ = story.incident.hypotheses
    assert len(leak.bears("against")) == 1
    with pytest.raises(Refused, match="does not bear on"):
        story.do("unrelated", "climbs", "pool", minute=10)


def test_confidence_is_a_word_and_a_probe_is_set_changed_and_taken_away() -> None:
    story = diagnosed()
    story.do("confidence", "leak", "almost", minute=5)
    story.do("probe", "leak", "compare", "the", "heaps", minute=6)
    leak, pool = story.incident.hypotheses
    assert (leak.confidence, leak.probe) == ("almost_certain", "compare the heaps")
    assert (pool.confidence, pool.probe) == ("", "")
    with pytest.raises(Refused, match="as it was"):
        story.do("confidence", "leak", "almost_certain", minute=7)
    story.do("probe", "leak", minute=8)
    assert story.incident.hypotheses[0].probe == ""
    with pytest.raises(Misused, match="choose from"):
        story.do("confidence", "leak", "70 %", minute=9)


def test_of_two_that_fit_the_open_one_is_meant() -> None:
    story = diagnosed()
    story.do("suspect", "a leak in the driver", minute=5)
    with pytest.raises(Misused, match="fits 2 of them"):
        story.do("judge", "leak", "confirmed", minute=6)
    story.do("judge", "v2.3.2", "inconclusive", "the dumps are gone", minute=7)
    story.do("judge", "leak", "confirmed", minute=8)
    assert [h.verdict for h in story.incident.hypotheses] == ["inconclusive", "open", "confirmed"]
