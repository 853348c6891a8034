"""The bytes of an incident file: header, event lines, checksums. Pure: no files, no clock.

    {"incident": {"1": {"format": 1, "id": "INC-20261121-K7F"}},
    "events": {
    "1": {...}
    ,"2": {...}
    }}

A line is `,"<number>": <object>`; the object is canonical JSON that ends with its own checksum.
"""

from __future__ import annotations

import json
from zlib import crc32

from warroom.core.language import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

FORMAT = 1
FOOTER = b"}}\n"
EVENTS = b'"events": {\n'
MAX_LINE = 64 * 1024
_DEEPEST = 64
_CRC = b',"crc":"'
_OBJECT = b'{"id":"'
_CREDIT, _A_PIECE, _A_TRY = 64, 16 * 1024, 512
"""What looking into damage may cost, in bytes: for each byte of it, for each piece; and what a try costs besides its own."""
_BLANKS = b" \t\r\n"
"""What JSON allows behind a value."""
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_CRC_LENGTH = len(_CRC) + 8 + len(b'"}')


def encode(value: Mapping[str, Any]) -> bytes:
    """Canonical JSON of one object: key order kept, no spaces, UTF-8. Raises ValueError or TypeError."""
    return _canonical(value).encode()


def decode(raw: bytes, pairs: Callable[[list[tuple[str, Any]]], Any] | None = None) -> dict[str, Any]:
    """One object. Raises ValueError for anything else, however deeply nested."""
    # A line that was cut is told without the cost of a parser's error.
    if not raw.rstrip(_BLANKS).endswith(b"}"):
        raise ValueError(say("not an object"))
    try:
        value = json.loads(raw.decode(), object_pairs_hook=pairs)
    except RecursionError:
        raise ValueError(say("nested too deeply")) from None
    if not isinstance(value, dict):
        raise ValueError(say("not an object"))
    return value


def seal(value: Mapping[str, Any]) -> bytes:
    """The object of a line: canonical JSON of `value` with its checksum as the last member."""
    body = encode(value)
    return b'%s%s%08x"}' % (body[:-1], _CRC, crc32(body))


def is_whole(raw: bytes) -> bool:
    """Whether the checksum holds: for these very bytes, or as `restored` finds them."""
    return restored(raw) is not None


def restored(raw: bytes) -> bytes | None:
    """The object on a line as warroom wrote it, byte for byte; None when its checksum holds in no way.

    A file that another tool rewrote may have other spaces, other escapes, and its members in another order. An event
    with neither checksum nor origin was put there by another tool: there is nothing to hold it against, and it comes
    back as it is.
    """
    if raw[-_CRC_LENGTH:] == b',"crc":"%08x"}' % crc32(b"}", crc32(raw[:-_CRC_LENGTH])):
        return raw
    try:
        value = decode(raw, _without_twins)
        if "crc" not in value:
            return raw if _could_be_an_event(value) else None
        return _with_its_crc(value, len(raw))
    except (ValueError, RecursionError):
        return None


def _with_its_crc(value: dict[str, Any], size: int) -> bytes | None:
    """`value` in the order of its members for which its checksum holds."""
    crc = value.pop("crc")
    body = encode(value)
    if crc == f"{crc32(body):08x}":
        return seal(value)
    from warroom.storage.file.order import orders  # what every `warroom log` would have to load

    for ordered in orders(value, size):
        if crc == f"{crc32(encode(ordered)):08x}":
            return seal(ordered)
    return None


def _is_altered(raw: bytes) -> bool:
    """Whether this is a whole line of JSON all the same: no write that was cut short leaves such a one."""
    try:
        return bool(decode(raw))
    except ValueError:
        return False


def _could_be_an_event(value: Mapping[str, Any]) -> bool:
    """Whether an object without a checksum was put there as an event, by a hand or another program."""
    encode(value)
    return "origin" not in value and all(isinstance(value.get(name), str) for name in ("id", "kind"))


class Damage:
    """Bytes of a file that are no whole event: set aside, never dropped. `line_number` counts from 1.

    `altered`: it is a whole line of JSON whose checksum does not hold.
    """

    __slots__ = ("altered", "line_number", "offset", "raw")

    def __init__(self, line_number: int, offset: int, raw: bytes, altered: bool = False) -> None:
        self.line_number, self.offset, self.raw, self.altered = line_number, offset, raw, altered

    def __repr__(self) -> str:
        return f"Damage(line_number={self.line_number}, offset={self.offset}, raw={self.raw[:40]!r})"


class Scan:
    """What stands in a run of event lines.

    `lines`: the objects of whole lines. `end`: the offset behind the last line that is whole, or altered. `number`: its
    number. `line_number`: that of the line behind it. `damaged`: what is not whole before `end`. `tail`: the bytes behind
    `end`, the footer alone when all is well. `rescued`: whole objects inside `tail`, say from a line that lacks its line end.
    """

    __slots__ = ("damaged", "end", "line_number", "lines", "number", "rescued", "tail")

    def __init__(self, start: int, number: int) -> None:
        self.lines: list[bytes] = []
        self.damaged: list[Damage] = []
        self.rescued: list[bytes] = []
        self.end, self.number, self.tail = start, number, b""
        self.line_number = 0

    @property
    def clean(self) -> bool:
        """Nothing damaged, and the footer right behind the last line."""
        return self.tail == FOOTER and not self.damaged


def scan(chunk: bytes, start: int, number: int = 0, line_number: int = 3) -> Scan:
    """Reads event lines. `chunk` begins at the start of a line, at offset `start`, behind event `number`."""
    found = Scan(start, number)
    lines = found.lines
    doubtful: list[Damage] = []
    pieces = chunk.split(b"\n")
    last = pieces.pop()
    offset = start
    for piece in pieces:
        number += 1
        key = b',"%d": ' % number
        if piece.startswith(key):
            raw, keyed = piece[len(key) :], number
        else:
            raw, keyed = object_of(piece)
        after = offset + len(piece) + 1
        # The first test of `is_whole`, here because calling it 100,000 times costs as much again.
        if keyed and (raw[-18:] == b',"crc":"%08x"}' % crc32(b"}", crc32(raw[:-18])) or is_whole(raw)):
            if doubtful:
                _set_aside(found, doubtful)
                doubtful = []
            if keyed != number and (keyed <= found.number or piece.startswith(b",") != (keyed > 1)):
                found.damaged.append(Damage(line_number, offset, piece[: -len(raw)]))
            lines.append(raw)
            found.number = number = max(keyed, found.number)
            found.end = after
        elif keyed and _is_altered(raw):
            _set_aside(found, [*doubtful, Damage(line_number, offset, piece, altered=True)])
            doubtful = []
            found.number = number = max(keyed, found.number)
            found.end = after
        else:
            doubtful.append(Damage(line_number, offset, piece))
        offset = after
        line_number += 1
    found.line_number = doubtful[0].line_number if doubtful else line_number
    found.tail = chunk[found.end - start :]
    if found.tail != FOOTER:
        found.rescued = [
            raw for piece in (*(d.raw for d in doubtful), last) for raw in whole_objects_in(piece)
        ]
    return found


def _set_aside(found: Scan, doubtful: Iterable[Damage]) -> None:
    for damage in doubtful:
        found.damaged.append(damage)
        found.lines.extend(whole_objects_in(damage.raw))


def object_of(piece: bytes) -> tuple[bytes, int]:
    """The object and number of a line whose number was not foreseen; (b"", 0) when it is no such line."""
    key, colon, raw = piece.partition(b'": ')
    digits = key[2:] if key[:2] == b',"' else key[1:]
    if not colon or not key.startswith((b',"', b'"')) or not digits.isdigit() or len(digits) > 12:
        return b"", 0
    return raw, int(digits)


def whole_objects_in(piece: bytes) -> list[bytes]:
    """Every whole event object inside damaged bytes, say two lines that lost the break between them."""
    found = []
    at, end, begun = piece.find(_OBJECT), piece.find(_CRC), 0
    spent, credit = 0, _A_PIECE + _CREDIT * end
    while at >= 0 and end >= 0:
        if at > end:
            end, begun = piece.find(_CRC, at), at
            credit += _CREDIT * (end - begun)
            continue
        raw = piece[at : end + _CRC_LENGTH]
        spent += len(raw) + _A_TRY
        if raw[-_CRC_LENGTH:] == b',"crc":"%08x"}' % crc32(b"}", crc32(raw[:-_CRC_LENGTH])):
            found.append(raw)
            at = end
        # No line is longer than this: what begins further back need not be tried. Nor is everything, in bytes that were
        # made to be slow.
        next_one = end if spent > credit else at + 1
        at = piece.find(_OBJECT, max(next_one, end - MAX_LINE))
    return found


def line(number: int, raw: bytes) -> bytes:
    """One event line, its line end included."""
    return b'%s"%d": %s\n' % (b"," if number > 1 else b"", number, raw)


def head(tables: Mapping[str, Any]) -> bytes:
    """The first two lines: every table but the events, then the opening of the events."""
    others = {name: table for name, table in tables.items() if name != "events"}
    return json.dumps(others, ensure_ascii=False, allow_nan=False).encode()[:-1] + b",\n" + EVENTS


def whole_file(tables: Mapping[str, Any], lines: Iterable[bytes]) -> bytes:
    """A complete incident file in our layout, its events numbered from 1."""
    return head(tables) + b"".join(line(i, raw) for i, raw in enumerate(lines, 1)) + FOOTER


def split_head(data: bytes) -> tuple[dict[str, Any], int] | None:
    """The tables before the events and the offset of the first event line; None when it is not our layout."""
    first = data.find(b"\n") + 1
    if (
        not first
        or not data.startswith(b'{"incident": {"1": {')
        or data[first : first + len(EVENTS)] != EVENTS
    ):
        return None
    try:
        tables = decode(data[:first].rstrip()[:-1] + b"}")
        header = tables["incident"]["1"]
    except (ValueError, LookupError, TypeError):
        return None
    return (tables, first + len(EVENTS)) if isinstance(header, dict) else None


def refuse_depth(value: Any) -> None:
    """Raises ValueError for what is nested deeper than anybody writes it: whoever copies it on would run out of stack."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [one for each in level for one in _inside(each)]
        if not level:
            return
    raise ValueError(say("nested more than {most} deep", most=_DEEPEST))


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def foreign(data: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """Tables and events of JSON in another layout (stock TinyDB, jq, an editor); None when it is not that."""
    try:
        tables = json.loads(data.decode(), object_pairs_hook=_without_twins)
        header, events = tables["incident"]["1"], tables.pop("events")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(header, dict) or not isinstance(events, dict):
        return None
    rows = [events[number] for number in sorted(events, key=_by_number)]
    return (tables, rows) if all(isinstance(row, dict) for row in rows) else None


def _by_number(number: str) -> tuple[int, str]:
    """Numbers count in their own order: a tool that sorts names puts 10 before 2."""
    return (
        (int(number), "") if number.isascii() and number.isdigit() and len(number) < 13 else (10**13, number)
    )


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A dict; a name that stands twice would hide an event, so the whole is no document then."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError(say("a name stands twice"))
    return value
