"""Which event ids stand near the end of a file, so that a retried append does not write them twice.

An id is a UUIDv7: it cannot stand on a line recorded before it was made. So only the lines since then are
read, and each of them once: an append stays as cheap in a long file as in a short one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from warroom.core.clock import iso
from warroom.storage.file.layout import scan
from warroom.storage.file.stamp import id_of, made_at, recorded_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from warroom.storage.file.handle import Handle

WINDOW = 8 * 1024
_SLACK = timedelta(seconds=1)


class Recent:
    """The ids between `start` and the end of the file; `start` moves back as far as a question needs."""

    def __init__(self, file: Handle, end: int) -> None:
        self._file, self._start = file, end
        self._ids: set[bytes] = set()
        self._edge = "~"

    def add(self, lines: Iterable[bytes]) -> None:
        """Lines that came behind the ones known so far."""
        self._ids.update(map(id_of, lines))

    def known(self, end: int, ids: Sequence[str], now: datetime) -> tuple[dict[str, bytes], int]:
        """The lines (raw objects) of those `ids` that the file holds already, up to offset `end`; where the first stands."""
        since = self._since(ids, now)
        size = WINDOW
        while self._start > self._file.body and self._edge >= since:
            self._extend(size)
            size *= 4
        wanted = {i.encode(): i for i in ids if i.encode() in self._ids}
        if not wanted:
            return {}, end
        data = self._file.span(self._start, end)
        found = scan(data, self._start)
        lines = {wanted[i]: raw for raw in found.lines if (i := id_of(raw)) in wanted}
        first = next(iter(lines.values()), None)  # they stand in the order of the file
        return lines, end if first is None else self._start + data.find(first)

    @staticmethod
    def _since(ids: Iterable[str], now: datetime) -> str:
        """No line before this moment can hold any of the ids; "" (the whole file) when they do not tell."""
        made = [made_at(i) for i in ids]
        if not all(made) or max(made, default="") > iso(now + _SLACK):
            return ""
        return iso(datetime.fromisoformat(min(made)) - _SLACK) if made else "~~"

    def _extend(self, size: int) -> None:
        self._start, chunk = lines_before(self._file, self._start, size)
        lines = scan(chunk, self._start).lines
        if lines:
            self._edge = recorded_of(lines[0])
            self.add(lines)


def lines_before(file: Handle, end: int, size: int) -> tuple[int, bytes]:
    """About `size` bytes of event lines before offset `end`, and where they start: never within a line.

    In a damaged file without line ends they may be more, back to the first event.
    """
    while True:
        start = max(file.body, end - size)
        chunk = file.span(start, end)
        if start == file.body:
            return start, chunk
        cut = chunk.find(b"\n", 0, len(chunk) - 1) + 1
        if cut:
            return start + cut, chunk[cut:]
        size *= 4
