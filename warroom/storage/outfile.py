"""Writes a file that somebody asked for: whole or not at all, private, and never over what is not to be replaced.

With `--force` a plain file of somebody's is replaced; a file of a library, of ours in the user's folders, a link, a pipe or
a device never is.
"""

from __future__ import annotations

import errno
import os
import stat as modes
from contextlib import suppress

from warroom.core.language import later, say
from warroom.storage.errors import Exists, NotFound, StorageError, from_os, in_doubt, shown
from warroom.storage.leftovers import make_temp, sweep
from warroom.storage.library.folder import belongs_to_library, is_library
from warroom.storage.oslayer import OS, READ
from warroom.storage.paths import config_folder, library_folder, state_folder
from warroom.storage.rights import become_like
from warroom.storage.trust.signers import own_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer

_HEAD = 4096
_BITS = 0o660
_STARTS = (b'{"incident":{"1":{', b'{"events":{"1":{', b'{"events":{},"incident":')
"""How the file of an incident begins, spaces aside: in our layout, or sorted by another tool."""

_OWN = later("is a name of the library's own, and no report goes there; choose another name or folder")


class NotOver(StorageError):
    """What stands there is never replaced by a report. Nothing was changed."""


def write(path: str, data: bytes, incident: Path, *, force: bool, os_layer: OsLayer = OS) -> None:
    """Make `path` with this content, for nobody who may not read `incident`; over an existing file only with `force`.

    Its name lasts when this returns. Raises:
        Exists: there is such a file.
        NotOver: it is none to be replaced, with `force` or without.
        StorageError: it could not be written; nothing was changed.
    """
    folder, name = os.path.split(path)
    try:
        folder = os.path.realpath(folder or os.curdir)
    except OSError as error:  # the folder that we are in was deleted
        raise NotFound(
            say("{path}: the folder that you are in is gone; change to another one", path=shown(path))
        ) from error
    if name in ("", os.curdir, os.pardir):
        raise NotOver(say("{path}: is a folder; name a file in it", path=shown(path)))
    target = os.path.join(folder, name)
    try:
        home = _stat(os_layer, folder)
        if home is None or not modes.S_ISDIR(home.st_mode):
            raise NotFound(
                say(
                    "{path}: there is no folder {folder}; make it first",
                    path=shown(path),
                    folder=shown(folder),
                )
            )
        there = _stat(os_layer, target)
        if why := _never_over(os_layer, folder, name, there, os.fspath(incident)):
            raise NotOver(f"{shown(path)}: {why}")
        if there and not force:
            raise _exists(path)
        _write(os_layer, target, data, incident, force)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        raise from_os(error, path, "write") from error


def room_for_an_incident(path: str, incident: Path, os_layer: OsLayer = OS) -> None:
    """That an incident salvaged from another may be put there: as one of its own name, or as any file that is not ours.

    Raises NotOver, StorageError.
    """
    folder, name = os.path.split(path)
    low = name.casefold()
    if low.startswith("inc-") and low.endswith(".json"):
        return
    try:
        folder = os.path.realpath(folder or os.curdir)
        there = _stat(os_layer, os.path.join(folder, name))
        why = "" if there else _never_over(os_layer, folder, name, None, os.fspath(incident))
    except OSError as error:
        raise from_os(error, path, "write") from error
    if why:
        raise NotOver(f"{shown(path)}: {why}")


def _write(osl: OsLayer, target: str, data: bytes, incident: Path, force: bool) -> None:
    folder = os.path.dirname(target)
    sweep(osl, folder)
    temp, fd = make_temp(osl, target)
    try:
        try:
            become_like(osl, fd, incident, _BITS)
            osl.write_all(fd, data, 0)
            osl.fsync(fd)
        finally:
            osl.close(fd)
        _put(osl, temp, target, force)
    finally:
        with suppress(OSError):  # it has its name by now, or there is nothing to take away
            osl.unlink(temp)
    try:
        osl.sync_folder(folder)
    except PermissionError:  # a folder to drop files into: nobody but its owner may sync the names in it
        return
    except OSError as error:
        if force:
            raise in_doubt(error) from error
        osl.unlink(target)
        raise


def _put(osl: OsLayer, temp: str, target: str, force: bool) -> None:
    if force:
        osl.rename(temp, target)
        return
    try:
        osl.link(temp, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if _stat(osl, target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        osl.rename(temp, target)


def _never_over(osl: OsLayer, folder: str, name: str, there: os.stat_result | None, incident: str) -> str:
    """Why a report has no business there; "" when it may be there."""
    if there and not modes.S_ISREG(there.st_mode):
        return _no_plain_file(there.st_mode)
    if folder == os.path.realpath(os.path.dirname(incident) or os.curdir) and name.casefold().startswith(
        os.path.basename(incident).casefold()
    ):
        return say(_OWN)
    homes = [os.path.realpath(home) for home in (os.path.dirname(incident) or os.curdir, library_folder())]
    if belongs_to_library(osl, folder, name, homes):
        return say(_OWN)
    if os.path.join(folder, name) == os.path.realpath(own_list()):
        return say("is your own list of keys, and no report goes over it; choose another name")
    if any(os.path.join(folder, "").startswith(os.path.join(own, "")) for own in _own_folders()):
        return say("is where warroom keeps its own files; choose another folder")
    if there is None:
        return ""
    if _looks_like_an_incident(osl, os.path.join(folder, name)):
        return say("is the file of an incident, and no report goes over it; choose another name")
    if there.st_nlink > 1 and any(_has(osl, home, there) for home in dict.fromkeys(homes)):
        return say(
            "is another name of a file in the library, and no report goes over it; choose another name"
        )
    return ""


def _own_folders() -> list[str]:
    return [os.path.realpath(own) for own in (state_folder(), config_folder())]


def _no_plain_file(mode: int) -> str:
    if modes.S_ISLNK(mode):
        return say("is a link, and links are not followed; name the file itself, or - for standard output")
    if modes.S_ISDIR(mode):
        return say("is a folder; name a file in it")
    return say("is a device, a pipe or a socket and no file; name a file, or - for standard output")


def _looks_like_an_incident(osl: OsLayer, path: str) -> bool:
    fd = osl.open(path, READ)
    try:
        head = osl.read_span(fd, 0, _HEAD)
    finally:
        osl.close(fd)
    return b"".join(head.split())[:64].startswith(_STARTS)


def _has(osl: OsLayer, home: str, there: os.stat_result) -> bool:
    if not is_library(osl, home):
        return False
    return any(entry.inode() == there.st_ino for entry in osl.scandir(home))


def _stat(osl: OsLayer, path: str) -> os.stat_result | None:
    try:
        return osl.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _exists(path: str) -> Exists:
    return Exists(
        say(
            "{path}: is there already and was not touched; choose another name, or --force to replace it",
            path=shown(path),
        )
    )
