"""What came to a file since its row in the catalogue was made, seen without decoding it: nothing but entries, or more."""

from __future__ import annotations

from warroom.storage.file.layout import FOOTER, is_whole
from warroom.storage.file.stamp import hlc_of
from warroom.storage.oslayer import OS, READ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from warroom.storage.oslayer import OsLayer

_MOST = 256 * 1024
"""More than this is left to a fold, which makes a new row."""


def newest_entry(
    path: str, row: Mapping[str, Any], sign: Mapping[str, int], os_layer: OsLayer = OS
) -> str | None:
    """The highest clock of what came, when that was one plain entry or more; None for anything else.

    `row`: the catalogue's, with the size that the file had; `sign`: its size and ino now. An entry that also marks a
    milestone changes more than the timeline, and is nothing plain.
    """
    was = row.get("size")
    if not isinstance(was, int) or row.get("ino") != sign["ino"] or row.get("problem"):
        return None
    if not len(FOOTER) < was < sign["size"] <= was + _MOST:
        return None
    fresh = _span(path, was - len(FOOTER), sign["size"], os_layer)
    if not fresh.endswith(b"\n" + FOOTER):
        return None
    lines = fresh[: -len(FOOTER)].splitlines()
    return max(map(hlc_of, lines)) if all(map(_is_plain, lines)) else None


def _is_plain(line: bytes) -> bool:
    """Whether a line is one whole entry that marks no milestone."""
    raw = line.partition(b": ")[2]
    return raw.count(b'"kind":"entry.logged"') == 1 and b'"marks":' not in raw and is_whole(raw)


def _span(path: str, start: int, end: int, osl: OsLayer) -> bytes:
    try:
        fd = osl.open(path, READ)
        try:
            return osl.read_span(fd, start, end)
        finally:
            osl.close(fd)
    except OSError:
        return b""
