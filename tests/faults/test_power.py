"""After a power cut at any call, in any state that the disk may be in, nothing acknowledged is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import power

pytestmark = pytest.mark.faults
LIMIT = 24


@pytest.mark.parametrize("scene", power.SCENES, ids=lambda s: s.name)
def test_a_power_cut_at_any_call_loses_nothing_acknowledged(base: Path, scene: power.Scene) -> None:
    tally = power.cut(scene, base, LIMIT)
    assert tally.ok, str(tally)
    assert tally.runs > 10


def test_a_power_cut_while_the_catalogue_is_written_leaves_the_list_right(base: Path) -> None:
    tally = power.cut_catalogue(base, LIMIT)
    assert tally.ok, str(tally)
    assert tally.runs > 10


@pytest.mark.parametrize(
    ("name", "scene", "deaf"), power.CONTROLS, ids=lambda v: v if isinstance(v, str) else ""
)
def test_the_harness_sees_a_sync_that_is_missing(
    base: Path, name: str, scene: power.Scene, deaf: frozenset[str]
) -> None:
    tally = power.cut(scene, base, LIMIT, deaf)
    assert tally.lost > 0, name


def test_the_harness_sees_that_stock_tinydb_does_not_survive(base: Path) -> None:
    tally = power.cut_stock(base, LIMIT)
    assert tally.person > 0
