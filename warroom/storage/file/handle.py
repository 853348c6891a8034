"""An open incident file: its descriptor, its header, and whether the path still means it. Knows no events."""

from __future__ import annotations

import errno
import os
import stat as modes
from contextlib import suppress

from warroom.core.language import say
from warroom.storage.errors import (
    NeedsRepair,
    NotFound,
    ReadOnly,
    StorageError,
    explained,
    not_too_large,
    reason_of,
    shown,
)
from warroom.storage.file import layout, migrate
from warroom.storage.file.rewrite import replace_file
from warroom.storage.oslayer import READ, WRITE
from warroom.storage.rights import open_or_make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from warroom.storage.oslayer import OsLayer

_HEAD_BYTES = 16 * 1024


class Handle:
    """`tables`: all but the events. `body`: offset of the first event line, 0 when the layout is not ours.

    `read_only`: why nothing may be written, "" when it may. Raises `StorageError` for what cannot be opened,
    `NeedsRepair` for what is neither our layout nor JSON.
    """

    def __init__(self, path: str, osl: OsLayer) -> None:
        self.path, self.read_only = path, ""
        self.fd, self.body = -1, 0
        self.tables: dict[str, Any] = {}
        self.held = False
        self._inode = (0, 0)
        self._named = False
        self._os = osl
        self.open()

    @property
    def header(self) -> dict[str, Any]:
        """The row that says what incident this is."""
        row: dict[str, Any] = self.tables["incident"]["1"]
        return row

    def open(self) -> None:
        """Opens what the path means now, in place of what was open."""
        self.close()
        self._named = False
        with explained(self.path, "open"):
            self.fd = self._open_fd()
            self.place = here = self._os.fstat(self.fd)
            self._inode = here.st_dev, here.st_ino
            if not modes.S_ISREG(here.st_mode):
                raise StorageError(
                    say("{path}: not a file; name an incident file (INC-….json)", path=shown(self.path))
                )
            not_too_large(self.path, here.st_size)
            self.read_head()

    def close(self) -> None:
        fd, self.fd, self.held, self._inode = self.fd, -1, False, (0, 0)
        if fd >= 0:
            self._os.close(fd)

    def _open_fd(self) -> int:
        self.read_only = ""
        try:
            return self._os.open(self.path, WRITE)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise
            self.read_only = say(
                "you may read but not write it ({reason}); ask its owner, or copy it", reason=reason_of(error)
            )
            return self._os.open(self.path, READ)

    def read_head(self) -> None:
        """Reads the header again, for a file that was rewritten in place."""
        parts = layout.split_head(self._os.read_span(self.fd, 0, _HEAD_BYTES))
        if parts is None:
            parts = layout.split_head(self.content())
        if parts is not None:
            self.tables, self.body = parts
            if self._format() == layout.FORMAT:
                return
        self.body = 0
        if parts is None:
            self.tables, _ = self._parsed(self.content())
            self._format()

    def _format(self) -> int:
        try:
            layout.refuse_depth(self.tables)
            number = migrate.format_of(self.tables)
        except ValueError as error:
            raise NeedsRepair(
                say(
                    "{path}: line 1: {error}; `warroom repair FILE` salvages the events",
                    path=shown(self.path),
                    error=error,
                )
            ) from None
        if number > layout.FORMAT:
            self.read_only = say(
                "made by a newer warroom (format {number}); update warroom to write to it", number=number
            )
        return number

    def content(self) -> bytes:
        """Every byte of the file."""
        return self._os.read_span(self.fd, 0, self._os.fstat(self.fd).st_size)

    def span(self, start: int, end: int) -> bytes:
        """The bytes from offset `start` to `end`, fewer where the file ends before."""
        return self._os.read_span(self.fd, start, end)

    def rows(self) -> list[dict[str, Any]]:
        """The events of a file in another layout or format, brought up to today's where that is known."""
        tables, rows = self._parsed(self.content())
        try:
            self.tables, rows = migrate.brought_up(tables, rows)
        except (ValueError, LookupError, TypeError) as error:
            raise NeedsRepair(
                say(
                    "{path}: {error}; `warroom repair FILE` salvages what is whole",
                    path=shown(self.path),
                    error=error,
                )
            ) from None
        return rows

    def foreign_lines(self) -> tuple[list[bytes], list[layout.Damage]]:
        """`rows` as the raw objects of events, and those among them that are damaged."""
        lines, damaged = [], []
        for i, row in enumerate(self.rows(), 1):
            raw = layout.encode(row)
            whole = layout.restored(raw)
            if whole is not None:
                lines.append(whole)
            else:
                damaged.append(layout.Damage(i, 0, raw, altered=True))
        return lines, damaged

    def _parsed(self, data: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        document = layout.foreign(data)
        if document is None:
            what = (
                say("is empty")
                if not data.strip(b"\0 \r\n\t")
                else say("line 1 is damaged, or this is no incident file")
            )
            raise NeedsRepair(
                say(
                    "{path}: {what}; `warroom repair FILE` salvages what is whole",
                    path=shown(self.path),
                    what=what,
                )
            )
        return document

    def replaced(self) -> bool:
        """Whether the path means another file by now. Raises `NotFound` when it means none."""
        try:
            there = self._os.stat(self.path)
        except FileNotFoundError:
            raise NotFound(
                say(
                    "{path}: the file is gone; put it back, or choose another incident", path=shown(self.path)
                )
            ) from None
        return (there.st_dev, there.st_ino) != self._inode

    def signature(self) -> tuple[int, int, int]:
        """Changes when the file does: inode, size, time of change in ns."""
        here = self._os.fstat(self.fd)
        return here.st_ino, here.st_size, here.st_mtime_ns

    def adopt(self) -> None:
        """Puts a file of another layout or format into ours, on a new inode. Under the lock.

        Raises `NeedsRepair` when it has events and not one of them is whole.
        """
        rows = [layout.encode(row) for row in self.rows()]
        whole = [layout.restored(raw) for raw in rows]
        if rows and not any(whole):
            raise self.nothing_whole()
        self.replace(
            layout.whole_file(self.tables, [good or raw for good, raw in zip(whole, rows, strict=True)])
        )

    def nothing_whole(self) -> NeedsRepair:
        """A file in which no event is whole is perhaps none of ours: it is not written to."""
        return NeedsRepair(
            say(
                "{path}: not one whole event is in it, so nothing is written to it; put a copy in its place, "
                "or see what `warroom repair FILE` finds",
                path=shown(self.path),
            )
        )

    def replace(self, data: bytes) -> None:
        """Puts a new file with this content in the old one's place, and opens it. Under the lock."""
        replace_file(self._os, self.path, data)
        self.open()

    def end_at(self, end: int, before: bytes = b"") -> None:
        """Puts `before` and the footer at this offset, and ends the file behind them. Under the lock."""
        self._os.write_all(self.fd, before + layout.FOOTER, end)
        self._os.ftruncate(self.fd, end + len(before) + len(layout.FOOTER))

    def sync(self) -> None:
        """What was written is on the medium when this returns. Raises `OSError`; then no descriptor of this file may be
        asked again.
        """
        self._os.fdatasync(self.fd)

    def keep_name(self) -> None:
        """The file's name is on the medium when this returns: whoever gave it may not have lived to see to that.

        Asked before anything is written, so that what fails here leaves all as it was. A folder that lets us write but not
        look (a drop box) cannot be synced by us; its owner's name for the file has to do. Raises `OSError`.
        """
        if not self._named:
            with suppress(PermissionError):
                self._os.sync_folder(os.path.dirname(self.path) or ".")
            self._named = True

    def must_be_writable(self) -> None:
        if self.read_only:
            raise ReadOnly(f"{shown(self.path)}: {self.read_only}")

    def try_lock(self) -> bool:
        """Takes the lock on the file itself if it is free; `held` from then on, until `unlock` or `close`."""
        self.held = self._os.try_lock(self.fd)
        return self.held

    def unlock(self) -> None:
        """Lets go of that lock."""
        if self.held:
            self.held = False
            try:
                self._os.unlock(self.fd)
            except OSError:
                self.close()

    def keep_torn(self, tail: bytes) -> None:
        """Adds bytes that are about to be cut to `x.json.torn`, durably."""
        fd = open_or_make(self._os, f"{self.path}.torn")
        try:
            self._os.write_all(fd, tail + b"\n", self._os.fstat(fd).st_size)
            self._os.fsync(fd)
        finally:
            self._os.close(fd)
