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
from contextlib import contextmanager, suppress
from datetime import datetime

from warroom.core.clock import iso
from warroom.core.language import say
from warroom.storage.errors import NotSaved, StorageError, explained, from_os, reason_of, shown
from warroom.storage.file import layout
from warroom.storage.file.layout import FOOTER, Damage
from warroom.storage.file.origin import new_origin
from warroom.storage.file.recent import WINDOW, lines_before
from warroom.storage.file.records import Appended, Loaded, Mark
from warroom.storage.file.rewrite import create_file
from warroom.storage.file.stamp import Clock, Place, bound_to, id_in, spans_a_commit, stamped
from warroom.storage.file.tail import ANCHOR, LOCK_SECONDS, Tail
from warroom.storage.file.torn import cut_hole, cut_notice, is_torn, left_in_place, left_notice
from warroom.storage.oslayer import OS, OsLayer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from warroom.storage.errors import Path
    from warroom.storage.file.handle import Handle
    from warroom.storage.file.origin import Origin

__all__ = ["LOCK_SECONDS", "Appended", "Damage", "Loaded", "OpenTail", "create"]


class Stamper:
    """A file that is held alone. `notice`: what came of replacing it, "" when there is nothing to say."""

    def __init__(self, file: Handle, origin: Origin, clock: Clock, recorded_at: str) -> None:
        self.file, self._origin, self._clock, self._recorded_at = file, origin, clock, recorded_at
        self.notice = ""

    def replace(self, lines: Sequence[bytes], fields: Mapping[str, Any]) -> bytes:
        """These lines and one new event behind them in the place of the file; the event's. Raises `OSError`, `BadEvent`."""
        raw, place = stamped(fields, self._recorded_at, self._origin.place, self._clock.next())
        self.file.replace(layout.whole_file(self.file.tables, [*lines, raw]))
        self.notice = self._origin.moved_on(place, self.file)
        return raw


class OpenTail(Tail):
    """One incident file, for reading and writing. `notices`: sentences for the person; clear them when shown."""

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

    def settle(self, back: Sequence[str]) -> None:
        """Events of these origins (each its own), which the file had lost, are in it again: they are missed no longer."""
        with suppress(OSError, StorageError), self._lock:
            self._origin.settle(self._file, back)

    @contextmanager
    def alone(self, now: datetime) -> Iterator[Stamper]:
        """The file for a rewriting of it, as no other writer can change it: under both locks, in our layout, mended.

        Raises as `append_under` does.
        """
        try:
            with self._lock:
                with explained(self.path, "read before writing", NotSaved):
                    self._catch_up(self._be_current())
                    self._tell(self._origin.find(self._file, self._mark.end if self._mark else 0))
                yield Stamper(self._file, self._origin, Clock(now, self._clocks), iso(now))
        finally:
            self._file.unlock()

    def _hold(self) -> None:
        """Opens and locks the file that the path means: somebody may delete the lock file of a writer at work."""
        if self._file.held and not self._file.replaced():
            return
        # What is locked may have been replaced meanwhile: the path is asked again behind each lock, and once is enough.
        if self._file.fd >= 0 and not self._file.held:
            self._lock.wait_for(self._file.try_lock)
        while self._file.fd < 0 or self._file.replaced():
            self._forget_place()
            self._file.open()
            self._lock.wait_for(self._file.try_lock)

    def _be_current(self) -> bytes | None:
        """Under the lock: the path's own file, in our layout. The bytes behind our mark, None if it is lost."""
        self._hold()
        fresh = self._fresh(self._mark) if self._mark else None
        if fresh is None:
            self._file.read_head()
        self._must_be_ours()
        self._file.must_be_writable()
        if not self._file.body:
            self._file.adopt()
            self._tell(
                say(
                    "{path}: another tool or version wrote this file; it is in our layout now",
                    path=shown(self.path),
                )
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
        self._stand_at(found, chunk[max(0, found.end - start - ANCHOR) : found.end - start])
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
        self._mark = Mark(found.end + len(body), number, (mark.anchor + body)[-ANCHOR:])
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
            place = self._origin.place
        clock, recorded_at = Clock(now, self._clocks), iso(now)
        for event_id, event in zip(ids, fields, strict=True):
            if event_id in lines:
                continue
            raw, place = stamped(event, recorded_at, place, clock.next(event.get("hlc")))
            lines[event_id] = raw
            fresh.append(raw)
        self._commit(fresh, since)
        if self.when_durable:
            self.when_durable(ids)
        if fresh:
            self._clocks = clock.kept
            self._tell(self._origin.moved_on(place, self._file))
        return [lines[i] for i in ids]

    def _commit(self, raws: list[bytes], since: int) -> None:
        """The one write and the one sync.

        What stands there from offset `since` on is written again: a failed sync may have left it looking saved.
        """
        mark = self._mark
        assert mark is not None
        data = b"".join(layout.line(mark.number + i, raw) for i, raw in enumerate(raws, 1))
        if not self._failed:
            with explained(self.path, "make the file's name durable before writing", NotSaved):
                self._file.keep_name()
            try:
                again = self._file.span(since, mark.end) if since < mark.end else b""
                self._os.write_all(self._file.fd, again + data + FOOTER, since)
            except OSError as error:
                self._put_footer_back(mark.end)
                raise from_os(error, self.path, "write", NotSaved) from error
            try:
                self._file.sync()
            except OSError as error:
                self._failed = reason_of(error)
        if self._failed:
            self._move_to_new_inode(mark, data)
        assert self._recent is not None
        self._recent.add(raws)
        self._mark = Mark(mark.end + len(data), mark.number + len(raws), (mark.anchor + data)[-ANCHOR:])

    def _put_footer_back(self, end: int) -> None:
        with suppress(OSError):  # the next holder of the lock finds a torn tail and cuts it
            self._file.end_at(end)

    def _move_to_new_inode(self, mark: Mark, data: bytes) -> None:
        """After a failed sync the system may have dropped our bytes: that file is never asked again."""
        try:
            old = self._file.span(0, mark.end)
            found = layout.scan(old[self._file.body :], self._file.body)
            if found.end != mark.end or found.number != mark.number:
                raise OSError(errno.EIO, say("it does not read back as it was"))
            self._file.replace(old + data + FOOTER)
        except OSError as error:
            raise NotSaved(
                say(
                    "{path}: the disk failed to make a write durable ({failed}), and so did a fresh file "
                    "({reason}); save a copy elsewhere",
                    path=shown(self.path),
                    failed=self._failed,
                    reason=reason_of(error),
                )
            ) from error
        self._tell(
            say(
                "{path}: the disk failed a sync ({failed}); the log moved to a fresh file",
                path=shown(self.path),
                failed=self._failed,
            )
        )
        self._failed = ""


def create(
    path: Path,
    header: Mapping[str, Any],
    fields: Sequence[Mapping[str, Any]],
    now: datetime,
    os_layer: OsLayer = OS,
    made: Callable[[], None] | None = None,
) -> OpenTail:
    """A new file with its first events, all of it or nothing, never over an existing one (`Exists`).

    `header` has at least `id`. `fields` as in `OpenTail.append`; `now` is aware. `made` is called once the file is durable,
    before it is opened again. Raises `StorageError`.
    """
    name, clock = os.fspath(path), Clock(now, [])
    place = Place(new_origin(), kept=bound_to(str(header.get("id", ""))))
    lines: list[bytes] = []
    for event in fields:
        id_in(event)
        raw, place = stamped(event, iso(now), place, clock.next(event.get("hlc")))
        lines.append(raw)
    tables = {"incident": {"1": {"format": layout.FORMAT, **header}}}
    with explained(name, "create", NotSaved):
        create_file(os_layer, name, layout.whole_file(tables, lines))
    if made:
        made()
    log = OpenTail(name, os_layer)
    if lines:
        log._origin.begin(place.origin)
        log._tell(log._origin.moved_on(place, log._file))
    return log
