"""Which language is chosen, and that a sentence comes in it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from warroom.core.language import (
    LANGUAGES,
    UnknownLanguage,
    chosen,
    language,
    later,
    many,
    say,
    speak,
    spoken,
)
from warroom.locale import parsed


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({}, "en"), ({"WARROOM_LANG": "id"}, "id"), ({"WARROOM_LANG": "ID"}, "id"), ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LC_ALL": "C.UTF-8", "LANG": "id_ID.UTF-8"}, "en"), ({"WARROOM_LANG": "en", "LANG": "id_ID.UTF-8"}, "en"),
        ({"LC_MESSAGES": "id_ID"}, "id"), ({"LANG": "it_IT.UTF-8"}, "en"), ({"LANG": "idunno"}, "en"),
        ({"WARROOM_LANG": "", "LANG": "id-ID"}, "id"),
    ],
)  # fmt: skip
def test_what_the_surroundings_ask_for(environ: dict[str, str], code: str) -> None:
    assert chosen(environ) == code


def test_the_process_speaks_what_was_chosen() -> None:
    assert say("severity is now SEV{severity}", severity=1) == "severity is now SEV1"
    speak("id")
    assert say("November") == "November"
    assert say("December") == "Desember"
    assert say(later("no sentence of ours")) == "no sentence of ours"
    assert (spoken().code, spoken().number("1210000.5")) == ("id", "1.210.000,5")
    assert language("en")("December") == "December"
    with pytest.raises(UnknownLanguage):
        speak("fr")


def test_one_and_several() -> None:
    assert [many(n, "{n} entry of {who}", "{n} entries of {who}", who="ani") for n in (0, 1, 1200)] == [
        "0 entries of ani", "1 entry of ani", "1,200 entries of ani",
    ]  # fmt: skip


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_a_person_wrote_is_no_pattern(code: str) -> None:
    assert "{x} %s" in language(code)("title is now “{title}”", title="{x} %s")


def test_days_and_clocks() -> None:
    moment = datetime(2026, 5, 1, 7, 5, tzinfo=UTC)
    assert (language("id").clock(moment), language("id").day(date(2026, 5, 1))) == ("07.05", "1 Mei 2026")
    assert (language("en").clock(moment), language("en").day(date(2026, 5, 1))) == ("07:05", "1 May 2026")


def test_a_catalogue_is_read_as_it_is_written() -> None:
    text = 'msgid ""\nmsgstr "Language: id\\n"\n\nmsgid "a \\"b\\"\\n\\\\n"\nmsgstr "c \\\\\\"d\\n"\n\nmsgid "e"\nmsgstr ""\n'
    assert parsed(text) == {'a "b"\n\\n': 'c \\"d\n'}


def test_english_loads_no_catalogue() -> None:
    program = "import sys; from warroom.core.language import say; say('note'); print('warroom.locale' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_errors_and_answers_come_in_the_language_of_the_process() -> None:
    from warroom.core.clock import BadTime
    from warroom.core.when import parse_when

    speak("id")
    with pytest.raises(BadTime, match=r"bukan waktu: .*; coba 14\.02"):
        parse_when("gestern", datetime(2026, 5, 1, tzinfo=UTC), UTC)
