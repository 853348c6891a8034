"""The part of an event's envelope that storage writes: recorded_at, origin, n, hlc, after, kept, crc. Pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from warroom.core.clock import hlc_next, iso, parse_iso
from warroom.core.language import say
from warroom.storage.errors import BadEvent
from warroom.storage.file.layout import MAX_LINE, decode, seal

# hashlib loads OpenSSL, a third of a bare start; Python's own SHA-256 is enough, where there is one.
try:
    from _sha2 import sha256  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LIMIT = timedelta(seconds=60)
"""A clock in the file that is further ahead of ours than this does not pull ours."""
_RESERVED = frozenset(("recorded_at", "origin", "n", "after", "kept", "was", "crc"))
_ENVELOPE = ("id", "at", "recorded_at", "origin", "n", "hlc", "after", "kept", "was", "crc")
_sorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True).encode


def is_hlc(text: object) -> bool:
    """Whether this reads like `2026-11-21T14:30:00.123Z.0000`: anything else in a file is ignored."""
    if not isinstance(text, str) or len(text) != 29 or text[23:25] != "Z.":
        return False
    try:
        parse_iso(text[:24])
        return int(text[25:], 16) >= 0
    except ValueError:
        return False


class Clock:
    """Readings of the hybrid clock for one commit: behind `now` and those of the `seen` that are not far ahead.

    `kept`: what the next commit has to know of the readings so far.
    """

    def __init__(self, now: datetime, seen: list[str]) -> None:
        limit = iso(now + LIMIT) + "~"
        self._now = now
        self._last = max((h for h in seen if h < limit and is_hlc(h)), default="")
        self._far = [max(seen)] if max(seen, default="") >= limit else []

    def next(self, floor: object = "") -> str:
        """A new reading, also behind `floor`."""
        self._last = hlc_next(self._last, self._now, str(floor) if is_hlc(floor) else "")
        return self._last

    @property
    def kept(self) -> list[str]:
        return [*self._far, self._last]


def digest(raw: bytes) -> str:
    """What the next event of an origin says of this one: the first 32 characters of its SHA-256."""
    return sha256_of(raw)[:32]


def sha256_of(data: bytes) -> str:
    """64 hexadecimal digits."""
    return str(sha256(data).hexdigest())


def kept_of(value: Mapping[str, Any], text_sha256: str = "") -> str:
    """What the next event of an origin says of this one besides: a digest that its redaction does not change.

    Over all but `was` and `crc`, with the SHA-256 of the `text` in the text's place (`text_sha256` where the text is gone), and
    in an order of members that no tool changes.
    """
    plain = {name: one for name, one in value.items() if name not in ("was", "crc")}
    text = plain.get("text")
    if isinstance(text, str):
        plain["text"] = text_sha256 or sha256_of(text.encode())
    return sha256_of(_sorted(plain).encode())[:32]


def bound_to(incident_id: str) -> str:
    """What an origin's first event says instead: the incident that it was written for."""
    return sha256_of(f"incident {incident_id}".encode())[:32]


class Place:
    """How far an origin has come: its last `n`, the digest (`after`) and `kept_of` (`kept`) of that event.

    `n` is 0 before its first; `kept` is `bound_to` its incident then.
    """

    __slots__ = ("after", "kept", "n", "origin")

    def __init__(self, origin: str = "", n: int = 0, after: str = "", kept: str = "") -> None:
        self.origin, self.n, self.after, self.kept = origin, n, after, kept


def stamped(fields: Mapping[str, Any], recorded_at: str, place: Place, hlc: str) -> tuple[bytes, Place]:
    """The finished object of a line, the next one at `place`, and where its origin is then.

    Raises `BadEvent` when `fields` do not fit on one.
    """
    event = {"id": fields["id"]}
    if "at" in fields:
        event["at"] = fields["at"]
    event["recorded_at"] = recorded_at
    event.update((key, value) for key, value in fields.items() if key not in _ENVELOPE)
    event.update(origin=place.origin, n=place.n + 1, hlc=hlc, after=place.after, kept=place.kept)
    try:
        raw = seal(event)
        kept = kept_of(event)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadEvent(
            say(
                "event {event} cannot be written as JSON: {error}; nothing was saved",
                event=event["id"],
                error=error,
            )
        ) from None
    if len(raw) > MAX_LINE:
        raise BadEvent(
            say(
                "the text is too long: {count} bytes with all that goes with it, and {most} fit; shorten it, "
                "or give it in parts (`warroom log -` does)",
                count=len(raw),
                most=MAX_LINE,
            )
        )
    return raw, Place(place.origin, place.n + 1, digest(raw), kept)


def id_of(raw: bytes) -> bytes:
    """The event id on a line, b"" when there is none."""
    if raw.startswith(b'{"id":"'):
        return raw[7 : raw.find(b'"', 7)]
    return str(_member(raw, "id")).encode(errors="replace")


def hlc_of(raw: bytes) -> str:
    """The hybrid clock on a line; not checked."""
    return raw.rpartition(b',"hlc":"')[2][:29].decode(errors="replace")


def recorded_of(raw: bytes) -> str:
    """When a line was recorded, "" when it does not say."""
    return raw.partition(b'"recorded_at":"')[2][:24].decode(errors="replace")


def seconds_of(raw: bytes) -> float:
    """When a line was recorded, in seconds since 1970; 0 when it does not say."""
    try:
        return parse_iso(recorded_of(raw)).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def spans_a_commit(lines: list[bytes]) -> bool:
    """Whether these lines reach back beyond the last commit, which was recorded at one moment."""
    return bool(lines) and recorded_of(lines[0]) != recorded_of(lines[-1])


def place_of(raw: bytes) -> tuple[str, int]:
    """Origin and n of a line; ("", 0) when it has none."""
    origin, n = _member(raw, "origin"), _member(raw, "n")
    return (origin, n) if isinstance(origin, str) and isinstance(n, int) else ("", 0)


def place_behind(raw: bytes) -> Place:
    """Where an origin is behind this line of its own."""
    value = decode(raw)
    return Place(str(value.get("origin")), int(value.get("n", 0)), digest(raw), kept_of(value))


def made_at(event_id: str) -> str:
    """The moment inside a UUIDv7, as `iso` text; "" for any other id."""
    if len(event_id) != 36 or event_id[14] != "7":
        return ""
    try:
        return iso(datetime.fromtimestamp(int(event_id[:8] + event_id[9:13], 16) / 1000, UTC))
    except (ValueError, OverflowError):
        return ""


def _member(raw: bytes, name: str) -> Any:
    try:
        return decode(raw).get(name, "")
    except ValueError:
        return ""


def id_in(event: Mapping[str, Any]) -> str:
    """The id of an event that is to be stamped. Raises `BadEvent`."""
    event_id = event.get("id")
    if not isinstance(event_id, str) or not event_id or _RESERVED & event.keys():
        raise BadEvent(
            say(
                "an event needs an id and none of the stamps ({names}); nothing was saved",
                names=", ".join(sorted(_RESERVED)),
            )
        )
    return event_id
