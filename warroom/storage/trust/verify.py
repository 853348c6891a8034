"""What an incident file can prove: order, completeness and integrity of each origin's events, and what it cannot.

Reads only. Knows the envelope, and of kinds only the two that are about the log itself: seals and redactions.
"""

from __future__ import annotations

import os

from warroom.core.language import say
from warroom.storage.errors import explained, shown
from warroom.storage.file import layout
from warroom.storage.file.handle import Handle
from warroom.storage.file.origin import Origin
from warroom.storage.file.stamp import place_of, seconds_of
from warroom.storage.file.torn import damage_behind
from warroom.storage.file.twins import holding, places_that_hold
from warroom.storage.oslayer import OS
from warroom.storage.trust import seals
from warroom.storage.trust.chain import Chain, Link
from warroom.storage.trust.copies import exports_before, left_beside
from warroom.storage.trust.head import Head, difference, head_of
from warroom.storage.trust.redactions import Redactions
from warroom.storage.trust.signers import signers_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from warroom.storage.errors import Path
    from warroom.storage.file.layout import Damage
    from warroom.storage.oslayer import OsLayer
    from warroom.storage.trust.seals import Seal
    from warroom.storage.trust.signers import Signers

_MOST_SEALS = 20
"""Each costs two processes; the last ones vouch for all that the others did."""


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
        allowed = signers_for(name, os_layer)
    report.events = len(lines)
    _check_head(report, holding([raw for raw, _ in lines]), head)
    _name_damage(report, damaged, tail)
    links = [Link(raw, number) for raw, number in lines]
    _check_twins(report, links)
    redactions = Redactions(links)
    report.problems += redactions.problems
    chains = _chains(report, links)
    _check_chains(report, chains, told, damaged, incident_id)
    places = {(link.origin, link.n): link for chain in chains.values() for link in reversed(chain)}
    sealed = _check_seals(report, places, incident_id, allowed)
    wrong, open_ = redactions.against(places, [s for s in report.seals if s.counts], sealed)
    report.problems += wrong
    report.unproven += open_
    report.redacted = len(redactions.on_record) - len(wrong)
    _name_copies(report, redactions, os_layer)
    report.unproven.append(
        say("who may write the file may also rewrite it whole: compare it with another copy")
    )
    return report


def _name_copies(report: Verification, redactions: Redactions, osl: OsLayer) -> None:
    """What beside the file may still hold words that were redacted in it."""
    moments = [made_at for _, record in redactions.on_record if (made_at := seconds_of(record.by.raw))]
    if not moments:
        return
    for left in left_beside(report.path, osl):
        report.unproven.append(
            say(
                "{left}: a killed writer left it, it may hold words that were redacted; redact again, or "
                "delete it",
                left=shown(left),
            )
        )
    for export in exports_before(report.path, max(moments), osl):
        report.unproven.append(
            say(
                "{export}: exported before the last redaction, it may hold the words; look at it, or export again",
                export=shown(export),
            )
        )


def _name_damage(report: Verification, damaged: Iterable[Damage], tail: int) -> None:
    for damage in damaged:
        what = say("altered, its checksum does not hold") if damage.altered else say("damaged")
        report.problems.append(
            say(
                "line {line}: {what}; its {count} bytes stay in the file and count as no event",
                line=damage.line_number,
                what=what,
                count=len(damage.raw),
            )
        )
    if tail:
        report.unproven.append(
            say("the last {count} bytes are an unfinished write; the next writer sets them aside", count=tail)
        )


def _check_chains(
    report: Verification,
    chains: Mapping[str, list[Link]],
    told: Iterable[tuple[str, int]],
    damaged: Iterable[Damage],
    incident_id: str,
) -> None:
    """Each origin's events against each other, and against what this host remembers having written here."""
    altered = [place_of(layout.object_of(d.raw)[0] or d.raw) for d in damaged if d.altered]
    remembered = dict.fromkeys(chains, 0)
    for origin, n in told:
        remembered[origin] = max(n, remembered.get(origin, 0))
    for origin, reached in remembered.items():
        links = chains.get(origin, [])
        if links:
            report.origins[origin] = len(links)
        chain = Chain(origin, links, reached, {n for o, n in altered if o == origin})
        report.problems += chain.problems(incident_id)
        if chain.beyond:
            report.unproven.append(
                say(
                    "that {origin} came to event {reached} is what this host remembers in {name}.origin; where "
                    "an older copy was put back on purpose, delete that note",
                    origin=origin,
                    reached=reached,
                    name=os.path.basename(report.path),
                )
            )


def _check_twins(report: Verification, links: list[Link]) -> None:
    """Lines that have the id of another: which one holds."""
    ids = [link.id.encode(errors="replace") for link in links]
    held = {links[i].id: links[i] for i in places_that_hold([link.raw for link in links], ids)}
    declared = ""
    for link in links:
        holds = held.get(link.id, link)
        if holds is not link and link.raw != holds.raw:
            if _said(link) == _said(holds):
                report.unproven.append(
                    say(
                        "line {line}: the same event as on line {line2}, under other stamps",
                        line=link.line,
                        line2=holds.line,
                    )
                )
            else:
                report.problems.append(
                    say(
                        "line {line}: it has the id of the event on line {line2} and says something else; that one holds",
                        line=link.line,
                        line2=holds.line,
                    )
                )
        if link.kind == "incident.declared" and holds is link:
            if declared:
                report.problems.append(
                    say(
                        "line {line}: an incident is declared here once more ({declared} did): events of another incident",
                        line=link.line,
                        declared=declared,
                    )
                )
            declared = declared or say("line {number}", number=link.line)


def _said(link: Link) -> dict[str, Any]:
    """What an event says, without what storage puts on it."""
    stamps = ("recorded_at", "first_recorded_at", "origin", "n", "hlc", "after", "kept", "crc")
    return {name: value for name, value in layout.decode(link.raw).items() if name not in stamps}


def _check_head(report: Verification, lines: list[bytes], asked: Head | None) -> None:
    report.head = head_of(lines)
    if asked is not None:
        why = difference(asked, lines)
        report.holds = not why
        report.problems += [why] if why else []


def _chains(report: Verification, links: Iterable[Link]) -> dict[str, list[Link]]:
    chains: dict[str, list[Link]] = {}
    for link in links:
        if link.n > 0:
            chains.setdefault(link.origin, []).append(link)
        else:
            report.unproven.append(
                say("line {line}: put there by another tool, it carries no stamps", line=link.line)
            )
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


def _check_seals(
    report: Verification, places: Mapping[tuple[str, int], Link], incident_id: str, allowed: Signers | None
) -> dict[str, int]:
    """How far the seals that count reach in each origin."""

    def known(origin: str, n: int) -> tuple[int, frozenset[str]] | None:
        link = places.get((origin, n))
        return (link.line, link.names) if link else None

    sealed: dict[str, int] = {}
    found = [link for link in sorted(places.values(), key=lambda link: link.line) if link.kind == seals.KIND]
    if len(found) > _MOST_SEALS:
        report.unproven.append(
            say("of {count} seals only the last {most} were checked", count=len(found), most=_MOST_SEALS)
        )
    for link in found[-_MOST_SEALS:]:
        seal = seals.read(link.raw, link.line, incident_id, allowed)
        if seal is None:
            continue
        report.seals.append(seal)
        if seal.problem:
            report.problems.append(
                say("line {line}: this seal is not genuine: {problem}", line=link.line, problem=seal.problem)
            )
            continue
        report.problems += seals.compare(seal, known)
        if not seal.counts:
            report.unproven.append(f"{say('line {number}', number=link.line)}: {seal.words}")
            continue
        for origin, (n, _) in seal.heads.items():
            sealed[origin] = max(n, sealed.get(origin, 0))
    beyond = sum(link.n > sealed.get(link.origin, 0) for link in places.values())
    _say_what_is_unsealed(report, sum(seal.counts for seal in report.seals), beyond)
    return sealed


def _say_what_is_unsealed(report: Verification, seals_that_count: int, beyond: int) -> None:
    # The last seal itself stands behind its own heads; its signature vouches for it.
    report.unsealed = beyond - (1 if seals_that_count and beyond else 0)
    if not seals_that_count:
        report.unproven.append(
            say(
                "no seal vouches for this log; events missing from its end show only in another copy "
                "(`warroom seal` signs it)"
            )
        )
    elif report.unsealed:
        report.unproven.append(
            say(
                "{unsealed} events after the last seal: only the chain vouches for them, and some that are "
                "missing from the end show only in another copy",
                unsealed=report.unsealed,
            )
        )
