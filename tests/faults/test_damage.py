"""Damaged files: never a traceback, a hang or an overwrite; what is altered is found, what is whole is saved.

`WARROOM_FAULTS=long` tries 10,000 files, else it is a few hundred. A failure names its number: `WARROOM_FAULTS=4711` tries
that one alone.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.faults.damage import MUTATIONS, rich_file
from tests.storage.helpers import at, event
from warroom import cli
from warroom.session import overview
from warroom.storage.crashlog import error_log
from warroom.storage.errors import StorageError
from warroom.storage.file.layout import decode, whole_objects_in
from warroom.storage.file.opentail import OpenTail
from warroom.storage.trust.salvage import salvage
from warroom.storage.trust.verify import verify

_ASKED = os.environ.get("WARROOM_FAULTS", "")
_SHORT, _LONG, _PARTS = 600, 10_000, 6
_SECONDS = 10.0
"""No file of this size takes anywhere near as long."""


def numbers(part: int) -> Iterator[int]:
    if _ASKED.isdigit():
        return iter([int(_ASKED)] if part == int(_ASKED) % _PARTS else [])
    return iter(range(part, _LONG if _ASKED == "long" else _SHORT, _PARTS))


class Case:
    """One damaged file, and what is known of it."""

    def __init__(self, number: int, path: Path, whole: bytes) -> None:
        self.number, self.path = number, path
        random = Random(number)
        self.how = MUTATIONS[number % len(MUTATIONS)]
        self.data = self.how(whole, random)
        path.write_bytes(self.data)

    def __str__(self) -> str:
        return f"WARROOM_FAULTS={self.number} ({self.how.__name__})"


def events_in(lines: list[bytes]) -> dict[str, Any]:
    return {str(value.get("id")): value for value in map(decode, lines)}


def proven_events(path: Path) -> tuple[bool, dict[str, Any]]:
    """Whether verify finds nothing wrong, and what a reader gets to see."""
    try:
        report = verify(path)
        with OpenTail(path) as log:
            seen = events_in(log.load().lines)
    except StorageError:
        return False, {}
    # What carries no stamps is named as such, one by one: nobody takes it for proven.
    unstamped = sum("carries no stamps" in line for line in report.unproven)
    stamped = {i: value for i, value in seen.items() if isinstance(value.get("n"), int) and "origin" in value}
    assert unstamped >= len(seen) - len(stamped)
    return report.ok and not any("unfinished write" in line for line in report.unproven), stamped


def check_alterations(case: Case, original: dict[str, Any]) -> bool:
    """Whether something was altered; verify must have found it then."""
    proven, seen = proven_events(case.path)
    if seen == original:
        return False
    if proven and missing_at_the_end(original, seen, case.path):
        return False
    assert not proven, f"{case}: {set(original) ^ set(seen) or 'a value'} differs, and nothing was said"
    return True


def missing_at_the_end(original: dict[str, Any], seen: dict[str, Any], path: Path) -> bool:
    """The one alteration that a file without a seal cannot show, and says so: another host's last events are missing."""
    ours = _read(f"{path}.origin").split()[0].decode()
    reached = {value["origin"]: 0 for value in original.values()}
    for value in seen.values():
        reached[value["origin"]] = max(value["n"], reached[value["origin"]])
    cut = {
        i: value
        for i, value in original.items()
        if value["origin"] == ours or value["n"] <= reached[value["origin"]]
    }
    return seen == cut and any("no seal vouches" in line for line in verify(path).unproven)


def check_salvage(case: Case, whole_lines: list[bytes], out: Path) -> int:
    """Every event that is still whole is in the salvaged file; how many."""
    there = [raw for raw in whole_lines if raw in case.data]
    out.unlink(missing_ok=True)
    try:
        salvage(case.path, out)
        with OpenTail(out) as log:
            saved = set(log.load().lines)
    except StorageError:
        saved = set()
    missed = [raw for raw in there if raw not in saved and decode(raw) not in map(decode, saved)]
    assert not missed, f"{case}: {len(missed)} of {len(there)} whole events were not salvaged: {missed[0]!r}"
    return len(there)


def check_append(case: Case, whole_lines: list[bytes]) -> None:
    """A writer loses nothing that is whole, and overwrites nothing that does not parse."""
    new = event(900, "written after the damage")
    try:
        with OpenTail(case.path, lock_seconds=0.1) as log:
            log.append([new], at(900))
    except StorageError:
        assert case.path.read_bytes() == case.data, f"{case}: changed by a write that was refused"
        return
    after = case.path.read_bytes()
    with OpenTail(case.path) as log:
        seen = events_in(log.load().lines)
    assert new["id"] in seen, str(case)
    for raw in whole_lines:
        if raw in case.data and raw not in after:
            value = decode(raw)
            assert seen.get(value["id"]) == value, f"{case}: a write lost {raw!r}"
    kept = after + _read(f"{case.path}.torn")
    for piece in case.data.split(b"\n")[2:-1]:
        if len(piece) > 40 and not whole_objects_in(piece) and piece not in kept:
            assert all(_same(row, seen) for row in _rows(piece)), f"{case}: overwritten: {piece!r}"


def _rows(piece: bytes) -> list[dict[str, Any]]:
    """The events in a piece of another tool's layout, which a writer puts into ours."""
    try:
        value = json.loads(piece.partition(b": ")[2] if piece.startswith(b",") else piece)
    except ValueError:
        return []
    return [value] if isinstance(value, dict) and "id" in value else []


def _same(row: dict[str, Any], seen: dict[str, Any]) -> bool:
    return bool(seen.get(str(row["id"])) == row)


def _read(path: str) -> bytes:
    return Path(path).read_bytes() if os.path.exists(path) else b""


def check_doors(case: Case, capfd: pytest.CaptureFixture[str]) -> None:
    """What a person may call on such a file answers in words."""
    for words in (
        ["show", str(case.path), "--json"],
        ["verify", str(case.path)],
        ["export", str(case.path), "--format", "text"],
    ):
        status = cli.main(words)
        said = capfd.readouterr()
        assert status in (0, 1, 3), f"{case}: {words[0]}: {status} {said.err}"
        assert not os.path.exists(error_log()), f"{case}: {words[0]}: {Path(error_log()).read_text()}"
        assert "Traceback" not in said.err


@pytest.mark.parametrize("part", range(_PARTS))
def test_damage_is_found_and_what_is_whole_is_saved(
    part: int, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path))
    path = rich_file(tmp_path)
    assert verify(path).ok
    whole = path.read_bytes()
    with OpenTail(path) as log:
        lines = log.load().lines
    note = Path(f"{path}.origin").read_bytes()
    original = events_in(lines)
    tried = altered = saved = 0
    for number in numbers(part):
        began = time.monotonic()
        Path(f"{path}.torn").unlink(missing_ok=True)
        Path(f"{path}.origin").write_bytes(note)
        case = Case(number, path, whole)
        check_doors(case, capfd)
        altered += check_alterations(case, original)
        saved += check_salvage(case, lines, tmp_path / "out.json")
        assert path.read_bytes() == case.data, f"{case}: reading changed it"
        overview.rows(cli_library(tmp_path))
        check_append(case, lines)
        tried += 1
        assert time.monotonic() - began < _SECONDS, str(case)
    if _ASKED == "long":
        with capfd.disabled():
            sys.stderr.write(
                f"\n{tried} damaged files: {altered} altered, all found; {saved} whole events in them, all salvaged\n"
            )


def cli_library(folder: Path) -> Any:
    from warroom.storage.library.folder import Library

    return Library(folder)
