"""Every command from outside: what is printed, the exit status, and what then stands in the file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tinydb import TinyDB
from tinydb.table import Document

from tests.cli.conftest import SIGNALS, Warroom, start
from warroom.cli import table
from warroom.core.registry import VERBS

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HOSTILE = {
    "escape": "\x1b[31mred\x1b[0m \x1b]0;title\x07",
    "clipboard": "\x1b]52;c;cm0gLXJmIC8K\x1b\\ pasted",
    "markup": "[/foo] [@click=app.quit]x[/]",
    "bidi": "access\u202e\u2066 granted",
    "c1": "\x9b31m one \x9d52;c;x\x9c",
    "long": "x" * 10_000,
    "quotes": '"}}\n,"9": {"id": "x"}',
}


def rows(library: Path, incident: str) -> list[Document]:
    """The events as stock TinyDB reads them."""
    with TinyDB(library / f"{incident}.json") as db:
        return db.table("events").all()


def entries(warroom: Warroom) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(warroom("show").out)["entries"]
    return found


def test_declare_prints_the_id_and_nothing_else(warroom: Warroom, library: Path) -> None:
    ran = warroom("declare", "Payment gateway down", "--sev", "1", "--symptom", "errors", "--system", "pay")
    assert re.fullmatch(r"INC-\d{8}-\w{3,}\n", ran.out)
    assert (ran.status, ran.err) == (0, "")
    shown = json.loads(warroom("show").out)
    assert (shown["title"], shown["severity"], shown["systems"]) == ("Payment gateway down", 1, ["pay"])
    assert shown["playbook"] == "ten-steps"


def test_a_logged_line_is_in_the_file_under_the_id_that_was_printed(warroom: Warroom, incident: str) -> None:
    first = warroom("log", "error", "rate", "32 %", "--kind", "alert")
    second = warroom("log", "--at", "-5m", "began to slow down", "--as", "budi")
    assert UUID.fullmatch(first.out.strip())
    found = {e["id"]: e for e in entries(warroom)}
    assert found[first.out.strip()]["text"] == "error rate 32 %"
    assert found[first.out.strip()]["kind"] == "alert"
    assert found[second.out.strip()]["by"] == "budi"
    assert warroom("log", "--quiet", "said nothing") == (0, "", "")


def test_log_from_standard_input_acknowledges_each_line(warroom: Warroom, incident: str) -> None:
    ran = warroom("log", "-", "--kind", "evidence", stdin="one\n\n  two \nthree")
    assert len(ran.out.split()) == 3
    assert [(e["id"], e["text"], e["kind"]) for e in entries(warroom)] == [
        (event_id, text, "evidence")
        for event_id, text in zip(ran.out.split(), ("one", "two", "three"), strict=True)
    ]


def test_a_lone_line_is_acknowledged_while_the_input_stays_open(warroom: Warroom, incident: str) -> None:
    with start("log", "-") as shell:
        assert shell.stdin
        assert shell.stdout
        for text in (b"first\n", b"second\n"):
            shell.stdin.write(text)
            shell.stdin.flush()
            assert UUID.fullmatch(shell.stdout.readline().decode().strip())
        shell.stdin.close()
        assert shell.wait(30) == 0


@pytest.mark.parametrize("signal", SIGNALS)
def test_what_was_acknowledged_survives_a_killed_log(
    warroom: Warroom, incident: str, library: Path, signal: int
) -> None:
    with start("log", "-") as shell:
        assert shell.stdin
        assert shell.stdout
        shell.stdin.write(b"".join(b"line %d\n" % i for i in range(500)))
        shell.stdin.flush()
        acknowledged = [shell.stdout.readline().decode().strip() for _ in range(200)]
        shell.send_signal(signal)
        acknowledged += shell.stdout.read().decode().split("\n")[:-1]
    assert shell.returncode == (143 if signal == SIGNALS[0] else -signal)
    json.loads((library / f"{incident}.json").read_bytes())
    assert warroom("log", "the next one").status == 0
    assert set(acknowledged) <= {e["id"] for e in entries(warroom)}


def test_two_shells_log_at_once_and_nothing_is_lost(warroom: Warroom, incident: str, library: Path) -> None:
    shells = [start("log", "-") for _ in range(2)]
    for number, shell in enumerate(shells):
        assert shell.stdin
        shell.stdin.write(b"".join(b"shell %d line %d\n" % (number, i) for i in range(100)))
    printed = [line for shell in shells for line in shell.communicate(timeout=60)[0].decode().split()]
    assert len(set(printed)) == 200
    assert {e["id"] for e in entries(warroom)} == set(printed)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_stored_whole_and_printed_harmless(
    warroom: Warroom, incident: str, library: Path, text: str
) -> None:
    assert warroom("log", "--", text).status == 0
    assert warroom("log", "-", stdin=text).status == 0
    shown = warroom("show", "--plain").out
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert len([r for r in rows(library, incident) if r["kind"] == "entry.logged"]) >= 2


def test_a_line_that_is_too_long_for_an_entry_is_logged_in_pieces(warroom: Warroom, incident: str) -> None:
    long = "0123456789" * 10_000
    ran = warroom("log", "-", stdin=f"short\n{long}\n")
    ids = ran.out.split()
    entries = {e["id"]: e["text"] for e in json.loads(warroom("show", "--json").out)["entries"]}
    assert "".join(entries[i] for i in ids) == "short" + long
    refused = warroom("log", long)
    assert (refused.status, refused.out) == (1, "")
    assert "too long" in refused.err


def test_a_line_that_does_not_end_loses_neither_a_character_nor_a_space(
    warroom: Warroom, incident: str
) -> None:
    words = "".join(f"wörd{n} 漢字{n}  " for n in range(90_000))[:1_400_000].strip()
    ran = warroom("log", "-", stdin=f"{words}\n")
    texts = {e["id"]: e["text"] for e in json.loads(warroom("show", "--json").out)["entries"]}
    assert "".join(texts[i] for i in ran.out.split()) == words


def test_words_are_read_as_utf8_whatever_python_was_told(
    warroom: Warroom, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUTF8", "0")
    monkeypatch.setenv("LC_ALL", "C")
    assert warroom("log", "ünïcode 漢").status == 0
    assert warroom("--as", "büdi", "log", "plain").status == 0
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert warroom("log", "again ünïcode 漢").status == 0
    found = json.loads(warroom("show", "--json").out)["entries"]
    assert [e["text"] for e in found] == ["ünïcode 漢", "plain", "again ünïcode 漢"]
    assert found[1]["by"] == "büdi"


def test_bytes_that_are_no_text_do_not_stop_the_log(warroom: Warroom, incident: str) -> None:
    assert warroom("log", b"caf\xe9 \xff").status == 0
    assert warroom("log", "-", stdin=b"caf\xe9 \xff\n\xed\xa0\x80 lone\n").status == 0
    assert len(entries(warroom)) == 3


def test_an_empty_entry_is_refused(warroom: Warroom, incident: str) -> None:
    for words in ([""], ["   "], ["\x1b[0m"], []):
        ran = warroom("log", *words)
        assert (ran.status, ran.out) == (2, ""), words
        assert ran.err.startswith("warroom: ")


def test_stock_tinydb_reads_what_the_shell_wrote(warroom: Warroom, incident: str, library: Path) -> None:
    warroom("log", "quick")
    warroom("role", "ic", "me")
    warroom("mark", "detected", "--at", "-3m")
    kinds = [row["kind"] for row in rows(library, incident)]
    assert kinds[-3:] == ["entry.logged", "role.assigned", "milestone.marked"]


def test_every_verb_and_command_is_reachable_and_explained(warroom: Warroom) -> None:
    manual = warroom("--help").out
    here = [v.name for v in VERBS.values() if v.name != "quit"]
    for name in (*here, *(c.words.name for c in table.every())):
        assert f"warroom {name}" in manual
    for name in here:
        assert VERBS[name].help in warroom_help(name), name


def warroom_help(name: str) -> str:
    """Without a process for each: the same function behind `warroom help NAME`."""
    from warroom.cli.manual import lines

    return "\n".join(lines(name))


def test_a_new_incident_from_rows_began_when_a_row_says_so_or_nobody_knows(
    warroom: Warroom, library: Path, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.csv"
    for line, started in (("started", "2019-07-02T13:42:00.000Z"), ("note", None)):
        rows.write_text(f"at,kind,by,text\n2019-07-02T13:42:00Z,{line},ani,rule deployed\n")
        said = warroom("--incident", "new", "import", str(rows), "--format", "csv").out
        shown = json.loads(warroom("show", said.split()[-1], "--json").out)
        assert shown["milestones"]["started"] == started


def test_help_names_options_as_they_are_written(warroom: Warroom) -> None:
    assert "--roles-only" in warroom("help", "export").out.split("write the report")[1]


def test_verbs_act_on_the_incident_that_is_meant(warroom: Warroom, incident: str, library: Path) -> None:
    assert warroom("tick", "1.1").status == 0
    assert warroom("--incident", incident[-3:].lower(), "sev", "2", "--why", "fewer users").status == 0
    other = warroom("declare", "DNS").out.strip()
    ran = warroom("sev", "1")
    assert ran.status == 1
    assert incident in ran.err
    assert other in ran.err
    assert "--incident" in ran.err
    assert warroom("log", "which?").status == 1
    assert warroom("resolve", "--incident", other, "it was DNS").status == 0
    assert warroom("log", "only one is open again").status == 0
    listed = json.loads(warroom().out)
    assert [(row["id"], row["open"], row["severity"]) for row in listed] == [
        (incident, True, 2), (other, False, 3),
    ]  # fmt: skip


ERRORS: list[tuple[list[str], int, str]] = [
    (["nosuch"], 2, "warroom --help"),
    (["--nosuch"], 2, "warroom --help"),
    (["tick", "99.9"], 2, "items run from"),
    (["tick"], 2, "usage: tick ITEM"),
    (["log", "--kind", "rumour", "x"], 2, "choose from"),
    (["log", "--at", "25:61", "x"], 2, "try "),
    (["list", "--incident"], 2, "needs a value"),
    (["reopen", "why", "not"], 1, "still open"),
    (["close"], 1, "resolve it first"),
    (["show", "INC-NOPE"], 1, "no such incident"),
    (["show", "./missing.json"], 1, "cannot open"),
    (["declare", "x", "--zone", "Mars/Olympus"], 2, "time zone"),
    (["declare"], 2, "TITLE" ),
    (["open"], 1, "needs a terminal"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "status", "says"), ERRORS, ids=lambda v: " ".join(v) if isinstance(v, list) else ""
)
def test_an_error_is_one_line_that_says_what_to_do(
    warroom: Warroom, incident: str, words: list[str], status: int, says: str
) -> None:
    ran = warroom(*words)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith("warroom: ")
    assert ran.err.count("\n") == 1
    assert says in ran.err


def test_errors_as_json(warroom: Warroom, incident: str) -> None:
    ran = warroom("sev", "9", "--json")
    assert ran.status == 2
    assert json.loads(ran.err)["exit"] == 2
    assert "severity" in json.loads(ran.err)["error"]


def test_a_damaged_file_needs_repair(warroom: Warroom, incident: str, library: Path) -> None:
    (library / f"{incident}.json").write_bytes(b"not json at all\n")
    ran = warroom("log", "--incident", incident, "x")
    assert ran.status == 3
    assert f"{incident}.json" in ran.err
    assert "warroom repair" in ran.err
    assert (library / f"{incident}.json").read_bytes() == b"not json at all\n"
    assert json.loads(warroom("list").out)[0]["status"] == "unreadable"


def test_a_file_of_a_newer_version_is_read_but_not_written(
    warroom: Warroom, incident: str, library: Path
) -> None:
    path = library / f"{incident}.json"
    path.write_bytes(
        path.read_bytes()
        .replace(b'"format":1', b'"format":99', 1)
        .replace(b'"format": 1', b'"format": 99', 1)
    )
    before = path.read_bytes()
    ran = warroom("log", "--incident", incident, "x")
    assert ran.status == 1
    assert "newer" in ran.err
    assert path.read_bytes() == before
    assert json.loads(warroom("show", incident).out)["title"] == "Payment gateway down"


def test_a_traceback_goes_to_a_private_file_only(warroom: Warroom, own_home: Path) -> None:
    code = (
        "import sys, warroom.cli as c\n"
        "def broken(a): raise ZeroDivisionError('secret')\n"
        "c._run = broken; sys.exit(c.main(['list']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    log = own_home / ".local/state/warroom/error.log"
    assert str(log) in done.stderr
    assert "ZeroDivisionError: secret" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_reader_that_goes_away_is_no_error(warroom: Warroom, incident: str) -> None:
    code = f"'{sys.executable}' -m warroom help | true; '{sys.executable}' -m warroom show | head -c 10"
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""


def test_headless_commands_load_no_screen(warroom: Warroom, incident: str) -> None:
    code = (
        "import sys, warroom.cli as c\n"
        "for words in (['list'], ['show'], ['tick', '1.1'], ['help'], ['log', '--at', '-1m', 'x']): c.main(words)\n"
        "assert not {m.partition('.')[0] for m in sys.modules} & {'textual', 'rich', 'asyncio', 'argparse'}"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_closed_standard_stream_is_not_mistaken_for_the_incident_file(
    warroom: Warroom, incident: str
) -> None:
    warroom("log", "one")
    for words, closed in (("log -", "<&-"), ("import -", "<&-"), ("log two", ">&- 2>&-")):
        code = f"'{sys.executable}' -m warroom {words} {closed}"
        done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, timeout=30)
        assert done.returncode == (4 if words == "log two" else 1)
        assert done.stderr.count("\n") == (0 if words == "log two" else 1)
    assert [e["text"] for e in entries(warroom)] == ["one", "two"]


def test_a_pipe_and_the_words_read_what_the_entry_line_reads(warroom: Warroom, incident: str) -> None:
    assert warroom("log", "@yesterday 14:02 first alert").status == 0
    assert warroom("log", "-5m rolled back").status == 0
    ran = warroom(
        "log", "-", stdin="@yesterday 13:55 disk full\n-10m cleaned up\n@25:99 odd\n/var/log is full\n"
    )
    assert (ran.status, len(ran.out.split())) == (0, 4)
    assert ran.err.count("\n") == 1
    assert "logged as it stands" in ran.err
    found = {e["text"]: e for e in entries(warroom)}
    assert set(found) == {
        "first alert",
        "rolled back",
        "disk full",
        "cleaned up",
        "@25:99 odd",
        "/var/log is full",
    }
    assert found["first alert"]["at"][11:16] == "14:02"
    assert found["disk full"]["at"][11:16] == "13:55"
    for text in ("rolled back", "cleaned up"):
        assert found[text]["at"] < found[text]["recorded_at"]
    assert warroom("log", "@14:02 EST x").status == 2
    ran = warroom("log", "-", "--at", "yesterday", "22:00", stdin="from a pipe\n")
    assert ran.status == 0
    assert entries(warroom)[-1] or ran.out


def test_typed_times_are_in_the_zone_of_the_option(warroom: Warroom, incident: str) -> None:
    warroom("log", "@yesterday 18:02 one", "--zone", "WIB")
    warroom("log", "--at", "yesterday", "18:02", "two", "--zone", "WIB")
    warroom("log", "-", "--zone", "WIB", stdin="@yesterday 18:02 three\n")
    assert {e["at"][11:16] for e in entries(warroom)} == {"11:02"}
