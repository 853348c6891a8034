"""What somebody wrote in lines is read in lines: in Markdown as text, on the page and in plain text."""

from __future__ import annotations

import pytest

from warroom.reports.context import prose
from warroom.reports.document import Bullets, Captured, Document, Paragraph, Section
from warroom.reports.markdown import markdown
from warroom.reports.text import text

WRITTEN = """The pool was too small
and nobody saw it.

Steps:
1. open checkout
2. press pay

    SELECT 1;
      SELECT 2;

- one point
  goes on"""


def report() -> Document:
    return Document("T", (), (Section("cause", "Root cause", prose(WRITTEN)),))


def test_line_ends_lists_and_indentation_are_kept() -> None:
    assert prose(WRITTEN) == (
        Paragraph("The pool was too small\nand nobody saw it."),
        Paragraph("Steps:"),
        Bullets(("1. open checkout", "2. press pay")),
        Captured("SELECT 1;\n  SELECT 2;"),
        Bullets(("one point\ngoes on",)),
    )


def test_plain_text_shows_them_as_they_were_typed() -> None:
    lines = bytes(text(report())).decode() if isinstance(text(report()), bytes) else str(text(report()))
    for line in (
        "The pool was too small",
        "and nobody saw it.",
        "1. open checkout",
        "2. press pay",
        "- one point",
    ):
        assert line in lines.split("\n")
    assert "    SELECT 1;\n      SELECT 2;" in lines


def test_a_renderer_of_markdown_shows_them_too() -> None:
    cmarkgfm = pytest.importorskip("cmarkgfm")
    page = cmarkgfm.github_flavored_markdown_to_html(markdown(report()))
    assert "The pool was too small<br />\nand nobody saw it." in page
    assert "1. open checkout<br />\n2. press pay" in page
    assert "SELECT 1;\n  SELECT 2;" in page
    assert "<li>one point<br />\ngoes on</li>" in page
    assert "<ol>" not in page
