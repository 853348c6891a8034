"""Writes the pages under docs/ that are made from the program itself. A test fails when one is stale."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"

# The name of a page under docs/, and what makes its text.
PAGES: dict[str, Callable[[], str]] = {}


def main() -> None:
    """Write every page that is not as it should be, and say which."""
    for name, make in PAGES.items():
        page = DOCS / name
        text = make()
        if not page.is_file() or page.read_text("utf-8") != text:
            page.write_text(text, "utf-8")
            print(f"wrote docs/{name}")


if __name__ == "__main__":
    main()
