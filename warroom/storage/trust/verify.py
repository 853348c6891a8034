"""What an incident file can prove: order, completeness and integrity of each origin's events, and what it cannot.

Reads only. Knows the envelope, and of kinds only the two that are about the log itself: seals and redactions.
"""

from __future__ import annotations

import os

from warroom.storage.errors import explained
from warroom.storage.file import layout
from warroom.storage.file.handle import Handle
from warroom.storage.file.origin import Origin
from warroom.storage.file.stamp import digest
from warroom.storage.oslayer import OS
from warroom.storage.trust import seals
from warroom.storage.trust.redact import Taken, taken_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from warroom.storage.errors import Path
    from warroom.storage.file.layout import Damage
    from warroom.storage.oslayer import OsLayer
    from warroom.storage.trust.seals import Seal


class Verification:
    """`events`: whole ones. `origins`: how many of each origin. `problems`: one line for each thing that is wrong,
    with the line of the file. `unproven`: one line for each thing that the file cannot show. `seals`: every seal, in
    the order of the file. `unsealed`: how many events no seal that counts vouches for. `redacted`: lines whose text
    was taken out, with a record of it.
    """

    __slots__ = ("events", "origins", "path", "problems", "redacted", "seals", "unproven", "unsealed")

    def __init__(self, path: str) -> None:
        self.path = path
        self.events = self.unsealed = self.redacted = 0
        self.origins: dict[str, int] = {}
        self.problems: list[str] = []
        self.unproven: list[str] = []
        self.seals: list[Seal] = []

    @property
    def ok(self) -> bool:
        """Nothing is wrong."""
        return not self.problems


class _Event:
    """One line, taken apart as far as its place in an origin's chain needs.

    `names`: the digests that the next event, or a seal, may know it by.
    """

    __slots__ = ("after", "id", "line", "n", "names", "origin", "raw", "was")

    def __init__(self, raw: bytes, line: int) -> None:
        self.raw, self.line = raw, line
        value = layout.decode(raw)
        origin, n = value.get("origin"), value.get("n")
        self.origin, self.n = (origin, n) if isinstance(origin, str) and isinstance(n, int) else ("", 0)
        self.id, self.after, self.was = str(value.get("id")), value.get("after"), value.get("was")
        # In canonical form too: another tool may have written the file anew, with other spaces and escapes.
        self.names = frozenset((digest(raw), _canonical_digest(value)))


def _canonical_digest(value: dict[str, Any]) -> str:
    try:
        return digest(layout.encode(value))
    except ValueError:
        return ""


def verify(path: Path, os_layer: OsLayer = OS) -> Verification:
    """Order, completeness and integrity of every origin's events. Raises `StorageError` when it cannot be read."""
    name = os.fspath(path)
    report = Verification(name)
    with explained(name, "read"):
        file = Handle(name, os_layer)
        try:
            lines, damaged, tail = _lines_of(file)
            note = Origin(name, os_layer).remembered(file)
            incident_id = str(file.header.get("id"))
        finally:
            file.close()
        allowed = seals.allowed_signers(name, os_layer)
    report.events = len(lines)
    for damage in damaged:
        report.problems.append(
            f"line {damage.line_number}: damaged, {len(damage.raw)} bytes are no whole event"
        )
    if tail:
        report.unproven.append(
            f"the last {tail} bytes are an unfinished write; the next writer sets them aside"
        )
    events = [_Event(raw, number) for raw, number in lines]
    _check_redactions(report, events)
    chains = _chains(report, events)
    for origin, chain in chains.items():
        report.origins[origin] = len(chain)
        _check_chain(report, origin, chain, note[1] if note[0] == origin else 0)
    _check_seals(report, chains, incident_id, allowed)
    report.unproven.append("who may write the file may also rewrite it whole: compare it with another copy")
    return report


def _chains(report: Verification, events: Iterable[_Event]) -> dict[str, list[_Event]]:
    chains: dict[str, list[_Event]] = {}
    for event in events:
        if event.n > 0:
            chains.setdefault(event.origin, []).append(event)
        else:
            report.unproven.append(f"line {event.line}: put there by another tool, it carries no stamps")
    return chains


def _lines_of(file: Handle) -> tuple[list[tuple[bytes, int]], list[Damage], int]:
    """Whole objects with their line numbers, damage, and the length of what stands where the footer should."""
    if not file.body:
        rows = [layout.encode(row) for row in file.rows()]
        whole = [(raw, i) for i, raw in enumerate(rows, 1) if layout.is_whole(raw)]
        return (
            whole,
            [layout.Damage(i, 0, raw) for i, raw in enumerate(rows, 1) if not layout.is_whole(raw)],
            0,
        )
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
            what = (
                "stands here again"
                if twin.id == event.id
                else "is another event of the same number; a copy was written to"
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
        elif before is not None and event.after not in before.names:
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


def _check_redactions(report: Verification, events: list[_Event]) -> None:
    """Lets a redacted line be known by the digest it had before, where the log has a record of that redaction."""
    taken: dict[str, Taken] = {}
    for event in events:
        taken.update(taken_by(event.raw))
    for event in events:
        record = taken.get(event.id)
        if record is None:
            if event.was is not None:
                report.problems.append(
                    f"line {event.line}: its text was taken out, and no redaction of it is in the log"
                )
        elif event.was is None and record.was in event.names:
            report.problems.append(
                f"line {event.line}: the text that was redacted stands here again; redact it once more"
            )
        elif event.was != record.was or record.now not in event.names:
            report.problems.append(f"line {event.line}: it was altered after its redaction")
        else:
            event.names |= {record.was}
            report.redacted += 1


def _check_seals(
    report: Verification, chains: dict[str, list[_Event]], incident_id: str, allowed: bytes | None
) -> None:
    places = {(event.origin, event.n): event for chain in chains.values() for event in chain}

    def known(origin: str, n: int) -> tuple[int, frozenset[str]] | None:
        event = places.get((origin, n))
        return (event.line, event.names) if event else None

    sealed: dict[str, int] = {}
    by_seal = 0
    for event in sorted(places.values(), key=lambda event: event.line):
        seal = seals.read(event.raw, event.line, incident_id, allowed)
        if seal is None:
            continue
        report.seals.append(seal)
        if seal.problem:
            report.problems.append(f"line {event.line}: this seal is not genuine: {seal.problem}")
            continue
        report.problems += seals.compare(seal, known)
        if seal.counts:
            by_seal += 1
            for origin, (n, _) in seal.heads.items():
                sealed[origin] = max(n, sealed.get(origin, 0))
        else:
            report.unproven.append(f"line {event.line}: {seal.words}")
    beyond = sum(event.n > sealed.get(event.origin, 0) for event in places.values())
    _say_what_is_unsealed(report, by_seal, beyond)


def _say_what_is_unsealed(report: Verification, seals_that_count: int, beyond: int) -> None:
    # The last seal itself stands behind its own heads; its signature vouches for it.
    report.unsealed = beyond - (1 if seals_that_count and beyond else 0)
    if not seals_that_count:
        report.unproven.append(
            "no seal vouches for this log; events missing from its end show only in another copy "
            "(`warroom seal` signs it)"
        )
    elif report.unsealed:
        report.unproven.append(
            f"{report.unsealed} events after the last seal: only the chain vouches for them, and some that are "
            "missing from the end show only in another copy"
        )
