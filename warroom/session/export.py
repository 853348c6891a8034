"""A report out of an open room: to a file, and to the clipboard when that is wanted. The shell and the console use it."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from warroom.outreach import clipboard
from warroom.reports import CannotRender, Wanted, render
from warroom.session.room import Held
from warroom.storage.errors import Exists
from warroom.storage.oslayer import OS, make_folders
from warroom.storage.outfile import write
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
        OSError: it could be written neither here nor beside the library; nothing was written.
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
    said = f"wrote {path.name if path.parent == Path.cwd() else path} ({len(data):,} bytes)"
    if not copy:
        return Exported(path, said)
    sent = clipboard.put(data.decode("utf-8", "replace"), os.environ)
    return Exported(path, f"{said}; {sent.said}", sent.escape)


def _write(held: Held, name: str, data: bytes) -> Path:
    first: OSError | None = None
    # A report is read by those who may read the incident, and nobody else.
    like, fallback = held.path.stat(), held.path.parent / "exports"
    for folder in (Path.cwd(), fallback):
        try:
            if folder == fallback:
                make_folders(str(folder), OS)
            if folder.is_symlink():
                continue
            return _new_file(folder / f"{held.incident.id}-{name}", data, like)
        except OSError as error:
            first = first or error
    raise first or OSError("there is nowhere to write it")


def _new_file(wanted: Path, data: bytes, like: os.stat_result) -> Path:
    """`wanted`, or with -2, -3 … behind its name when that is taken."""
    for number in count(1):
        path = wanted if number == 1 else wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        try:
            write(str(path), data, like, force=False)
        except Exists:
            continue
        return path
    raise AssertionError  # pragma: no cover - count() does not end
