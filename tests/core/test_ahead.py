"""Moments to come, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from warroom.core.clock import BadTime
from warroom.core.when import parse_ahead

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)  # a Saturday


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("16:00", "2026-11-28T16:00"), ("08:30", "2026-11-29T08:30"), ("jam 8.30", "2026-11-29T08:30"),
        ("+2h", "2026-11-28T11:00"), ("90m", "2026-11-28T10:30"), ("2 hari", "2026-11-30T09:00"),
        ("tomorrow 10:00", "2026-11-29T10:00"), ("besok jam 10.00", "2026-11-29T10:00"), ("today 9:30", "2026-11-28T09:30"),
        ("friday 14:00", "2026-12-04T14:00"), ("senin 09:00", "2026-11-30T09:00"), ("2026-12-01 14:00", "2026-12-01T14:00"),
        ("2026-12-01T14:00Z", "2026-12-01T14:00"), ("1 Desember 2026 14.00", "2026-12-01T14:00"), ("2pm", "2026-11-28T14:00"),
        ("16:00 WIB", "2026-11-29T09:00"), ("tomorrow 10:00 +07:00", "2026-11-29T03:00"),
    ],
)  # fmt: skip
def test_a_moment_to_come(text: str, means: str) -> None:
    assert f"{parse_ahead(text, NOW, UTC).at:%Y-%m-%dT%H:%M}" == means


def test_a_time_without_a_zone_is_in_the_one_that_is_shown() -> None:
    assert (
        parse_ahead("besok 10:00", NOW, ZoneInfo("Asia/Jakarta")).at.isoformat()
        == "2026-11-29T03:00:00+00:00"
    )


@pytest.mark.parametrize("text", ["", "soon", "25:00", "tomorrow", "x 10:00"])
def test_what_is_no_such_moment_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BadTime) as caught:
        parse_ahead(text, NOW, UTC)
    assert "\n" not in str(caught.value)
