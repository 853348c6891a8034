"""The catalogue may be anybody's: whatever stands in it, a list is right and does not fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Warroom
from warroom.session import overview
from warroom.storage.library.folder import Library

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**400, "", "x" * 200_000, "\ud800", "\x1b[2J", [], [1], {}, {"a": {"b": [None]}},
    "2026-13-45T99:99:99.000Z",
)  # fmt: skip
MEMBERS = (
    "id",
    "title",
    "severity",
    "status",
    "commander",
    "declared_at",
    "updated_at",
    "open",
    "size",
    "mtime_ns",
    "ino",
    "problem",
)


def told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in overview.FIELDS} for row in rows]


@pytest.mark.parametrize("member", MEMBERS)
def test_a_member_may_be_of_any_shape(warroom: Warroom, incident: str, library: Path, member: str) -> None:
    right = told(overview.rows(Library(library)))
    path = library / "catalogue.json"
    whole = json.loads(path.read_text())
    (row,) = whole["incidents"].values()
    for odd in ODD:
        path.write_text(json.dumps({"incidents": {"1": {**row, member: odd}}}))
        found = told(overview.rows(Library(library)))
        allowed = {("title", str), ("status", str), ("commander", str), ("commander", type(None)), ("problem", str),
                   ("declared_at", type(None)), ("updated_at", type(None)), ("open", bool), ("severity", int)}  # fmt: skip
        if (member, type(odd)) not in allowed:
            assert found == right, odd
    path.write_text(json.dumps({"incidents": {"1": {**row, member: ["x"]}}}))
    for words in (["list"], ["list", "--plain"], ["log", "an entry"], ["list", "--json"]):
        ran = warroom(*words)
        assert (ran.status, ran.err) == (0, "")


@pytest.mark.parametrize(
    "text", ["", "null", "[]", '{"incidents": []}', '{"incidents": {"1": null, "2": [], "3": 4}}', "[" * 100_000, "\0" * 600]
)  # fmt: skip
def test_the_whole_may_be_of_any_shape(warroom: Warroom, incident: str, library: Path, text: str) -> None:
    (library / "catalogue.json").write_text(text)
    ran = warroom("list", "--plain")
    assert (ran.status, ran.err) == (0, "")
    assert "Payment gateway" in ran.out


def test_it_is_no_file_but_a_folder(warroom: Warroom, incident: str, library: Path) -> None:
    (library / "catalogue.json").unlink()
    (library / "catalogue.json").mkdir()
    assert "Payment gateway" in warroom("list", "--plain").out
    assert warroom("log", "an entry").status == 0


def test_a_row_without_some_of_its_members_is_made_anew(
    warroom: Warroom, incident: str, library: Path
) -> None:
    path = library / "catalogue.json"
    whole = json.loads(path.read_text())
    (row,) = whole["incidents"].values()
    for missing in row:
        warroom("log", f"without {missing}")
        fresh = {k: v for k, v in row.items() if k != missing}
        path.write_text(json.dumps({"incidents": {"1": fresh}}))
        ran = warroom("list", "--plain")
        assert (ran.status, ran.err) == (0, "")
