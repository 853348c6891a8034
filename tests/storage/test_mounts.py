"""Where locks hold on one host only, whoever opens a file is told."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.storage.helpers import new_log
from warroom.storage.file.opentail import OpenTail
from warroom.storage.oslayer import OsLayer

_LINES = """\
25 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
90 25 0:77 / /mnt/team rw,relatime shared:9 - {kind} server:/export rw,{options}
91 25 0:78 / /mnt/other rw - nfs4 server:/other rw,local_lock=all
"""


class Mounted(OsLayer):
    """The files of this folder stand on that file system, as the system tells it."""

    def __init__(self, table: Path, device: int) -> None:
        self._table, self._device = table, device

    def open(self, path: Any, flags: int, mode: int = 0o600) -> int:
        return super().open(self._table if str(path) == "/proc/self/mountinfo" else path, flags, mode)

    def _there(self, here: os.stat_result) -> os.stat_result:
        return os.stat_result((*here[:2], self._device, *here[3:10]))

    def fstat(self, fd: int) -> os.stat_result:
        return self._there(super().fstat(fd))

    def stat(self, path: Any) -> os.stat_result:
        return self._there(super().stat(path))


@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [
        ("nfs", "vers=3,nolock,addr=10.0.0.1", "nfs mounted with nolock"),
        ("nfs4", "vers=4.2,local_lock=flock", "nfs4 mounted with local_lock=flock"),
        ("nfs4", "vers=4.2,local_lock=none", ""),
        ("cifs", "vers=3.0,nobrl", "cifs mounted with nobrl"),
        ("fuse.sshfs", "user_id=0", "this is fuse.sshfs"),
        ("tmpfs", "size=1g", ""),
    ],
)
def test_it_is_said_at_open(tmp_path: Path, kind: str, options: str, told: str) -> None:
    path = new_log(tmp_path, 1).path
    table = tmp_path / "mountinfo"
    table.write_text(_LINES.format(kind=kind, options=options))
    notices = OpenTail(path, Mounted(table, os.makedev(0, 77))).notices
    assert [told in notice for notice in notices] == ([True] if told else [])


def test_a_disk_of_this_host_and_a_system_that_does_not_tell_say_nothing(tmp_path: Path) -> None:
    path = new_log(tmp_path, 1).path
    assert OpenTail(path, Mounted(tmp_path / "none", os.makedev(0, 78))).notices == []
    table = tmp_path / "mountinfo"
    table.write_text(_LINES.format(kind="nfs", options="nolock"))
    assert OpenTail(path, Mounted(table, os.makedev(254, 1))).notices == []
    assert OpenTail(path).notices == []
