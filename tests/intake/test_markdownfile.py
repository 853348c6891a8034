"""The timeline of a post-mortem in Markdown, and JSON lines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from warroom.core.clock import iso
from warroom.core.families.entries import EntryLogged
from warroom.intake import detect
from warroom.intake.rows import Imported

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
REPORT = """# Payments down

| Owner | Team |
| --- | --- |
| ani | pay |

## Timeline

```
| at | text |
|----|------|
| 2026-11-20 09:00 | in a fence, so it is code |
```

Time             | Event | Ticket
 :--------------- | ----- | ---:
2026-11-20       | that day | PAY-1
2026-11-20   14:02 | `a \\| b` fails |
 2026-11-20 14:05 | rolled back |
"""


def read(text: str, form: str = "auto") -> Imported:
    return detect.read(text.encode(), form, UTC, NOW, "INC-1")


def told(found: Imported) -> list[tuple[str, str]]:
    assert found.problems == ()
    return [(iso(e.at)[11:16], e.text) for e in found.events if isinstance(e, EntryLogged)]


def test_the_table_with_a_time_and_a_text_is_read() -> None:
    found = read(REPORT)
    assert told(found) == [("00:00", "that day"), ("14:02", "`a | b` fails"), ("14:05", "rolled back")]
    assert 'left out: the column "Ticket"' in found.notices
    assert "left out: 1 other table of the file" in found.notices
    assert [getattr(e, "precision", "") for e in found.events] == ["date", "exact", "exact"]


def test_tables_of_one_form_are_one_timeline() -> None:
    day = "| at | text |\n|---|---|\n| 2026-11-2{0} 10:00 | {0} |\n\n"
    assert [text for _, text in told(read(day.format(0) + day.format(1)))] == ["0", "1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", 'line 1: there is no column for the time and none for the text; found: "a", "b"'),
        ("# x\n\n| at | text |\n|---|---|\n| 2026-11-20 10:00 | a | b |\n", "line 5: 3 cells under 2 columns"),
        ("| at | text |\n|---|---|\n| noon | a |\n", 'line 3: "noon" is not a time'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    assert read(text).problems[0].startswith(said)
    assert read("no table", "markdown").problems[0].startswith("there is no table in it")


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_one_object_a_line_is_a_row_a_line(end: str) -> None:
    lines = [
        '{"at":"2026-11-20T10:02:00Z","text":"a"}',
        '{"time":"2026-11-20T10:03:00Z","msg":"b","at":null}',
    ]
    found = read("\n\n".join(lines) + end)
    assert [e.text for e in found.events if isinstance(e, EntryLogged)] == []
    assert found.problems[0].startswith("line 3: there is no time")
    good = ['{"ts":"2026-11-20T10:02:00Z","msg":"a"}', '{"ts":"2026-11-20T10:03:00Z","msg":"b","extra":[1]}']
    found = read("\r\n".join(good) + end)
    assert [text for _, text in told(found)] == ["a", "b"]
    assert 'read "ts" as at, "msg" as text' in found.notices


def test_a_broken_line_keeps_the_whole_file_out_and_is_named() -> None:
    found = read('{"at":"2026-11-20T10:02:00Z","text":"a"}\n{"at":\n')
    assert found.events == ()
    assert found.problems[0].startswith("line 2: it is no JSON")


def test_one_object_alone_is_one_row() -> None:
    assert told(read('{"at":"2026-11-20T10:02:00Z","text":"a"}')) == [("10:02", "a")]


@pytest.mark.parametrize("text", ["3", "null", "true", '"at"', "-0.1e5", ' "a" ', "[]1", '{"a":1}x', "[1,]"])
def test_json_of_another_kind_gets_an_answer_about_json(text: str) -> None:
    (problem,) = read(text).problems
    assert "JSON" in problem or "export" in problem


@pytest.mark.parametrize(
    "text",
    [
        '{"warroom_export":1,"incident":' + '{"a":' * 900 + "1" + "}" * 900 + ',"events":[]}',
        '[{"at":"2026-11-20T10:02:00Z","text":' + "[" * 900 + "]" * 900 + "}]",
        "[" * 5000 + "]" * 5000,
        '{"at":"2026-11-20T10:02:00Z","text":"a"}\n{"at":' + "[" * 900 + "]" * 900 + "}",
    ],
    ids=["header", "cell", "too deep for the parser", "line"],
)
def test_what_is_nested_deeply_is_refused_in_a_sentence(text: str) -> None:
    (problem,) = read(text).problems
    assert "64 levels deep" in problem
