"""What can be saved from a damaged file. Reads it only; a salvage goes to a new file."""

from __future__ import annotations

import os
import re

from warroom.core.language import say
from warroom.storage.errors import StorageError, explained, not_too_large, shown
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

    Found = tuple[dict[str, Any], list[bytes], list[Damage]]

_SIGNS = re.compile(r'"(?:[^"\\\n]|\\.)*"?|[{}]')
_LEAST = len('{"id":1}')
_CREDIT, _A_FILE, _A_TRY = 16, 64 * 1024, 64
"""What looking for objects may cost, in bytes: for each byte of the file, at its start; and a try besides its own."""


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
            size = os_layer.fstat(fd).st_size
            not_too_large(name, size)
            data = os_layer.read_span(fd, 0, size)
        finally:
            os_layer.close(fd)
    tables, lines, damaged = _found_in(data)
    once = _each_once(lines)
    if not once and not tables:
        raise StorageError(say("{name}: not one whole event is in it; nothing was written", name=shown(name)))
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


def _found_in(data: bytes) -> Found:
    """The tables before the events, the raw objects of whole events, and what is damaged."""
    head = layout.split_head(data)
    if head:
        found = layout.scan(data[head[1] :], head[1])
        damaged = found.damaged
        if found.tail != layout.FOOTER:
            damaged.append(Damage(found.line_number, found.end, found.tail))
        return head[0], found.lines + found.rescued, damaged
    document = layout.foreign(data)
    if document is None:
        return _by_hand(data)
    lines, damaged = [], []
    for number, row in enumerate(document[1], 1):
        raw = layout.encode(row)
        whole = layout.restored(raw)
        if whole is None:
            damaged.append(Damage(number, 0, raw, altered=True))
        else:
            lines.append(whole)
    return document[0], lines, damaged


def _each_once(lines: list[bytes]) -> list[bytes]:
    """Every event once, one with a checksum rather than one without."""
    once: dict[bytes, bytes] = {}
    for raw in sorted(lines, key=lambda raw: b',"crc":"' not in raw):
        once.setdefault(id_of(raw) or raw, raw)
    kept = set(once.values())
    return [raw for raw in dict.fromkeys(lines) if raw in kept]


def _by_hand(data: bytes) -> Found:
    """Looks for objects at every place where one may begin: for a file without our header, or any at all."""
    text = data.decode(errors="replace")
    tables: dict[str, Any] = {}
    lines: list[bytes] = []
    damaged: list[Damage] = []
    behind, spent, line_number, counted = 0, 0, 1, 0
    for begin, end in _objects_in(text):
        # Objects inside objects inside objects would each be read once more: bytes that were made to be slow are not.
        if begin < behind or end - begin < _LEAST or spent > _CREDIT * (begin + _A_FILE):
            continue
        spent += end - begin + _A_TRY
        value = _object(text, begin, end)
        if "id" not in value and ("format" not in value or tables):
            continue
        behind = end
        raw = text[begin:end].encode()
        whole = layout.restored(raw) if "kind" in value else None
        line_number += text.count("\n", counted, begin)
        counted = begin
        if whole is not None:
            lines.append(whole)
        elif "format" in value and not tables and "crc" not in value:
            tables = {"incident": {"1": value}}
        else:
            damaged.append(Damage(line_number, begin, raw))
    return tables, lines, damaged


def _objects_in(text: str) -> list[tuple[int, int]]:
    """Where objects begin and end, by their braces, outer ones first. No text in JSON runs over the end of its line, so
    one that lost its quotes spoils no other line."""
    begun: list[int] = []
    found: list[tuple[int, int]] = []
    for sign in _SIGNS.finditer(text):
        match text[sign.start()]:
            case "{":
                begun.append(sign.start())
            case "}" if begun:
                found.append((begun.pop(), sign.end()))
    return sorted(found)


def _object(text: str, begin: int, end: int) -> dict[str, Any]:
    """The object there; empty when it is none."""
    try:
        return layout.decode(text[begin:end].encode())
    except ValueError:
        return {}
