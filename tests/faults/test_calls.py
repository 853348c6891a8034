"""Whatever storage call fails, nothing acknowledged is lost, the failure is told, and a retry works once it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import calls
from tests.faults.disk import CALLS
from warroom.storage.oslayer import OsLayer

pytestmark = pytest.mark.faults


def test_no_storage_call_is_left_out() -> None:
    made_of_others = {"close", "write_all", "read_span", "sync_folder"}
    assert set(CALLS) == {name for name in vars(OsLayer) if not name.startswith("_")} - made_of_others


@pytest.mark.parametrize("operation", calls.OPERATIONS, ids=lambda o: o.name)
def test_any_call_may_fail(base: Path, operation: calls.Operation) -> None:
    tally = calls.fail(operation, base, thorough=False)
    assert tally.ok, str(tally)
    assert tally.faults > 1
