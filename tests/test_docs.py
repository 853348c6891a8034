"""Pages that are made from the program say what the program is."""

from __future__ import annotations

from scripts.make_docs import DOCS, PAGES


def test_generated_pages_are_fresh() -> None:
    stale = [name for name, make in PAGES.items() if (DOCS / name).read_text("utf-8") != make()]
    assert stale == [], "run: make docs"
