"""Who may read what warroom writes: nobody who could not read what it was made from, whatever a mode seems to say."""

from __future__ import annotations

import os
import stat
import struct
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.storage.helpers import INCIDENT, NOW, event
from warroom.storage.file.opentail import OpenTail, create
from warroom.storage.file.rewrite import replace_file
from warroom.storage.oslayer import OS, OsLayer
from warroom.storage.outfile import write
from warroom.storage.rights import ACL, acl_of, file_mode, make_folders, open_or_make

OWNER, USER, GROUP, NAMED_GROUP, MASK, OTHER = 1, 2, 4, 8, 16, 32
NOBODY = 0xFFFFFFFF
BUDI = 64102

Entries = Sequence[tuple[int, int, int]]
DENIED: Entries = (
    (OWNER, 6, NOBODY), (USER, 4, BUDI), (GROUP, 0, NOBODY), (MASK, 4, NOBODY), (OTHER, 0, NOBODY)
)  # fmt: skip
"""BUDI may read, the group may not: its mode is 0640 all the same."""


def listed(entries: Entries) -> bytes:
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def give(path: Path, entries: Entries, name: str = ACL) -> None:
    try:
        os.setxattr(path, name, listed(entries))
    except (OSError, AttributeError):
        pytest.skip("no access control lists here")


@pytest.fixture
def incident(tmp_path: Path) -> Path:
    path = tmp_path / f"{INCIDENT}.json"
    create(path, {"id": INCIDENT}, [event(1)], NOW).close()
    return path


def test_a_rewrite_and_a_report_keep_the_list(incident: Path, tmp_path: Path) -> None:
    give(incident, DENIED)
    replace_file(OS, str(incident), incident.read_bytes())
    out = tmp_path / "r.md"
    write(str(out), b"a report", incident, force=False)
    for path in (incident, out):
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        assert acl_of(OS, path) == listed(DENIED)


def test_others_get_no_report_even_where_they_may_read_the_incident(incident: Path, tmp_path: Path) -> None:
    give(incident, (*DENIED[:-1], (OTHER, 4, NOBODY)))
    write(str(tmp_path / "r.md"), b"a report", incident, force=False)
    assert acl_of(OS, tmp_path / "r.md") == listed(DENIED)


def test_where_the_list_cannot_be_given_the_file_is_its_owners_alone(incident: Path, tmp_path: Path) -> None:
    class NoLists(OsLayer):
        def setxattr(self, fd: int, name: str, value: bytes) -> None:
            raise OSError(95, "Operation not supported")

    give(incident, DENIED)
    write(str(tmp_path / "r.md"), b"a report", incident, force=False, os_layer=NoLists())
    replace_file(NoLists(), str(incident), incident.read_bytes())
    for path in (incident, tmp_path / "r.md"):
        assert (acl_of(OS, path), stat.S_IMODE(path.stat().st_mode)) == (b"", 0o600)


def test_what_a_folder_hands_down_does_not_open_a_report(incident: Path, tmp_path: Path) -> None:
    """A folder's default list would give BUDI what the incident denies him."""
    folder = tmp_path / "reports"
    folder.mkdir()
    handed = ((OWNER, 7, NOBODY), (USER, 7, BUDI), (GROUP, 7, NOBODY), (MASK, 7, NOBODY), (OTHER, 7, NOBODY))
    give(folder, handed, "system.posix_acl_default")
    incident.chmod(0o660)
    write(str(folder / "r.md"), b"a report", incident, force=False)
    assert (acl_of(OS, folder / "r.md"), stat.S_IMODE((folder / "r.md").stat().st_mode)) == (b"", 0o660)


def test_a_folder_is_for_a_group_only_when_its_list_says_so_too(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    assert file_mode(OS, tmp_path) == 0o660
    give(
        tmp_path,
        ((OWNER, 7, NOBODY), (USER, 7, BUDI), (GROUP, 1, NOBODY), (MASK, 7, NOBODY), (OTHER, 0, NOBODY)),
    )
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o2770
    assert file_mode(OS, tmp_path) == 0o600
    os.close(open_or_make(OS, str(tmp_path / "INC-1.json.lock")))
    assert stat.S_IMODE((tmp_path / "INC-1.json.lock").stat().st_mode) == 0o600


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_folders_and_files_are_made_private_under_any_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        make_folders(str(tmp_path / "a" / "b"), OS)
        os.close(open_or_make(OS, str(tmp_path / "a" / "b" / "x")))
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    found = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b", "a/b/x")]
    assert found == [0o700, 0o700, 0o600]


def as_user(uid: int, act: Callable[[], None]) -> int:
    """The exit status of a process of that user; 0 when `act` raised nothing."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            act()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to be two users")
@pytest.mark.parametrize("who", ["root", "the owner of the folder"])
def test_the_lock_that_root_once_kept_for_itself_is_mended_by_the_next_writer(who: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chown(folder, BUDI, BUDI)
        path, lock = folder / f"{INCIDENT}.json", folder / f"{INCIDENT}.json.lock"
        create(path, {"id": INCIDENT}, [event(1)], NOW).close()

        def write() -> None:
            with OpenTail(path) as log:
                log.append([event(2)], NOW)

        with OpenTail(path) as log:
            log.append([event(3)], NOW)
        os.chown(lock, 0, 0)
        lock.chmod(0o600)
        if who == "root":
            write()
            assert (lock.stat().st_uid, stat.S_IMODE(lock.stat().st_mode)) == (BUDI, 0o600)
        assert as_user(BUDI, write) == 0
        assert lock.stat().st_uid == BUDI
        # What merely bears the name of a lock is nobody's to be given away.
        lock.write_bytes(b"a secret of root's")
        os.chown(lock, 0, 0)
        write()
        assert lock.stat().st_uid == 0
        # In a folder of another's nothing is taken away.
        os.chown(folder, BUDI + 1, BUDI + 1)
        folder.chmod(0o777)
        before = lock.stat().st_ino
        assert as_user(BUDI, write) != 0
        assert (lock.stat().st_ino, lock.stat().st_uid) == (before, 0)
