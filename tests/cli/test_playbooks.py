"""A team writes a playbook: the page's own example, checked, declared with, and added to a running incident."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom

PAGE = Path(__file__).parents[2] / "docs" / "playbook.md"


@pytest.fixture
def folder(library: Path) -> Path:
    """The team's playbooks, as the page writes them."""
    blocks = re.findall(r"(?:^(?:    .*)?\n)+", PAGE.read_text("utf-8"), re.MULTILINE)
    texts = ["\n".join(line[4:] for line in block.splitlines()) for block in blocks if "language =" in block]
    made = library / "playbooks"
    made.mkdir(parents=True)
    for text in texts:
        name = re.search(r'^(?:id|translates) = "(.+)"', text, re.MULTILINE)
        code = re.search(r'^language = "(.+)"', text, re.MULTILINE)
        assert name
        assert code
        (made / f"{name[1]}.{code[1]}.toml").write_text(text, "utf-8")
    return made


def test_the_pages_example_of_another_trade_runs(
    warroom: Warroom, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = warroom("playbook", "check", str(folder / "security.en.toml"))
    assert (ran.status, ran.err) == (0, "")
    assert "3 steps, 6 items, 4 of them tick themselves; languages: en, id" in ran.out
    assert warroom("playbook", "check", str(folder / "security.id.toml")).out == ran.out, (
        "named by either file"
    )
    assert "security: 3 steps, 6 items" in warroom("--plain", "playbook", "list").out
    incident = warroom("declare", "Stolen key", "--sev", "3", "--playbook", "security").out.strip()
    warroom("log", "memory dump kept", "--kind", "evidence")
    steps = json.loads(warroom("show", incident, "--json").out)["steps"]
    assert [[i["number"] for i in s["items"]] for s in steps] == [["1.1", "1.2"], ["2.1"], ["3.1", "3.2"]]
    assert steps[0]["items"][0]["state"] == "done"
    warroom("sev", "1", "--why", "they came in")
    monkeypatch.setenv("WARROOM_LANG", "id")
    assert "Tanya bagian hukum siapa yang dikabari" in warroom("--plain", "show", incident).out


def test_it_is_added_to_an_incident_that_runs(warroom: Warroom, folder: Path, incident: str) -> None:
    ran = warroom("adopt", "security")
    assert (ran.status, ran.out) == (0, "playbook security added: steps 11-13\n")
    (folder / "security.en.toml").unlink()
    steps = json.loads(warroom("show", incident, "--json").out)["steps"]
    assert len(steps) == 13, "the incident keeps it whole"
    assert warroom("tick", "12.1").status == 0
    assert warroom("verify", incident).status == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("adopt", "nothing-such"), "no playbook nothing-such"), (("adopt", "../../etc/passwd"), "no playbook"),
        (("playbook",), "say which"), (("playbook", "chek"), "nothing that playbook does"),
        (("playbook", "check", "/nowhere/x.toml"), "No such file"), (("playbook", "check", "/dev/zero"), "no plain file"),
        (("playbook", "check", "."), "x"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(
    warroom: Warroom, incident: str, words: tuple[str, ...], says: str
) -> None:
    ran = warroom(*words)
    assert ran.status in (1, 2)
    assert ran.err.count("\n") == 1
    assert says == "x" or says in ran.err, ran.err
    assert ran.out == ""


def test_a_slip_in_a_teams_file_is_named_where_it_is_used(
    warroom: Warroom, folder: Path, incident: str
) -> None:
    path = folder / "security.en.toml"
    path.write_text(path.read_text("utf-8").replace("due = { 1 = 60 }", "due = { 1 = 0 }"), "utf-8")
    for words in (
        ("playbook", "check", str(path)),
        ("adopt", "security"),
        ("declare", "x", "--playbook", "security"),
    ):
        ran = warroom(*words)
        assert (ran.status, ran.out) == (1, "")
        assert re.search(
            r"security.en.toml, line \d+: step 2, item 1: `due.1` must be a whole number >= 1", ran.err
        )
    assert "security.en.toml, line" in warroom("--plain", "playbook", "list").out, (
        "the others are listed all the same"
    )


def test_hostile_files_are_read_as_any_other(warroom: Warroom, tmp_path: Path) -> None:
    wide = tmp_path / "wide.toml"
    wide.write_bytes(b"x = 1\n" * 100_000)
    deep = tmp_path / "deep.toml"
    deep.write_text("x = " + "[" * 5000 + "]" * 5000)
    odd = tmp_path / "odd.toml"
    odd.write_text('id = "a\\u001b[2J\\u202e"\nlanguage = "en"\n"\\u001b]0;x" = 1\n')
    binary = tmp_path / "binary.toml"
    binary.write_bytes(os.urandom(2000))
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    for path in (wide, deep, odd, binary, pipe):
        ran = warroom("playbook", "check", str(path))
        assert (ran.status, ran.err.count("\n")) == (1, 1), path
        assert ran.err.rstrip("\n").isprintable()


def test_the_rules_are_listed_from_the_program(warroom: Warroom, library: Path) -> None:
    listed = json.loads(warroom("--json", "playbook", "rules").out)
    by_name = {rule["rule"]: rule for rule in listed}
    assert by_name["checks_passed"]["verbs"] == ["check", "pass"]
    assert by_name["checks_passed"]["item"] == "7.1 Check that it is really solved"
    assert "checks_passed" in warroom("--plain", "playbook", "rules").out
