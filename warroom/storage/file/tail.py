"""Reading an incident file that grows at its end, without a lock: all of it once, then what others have appended.

Readers never repair: what a crash left, or is being written at this moment, is for the next writer (`opentail`).
"""

from __future__ import annotations

import os
from contextlib import suppress

from warroom.core.language import say
from warroom.storage.errors import Foreign, Reloaded, explained, shown
from warroom.storage.file import layout
from warroom.storage.file.handle import Handle
from warroom.storage.file.layout import FOOTER
from warroom.storage.file.lock import FileLock
from warroom.storage.file.mounts import locks_notice
from warroom.storage.file.origin import Origin
from warroom.storage.file.recent import Recent
from warroom.storage.file.records import Loaded, Mark, problem_of, twins_of
from warroom.storage.file.stamp import hlc_of
from warroom.storage.file.torn import damage_behind
from warroom.storage.file.twins import holding
from warroom.storage.oslayer import OS, OsLayer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self

    from warroom.storage.errors import Path
    from warroom.storage.file.layout import Damage

LOCK_SECONDS = 5.0
ANCHOR = 64
"""So many bytes before our place in the file show that it is still the same file."""


class Tail:
    """One incident file. `notices`: sentences for the person; clear them when shown. `when_durable` is called with the ids of
    a commit the moment that it is on disk: whatever fails from there on, these are saved.
    """

    def __init__(self, path: Path, os_layer: OsLayer = OS, lock_seconds: float = LOCK_SECONDS) -> None:
        """Opens for reading, and for writing where that is allowed. Raises `StorageError` (see `Handle`)."""
        self.path = os.fspath(path)
        self.notices: list[str] = []
        self.when_durable: Callable[[list[str]], None] | None = None
        self._os = os_layer
        self._file = Handle(self.path, os_layer)
        self._lock = FileLock(self.path, os_layer, lock_seconds)
        self._origin = Origin(self.path, os_layer)
        self._tell(locks_notice(self.path, self._file.place, os_layer))
        self._loaded = False
        self._header = self._file.header
        self._failed = ""
        self._suspect = -1
        self._doubtful = False
        self._forget_place()

    def _forget_place(self) -> None:
        self._mark: Mark | None = None
        self._recent: Recent | None = None
        self._origin.forget()
        self._clocks: list[str] = []
        self._signature = (0, 0, 0)

    @property
    def header(self) -> dict[str, Any]:
        """The row that says what incident this is: `format`, `id` and what the creator put there."""
        return self._header

    @property
    def read_only(self) -> str:
        """Why nothing can be appended, "" when it can."""
        return self._file.read_only

    def close(self) -> None:
        self._file.close()
        self._lock.close()
        self._origin.close()

    def __del__(self) -> None:
        """Descriptors are plain numbers: without this a forgotten log would keep them for ever."""
        with suppress(AttributeError, OSError):
            self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def load(self) -> Loaded:
        """Reads everything, checks every line. Needs no lock; a torn tail is left to the next writer.

        Raises `Foreign` when another incident's file stands there now.
        """
        with explained(self.path, "read"):
            self._forget_place()
            if self._file.replaced():
                self._file.open()
            else:
                self._file.read_head()
            self._must_be_ours()
            self._loaded = True
            if not self._file.body:
                return self._load_foreign()
            data = self._file.content()
            found = layout.scan(data[self._file.body :], self._file.body)
            self._stand_at(found, data[max(0, found.end - ANCHOR) : found.end])
            damaged = found.damaged + damage_behind(self._file, self._origin, found)
            self._doubtful = bool(damaged)
            return self._handed_on(found.lines + found.rescued, damaged, "line")

    def _load_foreign(self) -> Loaded:
        self._signature = self._file.signature()
        lines, damaged = self._file.foreign_lines()
        return self._handed_on(lines, damaged, "event")

    def _must_be_ours(self) -> None:
        """Goes on with the header that is there now. Raises `Foreign`."""
        ours, theirs = self._header.get("id"), self._file.header.get("id")
        if ours != theirs:
            self._forget_place()
            raise Foreign(
                say(
                    "{path}: the file of another incident ({theirs}) was put in the place of {ours}; nothing is "
                    "written to it: put the right one back",
                    path=shown(self.path),
                    theirs=shown(str(theirs))[:60],
                    ours=shown(str(ours))[:60],
                )
            )
        self._header = self._file.header

    def _handed_on(self, lines: list[bytes], damaged: list[Damage], unit: str) -> Loaded:
        held = holding(lines)
        told = (
            problem_of(self.path, damaged, unit),
            twins_of(self.path, lines, held),
        )
        return Loaded(held, damaged, "; ".join(filter(None, told)) or None)

    def refresh(self) -> list[bytes]:
        """What others appended since we last looked: only the new bytes are read. Needs no lock.

        A tail that is still being written is nothing new yet. Raises `Reloaded` when the file was replaced or
        rewritten: `load()` again.
        """
        if not self._loaded:
            return self.load().lines
        with explained(self.path, "read"):
            mark = self._mark
            if self._file.replaced():
                raise self._reloaded()
            if mark is None:
                if self._file.body or self._file.signature() != self._signature:
                    raise self._reloaded()
                return []
            fresh = self._fresh(mark)
            if fresh is None:
                raise self._reloaded()
            if fresh == FOOTER or not fresh.endswith(b"\n" + FOOTER):
                return []
            found = layout.scan(fresh, mark.end, mark.number)
            if found.damaged and self._suspect != found.damaged[0].offset:
                # Perhaps a write that is only half to be seen: believed when it looks the same next time.
                self._suspect = found.damaged[0].offset
                return []
            self._advance(found, fresh)
            return holding(found.lines)

    def _reloaded(self) -> Reloaded:
        return Reloaded(say("{path}: another process rewrote the file; load it again", path=shown(self.path)))

    def _fresh(self, mark: Mark) -> bytes | None:
        """The bytes behind our mark; None when those before it are no longer what we read."""
        size = self._os.fstat(self._file.fd).st_size
        data = self._file.span(mark.end - len(mark.anchor), size)
        return data[len(mark.anchor) :] if data.startswith(mark.anchor) else None

    def _stand_at(self, found: layout.Scan, anchor: bytes) -> None:
        self._mark = Mark(found.end, found.number, anchor)
        self._recent = Recent(self._file, found.end)
        self._clocks = [hlc_of(raw) for raw in found.lines[-64:]]

    def _advance(self, found: layout.Scan, fresh: bytes) -> None:
        """Moves the mark behind lines that were found right after it."""
        mark = self._mark
        assert mark is not None
        assert self._recent is not None
        if not found.lines and found.end == mark.end:
            return
        anchor = (mark.anchor + fresh[: found.end - mark.end])[-ANCHOR:]
        self._mark = Mark(found.end, found.number, anchor)
        self._recent.add(found.lines)
        self._clocks.extend(map(hlc_of, found.lines))
        self._tell(self._origin.follow(found.lines))

    def _tell(self, notice: str) -> None:
        if notice and notice not in self.notices:
            self.notices.append(notice)
