"""The end of a long incident file, and all of it that is no plain entry: enough for a first picture, in a fraction of the time.

Believes what it sees: nothing is checked, nothing is repaired. Whoever needs to know reads the whole file.
"""

from __future__ import annotations

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
            data = os_layer.pread(fd, size, 0) if size >= LONG else b""
        finally:
            os_layer.close(fd)
    except OSError:
        return None
    begin = data.find(EVENTS)
    if begin < 0 or not data.endswith(b"\n" + FOOTER):
        return None
    lines = data[begin + len(EVENTS) : -len(FOOTER)].splitlines()
    found: list[bytes] = []
    skipped, last = 0, len(lines) - newest
    for number, line in enumerate(lines):
        if number < last and _ENTRY in line and not any(word in line for word in _TELLING):
            skipped += 1
            continue
        start = line.find(b"{")
        if start < 0 or not line.endswith(b'"}'):
            return None
        found.append(line[start:])
    return Glance(found, skipped)
