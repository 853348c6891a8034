"""The program in a real terminal: a whole incident from declaring to the report, and every way a session can end."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.console import LIMIT, ROOT, console
from tests.terminal.rooms import events, room, shell, texts

pytestmark = pytest.mark.terminal

RESTORED = (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?25h", b"\x1b[?2004l")
COLOUR = re.compile(rb"\x1b\[[0-9;]*\b(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "incidents"


def test_an_incident_from_declaring_to_the_report(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with room(library, rows=40, columns=120) as terminal:
        assert terminal.shows("No incidents yet")
        terminal.send("n")
        assert terminal.shows("What is wrong?")
        terminal.send("Payment gateway down\r")
        assert terminal.shows("type to log")
        assert terminal.shows("SEV3")
        terminal.send("Error rate 32 % on /pay\r")
        assert terminal.until(lambda screen: "Error rate 32 % on /pay" in screen and "type to log" in screen)
        assert texts(library) == ["Error rate 32 % on /pay"]
        terminal.send("\x1b")
        assert terminal.shows("c correct")
        terminal.send("1")
        assert terminal.shows("open or fold")
        terminal.send("gjj")
        terminal.quiet()
        terminal.send("t")
        assert terminal.shows("ticked 1.2")
        terminal.send("3a")
        assert terminal.shows("which role")
        terminal.send("i")
        assert terminal.shows("role: who")
        terminal.send("o")
        terminal.quiet()
        terminal.send("citra\r")
        assert terminal.shows("IC citra")
        terminal.send("R")
        assert terminal.shows("the reason")
        terminal.send("rolled back to v2.3.1\r")
        assert terminal.shows("Resolve INC-")
        terminal.send("y")
        assert terminal.shows("RESOLVED")
        terminal.send("2e")
        assert terminal.shows("Write the report")
        terminal.send("m")
        assert terminal.shows("Enter")
        terminal.send("\r")
        assert terminal.shows("wrote ")
        terminal.send("\x11")
        assert terminal.exit_status() == 0
        assert all(sequence in terminal.output for sequence in RESTORED)
    kinds = [row["kind"] for row in events(library)]
    assert {"incident.declared", "entry.logged", "item.set", "role.assigned", "status.changed"} <= set(kinds)
    assert all(row["by"] == "ani" for row in events(library))
    (report,) = tmp_path.glob("INC-*.md")
    assert "Error rate 32 % on /pay" in report.read_text(encoding="utf-8")
    assert '"status":"resolved"' in shell(library, "show", "--json").replace(": ", ":")


@pytest.mark.parametrize(
    "way", ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGALRM", "SIGXCPU", "hang-up"]
)
def test_a_session_that_is_cut_keeps_the_file_whole_and_the_half_typed_line(library: Path, way: str) -> None:
    shell(library, "declare", "Mail is down", "--sev", "2")
    with room(library, "open") as terminal:
        assert terminal.shows("type to log")
        terminal.send("logged before\r")
        assert terminal.until(lambda screen: "type to log" in screen and "logged before" in screen)
        terminal.send("half a li")
        assert terminal.shows("half a li")
        if way == "hang-up":
            terminal.hang_up()
            assert terminal.exit_status() == 128 + signal.SIGHUP
        else:
            number = signal.Signals[way]
            terminal.signal(number)
            assert terminal.exit_status() == 128 + number
            assert all(sequence in terminal.output for sequence in RESTORED)
            assert b"Traceback" not in terminal.output
    assert texts(library) == ["logged before"]
    shell(library, "verify")
    with room(library, "open") as terminal:
        assert terminal.shows("half a li")
        terminal.send("ne\r")
        assert terminal.until(lambda screen: "type to log" in screen)
    assert texts(library) == ["logged before", "half a line"]


def test_a_dumb_terminal_gets_plain_text(library: Path) -> None:
    shell(library, "declare", "Mail is down", "--sev", "2")
    with room(library, "open", TERM="dumb") as terminal:
        assert terminal.exit_status() == 0
        assert b"Mail is down" in terminal.output
        assert b"\x1b" not in terminal.output


def test_no_color_means_no_colours(library: Path) -> None:
    shell(library, "declare", "Mail is down", "--sev", "1")
    with room(library, "open", NO_COLOR="1") as terminal:
        assert terminal.shows("SEV1")
        terminal.send("logged\r")
        assert terminal.shows("logged")
        terminal.send("\x1bOP")
        assert terminal.shows("everywhere in the room")
        assert COLOUR.findall(bytes(terminal.output)) == []


def test_a_locale_without_utf8_gets_ascii_signs_and_keeps_the_text(library: Path) -> None:
    shell(library, "declare", "größer", "--sev", "1")
    with room(library, "open", LANG="C", LC_ALL="C", PYTHONUTF8="0") as terminal:
        assert terminal.shows("+ saved")
        assert terminal.shows("gr??er   ")
        terminal.send("plain\r")
        assert terminal.until(lambda screen: "type to log" in screen and "plain" in screen)
        assert not re.search("[─│┌●▌]", terminal.text())
    assert texts(library) == ["plain"]


@pytest.mark.parametrize("size", [(10, 40), (70, 250)])
def test_small_and_large_terminals(library: Path, size: tuple[int, int]) -> None:
    shell(library, "declare", "Mail is down", "--sev", "1")
    with room(library, "open", rows=size[0], columns=size[1]) as terminal:
        assert terminal.shows("type to log")
        terminal.send("an entry\r")
        assert terminal.until(lambda screen: "type to log" in screen and "an entry" in screen)
        terminal.resize(24, 80)
        assert terminal.until(
            lambda screen: "Mail is down" in screen.splitlines()[0] and "an entry" in screen
        )
        terminal.send("\x11")
        assert terminal.exit_status() == 0


def test_a_hostile_paste_is_text_in_the_entry_line_and_nothing_else(library: Path) -> None:
    shell(library, "declare", "Mail is down", "--sev", "1")
    with room(library, "open") as terminal:
        assert terminal.shows("type to log")
        terminal.send("\x1b[200~one\x1b]52;c;aGk=\x07\x11\x1b\x11two\x1b[201~")
        assert terminal.until(lambda screen: "two" in screen)
        terminal.send("\r")
        assert terminal.until(lambda screen: "type to log" in screen and "two" in screen)
        assert b"\x1b]52" not in terminal.output
        (text,) = texts(library)
        assert text.startswith("one")
        assert text.endswith("two")


def test_nobody_has_to_wait_for_a_screen(library: Path) -> None:
    with room(library) as terminal:
        assert terminal.shows("No incidents yet")
        terminal.send("nMail is down\r")
        assert terminal.shows("type to log")
        terminal.send("\x1b")
        assert terminal.shows("@ jump")
        terminal.send("s1")
        assert terminal.shows("the reason")
        terminal.send("worse\r")
        assert terminal.shows("SEV1")
        terminal.send("itwo words\r")
        assert terminal.until(lambda screen: "two words" in screen and "type to log" in screen)
        terminal.send("\x1b")
        terminal.quiet()
        terminal.send("3ac")
        assert terminal.shows("role: who")
        terminal.send("o")
        terminal.quiet()
        terminal.send("citra\r")
        assert terminal.until(lambda screen: "COMMS" in screen.upper() and "citra" in screen)
    assert texts(library) == ["two words"]
    assert events(library)[0]["title"] == "Mail is down"


def test_what_one_console_logs_the_other_shows(library: Path) -> None:
    shell(library, "declare", "Mail is down", "--sev", "1")
    with room(library, "open") as here, room(library, "open") as there:
        assert here.shows("type to log")
        assert there.shows("type to log")
        there.send("half typ")
        here.send("from the first console\r")
        assert there.shows("from the first console")
        shell(library, "log", "from the shell")
        assert there.shows("from the shell")
        assert here.shows("from the shell")
        assert there.shows("half typ")


@pytest.fixture
def sshd(tmp_path: Path) -> Iterator[list[str]]:
    """A real sshd on loopback with keys of its own; the words of an ssh command into it."""
    server = shutil.which("sshd") or "/usr/sbin/sshd"
    if not os.path.exists(server) or not shutil.which("ssh"):
        pytest.skip("no sshd or ssh here")
    for name in ("host", "user"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True
        )
    (tmp_path / "authorized").write_bytes((tmp_path / "user.pub").read_bytes())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "Port": port, "ListenAddress": "127.0.0.1", "HostKey": tmp_path / "host", "StrictModes": "no", "UsePAM": "no",
        "AuthorizedKeysFile": tmp_path / "authorized", "PidFile": "none", "PermitRootLogin": "prohibit-password",
        "PermitUserEnvironment": "no", "Subsystem": "sftp internal-sftp",
    }  # fmt: skip
    (tmp_path / "sshd_config").write_text("".join(f"{name} {value}\n" for name, value in options.items()))
    with contextlib.suppress(OSError):
        os.makedirs("/run/sshd", exist_ok=True)  # where Debian's sshd separates its privileges
    daemon = subprocess.Popen(
        [server, "-D", "-e", "-f", str(tmp_path / "sshd_config")], stderr=subprocess.PIPE, text=True
    )
    assert daemon.stderr is not None
    try:
        heard = ""
        while "listening" not in heard:
            line = daemon.stderr.readline()
            if not line:
                pytest.skip(f"sshd does not start here: {heard.strip()[-200:]}")
            heard += line
        words = ["-tt", "-p", str(port), "-i", str(tmp_path / "user"), "-F", "none"]
        for option in (
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "LogLevel=ERROR",
            "BatchMode=yes",
        ):
            words += ["-o", option]
        yield [*words, "127.0.0.1"]
    finally:
        daemon.kill()
        daemon.wait()
        daemon.stderr.close()


def test_a_dropped_ssh_connection_keeps_the_file_whole_and_the_half_typed_line(
    library: Path, sshd: list[str], tmp_path: Path
) -> None:
    shell(library, "declare", "Mail is down", "--sev", "2")
    pid_file = tmp_path / "pid"
    remote = (
        f"echo $$ > {pid_file}; cd {ROOT}; exec env LANG=C.UTF-8 HOME={os.environ['HOME']} WARROOM_USER=ani "
        f"WARROOM_HOME={library} {sys.executable} -m warroom open"
    )
    with console(*sshd, remote, program=shutil.which("ssh") or "ssh") as terminal:
        assert terminal.shows("type to log"), terminal.text()
        terminal.send("over ssh\r")
        assert terminal.until(lambda screen: "type to log" in screen and "over ssh" in screen)
        terminal.send("half a li")
        assert terminal.shows("half a li")
        terminal.signal(signal.SIGKILL)
        terminal.exit_status()
    pid = int(pid_file.read_text())
    end = time.monotonic() + LIMIT
    while os.path.exists(f"/proc/{pid}") and time.monotonic() < end:
        time.sleep(0.02)
    assert not os.path.exists(f"/proc/{pid}"), "the room went on without a terminal"
    assert texts(library) == ["over ssh"]
    shell(library, "verify")
    with room(library, "open") as terminal:
        assert terminal.shows("half a li")


@pytest.mark.parametrize("way", ["SIGHUP", "SIGTERM", "SIGKILL", "hang-up"])
def test_entries_that_a_full_disk_refused_are_offered_by_the_next_console(
    library: Path, tmp_path: Path, way: str
) -> None:
    incident = shell(library, "declare", "Mail is down", "--sev", "2").split()[0]
    for _ in range(4):
        shell(library, "log", "x" * 9000)
    state = {"XDG_STATE_HOME": str(tmp_path / "state"), "PYTHONDONTWRITEBYTECODE": "1"}
    limited = ("-c", 'ulimit -f 32; exec "$@"', "sh", sys.executable, "-m", "warroom", "open", incident)
    env = {"WARROOM_HOME": str(library), "WARROOM_USER": "ani", **state}
    with console(*limited, program="/bin/sh", **env) as terminal:
        assert terminal.shows("type to log")
        terminal.send("the disk takes none of it\r")
        assert terminal.shows("NOT SAVED (1)")
        terminal.send("second of them\r")
        assert terminal.shows("NOT SAVED (2)")
        terminal.send("/nosuchverb held\r")
        assert terminal.shows("Up takes it")
        if way == "hang-up":
            terminal.hang_up()
        else:
            terminal.signal(signal.Signals[way])
        terminal.exit_status()
    (kept,) = (tmp_path / "state").rglob("*.jsonl")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "second of them" not in texts(library)
    with room(library, "open", rows=30, columns=120, **state) as terminal:
        assert terminal.shows("/nosuchverb held")
        assert terminal.shows("/putback writes them")
        terminal.send("/putback\r")
        assert terminal.shows("Write into the file")
        terminal.send("y")
        assert terminal.shows("second of them")
        assert terminal.until(lambda screen: "type to log" in screen)
        terminal.send("\x11")
        terminal.exit_status()
    assert texts(library)[-2:] == ["the disk takes none of it", "second of them"]
    assert not kept.exists()
