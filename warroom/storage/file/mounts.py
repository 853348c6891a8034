"""Whether the locks of writers hold on a file system: on some, each host has locks of its own and none sees another's.

Asked of `/proc/self/mountinfo`; where there is none (macOS), nothing is known and nothing is said.
"""

from __future__ import annotations

import os

from warroom.core.language import say
from warroom.storage.errors import shown
from warroom.storage.oslayer import READ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from warroom.storage.oslayer import OsLayer

_MOUNTS = "/proc/self/mountinfo"
_MOST = 1024 * 1024
_NEVER = frozenset(
    (
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.gcsfuse",
        "fuse.davfs",
        "vboxsf",
        "prl_fs",
        "fuse.vmhgfs-fuse",
    )
)
"""File systems that several hosts share and that take a lock on this host only."""
_TELLING: Mapping[str, tuple[str, ...]] = {
    "nfs": ("nolock", "local_lock=all", "local_lock=flock"),
    "nfs4": ("nolock", "local_lock=all", "local_lock=flock"),
    "cifs": ("nobrl",), "smb3": ("nobrl",), "lustre": ("localflock", "noflock"), "ceph": ("noflock",),
    "9p": ("cache=loose", "cache=mmap"), "ocfs2": ("localflocks",), "gfs2": ("localflocks",),
}  # fmt: skip
"""Options with which the others do not carry a lock to their server."""


def locks_notice(path: str, here: os.stat_result, osl: OsLayer) -> str:
    """One line for the person where the lock on this file is one of this host alone; "" where it holds, or none can tell."""
    if os.major(here.st_dev):
        return ""  # a disk of this host's own
    for kind, options in _mounts(os.major(here.st_dev), os.minor(here.st_dev), osl):
        told = [option for option in _TELLING.get(kind, ()) if option in options]
        if kind in _NEVER or told:
            how = say(" mounted with {told}", told=told[0]) if told else ""
            return say(
                "{path}: this is {kind}{how}: locks hold on this host only; write to it from one host, or "
                "two writers can damage each other's entries",
                path=shown(path),
                kind=kind,
                how=how,
            )
    return ""


def _mounts(major: int, minor: int, osl: OsLayer) -> list[tuple[str, list[str]]]:
    """The kind and the options of what is mounted from that device."""
    try:
        fd = osl.open(_MOUNTS, READ)
        try:
            data = osl.read_span(fd, 0, _MOST)
        finally:
            osl.close(fd)
    except OSError:
        return []
    found = []
    for line in data.decode(errors="replace").splitlines():
        ours, _, theirs = line.partition(" - ")
        words, more = ours.split(), theirs.split()
        if len(words) > 5 and len(more) > 2 and words[2] == f"{major}:{minor}":
            found.append((more[0], [*words[5].split(","), *more[2].split(",")]))
    return found
