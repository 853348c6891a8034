"""What an incident file can prove: order, completeness and integrity of each origin's events, and what it cannot.

Reads only. Knows the envelope, and of kinds only the two that are about the log itself: seals and redactions.
"""

from __future__ import annotations

import os

from warroom.storage.errors import explained
from warroom.storage.file import layout
from warroom.storage.file.handle import Handle
from warroom.storage.file.origin import Origin
from warroom.storage.file.stamp import digest, place_of
from warroom.storage.file.torn import damage_behind
from warroom.storage.oslayer import OS
from warroom.storage.trust import seals
from warroom.storage.trust.head import Head, difference, head_of
from warroom.storage.trust.redact import Taken, taken_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from warroom.storage.errors import Path
    from warroom.storage.file.layout import Damage
    from warroom.storage.oslayer import OsLayer
    from warroom.storage.trust.seals import Seal


class Verification:
    """`events`: whole ones. `origins`: how many of each origin. `problems`: one line for each thing that is wrong,
    with the line of the file. `unproven`: one line for each thing that the file cannot show. `seals`: every seal, in
    the order of the file. `unsealed`: how many events no seal that counts vouches for. `redacted`: lines whose text
    was taken out, with a record of it. `head`: that of the file. `holds`: whether it holds what it held at the head that was
    asked about, None when none was.
    """

    __slots__ = (
        "events",
        "head",
        "holds",
        "origins",
        "path",
        "problems",
        "redacted",
        "seals",
        "unproven",
        "unsealed",
    )

    def __init__(self, path: str) -> None:
        self.path = path
        self.events = self.unsealed = self.redacted = 0
        self.origins: dict[str, int] = {}
        self.problems: list[str] = []
        self.unproven: list[str] = []
        self.seals: list[Seal] = []
        self.head = Head(0, "")
        self.holds: bool | None = None

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
        # As warroom wrote it too: another tool may have given it other spaces, other escapes or another order.
        self.names = frozenset((digest(raw), digest(layout.restored(raw) or raw)))


def verify(path: Path, os_layer: OsLayer = OS, head: Head | None = None) -> Verification:
    """Order, completeness and integrity of every origin's events, and whether the file holds what it held at `head`.

    Raises `StorageError` when it cannot be read.
    """
    name = os.fspath(path)
    report = Verification(name)
    with explained(name, "read"):
        file = Handle(name, os_layer)
        try:
            note = Origin(name, os_layer)
            lines, damaged, tail = _lines_of(file, note)
            told = note.told()
            incident_id = str(file.header.get("id"))
        finally:
            file.close()
        allowed = seals.allowed_signers(name, os_layer)
    report.events = len(lines)
    _check_head(report, [raw for raw, _ in lines], head)
    _name_damage(report, damaged, tail)
    events = [_Event(raw, number) for raw, number in lines]
    _check_redactions(report, events)
    chains = _chains(report, events)
    _check_chains(report, chains, told, damaged)
    _check_seals(report, chains, incident_id, allowed)
    report.unproven.append("who may write the file may also rewrite it whole: compare it with another copy")
    return report


def _name_damage(report: Verification, damaged: Iterable[Damage], tail: int) -> None:
    for damage in damaged:
        what = "altered, its checksum does not hold" if damage.altered else "damaged"
        report.problems.append(
            f"line {damage.line_number}: {what}; its {len(damage.raw)} bytes stay in the file and count as no event"
        )
    if tail:
        report.unproven.append(
            f"the last {tail} bytes are an unfinished write; the next writer sets them aside"
        )


def _check_chains(
    report: Verification,
    chains: dict[str, list[_Event]],
    told: Iterable[tuple[str, int]],
    damaged: Iterable[Damage],
) -> None:
    """Each origin's events against each other, and against what this host remembers having written here."""
    altered = [place_of(layout.object_of(d.raw)[0] or d.raw) for d in damaged if d.altered]
    remembered = dict.fromkeys(chains, 0)
    for origin, n in told:
        remembered[origin] = max(n, remembered.get(origin, 0))
    for origin, reached in remembered.items():
        chain = chains.get(origin, [])
        if chain:
            report.origins[origin] = len(chain)
        _check_chain(report, origin, chain, reached, {n for o, n in altered if o == origin})


def _check_head(report: Verification, lines: list[bytes], asked: Head | None) -> None:
    report.head = head_of(lines)
    if asked is not None:
        why = difference(asked, lines)
        report.holds = not why
        report.problems += [why] if why else []


def _chains(report: Verification, events: Iterable[_Event]) -> dict[str, list[_Event]]:
    chains: dict[str, list[_Event]] = {}
    for event in events:
        if event.n > 0:
            chains.setdefault(event.origin, []).append(event)
        else:
            report.unproven.append(f"line {event.line}: put there by another tool, it carries no stamps")
    return chains


def _lines_of(file: Handle, origin: Origin) -> tuple[list[tuple[bytes, int]], list[Damage], int]:
    """Whole objects with their line numbers, damage, and the length of what a write that was cut short left behind."""
    if not file.body:
        rows = [layout.encode(row) for row in file.rows()]
        whole = [(good, i) for i, raw in enumerate(rows, 1) if (good := layout.restored(raw)) is not None]
        return (
            whole,
            [layout.Damage(i, 0, raw, True) for i, raw in enumerate(rows, 1) if layout.restored(raw) is None],
            0,
        )
    content = file.content()
    found = layout.scan(content[file.body :], file.body)
    lines: list[tuple[bytes, int]] = []
    for number, piece in enumerate(content[file.body : found.end].split(b"\n")[:-1], 3):
        raw, _ = layout.object_of(piece)
        here = [raw] if layout.is_whole(raw) else layout.whole_objects_in(piece)
        lines += [(one, number) for one in here]
    behind = damage_behind(file, origin, found)
    unfinished = 0 if behind or found.tail == layout.FOOTER else len(found.tail)
    return lines, found.damaged + behind, unfinished


def _check_chain(
    report: Verification, origin: str, events: list[_Event], remembered: int, altered: set[int]
) -> None:
    """`remembered`: how many this host is known to have written. `altered`: those of a line that is named already."""
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
    for gap in _gaps(sorted(altered.union(by_n)), max(highest, remembered)):
        report.problems.append(f"event {gap} of {origin} is missing")
    if remembered > max(highest, *altered, 0):
        report.unproven.append(
            f"that {origin} came to event {remembered} is what this host remembers in {os.path.basename(report.path)}.origin; "
            "where an older copy was put back on purpose, delete that note"
        )
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
            gaps.append(_range(expected, n - 1))
        expected = max(expected, n + 1)
    return gaps


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


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
