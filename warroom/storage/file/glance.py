"""The end of a long incident file, and all of it that is no plain entry: enough for a first picture, in a fraction of the time.

Believes what it sees: nothing is checked, nothing is repaired. Whoever needs to know reads the whole file.
"""

from __future__ import annotations

from warroom.storage.errors import LARGEST
from warroom.storage.file.layout import EVENTS, FOOTER
from warroom.storage.oslayer import OS, READ, OsLayer

LONG = 512 * 1024
"""Bytes from which on a glance is worth it."""
_ENTRY = b'"kind":"entry.logged"'
_TELLING = (b'"category":"evidence"', b'"category":"alert"', b'"category":"comms"', b'"marks":"')
"""What makes an entry more than a line of the timeline."""


class Glance:
    """`lines`: raw events in the order of the file. `left_out`: how many plain entries were not looked at."""

    __slots__ = ("left_out", "lines")

    def __init__(self, lines: list[bytes], left_out: int) -> None:
        self.lines, self.left_out = lines, left_out


def glance(path: str, newest: int, os_layer: OsLayer = OS) -> Glance | None:
    """All facts and the `newest` entries; None for a short file, and for one that is not in order."""
    try:
        fd = os_layer.open(path, READ)
        try:
            size = os_layer.fstat(fd).st_size
            data = os_layer.pread(fd, size, 0) if LONG <= size <= LARGEST else b""
        finally:
            os_layer.close(fd)
    except OSError:
        return None
    begin = data.find(EVENTS)
    if begin < 0 or not data.endswith(b"\n" + FOOTER):
        return None
    # Line by line, and none kept that is not needed: what is let go of here is not given back to the system.
    at, end = begin + len(EVENTS), len(data) - len(FOOTER)
    last = _back(data, at, end, newest)
    found: list[bytes] = []
    skipped = 0
    while at < end:
        stop = data.find(b"\n", at, end)
        stop = end if stop < 0 else stop
        line = data[at:stop]
        at = stop + 1
        if stop < last and _ENTRY in line and not any(word in line for word in _TELLING):
            skipped += 1
            continue
        start = line.find(b"{")
        if start < 0 or not line.endswith(b'"}'):
            return None
        found.append(line[start:])
    return Glance(found, skipped)


def _back(data: bytes, begin: int, end: int, lines: int) -> int:
    """Where the last so many lines begin."""
    at = end
    for _ in range(lines + 1):
        at = data.rfind(b"\n", begin, at)
        if at < 0:
            return begin
    return at + 1
