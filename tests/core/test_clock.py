"""Writing, ordering and showing time; identity."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.core import clock

NOW = datetime(2026, 11, 21, 14, 30, 0, 123_999, tzinfo=UTC)
_MOMENTS = st.builds(
    lambda seconds, micro, zone: datetime.fromtimestamp(seconds, zone) + timedelta(microseconds=micro),
    st.integers(700_000_000, 4_000_000_000),
    st.integers(0, 999_999),
    st.timezones(),
)


def test_iso_is_utc_with_truncated_milliseconds() -> None:
    jakarta = timezone(timedelta(hours=7))
    assert clock.iso(NOW.astimezone(jakarta)) == "2026-11-21T14:30:00.123Z"
    assert clock.iso(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00.000Z"
    with pytest.raises(ValueError, match="without a zone"):
        clock.iso(datetime(2026, 1, 2))  # noqa: DTZ001


@given(_MOMENTS)
def test_iso_text_and_milliseconds_agree(moment: datetime) -> None:
    back = clock.parse_iso(clock.iso(moment))
    assert clock.to_ms(back) == clock.to_ms(moment)
    assert timedelta() <= moment - back < timedelta(milliseconds=1)


@pytest.mark.parametrize("text", ["", "now", "2026-11-21", "2026-11-21T14:30:00", "0001-01-01T00:00+09:00"])
def test_parse_iso_refuses_what_is_not_a_moment(text: str) -> None:
    with pytest.raises(clock.BadTime, match="not a time with a zone"):
        clock.parse_iso(text)


def test_hlc_follows_the_clock_and_counts_when_it_does_not_move() -> None:
    first = clock.hlc_next("", NOW)
    assert first == "2026-11-21T14:30:00.123Z.0000"
    assert clock.hlc_next(first, NOW) == "2026-11-21T14:30:00.123Z.0001"
    assert clock.hlc_next(first, NOW - timedelta(seconds=5)) == "2026-11-21T14:30:00.123Z.0001"
    assert clock.hlc_next("2026-11-21T14:30:00.123Z.ffff", NOW) == "2026-11-21T14:30:00.124Z.0000"


def test_hlc_does_not_follow_a_clock_far_ahead_but_never_goes_below_the_floor() -> None:
    assert clock.hlc_next("2026-11-21T14:31:00.000Z.0000", NOW) == "2026-11-21T14:31:00.000Z.0001"
    assert clock.hlc_next("2026-11-21T14:31:01.000Z.0000", NOW) == "2026-11-21T14:30:00.123Z.0000"
    assert (
        clock.hlc_next("2027-01-01T00:00:00.000Z.0000", NOW, floor="2030-01-01T00:00:00.000Z.0009")
        == "2030-01-01T00:00:00.000Z.000a"
    )


@given(st.lists(st.tuples(st.integers(-90_000, 90_000), st.integers(-200_000, 200_000)), min_size=1))
def test_hlc_is_above_last_and_above_floor(steps: list[tuple[int, int]]) -> None:
    last = ""
    for drift, ahead in steps:
        now = NOW + timedelta(milliseconds=drift)
        floor = f"{clock.iso(NOW + timedelta(milliseconds=ahead))}.ffff"
        reading = clock.hlc_next(last, now, floor)
        assert reading > floor
        assert len(reading) == 29
        if last and clock.parse_iso(last[:24]) - now <= timedelta(seconds=60):
            assert reading > last
        last = reading


def test_uuid7_has_its_version_variant_and_time() -> None:
    made = uuid.UUID(clock.uuid7(NOW, b"\xff" * 10))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == clock.to_ms(NOW)
    assert str(made) == clock.uuid7(NOW, b"\xff" * 10)


@given(st.lists(st.integers(-10, 10), min_size=2, max_size=50), st.sampled_from([b"\x00", b"\xff"]))
def test_ids_increase_whatever_the_clock_does(steps: list[int], byte: bytes) -> None:
    maker = clock.IdMaker(lambda size: byte * size)
    ids = [maker.new(NOW + timedelta(milliseconds=step)) for step in steps]
    assert ids == sorted(set(ids))
    assert all(uuid.UUID(one).version == 7 and uuid.UUID(one).variant == uuid.RFC_4122 for one in ids)


def test_two_makers_do_not_make_the_same_id() -> None:
    assert clock.IdMaker(os.urandom).new(NOW) != clock.IdMaker(os.urandom).new(NOW)


def test_zone_knows_names_short_names_and_offsets() -> None:
    summer = datetime(2026, 7, 1, tzinfo=UTC)
    assert clock.offset_text(summer, clock.zone("Asia/Jakarta")) == "+07:00"
    assert clock.offset_text(summer, clock.zone("wita")) == "+08:00"
    assert clock.offset_text(summer, clock.zone("-0330")) == "-03:30"
    assert clock.offset_text(summer, clock.zone("Europe/London")) == "+01:00"
    assert clock.offset_text(NOW, clock.zone("Europe/London")) == "UTC"


@pytest.mark.parametrize(
    "name", ["", "Mars/Base", "../../etc/passwd", "/etc", "Asia", "+25:00", "+7", "a\x00b", "a" + "/a" * 5000]
)
def test_unknown_zones_are_named_in_the_error(name: str) -> None:
    with pytest.raises(clock.BadTime, match="UTC") as error:
        clock.zone(name)
    assert "\n" not in str(error.value)
    assert "\x00" not in str(error.value)


@pytest.mark.parametrize(
    ("seconds", "english", "indonesian"),
    [
        (0, "0 s", "0 dtk"),
        (45.9, "45 s", "45 dtk"),
        (303, "5 min 03 s", "5 mnt 03 dtk"),
        (300, "5 min", "5 mnt"),
        (7500, "2 h 05 min", "2 j 05 mnt"),
        (3 * 86400 + 4 * 3600, "3 d 04 h", "3 hari 04 j"),
        (86400 + 660, "1 d 11 min", "1 hari 11 mnt"),
        (2 * 86400 + 3600 + 60, "2 d 01 h 01 min", "2 hari 01 j 01 mnt"),
        (-90, "-1 min 30 s", "-1 mnt 30 dtk"),
        (-0.4, "0 s", "0 dtk"),
    ],
)
def test_span(seconds: float, english: str, indonesian: str) -> None:
    assert clock.span(seconds) == english
    assert clock.span(seconds, "id") == indonesian


def test_elapsed() -> None:
    assert clock.elapsed(5025) == "T+01:23:45"
    assert clock.elapsed(2 * 86400 + 3 * 3600 + 245) == "T+2d 03:04:05"
    assert clock.elapsed(-300) == "T-00:05:00"
    assert clock.elapsed(-0.2) == "T+00:00:00"


def test_logging_a_line_does_not_wait_for_what_only_typed_times_need() -> None:
    code = (
        "import sys; before = set(sys.modules); from warroom.core import clock, text; text.clean('plain')\n"
        "heavy = {'re', 'typing', 'zoneinfo', 'dataclasses', 'unicodedata', 'msgspec'}\n"
        "print(sorted(heavy & (set(sys.modules) - before)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
