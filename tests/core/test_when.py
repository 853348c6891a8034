"""The times, durations and due dates that people type."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.core.clock import BadTime, iso
from warroom.core.when import parse_due, parse_duration, parse_when

WIB = timezone(timedelta(hours=7))
# 21:30 in Jakarta, a Saturday.
NOW = datetime(2026, 11, 21, 14, 30, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
_MOMENTS = st.integers(0, 3_400_000_000_000).map(
    lambda ms: datetime(1991, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)


def _when(text: str, now: datetime = NOW, zone: tzinfo = WIB) -> tuple[str, str]:
    found = parse_when(text, now, zone)
    assert found.at.tzinfo is UTC
    return iso(found.at)[:-5], found.precision


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("now", "2026-11-21T14:30:00"),
        ("Sekarang", "2026-11-21T14:30:00"),
        ("-5m", "2026-11-21T14:25:00"),
        ("-1h30m", "2026-11-21T13:00:00"),
        ("-90s", "2026-11-21T14:28:30"),
        ("-2d", "2026-11-19T14:30:00"),
        ("14:02", "2026-11-21T07:02:00"),
        ("14:02:33", "2026-11-21T07:02:33"),
        ("14.02", "2026-11-21T07:02:00"),
        ("jam 14.02", "2026-11-21T07:02:00"),
        ("2:05pm", "2026-11-21T07:05:00"),
        ("2:05 PM", "2026-11-21T07:05:00"),
        ("12am", "2026-11-20T17:00:00"),
        ("12:00pm", "2026-11-21T05:00:00"),
        ("21:35", "2026-11-21T14:35:00"),
        ("21:36", "2026-11-20T14:36:00"),
        ("yesterday 23:50", "2026-11-20T16:50:00"),
        ("kemarin 23.50", "2026-11-20T16:50:00"),
        ("kemarin jam 14.30", "2026-11-20T07:30:00"),
        ("today 9:00", "2026-11-21T02:00:00"),
        ("hari ini 09.00", "2026-11-21T02:00:00"),
        ("2026-11-20 14:02", "2026-11-20T07:02:00"),
        ("2026-11-20 14:02:59", "2026-11-20T07:02:59"),
        ("2026-11-20T14:02+05:30", "2026-11-20T08:32:00"),
        ("2026-11-20t14:02z", "2026-11-20T14:02:00"),
        ("2026-11-20T14:02:03.456789Z", "2026-11-20T14:02:03"),
        ("14:02 UTC", "2026-11-21T14:02:00"),
        ("14:02Z", "2026-11-21T14:02:00"),
        ("14.02 WITA", "2026-11-21T06:02:00"),
        ("14.02 wit", "2026-11-21T05:02:00"),
        ("14:02 +0000", "2026-11-21T14:02:00"),
        ("yesterday 23:50 Europe/Berlin", "2026-11-20T22:50:00"),
        ("2026-11-20 14:02 America/New_York", "2026-11-20T19:02:00"),
        ("  14:02  ", "2026-11-21T07:02:00"),
    ],
)
def test_times(text: str, at: str) -> None:
    assert _when(text) == (at, "exact")


def test_about_and_bare_days() -> None:
    assert _when("~14:02") == ("2026-11-21T07:02:00", "about")
    assert _when("~ -5m") == ("2026-11-21T14:25:00", "about")
    assert _when("2026-11-20") == ("2026-11-19T17:00:00", "date")
    assert _when("kemarin") == ("2026-11-19T17:00:00", "date")
    assert _when("today UTC") == ("2026-11-21T00:00:00", "date")


def test_a_clock_time_just_after_midnight_may_be_tomorrows() -> None:
    late = datetime(2026, 11, 21, 23, 58, tzinfo=UTC)
    assert _when("00:01", late, UTC) == ("2026-11-22T00:01:00", "exact")
    assert _when("00:04", late, UTC) == ("2026-11-21T00:04:00", "exact")


def test_times_that_a_change_of_clocks_skipped_or_repeated() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert _when("2026-03-29 02:30", zone=berlin) == ("2026-03-29T01:30:00", "about")
    assert _when("2026-10-25 02:30", zone=berlin) == ("2026-10-25T00:30:00", "about")
    after_both = datetime(2026, 10, 25, 1, 40, tzinfo=UTC)
    assert _when("02:30", after_both, berlin) == ("2026-10-25T01:30:00", "about")
    between = datetime(2026, 10, 25, 0, 40, tzinfo=UTC)
    assert _when("02:30", between, berlin) == ("2026-10-25T00:30:00", "about")
    # Yesterday had 25 hours: still the most recent 12:00.
    assert _when("12:00", datetime(2026, 10, 26, 9, 0, tzinfo=UTC), berlin) == (
        "2026-10-25T11:00:00",
        "exact",
    )


@pytest.mark.parametrize(
    "text",
    ["", "~", "-", "-5", "-5x", "14", "1402", "24:00", "14:60", "14:02.33", "13:00pm", "0am", "soon",
     "last night", "2026-02-30", "2026-13-01 10:00", "21/11/2026", "11-21 14:02", "14:02 EST",
     "14:02 Singapore", "14:02 pls", "14:02 Mars/Base", "14:02 15:02", "tomorrow", "1980-01-01",
     "2101-01-01 10:00", "0001-01-01", "-999999w", "yesterday 25:00", "١٤:٠٢", "14:02\x1b[31m",
     "5 minutes", "14:02 a" + "-a" * 5000, "14:02 a" + "/a" * 5000],
)  # fmt: skip
def test_anything_else_is_refused_in_one_line_that_helps(text: str) -> None:
    with pytest.raises(BadTime) as error:
        parse_when(text, NOW, WIB)
    message = str(error.value)
    assert message.isprintable()
    assert any(hint in message for hint in ("14:02", "15m", "Asia/Jakarta", "1990"))


@given(_MOMENTS)
def test_our_own_times_are_read_back(moment: datetime) -> None:
    assert iso(parse_when(iso(moment), NOW, WIB).at) == iso(moment)


@given(
    st.times(),
    _MOMENTS,
    st.timezones(),
)
def test_a_clock_time_is_the_most_recent_moment_that_showed_it(
    clock: object, now: datetime, zone: tzinfo
) -> None:
    found = parse_when(str(clock)[:5], now, zone)
    assert timedelta(minutes=-5) <= now - found.at < timedelta(hours=26)


@given(st.text())
def test_only_bad_time_is_ever_raised(text: str) -> None:
    for read in (
        lambda: parse_when(text, NOW, WIB),
        lambda: parse_duration(text),
        lambda: parse_due(text, TODAY),
    ):
        with suppress(BadTime):
            read()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("15m", 900),
        ("1h30m", 5400),
        ("1 h 30 min", 5400),
        ("2d", 172800),
        ("1 week", 604800),
        ("2 minggu", 1209600),
        ("10 menit", 600),
        ("2 Jam 15 Menit", 8100),
        (" 0m ", 0),
    ],
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "5", "m", "-5m", "1.5h", "30m1h", "1h1h", "1h x", "x 1h", "1 month"])
def test_no_durations(text: str) -> None:
    with pytest.raises(BadTime, match="1h30m"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("1 week", "2026-11-28"),
        ("2 minggu", "2026-12-05"),
        ("+14d", "2026-12-05"),
        ("dalam 3 hari", "2026-11-24"),
        ("3 hari lagi", "2026-11-24"),
        ("2026-12-01", "2026-12-01"),
        ("Tomorrow", "2026-11-22"),
        ("besok", "2026-11-22"),
        ("next week", "2026-11-28"),
        ("next month", "2026-12-21"),
        ("bulan depan", "2026-12-21"),
        ("mulai bulan depan", "2026-12-01"),
        ("3 months", "2027-02-21"),
        ("friday", "2026-11-27"),
        ("Sabtu", "2026-11-28"),
        ("minggu", "2026-11-22"),
        ("jum'at", "2026-11-27"),
    ],
)
def test_due_dates(text: str, due: str) -> None:
    assert parse_due(text, TODAY).isoformat() == due


def test_next_month_ends_with_the_month() -> None:
    assert parse_due("next month", date(2027, 1, 31)) == date(2027, 2, 28)
    assert parse_due("next month", date(2026, 12, 31)) == date(2027, 1, 31)


@pytest.mark.parametrize(
    "text", ["", "soon", "3h", "2026-02-30", "01/12/2026", "next friday", "1980-01-01", "9999 months"]
)
def test_no_due_dates(text: str) -> None:
    with pytest.raises(BadTime):
        parse_due(text, TODAY)
