"""What is durable is never reported as *nothing changed*: whatever fails behind the sync, by real means."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom

SAVED = 4
"""The exit status for: on disk, but the answer could not be told."""
ACTS = {
    "log": ["log", "one"],
    "log in full": ["log", "--at", "-1m", "one"],
    "log in JSON": ["log", "one", "--json"],
    "a stream": ["log", "-"],
    "a verb": ["action", "one"],
    "a verb in JSON": ["action", "one", "--json"],
}


def shell(line: str, stdin: str = "one\n") -> subprocess.CompletedProcess[str]:
    """`line` in a shell, where `warroom` is this checkout's."""
    code = f'warroom() {{ "{sys.executable}" -m warroom "$@"; }}; {line}'
    return subprocess.run(["bash", "-c", code], input=stdin, capture_output=True, text=True, timeout=60)


def written(library: Path, incident: str) -> list[str]:
    """The ids of the events in the file."""
    rows = json.loads((library / f"{incident}.json").read_bytes())["events"]
    return [row["id"] for row in rows.values()]


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("out", [">/dev/full", ">&-"])
def test_an_answer_that_cannot_be_printed_is_not_a_failure_to_save(
    incident: str, library: Path, act: list[str], out: str
) -> None:
    before = written(library, incident)
    done = shell(f"warroom {' '.join(act)} {out}")
    (new,) = written(library, incident)[len(before) :]
    assert done.returncode == SAVED
    assert done.stderr.count("\n") == 1
    assert new in done.stderr
    if "--json" in act:
        assert json.loads(done.stderr)["saved"] == [new]


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_when_both_streams_fail_the_status_still_tells(incident: str, library: Path, act: list[str]) -> None:
    for streams in (">/dev/full 2>/dev/full", ">&- 2>&-"):
        before = written(library, incident)
        assert shell(f"warroom {' '.join(act)} {streams}").returncode == SAVED
        assert len(written(library, incident)) == len(before) + 1


def test_declaring_too(warroom: Warroom, library: Path) -> None:
    for streams in (">/dev/full", ">&-", ">/dev/full 2>/dev/full"):
        done = shell(f"warroom declare Full {streams}")
        assert done.returncode == SAVED
        if "2>" not in streams:
            assert any(path.stem in done.stderr for path in library.glob("INC-*.json"))
    assert len(list(library.glob("INC-*.json"))) == 3


def test_a_reader_that_went_away_does_not_take_back_what_is_saved(incident: str, library: Path) -> None:
    before = written(library, incident)
    done = shell("warroom log one | true; echo ${PIPESTATUS[0]}")
    assert done.stdout.strip() in ("0", str(SAVED))
    assert len(written(library, incident)) == len(before) + 1


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_remark_that_cannot_be_made_changes_nothing(incident: str, library: Path, act: list[str]) -> None:
    """A torn tail is worth a remark, and standard error is full."""
    path = library / f"{incident}.json"
    path.write_bytes(path.read_bytes()[:-3] + b',"99": {"id":"torn')
    done = shell(f"warroom {' '.join(act)} 2>/dev/full")
    assert done.returncode == 0
    found = done.stdout.strip()
    assert any(event in found for event in written(library, incident)) or "action" in act


def test_reading_says_that_it_could_not_be_told(incident: str) -> None:
    for words in ("list", "show", "paths", "help", "export", "verify", "stats"):
        for streams in (">/dev/full", ">&-"):
            done = shell(f"warroom {words} {streams}")
            assert (done.returncode, done.stderr.count("\n")) == (1, 1), words
            assert "standard output" in done.stderr
        assert shell(f"warroom {words} >/dev/full 2>/dev/full").returncode == 1


@pytest.mark.parametrize("limit", range(4, 10))
def test_with_hardly_a_file_to_open_the_status_is_true(
    incident: str, library: Path, tmp_path: Path, limit: int
) -> None:
    """Descriptors run out at one call after another, before the sync and behind it."""
    for act in (["log", "one"], ["log", "--at", "-1m", "one"], ["action", "one"], ["declare", "one"]):
        files = sum(len(written(library, path.stem)) for path in library.glob("INC-*.json"))
        with open(tmp_path / "out", "w+b") as out, open(tmp_path / "err", "w+b") as err:
            status = subprocess.run(
                [sys.executable, "-m", "warroom", "--incident", incident, *act],
                stdin=subprocess.DEVNULL, stdout=out, stderr=err, timeout=60,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)),
            ).returncode  # fmt: skip
            out.seek(0)
            err.seek(0)
            said, told = out.read(), err.read().decode()
        grew = sum(len(written(library, path.stem)) for path in library.glob("INC-*.json")) > files
        if b"warroom" in told.encode() or said:
            assert "Traceback" not in told, (act, told)
            assert grew == (status in (0, SAVED)), (act, status, told)
            assert bool(said) == (status == 0), (act, status, told)
        else:
            assert not grew, (act, status, told)  # the interpreter itself could not start


@pytest.fixture
def elsewhere(warroom: Warroom, incident: str, library: Path, tmp_path: Path) -> Path:
    """An incident that is named by its path; the library is a place that cannot be listed."""
    path = tmp_path / f"{incident}.json"
    path.write_bytes((library / f"{incident}.json").read_bytes())
    return path


@pytest.mark.parametrize("home", ["a file", "nowhere"])
def test_an_incident_named_by_its_path_needs_no_library(
    warroom: Warroom, elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    place = tmp_path / "home"
    if home == "a file":
        place.write_text("no folder")
    monkeypatch.setenv("WARROOM_HOME", str(place))
    for act in (["log", "one"], ["log", "--at", "-1m", "one"], ["action", "one"]):
        ran = warroom("--incident", str(elsewhere), *act)
        assert ran.status == 0
        assert ran.out
        assert "list" not in ran.err.replace("not listed", "")


def test_the_file_that_is_blamed_is_the_one_that_failed(
    warroom: Warroom, incident: str, tmp_path: Path
) -> None:
    ran = warroom("import", str(tmp_path / "nothing.csv"))
    assert (ran.status, "nothing.csv: No such file" in ran.err) == (1, True)
    place = tmp_path / "gone"
    place.mkdir()
    done = shell(f"cd {place} && rmdir {place} && warroom export --out x.md")
    assert done.returncode == 1
    assert "standard output" not in done.stderr
