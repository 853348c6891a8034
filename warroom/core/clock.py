"""Time and identity: how moments are written, ordered and shown, and how ids are made.

Pure: `now` and random bytes are always passed in. Every datetime that goes in must be aware, every one that
comes out is in UTC. What people type is read by `when`. That needs `re`, for which `warroom log` must not
wait when it was given no time: import `when` only then.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from warroom.core.language import language, say
from warroom.core.text import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
# A clock further ahead than this is wrong, and following it would spoil the order for everybody.
_MAX_LEAD = timedelta(seconds=60)
_ISO_LENGTH = len("2026-11-21T14:30:00.123Z")
# The lookup of a longer name only goes deep: hundreds of slashes exhaust the stack.
_MAX_ZONE_NAME = 64

# What people write after a time. No zone database knows those of Indonesia by these names.
SHORT_ZONES = {
    "UTC": UTC,
    "Z": UTC,
    "GMT": UTC,
    "WIB": timezone(timedelta(hours=7), "WIB"),
    "WITA": timezone(timedelta(hours=8), "WITA"),
    "WIT": timezone(timedelta(hours=9), "WIT"),
}


class BadTime(ValueError):
    """A time, duration, date or zone that cannot be read. The message is one line for whoever typed it."""


# -- moments --


def iso(moment: datetime) -> str:
    """`2026-11-21T14:30:00.123Z`: UTC, always milliseconds, truncated. ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError(say("a time without a zone: {moment}", moment=moment))
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def parse_iso(text: str) -> datetime:
    """The UTC moment of an ISO 8601 text that carries a zone. BadTime for anything else."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise BadTime(
        say("not a time with a zone: {text}; write it like 2026-11-21T14:30:00.000Z", text=quoted(text))
    )


def to_ms(moment: datetime) -> int:
    """Whole milliseconds since 1970, truncated."""
    return (moment - _EPOCH) // _MILLISECOND


# -- order --


def hlc_next(last: str, now: datetime, floor: str = "") -> str:
    """The next reading of the hybrid logical clock, `2026-11-21T14:30:00.123Z.0000`; they compare as text.

    Greater than `last` (the highest seen so far, "" for none) unless `last` is more than 60 s ahead of `now`:
    such a clock is not followed. Always greater than `floor` (the reading of the event being replaced).
    Raises ValueError for a reading that is none.
    """
    if last and parse_iso(last[:_ISO_LENGTH]) - now > _MAX_LEAD:
        last = ""
    fresh = f"{iso(now)}.0000"
    return max(fresh, *(_just_above(reading) for reading in (last, floor) if reading), "")


def _just_above(reading: str) -> str:
    moment, counter = reading[:_ISO_LENGTH], int(reading[_ISO_LENGTH + 1 :], 16) + 1
    if counter > 0xFFFF:
        moment, counter = iso(parse_iso(moment) + _MILLISECOND), 0
    return f"{moment}.{counter:04x}"


# -- identity --


def uuid7(now: datetime, random: bytes) -> str:
    """A UUID of version 7 (RFC 9562) from a moment and at least 10 random bytes."""
    return _uuid_text(to_ms(now), int.from_bytes(random[:10], "big") >> 6)


class IdMaker:
    """Makes UUIDs of version 7 that increase within this process, also when the clock stands or goes back.

    `random_bytes` is `os.urandom` or, in tests, something known. Not for several threads at once.
    """

    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        self._random_bytes = random_bytes
        self._ms = -1
        self._tail = 0

    def new(self, now: datetime) -> str:
        ms = to_ms(now)
        if ms > self._ms:
            # The highest bit stays free, so that counting up never runs out within a millisecond.
            self._ms, self._tail = ms, int.from_bytes(self._random_bytes(10), "big") >> 7
        else:
            self._tail += 1
        return _uuid_text(self._ms, self._tail)


def _uuid_text(ms: int, tail: int) -> str:
    """`tail`: 74 bits, the first 12 of them stand before the variant."""
    value = ms << 80 | 0x7 << 76 | (tail >> 62) << 64 | 0b10 << 62 | tail & ((1 << 62) - 1)
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def add_months(moment: datetime, months: int, zone: tzinfo) -> datetime:
    """The same day and hour so many calendar months later, by the clock of that zone; where a month has no such day, its last.

    In UTC.
    """
    if not months:
        return moment
    from calendar import monthrange

    local = moment.astimezone(zone)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).astimezone(UTC)


# -- zones --


def zone(name: str) -> tzinfo:
    """The zone of an IANA name, of UTC, Z, GMT, WIB, WITA, WIT or an offset like `+07:00`. Else BadTime."""
    short = SHORT_ZONES.get(name.upper())
    if short is not None:
        return short
    if name[:1] in ("+", "-"):
        return _offset_zone(name)
    from zoneinfo import ZoneInfo

    try:
        if len(name) <= _MAX_ZONE_NAME:
            return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        pass
    raise BadTime(
        say("unknown time zone: {name}; use UTC, WIB, +07:00 or a name like Asia/Jakarta", name=quoted(name))
    )


def _offset_zone(name: str) -> tzinfo:
    digits = name[1:].replace(":", "", 1)
    if len(digits) == 4 and digits.isascii() and digits.isdigit() and digits < "1500" and digits[2:] < "60":
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(-offset if name[0] == "-" else offset)
    raise BadTime(say("not an offset from UTC: {name}; write it like +07:00", name=quoted(name)))


# -- showing --

_UNITS = {"en": ("d", "h", "min", "s"), "id": ("hari", "j", "mnt", "dtk")}


def span(seconds: float, lang: str = "en", most: int = 3) -> str:
    """A duration, truncated, in its two largest units, from a day on to the minute: `45 s`, `5 min 03 s`, `2 h 05 min`,
    `3 d 04 h 10 min`; in Indonesian `2 j 05 mnt`. Parts of zero are left out: `1 d 11 min`. At most `most` units.
    """
    total = int(abs(seconds))
    sign = "-" if seconds < 0 and total else ""
    sizes, units = (86400, 3600, 60, 1), _UNITS.get(lang, _UNITS["en"])
    first = next((i for i, size in enumerate(sizes) if total >= size), 3)
    parts: list[str] = []
    for i in range(first, min(first + most, 3 if first == 0 else first + 2, 4)):
        amount, total = divmod(total, sizes[i])
        if amount or i == first:
            parts.append(f"{amount:02d} {units[i]}" if parts else f"{amount} {units[i]}")
    return sign + " ".join(parts)


def elapsed(seconds: float) -> str:
    """A running clock: `T+01:23:45`, from a day on `T+2d 03:04:05`, before the start `T-00:05:00`."""
    total = int(abs(seconds))
    days, rest = divmod(total, 86400)
    sign = "-" if seconds < 0 and total else "+"
    prefix = f"{days}d " if days else ""
    return f"T{sign}{prefix}{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"


def offset_text(moment: datetime, zone: tzinfo) -> str:
    """`+07:00`, or `UTC` where there is no difference at that moment."""
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    minutes = offset // timedelta(minutes=1)
    if not minutes:
        return "UTC"
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def window_words(opens: datetime, closes: datetime, zone_name: str, code: str = "en") -> str:
    """`2026-11-21 22:00–22:30 WIB`: a window is told in its own zone, with the day of its end where that is another."""
    try:
        there = zone(zone_name or "UTC")
    except BadTime:
        there = UTC
    first, last = opens.astimezone(there), closes.astimezone(there)
    name = first.tzname() or ""
    called = name if name.isalpha() else offset_text(opens, there)
    clock = language(code).clock
    until = clock(last) if first.date() == last.date() else f"{last:%Y-%m-%d} {clock(last)}"
    return f"{first:%Y-%m-%d} {clock(first)}–{until} {called}"
