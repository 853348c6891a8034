"""The reader's language, and the catalogues that it comes from."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from warroom.core.clock import zone
from warroom.core.language import LANGUAGES
from warroom.core.when import When, parse_due, parse_when
from warroom.reports.reader import Reader

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import catalogues

EN, ID = Reader("en", UTC), Reader("id", zone("Asia/Jakarta"))
MOMENT = datetime(2026, 5, 21, 7, 30, tzinfo=UTC)
PLACE = re.compile(r"\{\w*\}")


@pytest.mark.parametrize(
    ("seconds", "english", "indonesian"),
    [
        (0, "0 s", "0 detik"), (59.9, "59 s", "59 detik"), (60, "1 min", "1 menit"), (3599, "59 min 59 s", "59 menit 59 detik"),
        (7500, "2 h 5 min", "2 jam 5 menit"), (7201, "2 h", "2 jam"), (86400, "1 d", "1 hari"),
        (86400 + 660, "1 d 11 min", "1 hari 11 menit"),
        (2 * 86400 + 3 * 3600 + 59, "2 d 3 h", "2 hari 3 jam"), (266460, "3 d 2 h 1 min", "3 hari 2 jam 1 menit"),
        (97200, "1 d 3 h", "1 hari 3 jam"),
    ],
)  # fmt: skip
def test_durations(seconds: float, english: str, indonesian: str) -> None:
    assert (EN.duration(seconds), ID.duration(seconds)) == (english, indonesian)


@pytest.mark.parametrize(
    ("amount", "english", "indonesian"),
    [
        ("1234567", "1,234,567", "1.234.567"), ("-1234.50", "-1,234.50", "-1.234,50"), ("999", "999", "999"),
        ("many", "many", "many"), ("", "", ""), ("1e9", "1e9", "1e9"),
    ],
)  # fmt: skip
def test_numbers(amount: str, english: str, indonesian: str) -> None:
    assert (EN.number(amount), ID.number(amount)) == (english, indonesian)


def test_moments_name_their_zone() -> None:
    assert EN.moment(MOMENT) == "21 May 2026 07:30 UTC"
    assert ID.moment(MOMENT) == "21 Mei 2026 14.30 WIB"
    assert ID.zone_label(MOMENT) == "WIB (UTC+07:00)"
    assert Reader("en", ZoneInfo("America/Sao_Paulo")).moment(MOMENT) == "21 May 2026 04:30 UTC-03:00"


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_sentence_is_translated_with_its_places(language: str) -> None:
    known = catalogues.read_po(language)
    wanted = catalogues.sentences()
    missing = [s for s in wanted if not known.get(s)]
    assert missing == [], "run make docs, then translate them in warroom/locale/id.po"
    assert [s for s in wanted if sorted(PLACE.findall(s)) != sorted(PLACE.findall(known[s]))] == []
    assert "ticked {item}" in wanted
    assert "Executive summary" in wanted


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_catalogues_are_fresh(language: str) -> None:
    """Else run scripts/catalogues.py."""
    assert catalogues.po_path(language).read_text("utf-8") == catalogues.po_text(language)


def test_an_indonesian_report_has_hardly_a_sentence_in_english() -> None:
    known = catalogues.read_po("id")
    same = {
        s for s in catalogues.sentences() if known[s] == s and re.search("[a-z]{3}", re.sub(r"{\w+}", "", s))
    }
    assert same <= {
        "April",
        "Incident Commander",
        "post-mortem (Markdown)",
        "alert",
        "log",
        "median",
        "November",
        "September",
        "Post-mortem: {title}",
        "Skipped: {item} ({why}).",
        "Status",
        "status",
        "diagnosis",
        "Diagnosis",
        "{detail}",
        "“{entry}”",
        "{id}, SEV{severity}, {status}. Incident Commander: {ic}.",
    }


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(
    "place", ["UTC", "Asia/Jakarta", "Asia/Makassar", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu"]
)
@pytest.mark.parametrize("month", range(1, 13))
def test_a_date_that_a_report_prints_is_read_again(language: str, place: str, month: int) -> None:
    words = Reader(language, ZoneInfo(place))
    moment = datetime(2026, month, 21, 7, 30, tzinfo=UTC)
    now = datetime(2026, 12, 31, tzinfo=UTC)
    assert parse_when(words.moment(moment), now, UTC) == When(moment, "exact")
    assert parse_when(f"~{words.moment(moment)}", now, UTC) == When(moment, "about")
    day = words.local(moment).date()
    assert parse_when(words.day(day), now, words.zone).precision == "date"
    assert parse_due(words.day(day), now.date()) == day
    assert parse_when(words.clock(moment), moment, words.zone).at == moment
