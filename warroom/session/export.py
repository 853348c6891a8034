"""A report out of an open room: to a file, and to the clipboard when that is wanted. The shell and the console use it."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from warroom.core.language import say
from warroom.outreach import clipboard
from warroom.reports import CannotRender, Wanted, render
from warroom.session.room import Held
from warroom.storage.errors import Exists, StorageError, explained, shown
from warroom.storage.library.folder import identity
from warroom.storage.oslayer import OS
from warroom.storage.outfile import write
from warroom.storage.rights import make_folders
from warroom.storage.trust.copies import remember_export
from warroom.storage.trust.head import head_of

__all__ = ["CannotRender", "Exported", "export"]

NAMES: Final = {
    "markdown": "post-mortem.md", "brief": "brief.txt", "chat": "brief-chat.txt", "text": "post-mortem.txt",
    "json": "incident.json", "csv": "timeline.csv",
}  # fmt: skip


class Exported(NamedTuple):
    """Where it went. `escape` is what the terminal still has to be sent for its clipboard; "" when nothing."""

    path: Path
    said: str
    escape: str = ""


def export(held: Held, form: str, *, language: str = "en", copy: bool = False) -> Exported:
    """Write the report beside where the person is; never over a file that is there already.

    Raises:
        CannotRender: there is no such form.
        StorageError: it could be written neither here nor beside the library; nothing was written.
    """
    data = render(
        form,
        Wanted(
            held.incident,
            held.now,
            language,
            events=held.lines,
            header=held.header,
            head=str(head_of(held.lines)),
        ),
    )
    path = _write(held, NAMES.get(form, form), data)
    remember_export(str(held.path), str(path))
    name = path.name if path.parent == _here() else path
    said = say("wrote {name} ({count} bytes)", name=name, count=f"{len(data):,}")
    if not copy:
        return Exported(path, said)
    sent = clipboard.put(data.decode("utf-8", "replace"), os.environ)
    return Exported(path, f"{said}; {sent.said}", sent.escape)


def _write(held: Held, name: str, data: bytes) -> Path:
    first: StorageError | None = None
    # What a report is called follows from the file, never from what stands in it: that may be anybody's.
    name = f"{identity(held.path, held.header.get('id'))[0]}-{name}"
    fallback = held.path.parent / "exports"
    for folder in (_here(), fallback):
        try:
            if folder == fallback:
                with explained(folder, "make the folder"):
                    make_folders(str(folder), OS)
                if folder.is_symlink():
                    raise StorageError(
                        f"{shown(folder)}: is a link, and reports are not written through one; remove it"
                    )
            if folder is not None:
                return _new_file(folder / name, data, held.path)
        except StorageError as error:
            first = first or error
    raise first or StorageError(f"{shown(fallback)}: there is nowhere to write the report")


def _here() -> Path | None:
    """Where the person is; None when that folder is gone."""
    try:
        return Path.cwd()
    except OSError:
        return None


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
