"""Times as programs and mail write them: what is clear is taken, and right; what is not is refused with the reason."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.core.clock import BadTime, iso
from warroom.core.isotime import spelled_out
from warroom.core.when import parse_when

WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
_OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
_MOMENTS = st.datetimes(datetime(1991, 1, 1), datetime(2099, 12, 31), timezones=_OFFSETS)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-21 14:02:33+00", "2026-11-21T14:02:33.000Z"),
        ("2026-11-21T14:02:33,123Z", "2026-11-21T14:02:33.123Z"),
        ("20261121T140233Z", "2026-11-21T14:02:33.000Z"),
        ("20261121T1402+07", "2026-11-21T07:02:00.000Z"),
        ("2026-11-21T1402Z", "2026-11-21T14:02:00.000Z"),
        ("Sat, 21 Nov 2026 14:02:33 +0000", "2026-11-21T14:02:33.000Z"),
        ("21 Nov 2026 14:02:33 GMT", "2026-11-21T14:02:33.000Z"),
        ("Sat, 21 Nov 2026 14:02:33 +0700 (WIB)", "2026-11-21T07:02:33.000Z"),
        ("2026-11-21T14:02:33.123+07:00[Asia/Jakarta]", "2026-11-21T07:02:33.123Z"),
        ("2026-11-21T14:02[Asia/Tokyo]", "2026-11-21T05:02:00.000Z"),
        ("2026/11/21 14:02 UTC", "2026-11-21T14:02:00.000Z"),
        ("2026-W47-6T14:02Z", "2026-11-21T14:02:00.000Z"),
        ("2026-325T14:02Z", "2026-11-21T14:02:00.000Z"),
        ("2026-11-21T24:00Z", "2026-11-22T00:00:00.000Z"),
        ("Nov 21, 2026 2:02 PM", "2026-11-21T07:02:00.000Z"),
        ("21 November 2026 14.02 WIB", "2026-11-21T07:02:00.000Z"),
        ("Sabtu, 21 November 2026 pukul 14.02 WIB", "2026-11-21T07:02:00.000Z"),
        ("17 Agustus 2026, 10.00", "2026-08-17T03:00:00.000Z"),
        ("Sat Nov 21 14:02:33 UTC 2026", "2026-11-21T14:02:33.000Z"),
        ("Sat Nov 21 14:02:33 2026", "2026-11-21T07:02:33.000Z"),
        ("21/Nov/2026:14:02:33 +0000", "2026-11-21T14:02:33.000Z"),
        ("2026-11-21 14:02 UTC+7", "2026-11-21T07:02:00.000Z"),
        ("2026-11-21 14:02 GMT-03:30", "2026-11-21T17:32:00.000Z"),
    ],
)
def test_what_is_clear_is_read(text: str, at: str) -> None:
    assert (iso(parse_when(text, NOW, WIB).at), parse_when(text, NOW, WIB).precision) == (at, "exact")
    assert parse_when(f"~{text}", NOW, WIB).precision == "about"


@pytest.mark.parametrize(
    "text", ["20261121", "2026/11/21", "2026-W47-6", "2026-325", "21 Nov 2026", "Sat, Nov 21 2026"]
)
def test_a_bare_day_stays_a_day(text: str) -> None:
    assert parse_when(text, NOW, UTC) == parse_when("2026-11-21", NOW, UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1795269753", "seconds since 1970 (2026-11-21T14:02:33Z)"),
        ("03/04/2026", "day and month may be swapped"),
        ("3.4.26 10:00", "day and month may be swapped"),
        ("Fri, 21 Nov 2026 14:02 +0000", "is not a Fri"),
        ("2026-06-30T23:59:60Z", "leap second"),
        ("2026-11-21T14:02+09:00[Asia/Jakarta]", "two zones"),
        ("Sat, 21 Nov 2026 14:02:33 EST", "not a clear zone"),
        ("2026-11-21T14", "not a time"),
        ("2026-11-21T24:01Z", "not a time"),
        ("2026-366", "not a time"),
        ("2026-W54-1", "not a time"),
        ("21 Nov 26 14:02", "not a time"),
        ("2026-11-21T14:02:33.", "not a time"),
        ("4.22", "not a time"),
        ("20261121140233", "not a time"),
    ],
)
def test_what_is_not_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(BadTime, match=said.replace("(", r"\(").replace(")", r"\)")) as refused:
        parse_when(text, NOW, UTC)
    assert str(refused.value).isprintable()


@given(_MOMENTS)
def test_mail_and_python_and_basic_iso_are_read_back(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    for text in (
        format_datetime(whole),
        whole.isoformat(" "),
        whole.strftime("%Y%m%dT%H%M%S%z"),
        whole.strftime("%G-W%V-%uT%H:%M:%S%z"),
    ):
        assert parse_when(text, NOW, WIB).at == whole, text


@given(st.text(max_size=60) | st.from_regex(r"[0-9TZW:+./ -]{4,30}", fullmatch=True))
def test_nothing_else_is_ever_raised_and_what_comes_out_is_read(text: str) -> None:
    with suppress(BadTime):
        spelled = spelled_out(" ".join(text.split()))
        if spelled is not None:
            with suppress(BadTime):
                assert parse_when(spelled, NOW, UTC) == parse_when(text, NOW, UTC)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 5000,
        "Mon, " * 2000,
        "2026-11-21 " + "+" * 5000,
        "2026-11-21T14:02" + "[a" * 3000,
        "a" * 9 + " 1 " * 2000,
    ],
)
def test_a_long_text_costs_no_more_than_its_length(text: str) -> None:
    with pytest.raises(BadTime):
        parse_when(text, NOW, UTC)
