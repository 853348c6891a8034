"""Whole files, all or nothing through any crash: temp file, fsync, rename, fsync of the folder."""

from __future__ import annotations

import os
from contextlib import suppress

from warroom.storage.errors import Exists, shown
from warroom.storage.oslayer import CREATE_NEW, new_file_mode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.oslayer import OsLayer


def create_file(osl: OsLayer, path: str, data: bytes) -> None:
    """Makes `path` with this content. Raises `Exists` rather than overwrite, or `OSError`."""
    temp = _durable_temp(osl, path, data, like=None)
    try:
        _claim(osl, temp, path)
    except FileExistsError:
        raise Exists(f"{shown(path)}: exists already and is not overwritten; choose another name") from None
    finally:
        _forget(osl, temp)
    try:
        osl.sync_folder(_folder(path))
    except OSError:
        # Its name may not last: all or nothing, and a retry finds the place free.
        _forget(osl, path)
        raise


def replace_file(osl: OsLayer, path: str, data: bytes) -> None:
    """Puts a new file in the place of `path`, with its mode and where allowed its owner. Raises `OSError`."""
    temp = _durable_temp(osl, path, data, like=osl.stat(path))
    try:
        osl.rename(temp, path)
    except BaseException:
        _forget(osl, temp)
        raise
    osl.sync_folder(_folder(path))


def _claim(osl: OsLayer, temp: str, path: str) -> None:
    """Gives the finished file its name without overwriting; some file systems have no hard links."""
    try:
        osl.link(temp, path)
    except FileExistsError:
        raise
    except OSError:
        try:
            osl.stat(path)
        except FileNotFoundError:
            osl.rename(temp, path)
        else:
            raise FileExistsError from None


def _durable_temp(osl: OsLayer, path: str, data: bytes, like: os.stat_result | None) -> str:
    folder, name = os.path.split(path)
    temp = os.path.join(folder, f".{name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    mode = like.st_mode & 0o777 if like else new_file_mode(osl.stat(folder or "."))
    fd = osl.open(temp, CREATE_NEW, 0o600)
    try:
        if like:
            _keep_owner(osl, fd, like)
        if mode != 0o600:
            osl.fchmod(fd, mode)
        osl.write_all(fd, data, 0)
        osl.fsync(fd)
    except BaseException:
        _forget(osl, temp)
        raise
    finally:
        osl.close(fd)
    return temp


def _keep_owner(osl: OsLayer, fd: int, like: os.stat_result) -> None:
    mine = osl.fstat(fd)
    if (mine.st_uid, mine.st_gid) == (like.st_uid, like.st_gid):
        return
    for uid in (like.st_uid, -1):
        try:
            return osl.fchown(fd, uid, like.st_gid)
        except PermissionError:
            continue


def _forget(osl: OsLayer, temp: str) -> None:
    # Where it fails the file is gone already, or a leftover that no listing shows.
    with suppress(OSError):
        osl.unlink(temp)


def _folder(path: str) -> str:
    return os.path.dirname(path) or "."
