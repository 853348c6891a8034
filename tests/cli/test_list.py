"""The list: what it says, and that it says the same whether a file was folded for it or not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Warroom
from warroom.session import overview
from warroom.storage.library.folder import Library


def rows(library: Path) -> list[dict[str, Any]]:
    return [{name: row[name] for name in overview.FIELDS} for row in overview.rows(Library(library))]


def folded(library: Path) -> list[dict[str, Any]]:
    """The rows without a catalogue: every file is read."""
    (library / "catalogue.json").unlink(missing_ok=True)
    return rows(library)


def test_after_entries_the_list_opens_no_file_and_is_right(
    warroom: Warroom, incident: str, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows(library)
    warroom("log", "one", "--kind", "decision")
    warroom("log", "two")
    with monkeypatch.context() as patch:
        patch.setattr(overview, "read", None)
        known = rows(library)
    assert known[0]["status"] == "declared"
    assert known == folded(library)


@pytest.mark.parametrize("act", [["resolve", "it was DNS"], ["sev", "4"], ["title", "Something else"]])
def test_after_anything_else_the_list_reads_the_file(
    warroom: Warroom, incident: str, library: Path, act: list[str]
) -> None:
    rows(library)
    catalogue = (library / "catalogue.json").read_bytes()
    warroom("log", "one")
    assert warroom(*act).status == 0
    warroom("log", "two")
    (library / "catalogue.json").write_bytes(catalogue)
    known = rows(library)
    assert known == folded(library)


def test_a_row_that_marks_a_milestone_is_no_plain_entry(
    warroom: Warroom, incident: str, library: Path, tmp_path: Path
) -> None:
    table = tmp_path / "rows.csv"
    table.write_text("at,kind,by,text\n2019-07-02T13:42:00Z,declared,ani,declared by telephone\n")
    catalogue = (library / "catalogue.json").read_bytes()
    assert warroom("import", str(table)).status == 0
    (library / "catalogue.json").write_bytes(catalogue)
    assert rows(library) == folded(library)


def test_a_damaged_line_behind_the_catalogue_is_not_believed(
    warroom: Warroom, incident: str, library: Path
) -> None:
    rows(library)
    warroom("log", "one")
    path = library / f"{incident}.json"
    path.write_bytes(path.read_bytes().replace(b'"text":"one"', b'"text":"two"'))
    assert rows(library) == folded(library)


def test_home_and_list_have_one_order(warroom: Warroom, library: Path) -> None:
    made = [warroom("declare", title).out.strip() for title in ("first", "second", "third")]
    warroom("resolve", "--incident", made[1], "over")
    warroom("sev", "1", "--incident", made[0])
    wanted = [made[0], made[2], made[1]]
    assert [row["id"] for row in json.loads(warroom("list").out)] == wanted
    assert [row["id"] for row in json.loads(warroom().out)] == wanted
    assert [line.split()[0] for line in warroom("list", "--plain").out.splitlines()[1:]] == wanted
