"""What can be saved from a damaged file. Reads it only; a salvage goes to a new file."""

from __future__ import annotations

import json
import os

from warroom.storage.errors import StorageError, explained, shown
from warroom.storage.file import layout
from warroom.storage.file.layout import FORMAT, Damage
from warroom.storage.file.rewrite import create_file
from warroom.storage.file.stamp import id_of
from warroom.storage.oslayer import OS, READ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer


class Salvaged:
    """`events`: how many were saved. `damaged`: what could not be. `out`: the new file."""

    __slots__ = ("damaged", "events", "out")

    def __init__(self, out: str, events: int, damaged: list[Damage]) -> None:
        self.out, self.events, self.damaged = out, events, damaged


def salvage(path: Path, out: Path, os_layer: OsLayer = OS) -> Salvaged:
    """Every whole event of a damaged file, each once, in a new file `out`.

    Raises `StorageError` when `path` cannot be read or nothing is whole, `Exists` rather than overwrite `out`.
    """
    name, target = os.fspath(path), os.fspath(out)
    with explained(name, "read"):
        fd = os_layer.open(name, READ)
        try:
            data = os_layer.read_span(fd, 0, os_layer.fstat(fd).st_size)
        finally:
            os_layer.close(fd)
    head = layout.split_head(data)
    if head:
        found = layout.scan(data[head[1] :], head[1])
        tables, lines, damaged = head[0], found.lines + found.rescued, found.damaged
        if found.tail != layout.FOOTER:
            damaged.append(Damage(data.count(b"\n", 0, found.end) + 1, found.end, found.tail))
    else:
        tables, lines, damaged = _by_hand(data)
    once = _each_once(lines)
    if not once and not tables:
        raise StorageError(f"{shown(name)}: not one whole event is in it; nothing was written")
    tables = tables or {"incident": {"1": {"format": FORMAT, "id": os.path.basename(name).partition(".")[0]}}}
    header = tables["incident"]["1"]
    if (
        not isinstance(header.get("format"), int)
        or isinstance(header["format"], bool)
        or header["format"] < 0
    ):
        header["format"] = FORMAT
    with explained(target, "write"):
        create_file(os_layer, target, layout.whole_file(tables, once))
    return Salvaged(target, len(once), damaged)


def _each_once(lines: list[bytes]) -> list[bytes]:
    """Every event once, one with a checksum rather than one without."""
    once: dict[bytes, bytes] = {}
    for raw in sorted(lines, key=lambda raw: b',"crc":"' not in raw):
        once.setdefault(id_of(raw) or raw, raw)
    kept = set(once.values())
    return [raw for raw in dict.fromkeys(lines) if raw in kept]


def _by_hand(data: bytes) -> tuple[dict[str, Any], list[bytes], list[Damage]]:
    """Looks for objects at every place where one may begin: for a file without our header, or any at all."""
    text, decoder = data.decode(errors="replace"), json.JSONDecoder()
    tables: dict[str, Any] = {}
    lines: list[bytes] = []
    damaged: list[Damage] = []
    begin = text.find('{"')
    while begin >= 0:
        step = begin + 1
        try:
            value, end = decoder.raw_decode(text, begin)
            if "format" in value and not tables and "crc" not in value:
                tables, step = {"incident": {"1": value}}, end
            elif "id" in value and layout.is_whole(raw := layout.encode(value)):
                lines.append(raw)
                step = end
            elif "id" in value:
                damaged.append(Damage(text.count("\n", 0, begin) + 1, begin, text[begin:end].encode()))
                step = end
        except (ValueError, RecursionError, TypeError):
            pass  # not an object from here on; the next place may be better
        begin = text.find('{"', step)
    return tables, lines, damaged
