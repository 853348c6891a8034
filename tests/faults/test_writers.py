"""Many writers at once, dying writers, wrong clocks and a deleted lock file: one order, and the same for everybody."""

from __future__ import annotations

import pytest

from tests.faults.helper import campaign

pytestmark = [pytest.mark.faults, pytest.mark.slow]


def test_many_writers_lose_nothing_and_fold_the_same() -> None:
    tallies = list(campaign("writers", 6, 60, 2, 1))
    assert len(tallies) == 2
    assert all(tally.ok for tally in tallies), "\n".join(map(str, tallies))
    assert all(tally.acknowledged > 50 and tally.faults for tally in tallies)
