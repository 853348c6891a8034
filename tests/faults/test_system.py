"""Whatever real system call fails under the real program: nothing acknowledged is lost, and what it says is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import console, system

pytestmark = [pytest.mark.faults, pytest.mark.slow]


def test_any_system_call_may_fail_under_any_command(base: Path) -> None:
    if not system.works():
        pytest.skip("needs strace, and the right to trace")
    tallies = list(system.campaign(base, most=3))
    assert all(tally.ok for tally in tallies), "\n".join(map(str, tallies))
    assert sum(tally.faults for tally in tallies) >= 40


def test_any_system_call_may_fail_under_an_open_console(base: Path) -> None:
    if not system.works():
        pytest.skip("needs strace, and the right to trace")
    tallies = list(console.campaign(base, most=3))
    assert all(tally.ok for tally in tallies), "\n".join(map(str, tallies))
    assert sum(tally.acknowledged for tally in tallies) >= 1
