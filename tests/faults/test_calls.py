"""Whatever storage call fails, nothing acknowledged is lost, the failure is told, and a retry works once it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import calls

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("operation", calls.OPERATIONS, ids=lambda o: o.name)
def test_any_call_may_fail(base: Path, operation: calls.Operation) -> None:
    tally = calls.fail(operation, base, thorough=False)
    assert tally.ok, str(tally)
    assert tally.faults > 1
