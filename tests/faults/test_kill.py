"""What was acknowledged survives kill -9, and the next start needs no help."""

from __future__ import annotations

import pytest

from tests.faults.helper import campaign
from tests.faults.kill import CAMPAIGNS

pytestmark = [pytest.mark.faults, pytest.mark.slow]


def test_a_killed_writer_leaves_nothing_to_mend() -> None:
    tallies = list(campaign("kill", 60, 1))
    assert len(tallies) == len(CAMPAIGNS)
    assert all(tally.ok for tally in tallies), "\n".join(map(str, tallies))
    assert sum(tally.faults for tally in tallies) > 40
