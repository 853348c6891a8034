"""Seals: signed statements of how far each origin's chain reached, kept in the log as `log.sealed` events.

A seal vouches for every event up to its heads, since each event's digest is in the next one's `after`. Knows the
envelope and this one kind; signatures are `signing`'s business.
"""

from __future__ import annotations

from warroom.core.language import say
from warroom.storage.file.layout import decode
from warroom.storage.file.stamp import kept_of, place_of
from warroom.storage.trust.head import known_as
from warroom.storage.trust.signers import SIGNERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from warroom.storage.trust.signers import Signers

    Head = tuple[int, str]

KIND = "log.sealed"


def heads_of(lines: Iterable[bytes]) -> tuple[dict[str, Head], dict[str, str]]:
    """For each origin the n and the digest of its last event, and what a redaction of that event leaves as it is."""
    last: dict[str, tuple[int, bytes]] = {}
    for raw in lines:
        origin, n = place_of(raw)
        if n > last.get(origin, (0, b""))[0]:
            last[origin] = (n, raw)
    heads = {origin: (n, known_as(raw)) for origin, (n, raw) in sorted(last.items())}
    # A head that was redacted already proves its rest by its record alone.
    rests = {o: kept_of(value) for o, (_, raw) in sorted(last.items()) if "was" not in (value := decode(raw))}
    return heads, rests


def statement(
    incident_id: str, at: str, by: str, heads: Mapping[str, Head], rests: Mapping[str, str] | None = None
) -> bytes:
    """The very text that is signed. `at` as it stands in the file. Seals from before there were `rests` have version 1."""
    lines = [f"warroom seal {2 if rests else 1}\nincident {incident_id}\nat {at}\nby {by}\n"]
    lines += [f"origin {origin} {n} {head}\n" for origin, (n, head) in sorted(heads.items())]
    lines += [f"rest {origin} {rest}\n" for origin, rest in sorted((rests or {}).items())]
    return "".join(lines).encode()


class Seal:
    """One seal as it was found. `counts`: it vouches for what it says. `words`: one line about it."""

    __slots__ = ("counts", "heads", "line", "problem", "rests", "words")

    def __init__(self, line: int, heads: dict[str, Head], rests: dict[str, str]) -> None:
        self.line, self.heads, self.rests = line, heads, rests
        self.counts, self.words, self.problem = False, "", ""


def read(raw: bytes, line: int, incident_id: str, allowed: Signers | None) -> Seal | None:
    """The seal on a line, checked; None when the line is no seal. Its heads are still to be compared with the log."""
    if b'"kind":"log.sealed"' not in raw:
        return None
    event = decode(raw)
    seal = Seal(line, _heads(event.get("heads")), _rests(event.get("rests")))
    if not seal.heads:
        seal.problem = say("it names no events")
        return seal
    text = statement(incident_id, str(event.get("at")), str(event.get("by")), seal.heads, seal.rests)
    if text.count(b"\n") != 4 + len(seal.heads) + len(seal.rests):
        seal.problem = say("what it names runs over its line")
        return seal
    armored, key = str(event.get("signature")), str(event.get("key"))
    from warroom.storage.trust import (
        signing,  # processes and folders for ssh-keygen: only a file with a seal needs them
    )

    try:
        seal.problem = signing.check(text, armored, key)
        if not seal.problem:
            _name(seal, text, armored, key, allowed, str(event.get("by")))
    except signing.NoSigning as error:
        seal.words = say("not checked: {error}", error=error)
    return seal


def _name(seal: Seal, text: bytes, armored: str, key: str, allowed: Signers | None, by: str) -> None:
    """Says whose seal it is, and by whose word."""
    from warroom.storage.trust import signing

    mark = signing.fingerprint(key)
    if allowed is None:
        seal.counts = True
        seal.words = say(
            "sealed by {by} with {mark}; whose key that is, nothing here says (no {file} file)",
            by=by,
            mark=mark,
            file=SIGNERS,
        )
    elif name := signing.known_as(text, armored, allowed.lines):
        seal.counts = True
        seal.words = say(
            "sealed by {by} with {mark}, the key of {name} by {words}",
            by=by,
            mark=mark,
            name=name,
            words=allowed.words,
        )
    else:
        seal.words = say(
            "does not count: {by} sealed with {mark}, and {where} does not list that key",
            by=by,
            mark=mark,
            where=allowed.where,
        )


def _rests(told: Any) -> dict[str, str]:
    if not isinstance(told, dict):
        return {}
    return {origin: rest for origin, rest in told.items() if isinstance(rest, str)}


def _heads(told: Any) -> dict[str, Head]:
    """The heads in an event; none where they are not what a seal holds."""
    if not isinstance(told, dict):
        return {}
    heads: dict[str, Head] = {}
    for origin, head in told.items():
        match head:
            case [int(n), str(digest_)] if n > 0:
                heads[origin] = (n, digest_)
            case _:
                return {}
    return heads


def compare(seal: Seal, lines_of: Callable[[str, int], tuple[int, frozenset[str]] | None]) -> list[str]:
    """What differs from the log, a line each. `lines_of(origin, n)`: its line number and what it may be known by."""
    problems = []
    for origin, (n, head) in seal.heads.items():
        found = lines_of(origin, n)
        if found is None:
            problems.append(
                say(
                    "event {n} of {origin} is missing; the seal on line {line} holds it",
                    n=n,
                    origin=origin,
                    line=seal.line,
                )
            )
        elif head not in found[1]:
            problems.append(
                say(
                    "line {found}: event {n} of {origin} is not the one that was sealed (line {line}): it or one "
                    "before it was altered",
                    found=found[0],
                    n=n,
                    origin=origin,
                    line=seal.line,
                )
            )
    return problems
