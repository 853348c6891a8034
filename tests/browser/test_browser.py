"""The pages in a real browser: nothing is wider than the screen, axe-core and html-validate have nothing to say, paper is short.

Needs Chromium (`WARROOM_BROWSER` names another program), Node and the packages of `package.json` beside this file
(`make browser`); where one of them is missing the test says which, and skips.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cmarkgfm import github_flavored_markdown_to_html

from tests.helpers import real
from tests.reports.conftest import tell
from tests.reports.test_hostile import HOSTILE
from warroom.reports import Wanted, render

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
EIGHT_ROWS = "seed-payment-gateway-id"
PLAIN = """<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>x</title><style>
@page {{ size: A4; margin: 15mm }} body {{ font: 10pt/1.4 sans-serif; margin: 0 }} main {{ max-width: 62rem }}
table {{ border-collapse: collapse; font-size: 9pt }} td, th {{ border: 1px solid #ccc; padding: 2px 6px }}
h1 {{ font-size: 16pt }} h2 {{ font-size: 13pt; margin: 10px 0 4px }} h3 {{ font-size: 11pt; margin: 8px 0 3px }}
p, ul, table {{ margin: 4px 0 }}</style></head><body><main>{}</main></body></html>
"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser() -> str:
    """The browser to use; skips where something is missing."""
    named = os.environ.get("WARROOM_BROWSER")
    found = named or next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if not found:
        pytest.skip("no Chromium here (apt-get install chromium, or WARROOM_BROWSER=…)")
    if not shutil.which("node"):
        pytest.skip("no Node here (apt-get install nodejs npm)")
    if not (HERE / "node_modules" / "playwright-core").is_dir():
        pytest.skip("the packages that look at pages are not installed: make browser")
    return found


def looked_at(folder: Path, program: str) -> dict[str, Any]:
    pages = sorted(str(path) for path in folder.glob("*.html"))
    command = ["node", str(HERE / "look.mjs"), program, *pages]
    env = {k: v for k, v in os.environ.items() if k != "DISPLAY"} | {"HOME": str(folder)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=env, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return {Path(name).stem: seen for name, seen in json.loads(done.stdout).items()}


@pytest.mark.slow
@pytest.mark.terminal
def test_the_pages_are_valid_accessible_narrow_and_short(tmp_path: Path) -> None:
    program = browser()
    pages = {"whole-en": tell(), "hostile-id": tell(HOSTILE)}
    if EIGHT_ROWS in real.NAMES:
        pages |= {"eight-en": real.story(EIGHT_ROWS), "eight-id": real.story(EIGHT_ROWS)}
    for name, story in pages.items():
        page = render("html", Wanted(story.incident(), NOW, name[-2:]))
        (tmp_path / f"{name}.html").write_bytes(page)
    if EIGHT_ROWS in real.NAMES:  # as a forge would show it, in a plain style
        story = render("markdown", Wanted(pages["eight-id"].incident(), NOW, "id")).decode()
        (tmp_path / "markdown.html").write_text(PLAIN.format(github_flavored_markdown_to_html(story)))
    seen = looked_at(tmp_path, program)
    if markdown := seen.pop("markdown", None):
        assert markdown["sheets"] <= 2
    assert seen.keys() == pages.keys()
    for name, page in seen.items():
        assert page["markup"] == [], name
        for view in page["views"]:
            where = f"{name}, {view['width']} px, {view['scheme']}"
            assert view["wide"] <= view["width"], where
            assert view["violations"] == [], where
            assert view["styled"], f"{where}: the policy keeps its own style out"
            assert view["asked"] == view["said"] == [], where
    short = {name: page["sheets"] for name, page in seen.items() if name.startswith("eight")}
    assert all(sheets <= 2 for sheets in short.values()), short
