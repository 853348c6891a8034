"""The quick path of `warroom log` writes what the full path would, and leaves the rest to it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom
from warroom.cli import quick
from warroom.core import registry
from warroom.core.codec import fields
from warroom.core.incident import Incident
from warroom.core.verb import Circumstance
from warroom.core.vocabulary import CATEGORIES

NOW = datetime(2026, 11, 21, 14, 30, 0, 123_000, tzinfo=UTC)
HEAVY = {"msgspec", "tinydb", "argparse", "textual", "tempfile", "subprocess", "pathlib", "typing", "tomllib"}


@pytest.mark.parametrize("kind", CATEGORIES)
def test_it_makes_the_very_fact_that_the_verb_makes(kind: str) -> None:
    mine = quick.entry_fields("errors ⏎ on /pay", kind, "ani", NOW)
    given = Circumstance("ani", NOW, UTC, lambda: mine["id"])
    (fact,) = registry.act(
        registry.VERBS["log"], ["--kind", kind, "--", "errors ⏎ on /pay"], Incident(), given
    )
    assert list(mine.items()) == list(fields(fact).items())


def test_it_knows_every_kind_of_entry() -> None:
    assert quick.KINDS == CATEGORIES


def test_both_paths_write_lines_of_one_shape(warroom: Warroom, incident: str, library: Path) -> None:
    warroom("log", "the  quick\tpath", "--kind", "alert")
    warroom("log", "--", "the  quick\tpath", "--json", "--kind", "alert")
    warroom("log", "--json", "the  quick\tpath", "--kind", "alert")
    lines = (library / f"{incident}.json").read_text().splitlines()[-4:-1]
    first, literal, full = (json.loads(line.partition(": ")[2]) for line in lines)
    assert literal["text"].endswith("--json --kind alert")
    assert list(first) == list(full)
    for name in ("by", "kind", "category", "text", "origin"):
        assert first[name] == full[name]


def heavy_modules(*words: str) -> set[str]:
    """What `warroom log …` loads that a quick start cannot afford."""
    code = (
        "import sys, warroom.cli as c\n"
        "status = c.main(sys.argv[1:])\n"
        "print(*{m.partition('.')[0] for m in sys.modules}, file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split()) & HEAVY


def test_a_plain_entry_takes_the_quick_path_time_after_time(
    incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert heavy_modules("log", "one") == set()
    assert heavy_modules("log", "two", "--kind", "alert", "--as", "budi", "--quiet") == set()
    assert heavy_modules("log", "--incident", incident[-3:], "three") == set()
    monkeypatch.setenv("WARROOM_INCIDENT", incident)
    assert heavy_modules("log", "four") == set()
    assert "msgspec" in heavy_modules("log", "--at", "-5m", "five")


def test_it_asks_the_fold_when_more_than_entries_came_since_the_catalogue(
    warroom: Warroom, incident: str, library: Path
) -> None:
    other = warroom("declare", "DNS").out.strip()
    assert warroom("resolve", "--incident", other, "it was DNS").status == 0
    catalogue = library / "catalogue.json"
    stale = catalogue.read_bytes()
    assert warroom("log", "only one is open").status == 0
    assert warroom("reopen", "--incident", other, "it is still DNS").status == 0
    catalogue.write_bytes(stale)
    ran = warroom("log", "which one?")
    assert (ran.status, ran.out) == (1, "")
    assert "2 incidents are open" in ran.err


def test_with_nothing_open_the_only_incident_there_is_is_meant(warroom: Warroom, incident: str) -> None:
    assert warroom("resolve", "it is over").status == 0
    assert json.loads(warroom("show").out)["id"] == incident
    assert warroom("close").status == 0


def test_version_is_instant(warroom: Warroom) -> None:
    assert heavy_modules("--version") == set()


def test_who_logs_is_the_person_behind_sudo(
    warroom: Warroom, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WARROOM_USER")
    monkeypatch.setenv("SUDO_USER", "budi\x1b[31m")
    warroom("log", "behind sudo")
    assert json.loads(warroom("show").out)["entries"][-1]["by"] == "budi"
