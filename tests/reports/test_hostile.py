"""Whatever people write stays text in every format: no control character, no markup, no mention, no formula."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.helpers.story import Story, at
from tests.reports.conftest import tell
from warroom.core.families.declaration import Declared
from warroom.core.families.entries import EntryPinned, EntryStruck
from warroom.reports import Wanted, render
from warroom.reports.csvform import COLUMNS, guard
from warroom.reports.document import Captured
from warroom.reports.jsonform import show_json
from warroom.reports.markdown import fenced
from warroom.reports.text import WIDTH
from warroom.views.cells import cells

NOW = at("12:00", 3)
HOSTILE = (
    "\x1b[31m\x1b]0;title\x07\x9b2J\u202e\r\n<script>alert(1)</script> ![b](http://evil/x.png) [l](javascript:x) <!channel> "
    "**bold** _em_ `code` ``` | a | b | ~~s~~ # h\n# heading\n- item\n1. one\n===\n---\n    indented\n@everyone <@U123> "
    "&lt;b&gt; $x$ https://evil.example/ \\<b\\> [x]: http://evil\x7f\u2028"
)
MARKUP = frozenset({"image", "html_inline", "html_block", "code_block", "hr"})
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def every(tokens: list[Token]) -> list[Token]:
    return [t for token in tokens for t in (token, *every(token.children or []))]


@pytest.fixture(scope="module")
def hostile() -> Story:
    return tell(HOSTILE)


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("form", ["markdown", "html", "text", "csv", "brief", "chat", "notice", "digest"])
def test_no_control_character_leaves(hostile: Story, form: str, language: str) -> None:
    text = render(form, Wanted(hostile.incident(), NOW, language)).decode()
    obeyed = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert obeyed <= ({"\n", "\r"} if form == "csv" else {"\n"})


def test_markdown_is_only_the_markup_that_we_made(hostile: Story) -> None:
    calm, wild = (
        render("markdown", Wanted(told.incident(), NOW)).decode() for told in (tell(), hostile)
    )  # fmt: skip
    tokens = every(PARSER.parse(wild))
    assert MARKUP.isdisjoint(t.type for t in tokens)
    assert [t.content for t in tokens if t.type == "text" and "<script>alert(1)</script>" in t.content]
    headings = [t.tag for t in tokens if t.type == "heading_open"]
    assert headings == [t.tag for t in every(PARSER.parse(calm)) if t.type == "heading_open"]
    links = [t.attrs["href"] for t in tokens if t.type == "link_open"]
    assert set(links) == {"https://evil.example/"}
    assert "`@everyone`" in wild
    assert not [t.content for t in tokens if t.type == "text" and "@" in t.content]


# What is no control or format character: that gate has its own tests.
SPOKEN = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=60)


@given(st.text("`~a\n ", max_size=40))
@example("```\n````\n~~~")
def test_captured_lines_can_not_leave_their_fence(text: str) -> None:
    tokens = PARSER.parse(fenced(Captured(text)) + "\n\nafter")
    assert [t.type for t in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]
    assert tokens[0].content == text + "\n"


def test_text_keeps_to_80_columns(hostile: Story) -> None:
    lines = render("text", Wanted(hostile.incident(), NOW)).decode().splitlines()
    assert [line for line in lines if cells(line) > WIDTH] == []
    told = Story()
    told.tell(Declared, "14:30", title="決済" * 80, severity=1)
    told.log("14:31", "x" * 500)
    lines = render("text", Wanted(told.incident(), NOW)).decode().splitlines()
    assert [line for line in lines if cells(line) > WIDTH] == []
    assert sum(line.count("x") for line in lines) >= 500


def unguard(cell: str) -> str:
    """What `guard` was given: it took nothing away, and one `'` where a formula could begin is its own."""
    return re.sub(r"""(^|[;\n\r\t\v\f\x85\u2028\u2029])'(?=['"\s]*[=+\-@\t\r＝＋－＠])""", r"\1", cell)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "'=", "''@"])
def test_no_cell_is_a_formula_and_it_comes_back_as_it_was(start: str) -> None:
    cell = f"{start}cmd|' /C calc'!A0"
    assert guard(cell).startswith("'")
    assert unguard(guard(cell)) == cell


@pytest.mark.parametrize("before", ["x;", "x; ", "x;'", 'x;"', "a\n", "a\n\n", ";", ";;", "x\t"])
@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_nor_is_what_begins_one_where_cells_end_at_other_signs(before: str, sign: str) -> None:
    """As spreadsheets of many locales read it: `;` or a tab between the cells, and quotes only at their beginning."""
    cell = f"{before}{sign}cmd|' /C calc'!A0"
    guarded = guard(cell)
    assert unguard(guarded) == cell
    for part in re.split(r"[;\t\n]", guarded):
        assert not re.match(r"[\"\s]*[=+\-@＝＋－＠]", part), guarded


@given(st.text("';=-\n\"\t a", max_size=12))
def test_every_odd_cell_comes_back_as_it_was(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@given(st.text(max_size=20))
def test_every_cell_comes_back_as_it_was(cell: str) -> None:
    assert unguard(guard(cell)) == cell


HIDDEN = "\u00ad\u200b\u200c\u200d\u2060\u2063\ufeff\ufe0f\u3164\U000e0041\U000e007f\U000e0100\x85\u202e"


def test_json_holds_nothing_that_nobody_sees_and_says_it_all_the_same() -> None:
    """A file from another hand may hold what no door of ours lets in."""
    told = Story()
    told.log("14:31", f"before{HIDDEN}after")
    line = json.dumps({"id": "1", "kind": "odd", "text": HIDDEN}, ensure_ascii=False).encode()
    exported = render(
        "json", Wanted(told.incident(), NOW, events=[line], header={"id": "INC-1", "x": HIDDEN})
    )
    for made in (exported, show_json(told.incident(), NOW)):
        assert not set(HIDDEN) & set(made.decode())
        assert f"before{HIDDEN}after" in json.dumps(json.loads(made), ensure_ascii=False)
    assert json.loads(exported)["events"][0]["text"] == HIDDEN


def test_the_timeline_as_csv_is_read_back() -> None:
    told = Story()
    told.tell(Declared, "14:30", title="x", severity=1)
    first = told.log("14:31", 'He said "stop", then\nleft', "=ani", category="decision")
    told.tell(EntryPinned, "14:32", entry=first)
    told.tell(EntryStruck, "14:33", entry=told.log("14:33", "-5 % errors"), why="typo")
    made = render("csv", Wanted(told.incident(), NOW)).decode()
    assert made.count("\r\n") == 3
    rows = list(csv.DictReader(io.StringIO(made, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0] == {
        "at": "2026-11-21T14:31:00.000Z", "kind": "decision", "by": "'=ani", "text": 'He said "stop", then\nleft',
        "recorded_at": "2026-11-21T14:31:00.000Z", "struck": "", "pinned": "yes", "id": first,
        "marks": "", "precision": "",
    }  # fmt: skip
    assert (rows[1]["text"], rows[1]["struck"], rows[1]["pinned"]) == ("'-5 % errors", "typo", "")
