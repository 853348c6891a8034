"""A report goes where it was asked to, whole; it never goes over what is not to be replaced, forced or not."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.disk import Disk
from tests.storage.helpers import INCIDENT, NOW, event
from warroom.storage.errors import Exists, NotFound, StorageError
from warroom.storage.file.opentail import create
from warroom.storage.oslayer import OsLayer
from warroom.storage.outfile import NotOver, write


@pytest.fixture
def incident(tmp_path: Path) -> Path:
    """An incident in a library of its own, somebody has written to it."""
    library = tmp_path / "library"
    library.mkdir()
    path = library / f"{INCIDENT}.json"
    with create(path, {"id": INCIDENT}, [event(1)], NOW) as log:
        log.append([event(2)], NOW)
    return path


def names(folder: Path) -> set[str]:
    return {p.name for p in folder.rglob("*")}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    "name",
    [
        f"{INCIDENT}.json", f"{INCIDENT}.json.lock", f"{INCIDENT}.json.origin", f"{INCIDENT}.json.torn",
        f"{INCIDENT}.json.exports", f"{INCIDENT.lower()}.json", "INC-20991231-ZZZ.json", "catalogue.json", "keys.toml",
        "CATALOGUE.json", "allowed_signers", "playbooks/ours.toml", "playbooks/new.md", "playbooks/sub/x.md", "evidence/ab",
        "./../library/catalogue.json", "link-to-it/allowed_signers",
    ],
)  # fmt: skip
def test_never_over_a_file_of_the_library_there_or_not(incident: Path, name: str, force: bool) -> None:
    library = incident.parent
    for folder in ("playbooks/sub", "evidence"):
        (library / folder).mkdir(parents=True)
    (library / "link-to-it").symlink_to(library)
    for mine in ("playbooks/ours.toml", "allowed_signers"):
        (library / mine).write_text("precious")
    before = {p: p.read_bytes() for p in library.rglob("*") if p.is_file()}
    with pytest.raises(NotOver, match=r"choose another name"):
        write(str(library / name), b"a report", incident, force=force)
    assert {p: p.read_bytes() for p in library.rglob("*") if p.is_file()} == before


def test_nor_over_an_incident_of_another_library_or_a_copy_of_one(incident: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    copy, sorted_copy = other / "x.json", other / "sorted.json"
    copy.write_bytes(incident.read_bytes())
    sorted_copy.write_bytes(b'{\n "events": {\n  "1": {}}, "incident": {"1": {}}}')
    for path in (copy, sorted_copy):
        before = path.read_bytes()
        with pytest.raises(NotOver, match="the file of an incident"):
            write(str(path), b"a report", incident, force=True)
        assert path.read_bytes() == before
    (other / "INC-20200101-AAA.json.lock").touch()
    with pytest.raises(NotOver, match="library's own"):
        write(str(other / "catalogue.json"), b"a report", incident, force=True)


@pytest.mark.parametrize(
    "name", [".local/state/warroom/error.log", ".config/warroom/allowed_signers", ".config/warroom/new.md"]
)
def test_nor_where_warroom_keeps_the_persons_own_files(
    incident: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for kind in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(kind, raising=False)
    monkeypatch.setenv("HOME", str(own_home))
    path = own_home / name
    path.parent.mkdir(parents=True)
    with pytest.raises(NotOver, match=r"keeps its own files|your own list of keys"):
        write(str(path), b"a report", incident, force=True)


def test_nor_over_another_name_of_it(incident: Path, tmp_path: Path) -> None:
    notes = incident.parent / f"{INCIDENT}.json.origin"
    os.link(notes, tmp_path / "notes.md")
    with pytest.raises(NotOver, match="another name of a file in the library"):
        write(str(tmp_path / "notes.md"), b"a report", incident, force=True)


def fifo(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    try:
        os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("needs root, to make a device")


def link(path: Path) -> None:
    target = path.with_name("target")
    target.write_text("precious")
    path.symlink_to(target)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def listening(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as endpoint:
            endpoint.bind(path.name)
    finally:
        os.chdir(here)


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("make", [fifo, device, link, dangling, listening, Path.mkdir])
def test_never_over_what_is_no_plain_file(
    incident: Path, tmp_path: Path, make: Callable[[Path], None], force: bool
) -> None:
    path = tmp_path / "r.md"
    make(path)
    before = path.lstat()
    with pytest.raises(NotOver):
        write(str(path), b"a report", incident, force=force)
    after = path.lstat()
    assert (after.st_mode, after.st_ino) == (before.st_mode, before.st_ino)
    assert not [n for n in names(tmp_path) if n.endswith(".tmp")]


def test_a_plain_file_is_replaced_only_when_told_to(incident: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.md"
    write(str(path), b"one", incident, force=False)
    with pytest.raises(Exists):
        write(str(path), b"two", incident, force=False)
    assert path.read_bytes() == b"one"
    write(str(path), b"two", incident, force=True)
    assert path.read_bytes() == b"two"
    write(str(incident.parent / "r.md"), b"beside the incident is fine", incident, force=True)
    with pytest.raises(NotFound, match="make it first"):
        write(str(tmp_path / "no" / "r.md"), b"x", incident, force=True)


@pytest.mark.parametrize("name", ["r" * 255, "漢" * 85, "r" * 251 + ".md"[1:]])
def test_a_name_may_be_as_long_as_the_file_system_allows(incident: Path, tmp_path: Path, name: str) -> None:
    write(str(tmp_path / name), b"a report", incident, force=False)
    write(str(tmp_path / name), b"another", incident, force=True)
    assert (tmp_path / name).read_bytes() == b"another"
    with pytest.raises(StorageError, match="too long"):
        write(str(tmp_path / ("r" * 256)), b"a report", incident, force=False)
    assert not [n for n in names(tmp_path) if n.endswith(".tmp")]


@pytest.mark.parametrize("force", [False, True])
def test_its_name_lasts(incident: Path, tmp_path: Path, force: bool) -> None:
    """After a power cut right behind it the report is there, whole."""
    folder = tmp_path / "reports"
    folder.mkdir()
    if force:
        (folder / "r.md").write_bytes(b"old")
    disk = Disk(str(folder))
    write(str(folder / "r.md"), b"a report", incident, force=force, os_layer=disk)
    assert set(disk.lasting) == {"r.md"}
    assert disk.lasting["r.md"].sizes == [8]
    assert not disk.pending


def test_the_file_that_is_full_is_named(incident: Path, tmp_path: Path) -> None:
    class Full(OsLayer):
        def pwrite(self, fd: int, data: bytes | memoryview, offset: int) -> int:
            return os.pwrite(os.open("/dev/full", os.O_WRONLY), data, offset)

    with pytest.raises(StorageError, match=r"r\.md: cannot write: No space left on device; free some space"):
        write(str(tmp_path / "r.md"), b"a report", incident, force=False, os_layer=Full())
    assert not [n for n in names(tmp_path) if n.endswith((".tmp", ".md"))]


def test_a_report_from_a_folder_that_was_deleted_says_so(
    incident: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(NotFound, match=r"r\.md: the folder that you are in is gone"):
        write("r.md", b"a report", incident, force=False)
