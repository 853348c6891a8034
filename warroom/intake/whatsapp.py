"""A chat as WhatsApp exports it, from Android or iOS, in the forms of many languages.

Its dates do not say which number is the day: the whole file tells (a number above 12, or dates that would run backwards), or the
person does. It has no zone, and no author where the program itself speaks; a line without a header goes on with the one above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from itertools import pairwise
from typing import Final, NamedTuple

from warroom.core.language import many, say
from warroom.intake.columns import Columns
from warroom.intake.rows import Imported, Raw, to_events

NAME: Final = "whatsapp"
DAY_FIRST: Final = "whatsapp-dmy"
MONTH_FIRST: Final = "whatsapp-mdy"
_HEADER: Final = re.compile(
    r"[\u200e\u200f\u202a-\u202c]{0,4}\[?(\d{1,4})([./-]) ?(\d{1,2})\2 ?(\d{2,4})\.?,?\s(?:klo\s|at\s|pukul\s|jam\s)?"
    r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?:[\s\u202f\u00a0]?([ap])\.?[\s\u202f\u00a0]?m\.?)?(?:\]|\s-|:)?\s(.*)",
    re.IGNORECASE,
)
_MARKS: Final = re.compile("[\u200e\u200f\u202a-\u202c]")
_KNOWN: Final = Columns(("at", "kind", "by", "text"), None, True, (), ())


class _Line(NamedTuple):
    """A message, or what the program says of itself."""

    number: int
    numbers: tuple[int, int, int]
    year_first: bool
    clock: str
    rest: list[str]


def is_whatsapp(text: str) -> bool:
    """Whether it begins as such an export: a message, or a line of the program's own, within the first lines."""
    head = [line for line in text.removeprefix("\ufeff")[:4000].splitlines() if line.strip()][:5]
    fitting = [match for line in head if (match := _HEADER.fullmatch(line))]
    return bool(fitting) and _HEADER.fullmatch(head[0]) is not None and any(": " in m[9] for m in fitting)


def read(
    text: str, zone: tzinfo | None, now: datetime, incident_id: str, told: Mapping[str, str] | None = None
) -> Imported:
    """The messages of a chat. Refused where day and month can't be told apart."""
    return _read(text, zone, now, incident_id, None)


def read_day_first(
    text: str, zone: tzinfo | None, now: datetime, incident_id: str, told: Mapping[str, str] | None = None
) -> Imported:
    """As `read`, where the person says that the day stands before the month."""
    return _read(text, zone, now, incident_id, True)


def read_month_first(
    text: str, zone: tzinfo | None, now: datetime, incident_id: str, told: Mapping[str, str] | None = None
) -> Imported:
    """As `read`, where the person says that the month stands before the day."""
    return _read(text, zone, now, incident_id, False)


def _read(
    text: str, zone: tzinfo | None, now: datetime, incident_id: str, day_first: bool | None
) -> Imported:
    lines = _lines(text.removeprefix("\ufeff"))
    if not lines:
        return Imported(problems=(say("there is no message in it; it is not a chat as WhatsApp exports it"),))
    if day_first is None:
        found = _day_first([line for line in lines if not line.year_first])
        if isinstance(found, str):
            return Imported(problems=(found,))
        day_first = found
    rows = []
    for line in lines:
        who, colon, said = line.rest[0].partition(": ")
        if colon:
            words = _MARKS.sub("", "\n".join([said, *line.rest[1:]]))
            at = f"{_day(line, day_first)} {line.clock}"
            rows.append(
                Raw(
                    say("line {number}", number=line.number),
                    {"at": at, "by": _MARKS.sub("", who), "text": words},
                )
            )
    made = to_events(rows, _KNOWN, zone, now, incident_id, NAME)
    own = len(lines) - len(rows)
    if made.problems or not own:
        return made
    said = many(
        own,
        "left out: {n} line without an author, as the program itself writes them",
        "left out: {n} lines without an author, as the program itself writes them",
    )
    return Imported(made.events, (), (*made.notices, said), made.skipped)


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _HEADER.fullmatch(line.rstrip("\r"))
        if match is None:
            if found and line.strip():
                found[-1].rest.append(line.rstrip("\r"))
            continue
        first, last = match[1], match[4]
        clock = (
            f"{match[5]}:{match[6]}"
            + (f":{match[7]}" if match[7] else "")
            + (f"{match[8]}m" if match[8] else "")
        )
        numbers = int(first), int(match[3]), int(last)
        found.append(_Line(number, numbers, len(first) == 4, clock, [match[9]]))
    return found


def _day_first(lines: Sequence[_Line]) -> bool | str:
    """Whether the day stands before the month; why that can't be told."""
    days = any(line.numbers[0] > 12 for line in lines)
    months = any(line.numbers[1] > 12 for line in lines)
    if days and months:
        return say(
            "its dates are of two forms: the day stands before the month in some and behind it in others"
        )
    if days or months or not lines:
        return days or not lines
    back = {way: sum(b < a for a, b in pairwise(_day(line, way) for line in lines)) for way in (True, False)}
    if (back[True] == 0) != (back[False] == 0):
        return back[True] == 0
    return say(
        "its dates do not say which number is the day; give --format {day_first} (day first) or "
        "{month_first}",
        day_first=DAY_FIRST,
        month_first=MONTH_FIRST,
    )


def _day(line: _Line, day_first: bool) -> str:
    """As ISO 8601; a day that does not exist stays one, to be refused with its line."""
    a, b, c = line.numbers
    if line.year_first:
        year, month, day = a, b, c
    else:
        year, month, day = c if c > 99 else 2000 + c, *((b, a) if day_first else (a, b))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04}-{month:02}-{day:02}"
