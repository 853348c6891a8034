"""When the rows of a file happened: what is taken, what is refused and why, which way it runs, and the hour that came twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from warroom.core.clock import iso, zone
from warroom.core.families.entries import EntryLogged
from warroom.core.fold import fold
from warroom.intake import csvfile
from warroom.intake.rows import Imported

NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)


def read(times: list[str], zone_name: str = "") -> Imported:
    rows = "".join(f'"{at}",{number}\n' for number, at in enumerate(times, 1))
    return csvfile.read(f"at,text\n{rows}", zone(zone_name) if zone_name else None, NOW, "INC-1")


def moments(found: Imported) -> dict[str, str]:
    assert found.problems == ()
    return {e.text: iso(e.at)[5:16] for e in found.events if isinstance(e, EntryLogged)}


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-21 14:02 EST", 'not a clear zone: "EST"'),
        ("0001-01-01T00:00:00Z", "is outside the years 1990 to 2100"),
        ("1795269753", "looks like seconds since 1970 (2026-11-21T14:02:33Z)"),
        ("1795269753123", "looks like seconds since 1970 (2026-11-21T14:02:33Z)"),
        ("03/04/2026 10:00", "day and month may be swapped"),
        ("14:02", "is no full time, the day is missing"),
        ("Fri, 21 Nov 2026 14:02:33 +0000", "is not a Fri"),
        ("2026-11-21T23:59:60Z", "is a leap second"),
        ("2026-11-21T14:02:33+09:00[Asia/Jakarta]", "says two zones"),
        ("2026-11-21 14:02", "has no time zone"),
        ("21 Nov 2026 14:02", "has no time zone"),
        ("2026-02-30T10:00:00Z", "is not a time"),
    ],
)
def test_a_refused_time_says_why_and_how_to_write_it(at: str, said: str) -> None:
    (problem,) = read([at]).problems
    assert problem.startswith("line 2: ")
    assert said in problem
    assert problem.endswith("2026-11-21T14:30:00+07:00") or "--zone" in problem


def test_a_file_that_runs_backwards_is_taken_from_its_end() -> None:
    found = read(["2026-11-20T10:02Z", "2026-11-20T10:01Z", "2026-11-20T10:01Z", "2026-11-20T10:00Z"])
    assert [e.text for e in found.events if isinstance(e, EntryLogged)] == ["4", "3", "2", "1"]


def test_a_row_out_of_its_order_does_not_turn_a_file_round() -> None:
    found = read(["2026-11-20T10:00Z", "2026-11-20T10:01Z", "2026-11-20T10:01Z", "2026-11-20T09:00Z"])
    assert [e.text for e in found.events if isinstance(e, EntryLogged)] == ["1", "2", "3", "4"]


def test_the_order_of_the_rows_says_which_of_two_hours_it_was() -> None:
    found = read(
        ["2026-10-25 01:55", "2026-10-25 02:50", "2026-10-25 02:10", "2026-10-25 03:05"], "Europe/Berlin"
    )
    assert moments(found) == {"1": "10-24T23:55", "2": "10-25T00:50", "3": "10-25T01:10", "4": "10-25T02:05"}
    (said,) = found.notices
    assert said.startswith("line 3, line 4: the clocks went back and showed this time twice; the order")


def test_so_it_does_where_the_file_runs_backwards() -> None:
    found = read(
        ["2026-10-25 03:05", "2026-10-25 02:10", "2026-10-25 02:50", "2026-10-25 01:55"], "Europe/Berlin"
    )
    assert moments(found) == {"4": "10-24T23:55", "3": "10-25T00:50", "2": "10-25T01:10", "1": "10-25T02:05"}


def test_what_the_order_leaves_open_is_about_and_named() -> None:
    found = read(["2026-10-25 02:10"], "Europe/Berlin")
    (entry,) = found.events
    assert isinstance(entry, EntryLogged)
    assert (iso(entry.at)[11:16], entry.precision) == ("00:10", "about")
    assert found.notices[0].startswith("line 2: the clocks went back")


def test_a_time_that_never_came_is_named() -> None:
    found = read(["2026-03-29 02:30"], "Europe/Berlin")
    assert fold(found.events).entries[0].precision == "about"
    assert found.notices[0].startswith("line 2: the clocks went forward and never showed this time")
    assert read(["~2026-03-29 01:30"], "Europe/Berlin").notices == ()


def test_a_time_with_a_zone_of_its_own_came_once() -> None:
    found = read(["2026-10-25T02:50+02:00", "2026-10-25T02:10+01:00"], "Europe/Berlin")
    assert moments(found) == {"1": "10-25T00:50", "2": "10-25T01:10"}
    assert found.notices == ()
