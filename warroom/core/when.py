"""Reads the times, durations and due dates that people type, in English and Indonesian.

Pure: `now` and the zone are passed in. Strict on purpose: what is not surely understood is refused with
examples, for a guessed time in an incident log is worse than none.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple

from warroom.core.clock import SHORT_ZONES, BadTime
from warroom.core.clock import zone as named_zone
from warroom.core.language import later, say
from warroom.core.text import quoted
from warroom.core.vocabulary import Precision

FIRST_YEAR, LAST_YEAR = 1990, 2100
# People type the time on their own clock, which may go a little ahead of ours.
_CLOCK_LEAD = timedelta(minutes=5)
_WHEN_EXAMPLES = later("try 14:02, -5m, yesterday 23:50 or 2026-11-21 14:02")
_DURATION_EXAMPLES = later("try 90s, 15m, 1h30m, 2d or 1 week")
_DUE_EXAMPLES = later("try 1 week, +14d, tomorrow, friday, next month or 2026-12-01")

_DAYS_BACK = {"today": 0, "hari ini": 0, "yesterday": 1, "kemarin": 1}

_ZONE = r"(?:(?P<zone>z|\s*[+-]\d\d:?\d\d)|\s+(?P<zone_name>[a-z]+(?:/[a-z0-9_+-]+)*))?"
_CLOCK = (
    r"(?P<hour>\d\d?)(?:(?P<sep>[:.])(?P<minute>\d\d)(?:(?P=sep)(?P<second>\d\d)(?:\.(?P<fraction>\d{1,9}))?)?)?"
    r"(?:\s?(?P<half>[ap]m))?"
)
_DAY = r"(?:(?P<date>\d{4}-\d\d-\d\d)|(?P<word>today|hari\s+ini|yesterday|kemarin))"
_FLAGS = re.ASCII | re.IGNORECASE
# Compiled when one is needed: most commands read no time.
_CLOCK_ONLY = rf"(?:(?:at|jam|pukul)\s+)?{_CLOCK}{_ZONE}"
_DAY_AND_CLOCK = rf"{_DAY}(?:t|\s+(?:(?:at|jam|pukul)\s+)?){_CLOCK}{_ZONE}"
_DAY_ONLY = rf"{_DAY}{_ZONE}"

_UNIT_SECONDS = {
    1: "s sec secs second seconds detik dtk",
    60: "m min mins minute minutes menit mnt",
    3600: "h hr hrs hour hours j jam",
    86400: "d day days hari",
    604800: "w wk wks week weeks minggu mgg pekan",
}
_SECONDS = {name: size for size, names in _UNIT_SECONDS.items() for name in names.split()}
_PART = re.compile(r"(\d{1,6})\s*([a-z]+)\s*", _FLAGS)
_MONTHS = re.compile(r"(\d{1,4})\s*(?:months?|bulan|bln)", _FLAGS)
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon senin",
            "tuesday tue selasa",
            "wednesday wed rabu",
            "thursday thu kamis",
            "friday fri jumat jum'at",
            "saturday sat sabtu",
            "sunday sun minggu ahad",
        )
    )
    for name in names.split()
}


class When(NamedTuple):
    """A moment in UTC, known exactly, about, or by its date only (then it is 00:00 in the zone)."""

    at: datetime
    precision: Precision


def parse_when(text: str, now: datetime, zone: tzinfo) -> When:
    """The moment that a person means; a time without a zone is in `zone`.

    `now` · `-5m` `-1h30m` · `14:02` `14:02:33` `14.02` `2:05pm` · `yesterday 23:50` `kemarin jam 23.50`
    `today 9:00` · `2026-11-21 14:02` `2026-11-21T14:02+07:00` · a zone behind (`UTC`, `WIB`, `+07:00`,
    `Asia/Jakarta`) · what `isotime` reads (`20261121T140233Z`, `Sat, 21 Nov 2026 14:02:33 +0000`) · a leading
    `~`: about · a bare day: precision `date`.

    A clock time alone is the most recent such moment; one more than 5 minutes ahead is yesterday's. Where
    clocks are put forward, a time that was skipped counts on from before the change (02:30 becomes 03:30).
    Where they are put back, a time that came twice is the first one or, for a clock time alone, the most
    recent. Both are `about`. Raises BadTime, with a one-line message.
    """
    return readings(text, now, zone)[0]


def readings(text: str, now: datetime, zone: tzinfo) -> tuple[When, ...]:
    """As `parse_when`, with both moments where a time came twice; a single one that is `about` without a `~` never came."""
    plain = " ".join(text.split())
    about = plain.startswith("~")
    body = plain[1:].lstrip() if about else plain
    try:
        found = _read_when(body, now, zone)
    except OverflowError:
        found = None
    if not found:
        raise BadTime(say("not a time: {text}; {examples}", text=quoted(text), examples=say(_WHEN_EXAMPLES)))
    if not FIRST_YEAR <= found[0].at.year <= LAST_YEAR:
        raise BadTime(
            say(
                "not a likely time: {text} is outside the years {first} to {last}",
                text=quoted(text),
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        )
    return tuple(When(w.at, "about") if about and w.precision == "exact" else w for w in found)


def parse_ahead(text: str, now: datetime, zone: tzinfo) -> When:
    """The moment to come that a person means: `30m` from now, `15:30` the next time the clock shows it, `tomorrow 10:00`, or any
    other moment.

    Raises BadTime, with a one-line message. Whether it lies ahead is for whoever asks.
    """
    from warroom.core.ahead import (
        spelled_ahead,
    )  # few moments lie ahead, and they are read by this page again

    try:
        return When(now + parse_duration(text), "exact")
    except BadTime:
        if spelled := spelled_ahead(text, now, zone):
            return spelled
        found = parse_when(text, now, zone)
    if found.at > now or not _BARE_CLOCK.match(text.strip()):
        return found
    return parse_when(text, now + timedelta(hours=24) - _CLOCK_LEAD, zone)


def parse_slot(text: str, now: datetime, zone: tzinfo) -> When:
    """As `parse_ahead`; a clock time of the last minutes is just now and not tomorrow's, and a day to come may be named.

    `tomorrow 02:00` `besok jam 02.00` · `now` · `22:00` · `30m`. Raises BadTime, with a one-line message.
    """
    body = " ".join(text.split())
    if match := _TOMORROW.match(body):
        return parse_when(f"today {body[match.end() :]}", now + timedelta(days=1), zone)
    found = parse_ahead(body.removeprefix("+"), now, zone)
    if found.at - now > timedelta(hours=23) and _BARE_CLOCK.match(body):
        recent = parse_when(body, now, zone)
        return recent if now - recent.at <= _JUST_NOW else found
    return found


_TOMORROW: Final = re.compile(r"(?:tomorrow|besok)\s+(?=\S)", re.IGNORECASE)
_JUST_NOW: Final = timedelta(minutes=30)
_BARE_CLOCK: Final = re.compile(r"~?\s*(?:jam |pukul )?\d{1,2}(?:[:.]\d\d|\s*[ap]m)(?!\d)", re.IGNORECASE)


def parse_duration(text: str) -> timedelta:
    """`90s`, `15m`, `1h30m`, `2d`, `1 week`, `10 menit`, `2 minggu`: never negative. Else BadTime."""
    body = text.strip()
    total, position, smallest = 0, 0, 10**9
    while part := _PART.match(body, position):
        size = _SECONDS.get(part[2].lower(), smallest)
        if size >= smallest:
            break
        total, position, smallest = total + int(part[1]) * size, part.end(), size
    if not body or position < len(body):
        raise BadTime(
            say(
                "not a duration: {text}; {examples}",
                text=quoted(text),
                examples=say(_DURATION_EXAMPLES),
            )
        )
    return timedelta(seconds=total)


def parse_due(text: str, today: date) -> date:
    """The day on which something is due, seen from `today`.

    `1 week` `2 minggu` `+14d` `3 months` · `2026-12-01` `1 Desember 2026` · `tomorrow` `besok` · `next week` `minggu depan` ·
    `next month` `bulan depan` (the same day of the next month, or its last) · `mulai bulan depan` (its first
    day) · a weekday: the next one after today. Raises BadTime, with a one-line message.
    """
    body = " ".join(text.lower().split())
    try:
        due = _read_due(body, today)
    except (ValueError, OverflowError):
        due = None
    if due is None:
        raise BadTime(
            say("not a due date: {text}; {examples}", text=quoted(text), examples=say(_DUE_EXAMPLES))
        )
    if not FIRST_YEAR <= due.year <= LAST_YEAR:
        raise BadTime(
            say(
                "not a likely date: {text} is outside the years {first} to {last}",
                text=quoted(text),
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        )
    return due


def _read_when(body: str, now: datetime, zone: tzinfo) -> list[When] | None:
    if body.lower() in ("now", "sekarang"):
        return [When(now.astimezone(UTC), "exact")]
    if body.startswith("-"):
        return [When((now - parse_duration(body[1:])).astimezone(UTC), "exact")]
    if match := re.fullmatch(_DAY_AND_CLOCK, body, _FLAGS):
        there = _zone_of(match, zone)
        day, clock = _day_of(match, now, there), _clock_of(match)
        if day is not None and clock is not None:
            return _moments(day, clock, there)
    if match := re.fullmatch(_DAY_ONLY, body, _FLAGS):
        zone = _zone_of(match, zone)
        day = _day_of(match, now, zone)
        return None if day is None else [When(_moments(day, time(), zone)[0].at, "date")]
    if match := re.fullmatch(_CLOCK_ONLY, body, _FLAGS):
        zone = _zone_of(match, zone)
        clock = None if _a_mere_number(match, body) else _clock_of(match)
        return None if clock is None else [_most_recent(clock, now, zone)]
    return _read_when(plain, now, zone) if (plain := _spelled_out(body)) else None


def _spelled_out(body: str) -> str | None:
    """What programs and mail write, as the grammar above has it."""
    from warroom.core.isotime import spelled_out

    found = spelled_out(body)
    return None if found == body else found


def _a_mere_number(match: re.Match[str], body: str) -> bool:
    """`4.22` may be a time, a date or a figure; `04.22`, `jam 4.22` and `4.22 WIB` are times."""
    said = match["half"] or match["zone"] or match["zone_name"] or not body[0].isdigit()
    return match["sep"] == "." and len(match["hour"]) == 1 and not said


def _zone_of(match: re.Match[str], default: tzinfo) -> tzinfo:
    name = (match["zone"] or match["zone_name"] or "").strip()
    if not name:
        return default
    # A zone database also knows "EST" and "Singapore": the one is ambiguous, the other may be the next word.
    if match["zone_name"] and "/" not in name and name.upper() not in SHORT_ZONES:
        raise BadTime(
            say(
                "not a clear zone: {name}; use UTC, WIB, +07:00 or a name like Asia/Jakarta",
                name=quoted(name),
            )
        )
    return named_zone(name)


def _day_of(match: re.Match[str], now: datetime, zone: tzinfo) -> date | None:
    if match["word"]:
        word = " ".join(match["word"].lower().split())
        return now.astimezone(zone).date() - timedelta(days=_DAYS_BACK[word])
    try:
        return date.fromisoformat(match["date"])
    except ValueError:
        return None


def _clock_of(match: re.Match[str]) -> time | None:
    hour, half = int(match["hour"]), match["half"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    elif match["minute"] is None:
        return None
    millisecond = int((match["fraction"] or "0").ljust(3, "0")[:3])
    try:
        return time(hour, int(match["minute"] or 0), int(match["second"] or 0), millisecond * 1000)
    except ValueError:
        return None


def _moments(day: date, clock: time, zone: tzinfo) -> list[When]:
    """When that wall clock showed this: usually one moment, two where clocks were put back."""
    first, second = (datetime.combine(day, clock.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return [When(first, "exact")]
    return [When(first, "about")] if first > second else [When(first, "about"), When(second, "about")]


def _most_recent(clock: time, now: datetime, zone: tzinfo) -> When:
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=number) for number in (-2, -1, 0, 1)]
    past = [w for day in days for w in _moments(day, clock, zone) if w.at <= now + _CLOCK_LEAD]
    return max(past)


def _read_due(body: str, today: date) -> date | None:
    words = {
        "today": today,
        "hari ini": today,
        "tomorrow": today + timedelta(days=1),
        "besok": today + timedelta(days=1),
        "next week": today + timedelta(weeks=1),
        "minggu depan": today + timedelta(weeks=1),
        "next month": _months_on(today, 1),
        "bulan depan": _months_on(today, 1),
        "mulai bulan depan": _months_on(today, 1).replace(day=1),
        "awal bulan depan": _months_on(today, 1).replace(day=1),
    }
    if body in words:
        return words[body]
    if body in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS[body] - today.weekday() - 1) % 7 + 1)
    if (spelled := _spelled_out(body) or body) and re.fullmatch(r"\d{4}-\d\d-\d\d", spelled, re.ASCII):
        return date.fromisoformat(spelled)
    length = re.sub(r"^(?:\+|in |dalam )\s*| lagi$", "", body)
    if months := _MONTHS.fullmatch(length):
        return _months_on(today, int(months[1]))
    duration = parse_duration(length)
    return today + duration if duration % timedelta(days=1) == timedelta() else None


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)
