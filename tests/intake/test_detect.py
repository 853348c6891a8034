"""What a file is, by its first words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from warroom.intake import detect

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
CSV = "at,text\n2026-11-21T14:30Z,pulih — ok\n"
JSON = '\n [{"at": "2026-11-21T14:30Z", "text": "pulih — ok"}]'


@pytest.mark.parametrize("text", [CSV, JSON], ids=["csv", "json"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_known_by_its_first_words(text: str, encoding: str) -> None:
    (entry,) = detect.read(text.encode(encoding), "auto", None, NOW, "INC-1").events
    assert getattr(entry, "text", "") == "pulih — ok"


def test_what_the_person_says_it_is_counts() -> None:
    (problem,) = detect.read(CSV.encode(), "json", None, NOW, "INC-1").problems
    assert problem.startswith("it is no JSON")


def test_another_encoding_is_refused_with_its_line() -> None:
    (problem,) = detect.read(b"at,text\n2026-11-21T14:30Z,caf\xe9\n", "auto", None, NOW, "INC-1").problems
    assert problem == "line 2: it is not UTF-8 text; save the file as UTF-8"
