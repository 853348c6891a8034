"""Who may read and write what: real users (when root runs this), real links, real modes."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Warroom
from warroom import cli
from warroom.session.export import export
from warroom.session.keysfile import keymap_text
from warroom.session.room import Room
from warroom.storage import crashlog
from warroom.storage.errors import StorageError
from warroom.storage.library.drafts import Drafts
from warroom.storage.trust.verify import verify

ANI, BUDI, EVE = 64101, 64102, 64103
TEAM, OTHERS = 64200, 64201
"""ANI and BUDI are in TEAM, all three in OTHERS: ids that need no account."""


def run_as(home: Path, uid: int, groups: list[int], *words: str) -> Ran:
    """`warroom WORD…` as another user, with a umask that lets nobody in.

    In a fork: the interpreter may stand where only root can start it. So what a command needs is imported first, by doing them
    once as root in a library of nobody's.
    """
    own = home / str(uid)
    if not own.exists():
        own.mkdir(mode=0o700)
        os.chown(own, uid, OTHERS)
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
    child = os.fork()
    if child == 0:
        status = 99
        try:
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            _say_to(out.fileno(), err.fileno())
            with tempfile.TemporaryDirectory() as scratch:
                _be_at(Path(scratch), uid, home)
                for warm in (
                    "declare x",
                    "log hunter2",
                    "show",
                    "list",
                    "export",
                    "redact hunter2 --yes --why x",
                ):
                    cli.main(warm.split())
                cli.main(["export", "--out", f"{scratch}/x.md"])
            for stream in (out, err):
                stream.truncate(0)
            _say_to(out.fileno(), err.fileno())
            _be_at(home / "library", uid, own)
            os.setgroups(groups)
            os.setgid(OTHERS)
            os.setuid(uid)
            os.umask(0o077)
            status = cli.main(list(words))
            sys.stderr.flush()
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    said = []
    for stream in (out, err):
        with stream:
            stream.seek(0)
            said.append(stream.read().decode())
    ran = Ran(os.waitstatus_to_exitcode(ended), *said)
    assert "Traceback" not in ran.err
    assert "inside warroom" not in ran.err, ran.err
    return ran


def _say_to(out: int, err: int) -> None:
    os.lseek(out, 0, os.SEEK_SET)
    os.lseek(err, 0, os.SEEK_SET)
    os.dup2(out, 1)
    os.dup2(err, 2)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115


def _be_at(library: Path, uid: int, home: Path) -> None:
    os.environ.update(WARROOM_HOME=str(library), WARROOM_USER=f"user{uid}", HOME=str(home))
    for kind in ("DATA", "CONFIG", "STATE", "CACHE"):
        os.environ.pop(f"XDG_{kind}_HOME", None)
    os.environ.pop("WARROOM_INCIDENT", None)
    os.chdir(home)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user may enter; skips where there are no other users to be."""
    if os.getuid() != 0:
        pytest.skip("needs root, to be several users")
    folder = Path(tempfile.mkdtemp(prefix="warroom-access-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def team(place: Path) -> Path:
    """A library that is set up for a group."""
    library = place / "library"
    library.mkdir()
    os.chown(library, 0, TEAM)
    library.chmod(0o2770)
    return library


def modes(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): stat.S_IMODE(p.lstat().st_mode) for p in folder.rglob("*")}


def test_a_group_library_works_for_its_group_and_gives_others_nothing(place: Path, team: Path) -> None:
    incident = run_as(place, ANI, [TEAM], "declare", "Payment gateway down").out.strip()
    assert incident
    for i in range(3):
        for uid in (ANI, BUDI):
            ran = run_as(place, uid, [TEAM], "log", f"{uid} says {i}, the password is hunter2hunter2")
            assert (ran.status, ran.err) == (0, "")
    assert run_as(place, BUDI, [TEAM], "redact", "64101 says 0", "--yes", "--why", "a password").status == 0
    assert run_as(place, ANI, [TEAM], "log", "after the redaction").status == 0
    assert [r["id"] for r in json.loads(run_as(place, BUDI, [TEAM], "list").out)] == [incident]
    report = verify(team / f"{incident}.json")
    assert (report.ok, len(report.origins)) == (True, 1)
    assert set(modes(team).values()) == {0o660}
    assert {p.stat().st_gid for p in team.rglob("*")} == {TEAM}
    for words in (["show", incident], ["log", "--incident", incident, "x"], ["list"], ["export", incident]):
        ran = run_as(place, EVE, [], *words)
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1), words


def test_a_private_library_is_its_owners_only(place: Path) -> None:
    place.chmod(0o777)
    incident = run_as(place, ANI, [TEAM], "declare", "Payment gateway down").out.strip()
    assert run_as(place, ANI, [TEAM], "log", "x").status == 0
    library = place / "library"
    assert stat.S_IMODE(library.stat().st_mode) == 0o700
    assert set(modes(library).values()) == {0o600}
    assert run_as(place, BUDI, [TEAM], "show", incident).status == 1


def test_a_file_that_is_not_ours_to_write_is_read_and_that_is_said(place: Path, team: Path) -> None:
    incident = run_as(place, ANI, [TEAM], "declare", "Payment gateway down").out.strip()
    run_as(place, ANI, [TEAM], "log", "an entry")
    path = team / f"{incident}.json"
    path.chmod(0o640)
    before = path.read_bytes()
    ran = run_as(place, BUDI, [TEAM], "show", incident)
    assert ran.status == 0
    assert "an entry" in ran.out
    assert "read-only" in ran.err
    ran = run_as(place, BUDI, [TEAM], "log", "--incident", incident, "mine")
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "ask its owner" in ran.err
    assert path.read_bytes() == before


def test_a_report_is_no_wider_than_its_incident(place: Path, team: Path) -> None:
    """The group of a report's folder is another one: the report is for its maker alone, or for the incident's group."""
    incident = run_as(place, ANI, [TEAM], "declare", "Payment gateway down").out.strip()
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    os.chown(elsewhere, 0, OTHERS)
    elsewhere.chmod(0o2777)
    # Somebody opened the incident to all: still, a report of theirs is not for the group that they happen to be in.
    team.chmod(0o2775)
    (team / f"{incident}.json").chmod(0o664)
    for uid, groups in ((ANI, [TEAM]), (EVE, [])):
        out = elsewhere / f"{uid}.md"
        assert run_as(place, uid, groups, "export", incident, "--out", str(out)).status == 0
        made = out.stat()
        assert made.st_mode & 0o007 == 0
        assert (made.st_gid, made.st_mode & 0o777) in ((TEAM, 0o660), (OTHERS, 0o600))


def test_what_root_does_leaves_nothing_that_the_owner_cannot_use(place: Path) -> None:
    """`sudo warroom`: root at work in somebody's library."""
    place.chmod(0o777)
    incident = run_as(place, ANI, [], "declare", "Payment gateway down").out.strip()
    library = place / "library"
    for name in ("catalogue.json", f"{incident}.json.lock", f"{incident}.json.origin"):
        (library / name).unlink(missing_ok=True)
    assert run_as(place, 0, [], "log", "hunter2 by root").status == 0
    second = run_as(place, 0, [], "declare", "another").out.strip()
    for words in (["export", incident, "--out", str(library / "r.md")], ["list"],
                  ["--incident", incident, "redact", "hunter2", "--why", "x", "--yes"]):  # fmt: skip
        assert run_as(place, 0, [], *words).status == 0, words
    assert {p.stat().st_uid for p in library.rglob("*")} == {ANI}
    for words in (
        ["--incident", incident, "log", "x"],
        ["--incident", second, "log", "x"],
        ["list"],
        ["show", second],
    ):
        ran = run_as(place, ANI, [], *words)
        assert (ran.status, ran.err) == (0, ""), words
    assert (library / "r.md").stat().st_mode & 0o777 == 0o600


def test_what_root_once_left_gives_way_or_is_told_with_the_command(place: Path) -> None:
    """From before root left its files to the owner of the folder."""
    place.chmod(0o777)
    incident = run_as(place, ANI, [], "declare", "Payment gateway down").out.strip()
    library = place / "library"
    for name in (f"{incident}.json.origin", f"{incident}.json.lock"):
        os.chown(library / name, 0, 0)
        run_as(place, ANI, [], "log", "one")
        ran = run_as(place, ANI, [], "log", "two")
        assert (ran.status, ran.err) == (0, ""), name
        assert (library / name).stat().st_uid == ANI
    path = library / f"{incident}.json"
    os.chown(path, 0, 0)
    for words in (["log", "--incident", incident, "x"], ["show", incident], ["verify", incident]):
        ran = run_as(place, ANI, [], *words)
        assert (ran.status, ran.err.count("\n")) == (1, 1), words
        assert f"root owns it: `sudo chown {ANI} {path}`" in ran.err
    os.chown(path, ANI, OTHERS)
    os.chown(library, 0, 0)
    for mode in (0o700, 0o755):
        library.chmod(mode)
        os.chown(place, ANI, OTHERS)
        ran = run_as(place, ANI, [], "declare", "another")
        assert (ran.status, ran.err.count("\n")) == (1, 1)
        assert f"`sudo chown -R {ANI} {library}`" in ran.err


@pytest.mark.parametrize(
    "name", ["keys.toml", "catalogue.json", "playbooks", "playbooks/ten-steps.toml", "allowed_signers"]
)
def test_what_others_put_into_a_library_keeps_nobody_waiting(
    warroom: Warroom, incident: str, library: Path, tmp_path: Path, name: str
) -> None:
    """A pipe that nobody writes to, an endless device, a link to somebody's file, a file without end."""
    private = tmp_path / "private"
    private.write_text("[keys]\nprecious = 1\n")
    path = library / name
    path.parent.mkdir(exist_ok=True)
    for put in (os.mkfifo, lambda p: p.symlink_to("/dev/zero"), lambda p: p.symlink_to(private),
                lambda p: os.truncate(os.open(p, os.O_CREAT | os.O_WRONLY), 1 << 40)):  # fmt: skip
        path.unlink(missing_ok=True)
        put(path)
        text, problem = keymap_text(library)
        assert text == ""
        if name == "keys.toml":
            assert "keys.toml" in problem
        for words in (["list"], ["verify", incident], ["log", "--incident", incident, "x"], ["declare", "y"]):
            ran = warroom(*words)
            assert "precious" not in ran.out + ran.err
            assert ran.err.count("\n") <= 1
        assert warroom("show", incident).status == 0


def test_a_folder_of_playbooks_that_is_a_link_is_not_followed(
    warroom: Warroom, incident: str, library: Path, tmp_path: Path
) -> None:
    shutil.copytree(Path(cli.__file__).parents[1] / "playbooks", tmp_path / "elsewhere")
    (library / "playbooks").symlink_to(tmp_path / "elsewhere")
    ran = warroom("declare", "another")
    assert (ran.status, ran.out) == (1, "")
    assert "links are not followed" in ran.err


@pytest.mark.parametrize("umask", ["000", "777"])
def test_the_state_folder_is_private_under_any_umask(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, umask: str
) -> None:
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(own_home))
    before = os.umask(int(umask, 8))
    try:
        assert "please report it" in crashlog.recorded(ValueError("x"))
        crashlog.recorded(ValueError("y"))
    finally:
        os.umask(before)
    log = own_home / ".local" / "state" / "warroom" / "error.log"
    assert log.read_text().count("ValueError: ") == 2
    assert [stat.S_IMODE(p.stat().st_mode) for p in (*list(log.parents)[:3], log)] == [0o700] * 3 + [0o600]


@pytest.mark.parametrize(
    "name", ["{}.json", "{}.json.lock", "{}.json.torn", "{}.json.exports", "{}.json.origin"]
)
def test_nothing_is_written_through_a_link(
    warroom: Warroom, incident: str, library: Path, tmp_path: Path, name: str
) -> None:
    """Somebody in the group puts a link where a file of ours would be: it leads nowhere."""
    warroom("log", "an entry")
    outside = tmp_path / "outside"
    outside.write_text("precious")
    link, path = library / name.format(incident), library / f"{incident}.json"
    if link == path:
        outside = tmp_path / "outside.json"
        path.rename(outside)
    else:
        link.unlink(missing_ok=True)
        path.write_bytes(path.read_bytes() + b"torn in the middle of ")
    link.symlink_to(outside)
    before = outside.read_bytes()
    out = tmp_path / "report.md"
    for words in (["log", "--incident", incident, "x"], ["redact", "an entry", "--incident", incident, "--yes", "--why", "y"],
                  ["export", incident, "--out", str(out), "--force"], ["list"], ["show", incident]):  # fmt: skip
        warroom(*words)
    assert outside.read_bytes() == before
    assert link.is_symlink() or link.name.endswith(".torn")


@pytest.mark.parametrize("name", ["catalogue.json", "allowed_signers", "playbooks/ten-steps.toml"])
def test_nothing_is_read_through_a_link(
    warroom: Warroom, incident: str, library: Path, tmp_path: Path, name: str
) -> None:
    outside = tmp_path / "outside"
    outside.write_text("precious = precious\n")
    link = library / name
    link.parent.mkdir(exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(outside)
    for words in (
        ["list"],
        ["verify", incident],
        ["declare", "another"],
        ["log", "--incident", incident, "x"],
    ):
        ran = warroom(*words)
        assert "precious" not in ran.out + ran.err, words
    assert outside.read_text() == "precious = precious\n"


def test_a_linked_folder_of_reports_is_not_written_to(
    library: Path, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (library / "exports").symlink_to(tmp_path)
    monkeypatch.chdir("/proc")  # where nobody can write
    with pytest.raises(StorageError, match="proc"):
        export(Room.open(library / f"{incident}.json", person="ani").held(), "text")
    assert list(tmp_path.iterdir()) == []
    (library / "exports").unlink()
    made = export(Room.open(library / f"{incident}.json", person="ani").held(), "text").path
    assert (made.parent, stat.S_IMODE(made.stat().st_mode)) == (library / "exports", 0o600)


def test_a_half_typed_line_is_its_writers_only(library: Path, own_home: Path, tmp_path: Path) -> None:
    library.mkdir()
    library.chmod(0o2770)
    (library / ".drafts").symlink_to(tmp_path)
    Drafts(library).save("INC-1", "ani", "half a line")
    assert Drafts(library).load("INC-1", "ani") == "half a line"
    assert Drafts(tmp_path).load("INC-1", "ani") == "", "another library's"
    assert list(library.iterdir()) == [library / ".drafts"]
    (kept,) = (p for p in own_home.rglob("*.txt"))
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
