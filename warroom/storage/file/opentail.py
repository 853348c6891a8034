"""The open-tail JSON engine: an incident file that grows by one durable write at its end.

A commit overwrites the three-byte footer with the new lines and a new footer, then syncs: one `pwrite` and
one `fdatasync` however long the file is, and at rest the file is one JSON document that stock TinyDB and `jq`
read. Writers hold an exclusive lock; readers need none and never repair. One `OpenTail` is used by one thread
at a time. It knows the envelope of an event, never what the event means, and imports neither TinyDB nor
msgspec.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from datetime import datetime

from warroom.core.clock import iso
from warroom.storage.errors import NotSaved, Reloaded, explained, from_os, shown
from warroom.storage.file import layout
from warroom.storage.file.handle import Handle
from warroom.storage.file.layout import FOOTER, Damage
from warroom.storage.file.lock import FileLock
from warroom.storage.file.origin import Origin, new_origin
from warroom.storage.file.recent import WINDOW, Recent, lines_before
from warroom.storage.file.records import Appended, Loaded, Mark, problem_of
from warroom.storage.file.rewrite import create_file
from warroom.storage.file.stamp import Clock, digest, hlc_of, id_in, spans_a_commit, stamped
from warroom.storage.file.torn import cut_hole, cut_notice, damage_behind, is_torn, left_in_place, left_notice
from warroom.storage.oslayer import OS, OsLayer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from warroom.storage.errors import Path

__all__ = ["Appended", "Damage", "Loaded", "OpenTail", "create"]

LOCK_SECONDS = 5.0
_ANCHOR = 64


class OpenTail:
    """One incident file. `notices`: sentences for the person; clear them when shown."""

    def __init__(self, path: Path, os_layer: OsLayer = OS, lock_seconds: float = LOCK_SECONDS) -> None:
        """Opens for reading, and for writing where that is allowed. Raises `StorageError` (see `Handle`)."""
        self.path = os.fspath(path)
        self.notices: list[str] = []
        self._os = os_layer
        self._file = Handle(self.path, os_layer)
        self._lock = FileLock(self.path, os_layer, lock_seconds)
        self._origin = Origin(self.path, os_layer)
        self._loaded = False
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
        return self._file.header

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

    def __enter__(self) -> OpenTail:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading

    def load(self) -> Loaded:
        """Reads everything, checks every line. Needs no lock; a torn tail is left to the next writer."""
        with explained(self.path, "read"):
            self._forget_place()
            if self._file.replaced():
                self._file.open()
            else:
                self._file.read_head()
            self._loaded = True
            if not self._file.body:
                return self._load_foreign()
            data = self._file.content()
            found = layout.scan(data[self._file.body :], self._file.body)
            self._stand_at(found, data[max(0, found.end - _ANCHOR) : found.end])
            damaged = found.damaged + damage_behind(self._file, self._origin, found)
            self._doubtful = bool(damaged)
            return Loaded(found.lines + found.rescued, damaged, problem_of(self.path, damaged))

    def _load_foreign(self) -> Loaded:
        self._signature = self._file.signature()
        lines, damaged = self._file.foreign_lines()
        return Loaded(lines, damaged, problem_of(self.path, damaged, "event"))

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
            return found.lines

    def _reloaded(self) -> Reloaded:
        return Reloaded(f"{shown(self.path)}: another process rewrote the file; load it again")

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
        anchor = (mark.anchor + fresh[: found.end - mark.end])[-_ANCHOR:]
        self._mark = Mark(found.end, found.number, anchor)
        self._recent.add(found.lines)
        self._clocks.extend(map(hlc_of, found.lines))
        self._tell(self._origin.follow(found.lines))

    def _tell(self, notice: str) -> None:
        if notice and notice not in self.notices:
            self.notices.append(notice)

    # Writing

    def append(self, fields: Sequence[Mapping[str, Any]], now: datetime) -> Appended:
        """Makes events durable. Each is a dict with an `id`; a given `hlc` is one that its own must exceed.

        Storage adds recorded_at (`now`, aware), origin, n, hlc, after and crc. An id that is in the file
        already is not written again; its line is returned. Raises `NotSaved`, `Busy`, `ReadOnly`,
        `NeedsRepair`, `NotFound` or `BadEvent`, each with nothing saved, and `Reloaded` when the file was
        replaced since `load()`: load, then append again.
        """
        return self.append_under(lambda _: fields, now)

    def append_under(
        self, make: Callable[[list[bytes]], Sequence[Mapping[str, Any]]], now: datetime
    ) -> Appended:
        """Like `append`, with events that `make` computes under the lock from what others put before them."""
        if self.read_only:
            # Rights come back, and so does a disk that the system had made read-only.
            self._file.open()
            self._file.must_be_writable()
        try:
            with self._lock:
                with explained(self.path, "read before writing", NotSaved):
                    fresh = self._be_current()
                    before = self._mark, self._origin.place, self._clocks[:]
                    seen = self._catch_up(fresh)
                try:
                    return Appended(self._write(make(seen), now), seen)
                except BaseException:
                    # What `seen` held reached nobody: the next look must bring it again.
                    self._mark, self._origin.place, self._clocks = before
                    raise
        finally:
            self._file.unlock()

    def _hold(self) -> None:
        """Opens and locks the file that the path means: somebody may delete the lock file of a writer at work."""
        while self._file.replaced() or not self._file.held:
            if self._file.replaced():
                self._forget_place()
                self._file.open()
            self._lock.wait_for(self._file.try_lock)

    def _be_current(self) -> bytes | None:
        """Under the lock: the path's own file, in our layout. The bytes behind our mark, None if it is lost."""
        self._hold()
        fresh = self._fresh(self._mark) if self._mark else None
        if fresh is None:
            self._file.read_head()
        self._file.must_be_writable()
        if not self._file.body:
            self._file.adopt()
            self._tell(
                f"{shown(self.path)}: another tool or version wrote this file; it is in our layout now"
            )
            self._hold()
        elif self._doubtful and self._cut_hole():
            fresh = None
        if fresh is None:
            self._forget_place()
            if self._loaded:
                raise self._reloaded()
        return fresh

    def _catch_up(self, fresh: bytes | None) -> list[bytes]:
        """Under the lock: takes in what is behind our mark and mends a torn tail."""
        mark = self._mark
        if mark is None or fresh is None:
            self._find_tail()
            return []
        if fresh == FOOTER:
            return []
        found = layout.scan(fresh, mark.end, mark.number)
        self._advance(found, fresh)
        return found.lines + self._mend(found)

    def _find_tail(self) -> None:
        """Stands at the end without reading the file; the lines of the last commit must be whole."""
        size = self._os.fstat(self._file.fd).st_size
        window = WINDOW
        while True:
            start, chunk = lines_before(self._file, size, window)
            found = layout.scan(chunk, start)
            if start <= self._file.body or (found.clean and spans_a_commit(found.lines)):
                break
            window *= 16
        if found.damaged and self._cut_hole():
            return self._find_tail()
        self._stand_at(found, chunk[max(0, found.end - start - _ANCHOR) : found.end - start])
        self._mend(found)

    def _cut_hole(self) -> bool:
        lost = cut_hole(self._file, self._origin)
        self._doubtful = False
        if lost:
            self._hold()
            self._tell(cut_notice(self.path, lost))
        return bool(lost)

    def _mend(self, found: layout.Scan) -> list[bytes]:
        """Under the lock: cuts a write that was cut short, after keeping it in `x.json.torn`; leaves other damage."""
        tail = found.tail
        if tail == FOOTER:
            return []
        if not FOOTER.startswith(tail):
            if found.end == self._file.body and not found.rescued:
                raise self._file.nothing_whole()
            if not is_torn(self._file, self._origin, found):
                return self._leave(found)
            self._file.keep_torn(tail)
            self._tell(cut_notice(self.path, len(tail)))
        again = b"".join(layout.line(found.number + i, raw) for i, raw in enumerate(found.rescued, 1))
        if again:
            self._file.replace(self._file.span(0, found.end) + again + FOOTER)
        else:
            self._file.end_at(found.end)
        mended = layout.scan(again + FOOTER, found.end, found.number)
        self._advance(mended, again)
        return mended.lines

    def _leave(self, found: layout.Scan) -> list[bytes]:
        """Under the lock: goes on behind damage that was saved once; what is whole inside it."""
        mark, recent = self._mark, self._recent
        assert mark is not None
        assert recent is not None
        body = left_in_place(self._file, found)
        self._tell(left_notice(self.path, len(body)))
        number = found.number + body.count(b"\n")
        self._mark = Mark(found.end + len(body), number, (mark.anchor + body)[-_ANCHOR:])
        recent.add(found.rescued)
        return found.rescued

    def _write(self, fields: Sequence[Mapping[str, Any]], now: datetime) -> list[bytes]:
        mark, recent = self._mark, self._recent
        assert mark is not None
        assert recent is not None
        if not fields:
            return []
        ids = [id_in(f) for f in fields]
        with explained(self.path, "read before writing", NotSaved):
            lines, since = recent.known(mark.end, ids, now)
            fresh: list[bytes] = []
            self._tell(self._origin.find(self._file, mark.end))
            origin, n, after = self._origin.place
        clock, recorded_at = Clock(now, self._clocks), iso(now)
        for event_id, event in zip(ids, fields, strict=True):
            if event_id in lines:
                continue
            raw = stamped(event, recorded_at, origin, n + 1, clock.next(event.get("hlc")), after)
            n, after = n + 1, digest(raw)
            lines[event_id] = raw
            fresh.append(raw)
        self._commit(fresh, since)
        if fresh:
            self._clocks = clock.kept
            self._tell(self._origin.moved_on(n, after, self._file))
        return [lines[i] for i in ids]

    def _commit(self, raws: list[bytes], since: int) -> None:
        """The one write and the one sync.

        What stands there from offset `since` on is written again: a failed sync may have left it looking saved.
        """
        mark = self._mark
        assert mark is not None
        data = b"".join(layout.line(mark.number + i, raw) for i, raw in enumerate(raws, 1))
        if not self._failed:
            try:
                again = self._file.span(since, mark.end) if since < mark.end else b""
                self._os.write_all(self._file.fd, again + data + FOOTER, since)
            except OSError as error:
                self._put_footer_back(mark.end)
                raise from_os(error, self.path, "write", NotSaved) from error
            try:
                self._file.sync()
            except OSError as error:
                self._failed = error.strerror or "unknown reason"
        if self._failed:
            self._move_to_new_inode(mark, data)
        assert self._recent is not None
        self._recent.add(raws)
        self._mark = Mark(mark.end + len(data), mark.number + len(raws), (mark.anchor + data)[-_ANCHOR:])

    def _put_footer_back(self, end: int) -> None:
        with suppress(OSError):  # the next holder of the lock finds a torn tail and cuts it
            self._file.end_at(end)

    def _move_to_new_inode(self, mark: Mark, data: bytes) -> None:
        """After a failed sync the system may have dropped our bytes: that file is never asked again."""
        try:
            old = self._file.span(0, mark.end)
            found = layout.scan(old[self._file.body :], self._file.body)
            if found.end != mark.end or found.number != mark.number:
                raise OSError(errno.EIO, "it does not read back as it was")
            self._file.replace(old + data + FOOTER)
        except OSError as error:
            raise NotSaved(
                f"{shown(self.path)}: the disk failed to make a write durable ({self._failed}), and so did a fresh "
                f"file ({error.strerror}); save a copy elsewhere"
            ) from error
        self._tell(
            f"{shown(self.path)}: the disk failed a sync ({self._failed}); the log moved to a fresh file"
        )
        self._failed = ""


def create(
    path: Path,
    header: Mapping[str, Any],
    fields: Sequence[Mapping[str, Any]],
    now: datetime,
    os_layer: OsLayer = OS,
) -> OpenTail:
    """A new file with its first events, all of it or nothing, never over an existing one (`Exists`).

    `header` has at least `id`. `fields` as in `OpenTail.append`; `now` is aware. Raises `StorageError`.
    """
    name, origin, after, clock = os.fspath(path), new_origin(), "", Clock(now, [])
    lines: list[bytes] = []
    for n, event in enumerate(fields, 1):
        id_in(event)
        lines.append(stamped(event, iso(now), origin, n, clock.next(event.get("hlc")), after))
        after = digest(lines[-1])
    tables = {"incident": {"1": {"format": layout.FORMAT, **header}}}
    with explained(name, "create", NotSaved):
        create_file(os_layer, name, layout.whole_file(tables, lines))
    log = OpenTail(name, os_layer)
    if lines:
        log._origin.begin(origin)
        log._tell(log._origin.moved_on(len(lines), after, log._file))
    return log
