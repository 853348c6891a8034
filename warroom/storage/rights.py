"""Who may use a file that we make: those who could use what it stands for, and the owner of the folder around it.

A mode is not the whole truth: where a file has an access control list (POSIX ACL), the group bits of its mode are the
widest that anybody on the list gets, not what its group gets.
"""

from __future__ import annotations

import errno
import os
import stat as modes
from contextlib import suppress

from warroom.storage.oslayer import CREATE_NEW, READ, WRITE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer

ACL = "system.posix_acl_access"
_NO_ACL = frozenset(
    (errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL, getattr(errno, "ENODATA", errno.EINVAL))
)
# The kernel's form: a version, then tag, permissions and id (2, 2 and 4 bytes, little-endian) of each entry.
_HEAD, _ENTRY = 4, 8
_GROUP, _OTHER = 0x04, 0x20
_FOR_GROUP = 0o2770


def acl_of(osl: OsLayer, file: Path | int) -> bytes:
    """The access control list of a file, as the kernel keeps it; b"" where it has none. Raises `OSError`."""
    try:
        return osl.getxattr(file, ACL)
    except OSError as error:
        if error.errno in _NO_ACL:
            return b""
        raise


def file_mode(osl: OsLayer, folder: Path) -> int:
    """For a new file: 0600, or 0660 where the folder is set up for a group (set-group-id, and its group may write)."""
    return 0o660 if _for_a_group(osl, folder, osl.stat(folder or ".")) else 0o600


def settle(osl: OsLayer, fd: int, folder: Path) -> None:
    """Leaves a file that was just made to the people of its folder: what root makes belongs to the folder's owner.

    Raises `OSError`.
    """
    there = osl.stat(folder or ".")
    mode = 0o660 if _for_a_group(osl, folder, there) else 0o600
    _leave_to(osl, fd, there)
    osl.fchmod(fd, mode)


def open_or_make(osl: OsLayer, path: str) -> int:
    """A descriptor to read and write a small file of ours; where there is none, an empty one for the folder's people.

    Raises `OSError`.
    """
    folder = os.path.dirname(path) or "."
    try:
        fd = osl.open(path, WRITE)
    except FileNotFoundError:
        try:
            fd = osl.open(path, CREATE_NEW, file_mode(osl, folder))
        except FileExistsError:
            fd = osl.open(path, WRITE)
    try:
        here = osl.fstat(fd)
        # Also one whose maker was stopped before he had opened it to the others.
        if here.st_size == 0 and here.st_nlink == 1 and modes.S_ISREG(here.st_mode):
            # Where it fails, another user has made it at this very moment and is doing this.
            with suppress(OSError):
                settle(osl, fd, folder)
    except BaseException:
        osl.close(fd)
        raise
    return fd


def remake(osl: OsLayer, path: str) -> int:
    """`open_or_make`, where root may once have left such a file in our own folder for itself alone: it gives way to a new one.

    Raises `OSError`.
    """
    try:
        return open_or_make(osl, path)
    except PermissionError:
        here, folder = osl.stat(path), osl.stat(os.path.dirname(path) or ".")
        if here.st_uid != 0 or folder.st_uid != os.geteuid() or not modes.S_ISREG(here.st_mode):
            raise
        osl.unlink(path)
        return open_or_make(osl, path)


def given_back(osl: OsLayer, path: Path) -> str:
    """The command that makes a file, or the folder around it, ours again that root took, as `sudo warroom` once did; "" where
    that is not what stands in the way."""
    from shlex import quote

    me = os.geteuid()
    above = os.path.dirname(os.path.abspath(path))
    for place, command in ((os.path.abspath(path), "chown"), (above, "chown -R")) if me else ():
        with suppress(OSError):
            here, around = osl.stat(place), osl.stat(os.path.dirname(place))
            kind = modes.S_ISDIR if place == above else modes.S_ISREG
            if here.st_uid == 0 and around.st_uid == me and kind(here.st_mode):
                return f"sudo {command} {me} {quote(place)}"
    return ""


def become_like(osl: OsLayer, fd: int, path: Path, bits: int = 0o777) -> None:
    """Gives a new file the owner, the group, the rights and the list of `path`, as far as `bits` go.

    Where one of them can't be given, the file is for its owner alone: never for anybody who could not have had the other.
    Raises `OSError`.
    """
    like, acl = osl.stat(path), acl_of(osl, path)
    # What a folder hands down to new files would come into force with the mode.
    if acl_of(osl, fd):
        osl.removexattr(fd, ACL)
    if not _same_group(osl, fd, like):
        osl.fchmod(fd, like.st_mode & bits & 0o600)
        return
    if acl:
        try:
            osl.setxattr(fd, ACL, _within(acl, bits))
        except OSError:
            osl.fchmod(fd, like.st_mode & bits & 0o600)
        return
    osl.fchmod(fd, like.st_mode & bits)


def make_folders(path: str, osl: OsLayer) -> None:
    """A folder and those above it, where they are missing: for their owner alone, or for the group around them.

    What root makes belongs to the owner of the folder around it. Raises `OSError`.
    """
    try:
        osl.stat(path)
        return
    except FileNotFoundError:
        pass
    parent = os.path.dirname(os.path.abspath(path))
    make_folders(parent, osl)
    there = osl.stat(parent)
    try:
        # The mode may be narrowed by the person's own umask until not even the owner gets in.
        umask = os.umask(0o077)
        try:
            osl.mkdir(path, 0o700)
        finally:
            os.umask(umask)
    except FileExistsError:
        return
    shared = _for_a_group(osl, parent, there)
    if shared or _is_guest(there):
        # By its descriptor: the name may mean something else by now.
        fd = osl.open(path, READ | os.O_DIRECTORY)
        try:
            _leave_to(osl, fd, there)
            if shared:
                osl.fchmod(fd, _FOR_GROUP)
        finally:
            osl.close(fd)
    osl.sync_folder(parent)


def _for_a_group(osl: OsLayer, folder: Path, there: os.stat_result) -> bool:
    if not (there.st_mode & modes.S_ISGID and there.st_mode & modes.S_IWGRP):
        return False
    acl = acl_of(osl, folder or ".")
    return not acl or bool(_of(acl, _GROUP) & 0o2)


def _is_guest(folder: os.stat_result) -> bool:
    """Whether root is at work in somebody else's folder, as with `sudo`."""
    return os.geteuid() == 0 and folder.st_uid != 0


def _leave_to(osl: OsLayer, fd: int, folder: os.stat_result) -> None:
    if _is_guest(folder):
        osl.fchown(fd, folder.st_uid, -1 if folder.st_mode & modes.S_ISGID else folder.st_gid)


def _same_group(osl: OsLayer, fd: int, like: os.stat_result) -> bool:
    """Gives a file to the owner and the group of another, as far as we may; whether the group is the same now."""
    mine = osl.fstat(fd)
    if (mine.st_uid, mine.st_gid) == (like.st_uid, like.st_gid):
        return True
    for uid in (like.st_uid, -1) if os.geteuid() == 0 else (-1,):
        try:
            osl.fchown(fd, uid, like.st_gid)
        except OSError:
            continue
        return True
    return mine.st_gid == like.st_gid


def _of(acl: bytes, tag: int) -> int:
    """The permissions of the first entry of a kind; 0 when there is none."""
    for at in range(_HEAD, len(acl) - _ENTRY + 1, _ENTRY):
        if int.from_bytes(acl[at : at + 2], "little") == tag:
            return int.from_bytes(acl[at + 2 : at + 4], "little")
    return 0


def _within(acl: bytes, bits: int) -> bytes:
    """The list with nothing for others that `bits` does not have. Of the rest, `bits` takes nothing away but execution."""
    found = bytearray(acl)
    for at in range(_HEAD, len(acl) - _ENTRY + 1, _ENTRY):
        if int.from_bytes(acl[at : at + 2], "little") == _OTHER:
            found[at + 2 : at + 4] = (_of(acl, _OTHER) & bits & 0o7).to_bytes(2, "little")
    return bytes(found)
