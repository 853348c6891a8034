"""Dates and times as programs and mail write them, put into the one spelling that `when` reads.

ISO 8601 (extended and basic, weeks, days of the year), RFC 3339 and 9557, RFC 2822, `date`, web server logs, and a month by its
name in English or Indonesian. Only what can mean one thing is taken; what cannot is refused with the reason. Pure.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from warroom.core.clock import BadTime
from warroom.core.clock import zone as named_zone
from warroom.core.language import say
from warroom.core.text import quoted

_FLAGS = re.ASCII | re.IGNORECASE
_MONTH_NAMES: Final = (
    "jan january januari", "feb february februari", "mar march maret", "apr april", "may mei", "jun june juni",
    "jul july juli", "aug august agu agt agustus", "sep sept september", "oct october okt oktober",
    "nov november", "dec december des desember",
)  # fmt: skip
_MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_DAY_NAMES: Final = (
    "mon monday sen senin", "tue tues tuesday sel selasa", "wed wednesday rab rabu", "thu thur thurs thursday kam kamis",
    "fri friday jum jumat", "sat saturday sab sabtu", "sun sunday min minggu",
)  # fmt: skip
_WEEKDAYS: Final = {name: number for number, names in enumerate(_DAY_NAMES) for name in names.split()}

_WEEKDAY = r"(?:(?P<weekday>[a-z]{3,9})\.?,?\s)?"
_MONTH = r"(?P<month_name>[a-z]{3,9})\.?"
_DATES: Final = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?![\d/.-])",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        r"(?P<year>\d{4})-?W(?P<week>\d\d)-?(?P<week_day>[1-7])(?!\d)",
        r"(?P<year>\d{4})-(?P<nth>\d{3})(?!\d)",
        rf"{_WEEKDAY}(?P<day>\d\d?)(?:st|nd|rd|th)?[ -]{_MONTH},?[ -](?P<year>\d{{4}})(?!\d)",
        rf"{_WEEKDAY}{_MONTH}\s(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})(?!\d)",
        rf"(?P<day>\d\d)/{_MONTH}/(?P<year>\d{{4}})(?=:)",
    )
)
_YEAR_LAST = re.compile(
    r"(?P<weekday>[a-z]{3,9}\.?,?\s)?(?P<month>[a-z]{3,9})\s(?P<day>\d\d?)\s(?P<clock>\d\d?:\d\d:\d\d)(?P<zone>\s[a-z0-9:+-]+)?\s(?P<year>\d{4})",
    _FLAGS,
)
"""`Sat Nov 21 14:02:33 UTC 2026`, as `date` and C's ctime write it."""
_CLOCK = re.compile(
    r"(?:t|:(?=\d\d:)|,?\s(?:(?:at|jam|pukul)\s)?)"
    r"(?P<hour>\d\d?)(?:(?P<sep>[:.])(?P<minute>\d\d)(?:(?P=sep)(?P<second>\d\d))?|(?P<bare>\d\d(?:\d\d)?))?"
    r"(?:(?<=\d\d)[.,](?P<fraction>\d{1,9}))?(?P<half>\s?[ap]m)?"
    r"(?:\s?(?:utc|gmt)(?P<from_utc>[+-]\d{1,2}(?::?\d\d)?)|(?P<offset>\s?[+-]\d\d(?::?\d\d)?)|(?P<name>\s?z|\s[a-z][\w/+-]*))?"
    r"(?:\s?\[(?P<place>[\w/+-]+)\])?(?:\s\([a-z ]{1,40}\))?",
    _FLAGS,
)
_NUMBERS_ONLY = re.compile(r"(?P<seconds>\d{10})(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?", re.ASCII)
_TWO_READINGS = re.compile(r"\d\d?(?P<mark>[-/.])\d\d?(?P=mark)(?:\d{4}|\d\d)(?!\d)", re.ASCII)


def spelled_out(body: str) -> str | None:
    """The same moment as `2026-11-21 14:02:33.123 +07:00`, a bare day as `2026-11-21`; None for what is none of these forms.

    `body`: one line, white space collapsed. Raises BadTime for what looks like one but may mean two things or cannot be.
    """
    if _NUMBERS_ONLY.fullmatch(body):
        moment = datetime.fromtimestamp(int(body[:10]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        raise BadTime(
            say(
                "not a clear time: {body} looks like seconds since 1970 ({moment}); write that instead",
                body=quoted(body),
                moment=moment,
            )
        )
    if _TWO_READINGS.match(body):
        raise BadTime(
            say(
                "not a clear time: day and month may be swapped in {body}; begin with the year, as in 2026-11-21 14:02",
                body=quoted(body),
            )
        )
    if year_last := _YEAR_LAST.fullmatch(body):
        parts = {name: text or "" for name, text in year_last.groupdict().items()}
        body = "{weekday}{day} {month} {year} {clock}{zone}".format(**parts)
    for pattern in _DATES:
        if (match := pattern.match(body)) and (day := _day(match, body)):
            return _with_clock(day, body[match.end() :], body)
    return None


def _day(match: re.Match[str], body: str) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"])
    try:
        if parts.get("week"):
            return date.fromisocalendar(year, int(parts["week"]), int(parts["week_day"]))
        if parts.get("nth"):
            found = date(year, 1, 1) + timedelta(days=int(parts["nth"]) - 1)
            return found if found.year == year else None
        month = int(parts.get("month") or 0) or _MONTHS.get((parts.get("month_name") or "").lower(), 0)
        found = date(year, month, int(parts["day"]))
    except (ValueError, OverflowError):
        return None
    weekday = (parts.get("weekday") or "").lower()
    if not weekday:
        return found
    if weekday not in _WEEKDAYS:
        return None
    if _WEEKDAYS[weekday] != found.weekday():
        raise BadTime(
            say(
                "not a clear time: {body} is not a {weekday}; try {found} 14:02",
                body=quoted(body),
                weekday=weekday.title(),
                found=found,
            )
        )
    return found


def _with_clock(day: date, rest: str, body: str) -> str | None:
    if not rest:
        return day.isoformat()
    match = _CLOCK.fullmatch(rest)
    if match is None or (match["bare"] and match["half"]):
        return None
    hour, minute = match["hour"], match["minute"] or (match["bare"] or "")[:2]
    second = match["second"] or (match["bare"] or "")[2:]
    if (not minute and not match["half"]) or (match["bare"] and len(hour) != 2):
        return None
    if match["fraction"] and not second:
        return None
    if second == "60":
        raise BadTime(
            say(
                "not a time that clocks show: {body} is a leap second; try {day} {hour}:{minute}:59",
                body=quoted(body),
                day=day,
                hour=hour,
                minute=minute,
            )
        )
    if hour == "24" and not match["half"]:
        if int(minute) or int(second or 0) or int(match["fraction"] or 0):
            return None
        day, hour = day + timedelta(days=1), "00"
    clock = ":".join(part for part in (hour, minute, second) if part) + (
        f".{match['fraction']}" if match["fraction"] else ""
    )
    spelled = f"{day} {clock}{(match['half'] or '').strip()}"
    return spelled + _zone(match, spelled, body)


def _zone(match: re.Match[str], spelled: str, body: str) -> str:
    offset = (match["offset"] or match["from_utc"] or "").strip()
    if offset:
        digits = offset[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
        offset = f"{offset[0]}{int(hours):02d}:{minutes}"
    elif match["name"]:
        offset = (
            match["name"].strip().upper()
            if match["name"].strip().lower() in ("z", "ut")
            else match["name"].strip()
        )
        offset = "UTC" if offset in ("Z", "UT") else offset
    if match["place"] and not offset:
        return f" {match['place']}"
    if match["place"] and not _agree(spelled, offset, match["place"]):
        raise BadTime(
            say(
                "not a clear time: {body} says two zones; write it like 2026-11-21 14:02 +07:00",
                body=quoted(body),
            )
        )
    return f" {offset}" if offset else ""


def _agree(spelled: str, offset: str, place: str) -> bool:
    """Whether that place was that far from UTC at that moment."""
    try:
        moment = datetime.fromisoformat(spelled).replace(tzinfo=named_zone(offset))
        return moment.astimezone(named_zone(place)).utcoffset() == moment.utcoffset()
    except (ValueError, OverflowError):
        return False
