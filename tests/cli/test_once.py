"""`--idempotency-key`: a script that retries gets the same answer, and nothing stands there twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom, start


def rows(library: Path, incident: str) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((library / f"{incident}.json").read_bytes())["events"]
    return list(found.values())


@pytest.mark.parametrize("key", ["deploy-42", 'a "quoted" one', "ключ 漢"])
def test_the_same_key_again_answers_the_same_and_writes_nothing(
    warroom: Warroom, incident: str, library: Path, key: str
) -> None:
    first = warroom("log", "rolled back", "--idempotency-key", key)
    before = rows(library, incident)
    again = warroom("log", "rolled back", "--idempotency-key", key)
    assert (again.status, again.out) == (0, first.out)
    assert rows(library, incident) == before
    assert warroom("log", "rolled back", "--idempotency-key", f"{key}2").out != first.out


def test_a_verb_that_would_be_refused_the_second_time_is_not(
    warroom: Warroom, incident: str, library: Path
) -> None:
    first = warroom("resolve", "it was DNS", "--json", "--idempotency-key", "end", "--incident", incident)
    before = rows(library, incident)
    again = warroom("resolve", "it was DNS", "--json", "--idempotency-key", "end", "--incident", incident)
    assert (first.status, again.status) == (0, 0)
    assert json.loads(first.out)["events"] == json.loads(again.out)["events"]
    assert rows(library, incident) == before


def test_after_an_answer_that_got_lost_the_retry_gets_it(incident: str, library: Path) -> None:
    line = f'"{sys.executable}" -m warroom log one --idempotency-key k'
    lost = subprocess.run(["bash", "-c", f"{line} >/dev/full"], capture_output=True, timeout=60)
    told = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)
    assert (lost.returncode, told.returncode) == (4, 0)
    assert [row["id"] for row in rows(library, incident) if row["kind"] == "entry.logged"] == [
        told.stdout.strip()
    ]


def test_two_at_once_write_one(incident: str, library: Path) -> None:
    shells = [start("log", "one", "--idempotency-key", "k") for _ in range(4)]
    printed = {shell.communicate(timeout=60)[0] for shell in shells}
    assert len(printed) == 1
    assert len([row for row in rows(library, incident) if row["kind"] == "entry.logged"]) == 1


def test_where_a_key_means_nothing_it_is_refused(warroom: Warroom, incident: str) -> None:
    for words in (["declare", "x"], ["list"], ["log", "-"]):
        ran = warroom(*words, "--idempotency-key", "k", stdin="one\n")
        assert ran.status == 2, words
        assert "idempotency-key" in ran.err
