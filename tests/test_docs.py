"""What the pages say is what the program does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scripts.make_docs import DOCS, PAGES
from warroom.session import demo

ROOT = DOCS.parent
NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
PROSE = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])


def fenced(page: str, language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.DOTALL | re.MULTILINE
    )


@pytest.fixture(scope="module")
def incident_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo.build(tmp_path_factory.mktemp("demo"), NOW)


def test_generated_pages_are_fresh() -> None:
    stale = [name for name, make in PAGES.items() if (DOCS / name).read_text("utf-8") != make()]
    assert stale == [], "run: make docs"


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
@pytest.mark.parametrize("line", "".join(fenced("file-format.md", "sh")).splitlines())
def test_a_line_for_jq_answers(line: str, incident_file: Path) -> None:
    command = line.replace("FILE", '"$FILE"').replace("warroom", f'"{sys.executable}" -m warroom', 1)
    environ = {**os.environ, "FILE": str(incident_file), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], env=environ, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_the_program_in_the_page_finds_a_false_checksum(incident_file: Path, tmp_path: Path) -> None:
    program = fenced("file-format.md", "python")[0]
    altered = tmp_path / "altered.json"
    altered.write_text(incident_file.read_text("utf-8").replace('"by":"ani"', '"by":"eve"', 1), "utf-8")
    status = [
        subprocess.run([sys.executable, "-c", program, path], capture_output=True).returncode
        for path in (incident_file, altered)
    ]
    assert status == [0, 1]


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_a_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_picture_shows_the_room_and_is_the_same_each_time(tmp_path: Path) -> None:
    drawn = []
    for name in ("one.svg", "two.svg"):
        script = [sys.executable, str(ROOT / "scripts" / "picture.py"), str(tmp_path / name)]
        subprocess.run(script, check=True, capture_output=True, env={**os.environ, "NO_COLOR": "1"})
        drawn.append((tmp_path / name).read_text("utf-8"))
    assert drawn[0] == drawn[1]
    assert "mitigating" in drawn[0].lower()
