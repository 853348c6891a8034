"""Whole files, all or nothing through any crash: temp file, fsync, rename, fsync of the folder."""

from __future__ import annotations

import os
from contextlib import suppress

from warroom.core.language import say
from warroom.storage.errors import Exists, in_doubt, shown
from warroom.storage.leftovers import make_temp, sweep
from warroom.storage.oslayer import READ
from warroom.storage.rights import become_like, settle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.oslayer import OsLayer


def create_file(osl: OsLayer, path: str, data: bytes) -> None:
    """Makes `path` with this content. Raises `Exists` rather than overwrite, or `OSError`."""
    temp = _durable_temp(osl, path, data)
    try:
        _claim(osl, temp, path)
    except FileExistsError:
        raise Exists(
            say("{path}: exists already and is not overwritten; choose another name", path=shown(path))
        ) from None
    finally:
        _forget(osl, temp)
    try:
        osl.sync_folder(_folder(path))
    except OSError:
        # Its name may not last: all or nothing, and a retry finds the place free.
        _forget(osl, path)
        raise


def replace_file(osl: OsLayer, path: str, data: bytes) -> None:
    """Puts a new file in the place of `path`, with its mode and where allowed its owner.

    Raises `OSError`: nothing has changed, or its reason says that the new content is there and may not last.
    """
    temp = _durable_temp(osl, path, data, like=path)
    try:
        # Opened while nothing has changed: a folder that lets nobody look in cannot be asked to keep a name.
        folder = osl.open(_folder(path), READ | os.O_DIRECTORY)
    except BaseException:
        _forget(osl, temp)
        raise
    try:
        try:
            osl.rename(temp, path)
        except BaseException:
            _forget(osl, temp)
            raise
        try:
            osl.fsync(folder)
        except OSError as error:
            raise in_doubt(error) from error
    finally:
        osl.close(folder)


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


def put_derived(osl: OsLayer, path: str, data: bytes) -> None:
    """Makes or replaces a file that can be made again. Every reader finds it whole, but nothing waits for the disk.

    A power cut may leave it old, missing or damaged. Raises `OSError`.
    """
    temp, fd = _filled(osl, path, data, durable=False)
    osl.close(fd)
    try:
        osl.rename(temp, path)
    except BaseException:
        _forget(osl, temp)
        raise


def _durable_temp(osl: OsLayer, path: str, data: bytes, like: str = "") -> str:
    temp, fd = _filled(osl, path, data, like=like)
    osl.close(fd)
    return temp


def _filled(osl: OsLayer, path: str, data: bytes, like: str = "", durable: bool = True) -> tuple[str, int]:
    """A temporary file with this content and the rights that it is to have, still open."""
    folder = _folder(path)
    sweep(osl, folder)
    temp, fd = make_temp(osl, path)
    try:
        if like:
            become_like(osl, fd, like)
        else:
            settle(osl, fd, folder)
        osl.write_all(fd, data, 0)
        if durable:
            osl.fsync(fd)
    except BaseException:
        osl.close(fd)
        _forget(osl, temp)
        raise
    return temp, fd


def _forget(osl: OsLayer, temp: str) -> None:
    # Where it fails the file is gone already, or a leftover that no listing shows.
    with suppress(OSError):
        osl.unlink(temp)


def _folder(path: str) -> str:
    return os.path.dirname(path) or "."
