"""Commands that read and write files, and those that look over all incidents."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom


@pytest.fixture
def full(warroom: Warroom, incident: str) -> str:
    """An incident with a little in it, resolved."""
    for words in (
        ["role", "ic", "me"],
        ["log", "rolled back", "--kind", "action"],
        ["action", "alert on heap", "--owner", "budi", "--due", "2026-01-31", "--type", "detect"],
        ["mark", "detected", "--at", "-15m"],
        ["resolve", "it holds"],
    ):
        assert warroom(*words).status == 0, words
    return incident


def test_export_prints_the_report_or_makes_a_new_private_file(
    warroom: Warroom, full: str, library: Path, tmp_path: Path
) -> None:
    assert "Payment gateway down" in warroom("export", full, "--format", "markdown").out
    out = tmp_path / "report.csv"
    ran = warroom("export", full, "--out", str(out))
    assert (ran.status, ran.err) == (0, "")
    assert str(out) in ran.out
    assert {"at", "kind", "by", "text"} <= set(out.read_text().splitlines()[0].split(","))
    assert out.stat().st_mode & 0o777 == 0o600


def test_export_never_replaces_a_file_unasked(warroom: Warroom, full: str, tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    out.write_text("mine")
    ran = warroom("export", full, "--out", str(out))
    assert ran.status == 1
    assert "--force" in ran.err
    assert out.read_text() == "mine"
    assert warroom("export", full, "--out", str(out), "--force").status == 0
    assert "Payment gateway down" in out.read_text()
    assert os.listdir(tmp_path) == ["report.md"]
    nowhere = warroom("export", full, "--out", str(tmp_path / "none" / "report.md"))
    assert (nowhere.status, nowhere.out) == (1, "")
    assert "there is no folder" in nowhere.err


def test_a_wrong_format_or_language_is_said_in_one_line(warroom: Warroom, full: str) -> None:
    for words in (["--format", "docx"], ["--lang", "xx"]):
        ran = warroom("export", full, *words)
        assert ran.status in (1, 2)
        assert ran.err.count("\n") == 1
        assert ran.out == ""


def test_a_json_export_comes_back_as_the_same_incident(
    warroom: Warroom, full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "all.json"
    assert warroom("export", full, "--out", str(out)).status == 0
    before = json.loads(warroom("show", full).out)
    again = warroom("import", str(out))
    assert again.status == 1
    assert "--incident new" in again.err
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "other"))
    assert warroom("import", str(out)).status == 0
    after = json.loads(warroom("show", full).out)
    for name in ("title", "severity", "status", "milestones", "actions"):
        assert after[name] == before[name]
    assert [e["id"] for e in after["entries"]] == [e["id"] for e in before["entries"]]
    assert "0 facts" in warroom("import", str(out), "--incident", full).out


def test_a_csv_timeline_is_imported_once_and_whole(warroom: Warroom, incident: str, tmp_path: Path) -> None:
    table = tmp_path / "chat.csv"
    table.write_text(
        "at,kind,by,text\n2026-11-21T14:02:00+07:00,alert,budi,error rate 32 %\n2026-11-21 14:05,,,slow\n"
    )
    ran = warroom("import", str(table))
    assert ran.status == 1
    assert "line 3" in ran.err
    assert json.loads(warroom("show").out)["entries"] == []
    assert "imported 2" in warroom("import", str(table), "--zone", "WIB").out
    assert "2 were there already" in warroom("import", str(table), "--zone", "WIB").out
    found = json.loads(warroom("show").out)["entries"]
    assert [(e["at"], e["text"]) for e in found] == [
        ("2026-11-21T07:02:00.000Z", "error rate 32 %"), ("2026-11-21T07:05:00.000Z", "slow"),
    ]  # fmt: skip
    assert warroom("import", str(table), "--zone", "WIB", "--incident", "new").status == 0
    assert len(json.loads(warroom("list").out)) == 2
    assert warroom("import", str(tmp_path / "none.csv")).status == 1


def test_verify_proves_a_whole_file_and_names_what_was_altered(
    warroom: Warroom, full: str, library: Path
) -> None:
    assert warroom("verify", full).status == 0
    path = library / f"{full}.json"
    path.write_bytes(path.read_bytes().replace(b"rolled back", b"rolled over", 1))
    ran = warroom("verify", full)
    assert ran.status == 3
    assert "line " in ran.out
    assert "warroom repair" in ran.err
    assert json.loads(warroom("verify", full, "--json").out)["ok"] is False
    before = path.read_bytes()
    assert warroom("repair", full).status == 0
    assert path.read_bytes() == before
    saved = library / f"{full}.repaired.json"
    assert json.loads(warroom("show", str(saved)).out)["title"] == "Payment gateway down"
    assert warroom("repair", full).status == 1
    assert len(json.loads(warroom("list").out)) == 1


def test_follow_ups_and_stats_look_over_all_incidents(warroom: Warroom, full: str) -> None:
    (found,) = json.loads(warroom("follow-ups").out)
    assert (found["incident"], found["owner"], found["overdue"]) == (full, "budi", True)
    assert "alert on heap" in warroom("follow-ups", "--plain").out
    assert warroom("done", "--incident", full, "alert on heap").status == 0
    assert json.loads(warroom("follow-ups").out) == []
    stats = json.loads(warroom("stats").out)
    assert (stats["incidents"], stats["ttd"]["n"], stats["ttd"]["definition"]) == (1, 1, "detected - started")
    assert 290 < stats["ttd"]["median"] < 310


def test_paths_say_where_things_are(warroom: Warroom, library: Path) -> None:
    assert json.loads(warroom("paths").out)["library"] == str(library)


def test_the_demo_is_made_and_its_folder_printed(
    warroom: Warroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    folder = warroom("demo").out.strip()
    monkeypatch.setenv("WARROOM_HOME", folder)
    listed = json.loads(warroom().out)
    assert len(listed) >= 2
    assert sum(row["open"] for row in listed) == 1


def test_a_library_that_cannot_be_made_is_said(warroom: Warroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARROOM_HOME", "/proc/nowhere")
    ran = warroom("declare", "x")
    assert (ran.status, ran.out) == (1, "")
    assert "/proc/nowhere" in ran.err


def test_a_file_that_may_only_be_read_is_shown_and_not_written(
    warroom: Warroom, full: str, library: Path
) -> None:
    if os.getuid() == 0:
        pytest.skip("root may write everything")
    path = library / f"{full}.json"
    path.chmod(0o400)
    assert warroom("show", full).status == 0
    ran = warroom("log", "--incident", full, "x")
    assert ran.status == 1
    assert str(path) in ran.err


def on_a_terminal(*words: str, columns: int = 70, **settings: str) -> str:
    """What `warroom WORD…` prints on a terminal of its own."""
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns), **settings}
    with (
        os.fdopen(master, "rb", 0) as screen,
        subprocess.Popen(
            [sys.executable, "-m", "warroom", *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
        ) as program,
    ):
        os.close(slave)
        shown = b""
        try:
            while chunk := screen.read(65536):
                shown += chunk
        except OSError:  # the terminal's other end is closed
            pass
        program.wait(60)
    return shown.decode()


def test_a_table_fits_the_terminal_and_obeys_no_color(warroom: Warroom, full: str) -> None:
    warroom("title", "--incident", full, "--", "支付网关 down " + "x" * 200)
    coloured, bare, narrow = (
        on_a_terminal("list"),
        on_a_terminal("list", NO_COLOR="1"),
        on_a_terminal("list", columns=40, NO_COLOR="1"),
    )
    assert "\x1b[33m" in coloured or "\x1b[1;31m" in coloured
    assert "\x1b" not in bare
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == bare
    for line in bare.splitlines():
        assert len(line) + len(re.findall("[支付网关]", line)) <= 70
    assert max(map(len, narrow.splitlines())) <= 40
    assert full in narrow


def test_a_hostile_file_cannot_reach_the_terminal(warroom: Warroom, full: str, library: Path) -> None:
    """A file that other hands wrote, with its checksums gone: what is in it is shown, never obeyed."""
    path = library / f"{full}.json"
    text = path.read_text().replace("rolled back", "\\u001b]52;c;eA==\\u0007 \\u009b31m \\u202e back")
    path.write_text(re.sub(r',"crc":"[0-9a-f]{8}"', "", re.sub(r'"origin":"\w+","n":\d+,', "", text)))
    for words in (["show", full], ["show", full, "--json"], ["list"], ["export", full], ["verify", full]):
        shown = on_a_terminal(*words, NO_COLOR="1")
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", shown), words


def test_the_language_of_the_surroundings_is_the_reports(
    warroom: Warroom, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_LANG", "id")
    assert "Ringkasan eksekutif" in warroom("export", "--format", "text").out
    assert "Executive summary" in warroom("export", "--format", "text", "--lang", "en").out


def test_follow_ups_of_one_incident_with_ids_and_what_is_overdue_in_words(
    warroom: Warroom, incident: str
) -> None:
    other = warroom("declare", "DNS").out.strip()
    warroom("action", "more alerts", "--owner", "ani", "--due", "2026-01-02", "--incident", incident)
    warroom("action", "less DNS", "--owner", "budi", "--due", "today", "--incident", other)
    assert [a["incident"] for a in json.loads(warroom("follow-ups").out)] == [incident, other]
    (one,) = json.loads(warroom("follow-ups", "--incident", other).out)
    assert (one["text"], one["overdue"]) == ("less DNS", False)
    lines = warroom("follow-ups", "--plain", "--incident", incident).out.splitlines()
    (late,) = json.loads(warroom("follow-ups", "--incident", incident).out)
    assert late["id"][-6:] in lines[1]
    assert re.search(r"\d+ days overdue", lines[1])
    assert len(lines) == 2


def test_a_cancelled_incident_is_in_no_statistics(warroom: Warroom, incident: str) -> None:
    drill = warroom("declare", "a drill").out.strip()
    warroom("cancel", "a drill, not an incident", "--incident", drill)
    assert json.loads(warroom("stats").out)["incidents"] == 1


@pytest.mark.parametrize(
    "words", [("show",), ("verify",), ("log", "x", "--incident"), ("repair",), ("export",)]
)
def test_a_file_with_a_hole_of_any_size_is_refused_and_not_read(
    warroom: Warroom, incident: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    sparse = tmp_path / "INC-20261128-SPA.json"
    with sparse.open("wb") as file:
        file.truncate(1 << 40)
    ran = warroom(*words, str(sparse))
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "1024 GiB, and no incident is larger than 2" in ran.err


@pytest.mark.parametrize(
    "name",
    [
        "allowed_signers",
        "keys.toml",
        "people.toml",
        "catalogue.json",
        "playbooks/mine.toml",
        "INC-1.json.lock",
    ],
)
def test_what_is_salvaged_takes_no_name_of_the_librarys_own(
    warroom: Warroom, incident: str, library: Path, name: str
) -> None:
    (library / "playbooks").mkdir(exist_ok=True)
    before = {p: p.read_bytes() for p in library.rglob("*") if p.is_file()}
    ran = warroom("repair", str(library / f"{incident}.json"), "--out", str(library / name))
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert {p: p.read_bytes() for p in library.rglob("*") if p.is_file()} == before
