"""A report out of an open room: to a file, and to the clipboard when that is wanted. The shell and the console use it."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from warroom.core.language import say
from warroom.outreach import clipboard
from warroom.reports import CannotRender, Wanted, report
from warroom.session.others import Neighbours
from warroom.session.room import Held
from warroom.session.templates import looks
from warroom.storage.errors import Exists, StorageError, explained, shown
from warroom.storage.library.folder import identity
from warroom.storage.oslayer import OS
from warroom.storage.outfile import write
from warroom.storage.rights import make_folders
from warroom.storage.trust.copies import remember_export
from warroom.storage.trust.head import head_of

__all__ = ["CannotRender", "Exported", "export", "take_back", "write_beside"]

NAMES: Final = {
    "markdown": "post-mortem.md", "brief": "brief.txt", "chat": "brief-chat.txt", "text": "post-mortem.txt",
    "html": "post-mortem.html", "pdf": "post-mortem.pdf", "json": "incident.json", "csv": "timeline.csv",
    "notice": "notice.txt", "digest": "digest.md",
}  # fmt: skip


class Exported(NamedTuple):
    """Where it went. `escape` is what the terminal still has to be sent for its clipboard; "" when nothing."""

    path: Path
    said: str
    escape: str = ""
    stamp: tuple[int, ...] = ()
    """What `take_back` knows the file by."""
    remarks: tuple[str, ...] = ()
    """What whoever sends it should know."""


def _here() -> Path | None:
    """Where a report goes: the folder that the person is in. None when that is gone."""
    try:
        return Path.cwd()
    except OSError:
        return None


def export(
    held: Held, form: str, *, language: str = "en", copy: bool = False, roles_only: bool = False
) -> Exported:
    """Write the report beside where the person is; never over a file that is there already.

    `roles_only`: people are called by their roles, in texts too. `held` has the lines of the file, for the head of the record.

    Raises:
        ValueError: there is no such form, or a template of the team's own can't be used.
        StorageError: it could be written neither here nor beside the library; nothing was written.
    """
    made = report(
        form,
        Wanted(
            held.incident,
            held.now,
            language,
            roles_only=roles_only,
            events=held.lines,
            header=held.header,
            head=str(head_of(held.lines)),
            **looks(form)._asdict(),
            others=Neighbours(held.path.parent)(),
        ),
    )
    data = made.data
    path = write_beside(held, NAMES.get(form, form), data)
    remember_export(str(held.path), str(path))
    name = path.name if path.parent == _here() else path
    said = say("wrote {name} ({count} bytes)", name=name, count=f"{len(data):,}")
    stamp = _stamp(path)
    if not copy:
        return Exported(path, said, "", stamp, made.remarks)
    sent = clipboard.put(data.decode("utf-8", "replace"), os.environ)
    return Exported(path, f"{said}; {sent.said}", sent.escape, stamp, made.remarks)


def take_back(written: Exported) -> str:
    """Remove a report that was written here, unless somebody has changed it since. What was done, in one line.

    Raises:
        StorageError: it is not what was written, or can't be removed; it was left alone.
    """
    if _stamp(written.path) != written.stamp:
        raise StorageError(
            say("{path}: is not the file that was written here any more", path=shown(written.path))
        )
    with explained(written.path, "remove the report"):
        written.path.unlink()
    return say("removed {name}", name=written.path)


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        now = path.lstat()
    except OSError:
        return ()
    return now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns


def write_beside(held: Held, name: str, data: bytes) -> Path:
    """Write a file of that name where the person is, else beside the library; under a name that is free.

    Raises:
        StorageError: it could be written at neither place.
    """
    first: StorageError | None = None
    # What a report is called follows from the file, never from what stands in it: that may be anybody's.
    name = f"{identity(held.path, held.header.get('id'))[0]}-{name}"
    fallback = held.path.parent / "exports"
    for place in (_here(), fallback):
        try:
            if place == fallback:
                with explained(place, "make the folder"):
                    make_folders(str(place), OS)
                if place.is_symlink():
                    raise StorageError(
                        say(
                            "{place}: is a link, and reports are not written through one; remove it",
                            place=shown(place),
                        )
                    )
            if place is not None:
                return _new_file(place / name, data, held.path)
        except StorageError as error:
            first = first or error
    raise first or StorageError(
        say("{fallback}: there is nowhere to write the report", fallback=shown(fallback))
    )


def _new_file(wanted: Path, data: bytes, incident: Path) -> Path:
    """`wanted`, or with -2, -3 … behind its name when that is taken."""
    for number in count(1):
        path = wanted if number == 1 else wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        try:
            # It is read by those who may read the incident, and nobody else.
            write(str(path), data, incident, force=False)
        except Exists:
            continue
        return path
    raise AssertionError  # pragma: no cover - count() does not end
