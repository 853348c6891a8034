"""A chat of WhatsApp: the forms of its lines, which number is the day, and what belongs to a message."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from warroom.core.clock import iso, zone
from warroom.core.families.entries import EntryLogged
from warroom.intake import detect
from warroom.intake.rows import Imported

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
CHAT = """21/07/2026 03.10 - Pesan dan panggilan terenkripsi secara end-to-end.
21/07/2026 03.15 - Ani: Halo, sudah naik?
21/07/2026 03.16 - Budi: baris pertama
baris kedua
21/07/2026 03.22 - Ani: jam: 08:00 ya
"""


def read(text: str, form: str = "auto", zone_name: str = "WIB") -> Imported:
    return detect.read(text.encode(), form, zone(zone_name) if zone_name else None, NOW, "INC-1")


def told(found: Imported) -> list[tuple[str, str, str]]:
    assert found.problems == ()
    return [(iso(e.at)[:19], e.by, e.text) for e in found.events if isinstance(e, EntryLogged)]


def test_an_indonesian_chat_comes_in_with_its_lines() -> None:
    assert told(read(CHAT)) == [
        ("2026-07-20T20:15:00", "Ani", "Halo, sudah naik?"),
        ("2026-07-20T20:16:00", "Budi", "baris pertama ⏎ baris kedua"),
        ("2026-07-20T20:22:00", "Ani", "jam: 08:00 ya"),
    ]
    assert read(CHAT).notices == ("left out: 1 line without an author, as the program itself writes them",)
    assert "has no time zone" in read(CHAT, zone_name="").problems[0]


@pytest.mark.parametrize(
    "line",
    [
        "13/6/18, 1:55 p.m. - a: m",
        "13-06-2018, 01.55 PM - a: m",
        "13.06.18 13.55.00: a: m",
        "[06.13.18 13:55:00] a: m",
        "13.6.2018 klo 13.55.00 - a: m",
        "13. 6. 2018. 13:55:00 a: m",
        "[13/6/18 1:55:00 p. m.] a: m",
        "\u200e[13/6/18, 1:55:00\u202fPM] a: m",
        "[2018/06/13, 13:55:00] a: m",
    ],
)
def test_every_form_of_a_line_is_the_same_moment(line: str) -> None:
    assert told(read(line, zone_name="UTC")) == [("2018-06-13T13:55:00", "a", "m")]


def test_where_the_file_does_not_say_the_person_does() -> None:
    one = "3/4/26, 10:00 - a: m\n"
    assert "--format whatsapp-dmy" in read(one).problems[0]
    assert told(read(one, "whatsapp-dmy", "UTC"))[0][0] == "2026-04-03T10:00:00"
    assert told(read(one, "whatsapp-mdy", "UTC"))[0][0] == "2026-03-04T10:00:00"
    assert (
        told(read("1/2/26, 10:00 - a: m\n2/1/26, 10:00 - a: n\n3/1/26, 10:00 - a: o", zone_name="UTC"))[1][0]
        == "2026-02-01T10:00:00"
    )


def test_what_cannot_be_is_refused_with_its_line() -> None:
    mixed = "21/7/26, 10:00 - a: m\n7/21/26, 10:00 - a: n\n"
    assert "two forms" in read(mixed).problems[0]
    (problem,) = read("21/7/26, 10:00 - a: m\n31/2/26, 10:00 - a: n\n").problems
    assert problem.startswith("line 2: ")
