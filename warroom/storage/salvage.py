"""What a file can prove, and what can be saved from a damaged one. Reads only; a salvage goes to a new file."""

from __future__ import annotations

import json
import os

from warroom.storage import layout
from warroom.storage.errors import StorageError, explained, shown
from warroom.storage.handle import Handle
from warroom.storage.layout import FORMAT, Damage
from warroom.storage.origin import Origin
from warroom.storage.oslayer import OS, READ
from warroom.storage.rewrite import create_file
from warroom.storage.stamp import follows, id_of, place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer


class Verification:
    """`events`: whole ones. `origins`: how many of each origin. `problems`: one line for each thing that is wrong,
    with the line of the file. `unproven`: one line for each thing that the file cannot show.
    """

    __slots__ = ("events", "origins", "path", "problems", "unproven")

    def __init__(self, path: str) -> None:
        self.path = path
        self.events = 0
        self.origins: dict[str, int] = {}
        self.problems: list[str] = []
        self.unproven: list[str] = []

    @property
    def ok(self) -> bool:
        """Nothing is wrong."""
        return not self.problems


class Salvaged:
    """`events`: how many were saved. `damaged`: what could not be. `out`: the new file."""

    __slots__ = ("damaged", "events", "out")

    def __init__(self, out: str, events: int, damaged: list[Damage]) -> None:
        self.out, self.events, self.damaged = out, events, damaged


class _Event:
    """One line, taken apart as far as its place in an origin's chain needs."""

    __slots__ = ("after", "line", "n", "origin", "raw")

    def __init__(self, raw: bytes, line: int) -> None:
        self.raw, self.line = raw, line
        self.origin, self.n = place_of(raw)
        self.after = layout.decode(raw).get("after")


def verify(path: Path, os_layer: OsLayer = OS) -> Verification:
    """Order, completeness and integrity of every origin's events. Raises `StorageError` when it cannot be read."""
    name = os.fspath(path)
    report = Verification(name)
    with explained(name, "read"):
        file = Handle(name, os_layer)
        try:
            lines, damaged, tail = _lines_of(file)
            note = Origin(name, os_layer).remembered(file)
        finally:
            file.close()
    report.events = len(lines)
    for damage in damaged:
        report.problems.append(
            f"line {damage.line_number}: damaged, {len(damage.raw)} bytes are no whole event"
        )
    if tail:
        report.unproven.append(
            f"the last {tail} bytes are an unfinished write; the next writer sets them aside"
        )
    chains: dict[str, list[_Event]] = {}
    for raw, number in lines:
        event = _Event(raw, number)
        if event.n > 0:
            chains.setdefault(event.origin, []).append(event)
        else:
            report.unproven.append(f"line {number}: put there by another tool, it carries no stamps")
    for origin, events in chains.items():
        report.origins[origin] = len(events)
        _check_chain(report, origin, events, note[1] if note[0] == origin else 0)
    report.unproven.append("events missing from the end of an origin's list show only in another copy")
    report.unproven.append("who may write the file may also rewrite it whole: compare it with another copy")
    return report


def _lines_of(file: Handle) -> tuple[list[tuple[bytes, int]], list[Damage], int]:
    """Whole objects with their line numbers, damage, and the length of what stands where the footer should."""
    if not file.body:
        rows = [layout.encode(row) for row in file.rows()]
        whole = [(raw, i) for i, raw in enumerate(rows, 1) if layout.is_whole(raw)]
        return whole, [Damage(i, 0, raw) for i, raw in enumerate(rows, 1) if not layout.is_whole(raw)], 0
    content = file.content()
    found = layout.scan(content[file.body :], file.body)
    lines: list[tuple[bytes, int]] = []
    for number, piece in enumerate(content[file.body : found.end].split(b"\n")[:-1], 3):
        raw, _ = layout.object_of(piece)
        here = [raw] if layout.is_whole(raw) else layout.whole_objects_in(piece)
        lines += [(one, number) for one in here]
    return lines, found.damaged, 0 if found.tail == layout.FOOTER else len(found.tail)


def _check_chain(report: Verification, origin: str, events: list[_Event], remembered: int) -> None:
    by_n: dict[int, _Event] = {}
    highest = 0
    for event in events:
        twin = by_n.setdefault(event.n, event)
        if twin is not event:
            same = id_of(twin.raw) == id_of(event.raw)
            what = (
                "stands here again" if same else "is another event of the same number; a copy was written to"
            )
            report.problems.append(
                f"line {event.line}: event {event.n} of {origin} {what} (line {twin.line})"
            )
        elif event.n < highest:
            report.problems.append(f"line {event.line}: event {event.n} of {origin} is out of order")
        highest = max(highest, event.n)
    for gap in _gaps(sorted(by_n), max(highest, remembered)):
        report.problems.append(f"event {gap} of {origin} is missing")
    for n, event in by_n.items():
        before = by_n.get(n - 1)
        if n == 1 and event.after:
            report.problems.append(f"line {event.line}: event 1 of {origin} claims one before it")
        elif before is not None and not follows(before.raw, event.after):
            report.problems.append(
                f"line {before.line}: event {n - 1} of {origin} was altered, "
                f"event {n} on line {event.line} does not fit it"
            )


def _gaps(numbers: list[int], last: int) -> list[str]:
    """Missing numbers from 1 to `last`, as `4` or `7–9`."""
    gaps, expected = [], 1
    for n in [*numbers, last + 1]:
        if n > expected:
            gaps.append(str(expected) if n == expected + 1 else f"{expected}–{n - 1}")
        expected = max(expected, n + 1)
    return gaps


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
    tables["incident"]["1"].setdefault("format", FORMAT)
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
