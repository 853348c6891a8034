"""What can go wrong with a file, as one line a person can act on: what, where, what to do."""

from __future__ import annotations

import os

from warroom.core.language import later, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

Path = str | os.PathLike[str]


class StorageError(Exception):
    """Something about a file could not be done. `str()` is one printable line."""


class NeedsRepair(StorageError):
    """The file is damaged beyond what a writer may mend by itself (exit status 3)."""


class NotFound(StorageError):
    """There is no such file, or no incident of that name."""


class Exists(StorageError):
    """A file would have been overwritten."""


class Ambiguous(StorageError):
    """A part of an id fits more than one incident."""


class Busy(StorageError):
    """Another process held the lock for longer than the limit."""


class ReadOnly(StorageError):
    """The file can be read but not written: rights, a newer format, or a disk that refused to sync."""


class NotSaved(StorageError):
    """A write failed. Nothing counts as saved; appending the same events again is safe."""


class BadEvent(StorageError):
    """An event cannot be put on a line: not JSON, no id, or too long. Nothing was written."""


class Reloaded(StorageError):
    """The file was replaced or rewritten since it was loaded: `load()`, fold again, then retry."""


class Foreign(StorageError):
    """The path means another incident's file now. Nothing is read from it and nothing is written to it."""


class Shrunk(NotSaved):
    """The file no longer holds events that were read from it: what was to be written waits until a person knows."""


def shown(path: Path) -> str:
    """A path fit for a message: control characters and broken bytes become `?`."""
    return "".join(c if c.isprintable() else "?" for c in os.fspath(path))


class explained:
    """Turns an `OSError` inside the block into a one-line `StorageError` that names the file and the act."""

    def __init__(self, path: Path, act: str, kind: type[StorageError] = StorageError) -> None:
        self._path, self._act, self._kind = path, act, kind

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        if isinstance(error, OSError):
            raise from_os(error, self._path, self._act, self._kind) from error


def in_doubt(error: OSError) -> OSError:
    """The same failure, where a file had its new content by then and only its name was not made durable."""
    reason = reason_of(error)
    return OSError(
        error.errno,
        say(
            "{reason}; the new content is in the file, but a power cut may bring the old one back",
            reason=reason,
        ),
    )


def reason_of(error: OSError) -> str:
    """What the operating system says, in the reader's language where it is one of the common reasons."""
    return say(error.strerror or type(error).__name__)


_REASONS = (
    later("No space left on device"), later("Disk quota exceeded"), later("Read-only file system"),
    later("Permission denied"), later("Operation not permitted"), later("Input/output error"),
    later("No such file or directory"), later("Not a directory"), later("Is a directory"), later("File exists"),
    later("Too many open files"), later("Too many open files in system"), later("Too many levels of symbolic links"),
    later("File name too long"), later("File too large"), later("Stale file handle"), later("Text file busy"),
    later("No locks available"), later("Operation not supported"), later("Invalid argument"), later("Broken pipe"),
    later("Bad file descriptor"), later("Cannot allocate memory"), later("Connection timed out"),
    later("Transport endpoint is not connected"), later("Device or resource busy"), later("Interrupted system call"),
    later("Resource temporarily unavailable"), later("No such device or address"), later("Too many links"),
)  # fmt: skip
"""What a disk or a network file system refuses with, as libc writes it."""


LARGEST = 2 * 1024**3
"""Bytes of an incident file: ten times the largest that anybody can use. A file with a hole in it may claim any size."""


def not_too_large(path: Path, size: int) -> None:
    """Raises `StorageError` for what no memory should be asked to take."""
    if size > LARGEST:
        raise StorageError(
            say(
                "{path}: {size} GiB, and no incident is larger than {most}; look at what it is, nothing was read",
                path=shown(path),
                size=size // 1024**3,
                most=LARGEST // 1024**3,
            )
        )


def cannot(act: str) -> str:
    """That an act, as it is handed to `explained`, could not be done."""
    return say(f"cannot {act}")


def from_os(error: OSError, path: Path, act: str, kind: type[StorageError] = StorageError) -> StorageError:
    """The `StorageError` for an `OSError`; a missing file is always `NotFound`."""
    reason = error.strerror or ""
    hint = ""
    if isinstance(error, FileNotFoundError):
        kind = NotFound
    elif isinstance(error, PermissionError):
        from warroom.storage.oslayer import OS
        from warroom.storage.rights import given_back

        command = given_back(OS, path)
        hint = (
            say("; root owns it: `{command}`", command=shown(command))
            if command
            else say("; ask the owner for the right to it")
        )
    elif reason.startswith("No space"):
        hint = say("; free some space and try again")
    elif reason.startswith("Too many levels"):
        hint = say("; symbolic links are not followed, name the file itself")
    return kind(f"{shown(path)}: {cannot(act)}: {reason_of(error)}{hint}")
