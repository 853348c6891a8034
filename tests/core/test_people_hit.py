"""How many people were hit is an impact figure by any name that people have, in both languages."""

from __future__ import annotations

import pytest

from tests.helpers.story import Story, at
from warroom.core.families.declaration import Declared
from warroom.core.families.impact import RULES, ImpactMeasured, ImpactWindow


def told(what: str, unit: str = "") -> Story:
    story = Story()
    story.tell(Declared, "14:00", title="x", severity=1)
    story.tell(ImpactMeasured, "14:10", what=what, amount="12", unit=unit)
    return story


def window(story: Story) -> Story:
    story.tell(ImpactWindow, "14:20", starts=at("14:00"), ends=at("14:10"))
    return story


@pytest.mark.parametrize(
    ("what", "unit"),
    [
        ("users", ""), ("user", ""), ("pengguna", ""), ("Pelanggan terdampak", ""), ("affected customers", ""),
        ("nasabah", "orang"), ("impact", "people"), ("active-users", ""), ("akun (aktif)", ""),
    ],
)  # fmt: skip
def test_any_users_like_figure_sets_the_figures(what: str, unit: str) -> None:
    assert RULES["figures_set"](window(told(what, unit)).incident())
    assert RULES["figures_set"](told(what, unit).incident()) is None


@pytest.mark.parametrize("what", ["requests", "kerugian", "superusers2go", "orange", "transaksi"])
def test_what_counts_no_people_does_not(what: str) -> None:
    assert RULES["figures_set"](window(told(what)).incident()) is None
