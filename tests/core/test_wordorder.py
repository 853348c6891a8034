"""A time is read whole or refused, never half: behind an option, and at the start of a text, for every verb."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.helpers.acted import Acted
from warroom.core.arguments import read
from warroom.core.incident import Incident
from warroom.core.registry import VERBS
from warroom.core.verb import Circumstance, Given, Misused

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
WIB = timezone(timedelta(hours=7))


def given(line: str, verb: str = "log", zone: timezone = UTC) -> Given:
    """What a verb gets of a line whose words stand between single blanks."""
    return read(VERBS[verb], line.split(" "), Incident(), Circumstance("ani", NOW, zone, str))


READ = [
    ("server down --at yesterday 23:50", "2026-11-27T23:50", "server down"),
    ("--at 2026-11-27 14:02 db restarted", "2026-11-27T14:02", "db restarted"),
    ("--at kemarin jam 23.50 mati", "2026-11-27T23:50", "mati"),
    ("--at 2:05 pm mail is back", "2026-11-27T14:05", "mail is back"),
    ("--at=yesterday 23:50 down", "2026-11-27T23:50", "down"),
    ("--at 11:02 UTC down", "2026-11-28T11:02", "down"),
    ("--at 18:02 WIB down", "2026-11-28T11:02", "down"),
    ("--at 11:02 5 hosts down", "2026-11-28T11:02", "5 hosts down"),
    ("@11:02 first alert", "2026-11-28T11:02", "first alert"),
    ("@yesterday 23:50 down", "2026-11-27T23:50", "down"),
    ("-5m rolled back", "2026-11-28T11:55", "rolled back"),
    ("-- -1h30m rolled back", "2026-11-28T10:30", "rolled back"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "at", "text"), READ)
def test_a_time_of_several_words_is_read_whole(line: str, at: str, text: str) -> None:
    found = given(line)
    assert (found.when, found["text"]) == (datetime.fromisoformat(at).replace(tzinfo=UTC), text)


@pytest.mark.parametrize(
    "piece",
    ["EST", "est", "EST:", "GMT+7", "utc+7", "WIB:", "(WIB)", "UTC,", "Asia/Jakarta:", "p.m.", "14:02", "+7", "2026-11-27",
     "21/11", "yesterday", "BST", "CET"],
)  # fmt: skip
@pytest.mark.parametrize(
    "form", ["--at 11:02 {} down", "down --at 11:02 {}", "@11:02 {} down", "--at=11:02 {} down"]
)
def test_a_time_that_goes_on_and_is_not_understood_is_refused(piece: str, form: str) -> None:
    with pytest.raises(Misused, match=r"put the time in quotes|not a clear zone|not a time"):
        given(form.format(piece))


@pytest.mark.parametrize("text", ["@budi look", "- a list", "-5 degrees", "@home page down", "5 hosts down"])
def test_a_text_that_begins_like_one_is_a_text(text: str) -> None:
    assert (given(text)["text"], given(text).at) == (text, None)


def test_two_times_are_refused() -> None:
    for line in ("--at 11:02 @11:03 down", "--at 11:02 --at 11:03 down"):
        with pytest.raises(Misused, match=r"two times|given twice"):
            given(line)


@pytest.mark.parametrize(
    ("line", "verb"), [("1 --at yesterday 23:50 all cards fail", "sev"), ("1 @yesterday 23:50 all cards fail", "sev"),
                       ("it was DNS --at yesterday 23:50", "resolve")],
)  # fmt: skip
def test_every_verb_reads_them(line: str, verb: str) -> None:
    assert given(line, verb).when == datetime(2026, 11, 27, 23, 50, tzinfo=UTC)


def test_a_due_date_and_a_duration_are_read_whole_too() -> None:
    assert f"{given('fix it --due next month --owner budi', 'action')['due']}" == "2026-12-28"
    assert given("sent --next 1h 30m", "update")["next"] == timedelta(minutes=90)


def test_a_time_without_a_zone_is_in_the_zone_that_is_shown() -> None:
    for line in ("--at 18:02 down", "@18:02 down"):
        assert given(line, zone=WIB).when == datetime(2026, 11, 28, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "when", "place"),
    [
        ("tomorrow 10:00 room 5", "2026-11-22T10:00", "room 5"), ("besok jam 10.00", "2026-11-22T10:00", ""),
        ("+2h", "2026-11-21T16:30", ""), ("friday 14:00 --where room 5", "2026-11-27T14:00", "room 5"),
        ("2026-12-01 14:00 the big room", "2026-12-01T14:00", "the big room"), ("16:00 5 people", "2026-11-21T16:00", "5 people"),
    ],
)  # fmt: skip
def test_a_time_that_needs_no_option_takes_the_words_that_belong_to_it(
    words: str, when: str, place: str
) -> None:
    story = Acted()
    (fact,) = story.do("meeting", *words.split())
    assert f"{fact.starts:%Y-%m-%dT%H:%M}" == when  # type: ignore[attr-defined]
    assert fact.place == place  # type: ignore[attr-defined]
