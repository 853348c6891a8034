"""A rich incident file, and ways to damage it: what disks, editors, other programs and vandals do to a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from tests.storage.helpers import INCIDENT, NOW, at, event, event_id
from warroom.core.codec import fields
from warroom.core.families.declaration import declaration
from warroom.core.playbookfile import parse
from warroom.core.verb import Circumstance
from warroom.storage.file.opentail import OpenTail, create
from warroom.storage.library.playbooks import playbook_texts
from warroom.storage.trust.redact import redact

Mutation = Callable[[bytes, Random], bytes]


def rich_file(folder: Path) -> Path:
    """Thirty-odd events of two origins and many kinds, a redaction among them."""
    path = folder / f"{INCIDENT}.json"
    ids = iter(range(1000, 2000))
    given = Circumstance("ani", NOW, NOW.tzinfo, lambda: event_id(next(ids)))  # type: ignore[arg-type]
    facts = declaration(["--zone", "Asia/Jakarta", "Payment gateway down"], parse(playbook_texts()), given)
    create(
        path, {"id": INCIDENT, "created_at": "2026-11-21T14:30:00.000Z"}, [fields(f) for f in facts], NOW
    ).close()
    with OpenTail(path) as log:
        for i in range(1, 13):
            log.append([event(i, f'entry {i}: größer “{{"id":1}}” }}}} \\ ✓ {i}')], at(i))
        log.append([event(20, tag={"deep": [[{"x": [1, None, True]}]]}, kind="new.kind")], at(20))
        log.append([event(21, "hunter2hunter2"), event(22)], at(21))
    Path(f"{path}.origin").unlink()
    with OpenTail(path) as log:
        for i in range(30, 42):
            log.append([event(i, f"of another host, {i}")], at(i))
        log.append([{**bare(45, "event.undone"), "events": [event_id(3)]}], at(45))
    redact(path, {**bare(50, "entry.redacted"), "entry": event_id(21), "why": "a token"}, at(60))
    return path


def bare(number: int, kind: str) -> dict[str, Any]:
    """What every event has, for one of that kind."""
    return {name: value for name, value in event(number, kind=kind).items() if name != "text"}


def flip_a_bit(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def flip_many(data: bytes, random: Random) -> bytes:
    for _ in range(random.randrange(2, 40)):
        data = flip_a_bit(data, random)
    return data


def truncate(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def _block(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data))
    return start, min(len(data), start + random.choice((1, 7, 64, 512, 4096)))


def double_a_block(data: bytes, random: Random) -> bytes:
    start, end = _block(data, random)
    return data[:end] + data[start:]


def drop_a_block(data: bytes, random: Random) -> bytes:
    start, end = _block(data, random)
    return data[:start] + data[end:]


def fill(data: bytes, random: Random) -> bytes:
    start, end = _block(data, random)
    with_ = random.choice((b"\0", b"\xff", b"\n", b" ", b"}", b"\x1b", b'"'))
    return data[:start] + with_ * (end - start) + data[end:]


def noise(data: bytes, random: Random) -> bytes:
    start, end = _block(data, random)
    return data[:start] + random.randbytes(end - start) + data[end:]


def _lines(change: Callable[[list[bytes], int, Random], None]) -> Mutation:
    def mutated(data: bytes, random: Random) -> bytes:
        lines = data.split(b"\n")
        change(lines, random.randrange(2, len(lines) - 2), random)
        return b"\n".join(lines)

    mutated.__name__ = change.__name__
    return mutated


@_lines
def swap_lines(lines: list[bytes], i: int, random: Random) -> None:
    other = random.randrange(2, len(lines) - 2)
    lines[i], lines[other] = lines[other], lines[i]


@_lines
def double_a_line(lines: list[bytes], i: int, random: Random) -> None:
    lines.insert(random.randrange(2, len(lines) - 2), lines[i])


@_lines
def drop_a_line(lines: list[bytes], i: int, _random: Random) -> None:
    del lines[i]


@_lines
def join_lines(lines: list[bytes], i: int, _random: Random) -> None:
    lines[i : i + 2] = [lines[i] + lines[i + 1]]


@_lines
def break_a_line(lines: list[bytes], i: int, random: Random) -> None:
    at = random.randrange(len(lines[i]))
    lines[i : i + 1] = [lines[i][:at], lines[i][at:]]


FOREIGN = (
    b"{}", b"[]", b"null", b"true", b'""', b"1e400", b"-0.0", b"NaN", b"9" * 5000, b'{"id":1}', b'{"id":null,"kind":"x"}',
    b'{"id":"a","kind":"entry.logged"}', b'{"id":"a","kind":"entry.logged","at":5,"by":[],"text":{}}',
    b'{"id":"\\ud800","kind":"entry.logged","at":"x","by":"y","text":"\\udfff"}', b"[" * 3000 + b"]" * 3000,
    b'{"a":' * 3000 + b"1" + b"}" * 3000, b'{"id":"a","kind":"k","at":"9999-99-99T99:99:99.999Z","by":"b","n":1e30}',
    b'{"id":"b","kind":"entry.logged","at":"2026-11-21T14:30:00Z","by":"x","text":"hello"}', b"\xef\xbb\xbf{}",
    b'{"id":"c","kind":"status.changed","at":"2026-11-21T14:30:00Z","by":"x","status":"nonsense"}',
    b'{"id":"d","kind":"entry.logged","at":"0001-01-01T00:00:00+14:00","by":"x","text":"long ago"}',
    b'{"id":"e","kind":"event.undone","at":"2026-11-21T14:30:00Z","by":"x","events":["e"]}',
    b'{"id":"f","kind":"entry.corrected","at":"2026-11-21T14:30:00Z","by":"x","entry":"f","prev":"f","text":"me"}',
    b'{"id":"g","kind":"log.sealed","at":"2026-11-21T14:30:00Z","by":"x","heads":{"a":[1,"b"]},"key":"k","signature":"s"}',
)  # fmt: skip
"""JSON that is no event of ours, and some that nearly is."""


@_lines
def foreign_line(lines: list[bytes], i: int, random: Random) -> None:
    lines.insert(i, b',"%d": %s' % (random.choice((i - 1, 7, 10**9, 10**30)), random.choice(FOREIGN)))


@_lines
def foreign_object(lines: list[bytes], i: int, random: Random) -> None:
    lines[i] = lines[i].partition(b": ")[0] + b": " + random.choice(FOREIGN)


@_lines
def change_a_value(lines: list[bytes], i: int, random: Random) -> None:
    """What an editor does: the line stays JSON."""
    key, _, raw = lines[i].partition(b": ")
    value = json.loads(raw)
    name = random.choice([k for k in value if k != "id"])
    value[name] = random.choice(
        ("changed", 0, -1, 10**400, None, True, [], {}, [[]], "2026-11-21T14:30:00.000Z", "\x1b]0;x\x07", 1.5)
    )
    lines[i] = key + b": " + json.dumps(value, ensure_ascii=random.random() < 0.5).encode()


def other_layout(data: bytes, random: Random) -> bytes:
    """Stock TinyDB, jq and editors write the same document in their own way; some change something on the way."""
    document = json.loads(data)
    events = document["events"]
    key = random.choice(list(events))
    match random.randrange(6):
        case 0:
            events[key]["by"] = "mallory"
        case 1:
            del events[key]
        case 2:
            events[key] = random.choice((None, [], 5, {}, "x"))
        case 3:
            document["more"] = {"1": {}}
        case 4:
            document["incident"] = random.choice(
                ({}, {"1": None}, {"1": {"format": "x"}}, {"1": {"format": -1}}, [])
            )
    return json.dumps(document, indent=random.choice((None, 2)), ensure_ascii=random.random() < 0.5).encode()


def other_header(data: bytes, random: Random) -> bytes:
    head = random.choice((
        b'{"incident": {"1": {"format": 99, "id": "x"}},', b'{"incident": {"1": {}},', b'{"incident": {"1": []}},',
        b'{"incident": {"1": {"format": true}},', b'{"incident": {"2": {"format": 1}},',
        b'{"incident": {"1": {"format": 1, "id": 5}},',
        b'{"incident": {"1": {"format": 1e3}},', b'{"incident": {"1": {"format": 0, "id": "INC-1"}},', b"{",
    ))  # fmt: skip
    return head + b"\n" + data.partition(b"\n")[2]


def sort_members(data: bytes, random: Random) -> bytes:
    """What `jq -S` does: nothing of it is altered."""
    how = {"indent": random.choice((None, 1, 2)), "ensure_ascii": random.random() < 0.5}
    return json.dumps(json.loads(data), sort_keys=True, **how).encode()  # type: ignore[arg-type]


@_lines
def a_twin(lines: list[bytes], i: int, random: Random) -> None:
    """Another event under the id of one that is there, with an earlier clock."""
    value = json.loads(lines[i].partition(b": ")[2])
    other = {"id": value["id"], "at": value["at"], "by": "mallory", "kind": "entry.logged", "text": "TWIN"}
    place = random.randrange(2, len(lines) - 2)
    lines.insert(place, b',"%d": %s' % (len(lines), json.dumps(other).encode()))


def nothing_of_it(_data: bytes, random: Random) -> bytes:
    """Another file altogether."""
    return random.choice((
        b"", b"\0" * 4096, b"\x89PNG\r\n\x1a\n" + random.randbytes(3000), b"\x1f\x8b" + random.randbytes(900), b"{" * 5000,
        b"[" * 100_000, b"id,at\n1,2\n", b"SQLite format 3\0" + random.randbytes(900), *FOREIGN,
    ))  # fmt: skip


MUTATIONS: tuple[Mutation, ...] = (
    flip_a_bit, flip_many, truncate, double_a_block, drop_a_block, fill, noise, swap_lines, double_a_line, drop_a_line,
    join_lines, break_a_line, foreign_line, foreign_object, change_a_value, other_layout, other_header, nothing_of_it,
    sort_members, a_twin,
)  # fmt: skip
