"""The head of a record: how many events it holds and one hash over them, short enough to be printed on a report.

Whoever has a report has its head, so each copy that was mailed vouches for what was in the file then: `warroom verify --head`
says whether the file still holds it. Pure; knows the envelope only.
"""

from __future__ import annotations

from warroom.core.language import say
from warroom.storage.errors import StorageError, shown
from warroom.storage.file.layout import decode, restored
from warroom.storage.file.stamp import digest, sha256_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DIGITS = 24
"""96 bits: nobody finds other events for a head that was printed."""


class BadHead(StorageError):
    """A text that is no head. `str()` is one line that says what one looks like."""


class Head:
    """`count`: how many events, from the first on. `hash`: 24 hexadecimal digits. `str()`: `57:3f9a…`."""

    __slots__ = ("count", "hash")

    def __init__(self, count: int, hash_: str) -> None:
        self.count, self.hash = count, hash_

    def __str__(self) -> str:
        return f"{self.count}:{self.hash}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Head) and (self.count, self.hash) == (other.count, other.hash)

    def __hash__(self) -> int:
        return hash((self.count, self.hash))


def head_of(lines: Iterable[bytes]) -> Head:
    """The head of these events: raw objects in the order of the file, as `OpenTail.load` and `overview.read` hand them on.

    It stays what it was when a text in them is redacted, or when another tool puts them into another order or layout.
    """
    names = sorted(map(known_as, lines))
    return Head(len(names), sha256_of("\n".join(names).encode())[:_DIGITS])


def known_as(raw: bytes) -> str:
    """What an event is known by in its chain: the digest of its line, for a redacted one of the line that it was."""
    if b',"was":"' in raw:
        was = decode(raw).get("was")
        if isinstance(was, str) and was:
            return was
    return digest(restored(raw) or raw)


def parsed(text: str) -> Head:
    """A head as it was printed. Raises `BadHead`."""
    count, _, digits = text.strip().lower().partition(":")
    if not (count.isascii() and count.isdigit() and len(count) < 10 and len(digits) == _DIGITS):
        raise BadHead(_no_head(text))
    try:
        int(digits, 16)
    except ValueError:
        raise BadHead(_no_head(text)) from None
    return Head(int(count), digits)


def _no_head(text: str) -> str:
    return say(
        "{text}: not a head; it looks like 57:0123456789abcdef01234567 and stands in a report",
        text=shown(text)[:60],
    )


def difference(head: Head, lines: Sequence[bytes]) -> str:
    """Why the file with these events does not hold what it held when `head` was printed; "" when it does."""
    if len(lines) < head.count:
        return say(
            "the head {head} counts {count} events, and {count2} are here",
            head=head,
            count=head.count,
            count2=len(lines),
        )
    if head_of(lines[: head.count]) != head:
        return say(
            "the first {count} events are not those of the head {head}: one of them was altered, added "
            "or taken away",
            count=head.count,
            head=head,
        )
    return ""
