"""Hypotheses and their verdicts."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.language import say
from warroom.core.verb import Misused


def test_a_verdict_is_for_the_one_that_was_named() -> None:
    story = Acted()
    story.do("suspect", "a leak in v2.3.2", minute=1)
    story.do("suspect", "the pool is too small", by="budi", minute=2)
    (fact,) = story.do("judge", "leak", "ruled_out", "memory is flat", by="citra", minute=3)
    leak, pool = story.incident.hypotheses
    assert (leak.verdict, leak.why, leak.judged_by, leak.by) == (
        "ruled_out",
        "memory is flat",
        "citra",
        "ani",
    )
    assert (pool.verdict, pool.by) == ("open", "budi")
    assert fact.sentence(story.incident, say) == "hypothesis ruled out: a leak in v2.3.2: memory is flat"
    with pytest.raises(Misused, match="ruled out already"):
        story.do("judge", "leak", "ruled", minute=4)
