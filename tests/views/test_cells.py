"""The width of a text must be what rich, and so Textual, takes it to be; otherwise panes tear."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from warroom.views.cells import cells, clusters, reach

ASSIGNED = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cn", "Cc"]),
        st.sampled_from("\u200d\ufe0f✔❤👩👍🏽🇩🇪日本語é́한글❤1#"),
    )
)


@given(ASSIGNED)
def test_measures_as_rich_does(text: str) -> None:
    assert cells(text) == cell_len(text)


def test_every_assigned_character_measures_as_rich_does() -> None:
    every = map(chr, range(0x110000))
    assigned = (c for c in every if unicodedata.category(c) not in {"Cn", "Cs", "Cc", "Co"})
    assert [c for c in assigned if cells(c) != cell_len(c)] == []


@pytest.mark.parametrize(
    "text", ["👩‍💻 fixed", "❤️❤️", "한국어", "e\u0301", "🏳️‍🌈", "1️⃣", "‍‍x", "️", "👍🏽", "pay ✓ ★ ◆"]
)
def test_joined_signs(text: str) -> None:
    assert cells(text) == cell_len(text)


@given(ASSIGNED, st.integers(1, 12))
def test_reach_stays_within_the_width_and_always_gets_on(text: str, width: int) -> None:
    at = 0
    while at < len(text):
        end = reach(text, at, width)
        assert end > at
        assert cells(text[at:end]) <= width or len(list(clusters(text[at:end]))) == 1
        at = end
