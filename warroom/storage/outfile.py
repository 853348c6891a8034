"""Writes a file that somebody asked for: whole or not at all, private, and never silently over another."""

from __future__ import annotations

import os
from contextlib import suppress

from warroom.storage.errors import Exists, NotFound


def write(path: str, data: bytes, like: os.stat_result, *, force: bool) -> None:
    """Make `path` with this content, no wider than `like`; over an existing file only with `force`.

    Raises:
        Exists: there is such a file.
        OSError: it could not be written; nothing was changed.
    """
    folder, name = os.path.split(os.path.abspath(path))
    if not force and os.path.lexists(path):
        raise _exists(path)
    if not os.path.isdir(folder):
        raise NotFound(f"{path}: there is no folder {folder}; make it first")
    temp = os.path.join(folder, f".{name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    fd = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(fd, _no_wider(fd, like))
            os.fsync(fd)
        _put(temp, path, force)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temp)


def _no_wider(fd: int, like: os.stat_result) -> int:
    """The permissions of the incident; its group's only where the file can be given to that very group."""
    if os.fstat(fd).st_gid != like.st_gid:
        try:
            os.fchown(fd, -1, like.st_gid)
        except OSError:
            return like.st_mode & 0o600
    return like.st_mode & 0o660


def _put(temp: str, path: str, force: bool) -> None:
    if force:
        os.rename(temp, path)
        return
    try:
        os.link(temp, path)
    except FileExistsError:
        raise _exists(path) from None
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise _exists(path) from None
        os.rename(temp, path)


def _exists(path: str) -> Exists:
    return Exists(
        f"{path}: is there already and was not touched; choose another name, or --force to replace it"
    )
