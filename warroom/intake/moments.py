"""When the rows of a file happened: their times read, the way the file runs, and the hour that came twice.

A time is never guessed: without a zone of its own it needs one from the person, and what may mean two things is refused with
the reason. Where clocks were put back, the order of the rows tells which of the two it was; what it leaves open is `about`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import pairwise
from typing import Final, NamedTuple

from warroom.core.clock import BadTime
from warroom.core.language import say
from warroom.core.text import quoted
from warroom.core.when import FIRST_YEAR, LAST_YEAR, When, readings

EXAMPLE: Final = "2026-11-21T14:30:00+07:00"
_PLAIN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3}(?:\d{3})?)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
"""What nearly every file has, and what the interpreter reads a hundred times as fast as a grammar."""
_CLOCK_ALONE = re.compile(
    r"~?\s*(?:(?:at|jam|pukul)\s+)?\d\d?[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]m)?(?:\s.*|z)?", re.IGNORECASE
)
_NO_DAY = re.compile(r"-\d|now\b|sekarang\b|today\b|yesterday\b|kemarin\b|hari ini\b", re.IGNORECASE)
_ELSEWHERE = timezone(timedelta(hours=-11, minutes=-7))
_ELSEWHERE_TOO = timezone(timedelta(hours=12, minutes=3))
_SHOWN: Final = 10


class BadMoment(ValueError):
    """No time that a file can mean; the message says why and what to do."""


def read(text: str, zone: tzinfo | None, now: datetime) -> tuple[When, ...]:
    """The moment of a row, or both where its time came twice. Raises BadMoment."""
    if _PLAIN.fullmatch(text):
        try:
            at = datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        else:
            if FIRST_YEAR <= at.year <= LAST_YEAR:
                return (When(at.replace(microsecond=at.microsecond // 1000 * 1000), "exact"),)
    if not text:
        raise BadMoment(say("there is no time in `at`; write it like {example}", example=EXAMPLE))
    if _CLOCK_ALONE.fullmatch(text) or _NO_DAY.match(text.lstrip("~ ")):
        raise BadMoment(
            say(
                "{text} is no full time, the day is missing; write it like {example}",
                text=quoted(text),
                example=EXAMPLE,
            )
        )
    try:
        found = readings(text, now, zone or _ELSEWHERE)
        if zone is None and found != readings(text, now, _ELSEWHERE_TOO):
            raise BadMoment(
                say(
                    "{text} has no time zone; add one (Z, +07:00) or give --zone for the whole file",
                    text=quoted(text),
                )
            )
    except BadTime as error:
        raise BadMoment(_reason(text, str(error))) from None
    return found


def _reason(text: str, said: str) -> str:
    plain = say("not a time: {text}; {examples}", text=quoted(text), examples="").rstrip("; ")
    why = (
        say("{text} is not a time", text=quoted(text)) if said.startswith(plain) else said.partition("; ")[0]
    )
    return say("{why}; write it like {example}", why=why, example=EXAMPLE)


def runs_backwards(moments: Sequence[Sequence[When]]) -> bool:
    """Whether the rows stand newest first, as on a status page."""
    steps = [(b[0].at - a[0].at).total_seconds() for a, b in pairwise(moments)]
    return sum(step < 0 for step in steps) > sum(step > 0 for step in steps)


class Settled(NamedTuple):
    """Which moment each row means."""

    moments: tuple[When, ...]
    twice: tuple[int, ...]
    """The rows whose time came twice and whose neighbours told which it was."""
    open: tuple[int, ...]
    """Those where they did not: the first, as `about`."""
    never: tuple[int, ...]
    """Those whose time was skipped."""


def settle(possible: Sequence[tuple[When, ...]], roughly: Sequence[bool]) -> Settled:
    """One moment for each row of a file that runs from old to new.

    `roughly`: whether the row itself says `~`, so that `about` is its own word and no sign of a skipped hour.
    """
    found: list[When] = []
    twice: list[int] = []
    unclear: list[int] = []
    never: list[int] = []
    for index, readings_here in enumerate(possible):
        if len(readings_here) == 1:
            found.append(readings_here[0])
            if readings_here[0].precision == "about" and not roughly[index]:
                never.append(index)
            continue
        fitting = _between(readings_here, found[-1] if found else None, possible[index + 1 : index + 2])
        known = len(fitting) == 1
        (twice if known else unclear).append(index)
        found.append(When(fitting[0].at, "exact") if known and not roughly[index] else fitting[0])
    return Settled(tuple(found), tuple(twice), tuple(unclear), tuple(never))


def _between(
    here: tuple[When, ...], before: When | None, after: Sequence[tuple[When, ...]]
) -> tuple[When, ...]:
    """What of `here` is not before the row above and not behind the row below; all of it where that leaves nothing."""
    later = (
        tuple(w for w in here if before is None or before.precision == "date" or w.at >= before.at) or here
    )
    last = max((w.at for row in after for w in row if w.precision != "date"), default=None)
    return tuple(w for w in later if last is None or w.at <= last) or later


def notices(settled: Settled, where: Sequence[str]) -> list[str]:
    """What the person should know of it. `where`: each row's place in words."""
    back = say("the clocks went back and showed this time twice")
    said = (
        (settled.twice, say("{back}; the order of the rows says which it was", back=back)),
        (settled.open, say("{back}; the first is taken, as about", back=back)),
        (
            settled.never,
            say("the clocks went forward and never showed this time; it counts on from before, as about"),
        ),
    )
    return [f"{_places(rows, where)}: {what}" for rows, what in said if rows]


def _places(rows: Sequence[int], where: Sequence[str]) -> str:
    named = [where[i] for i in rows[:_SHOWN]]
    return ", ".join(named) + (
        say(" and {count} more", count=len(rows) - _SHOWN) if len(rows) > _SHOWN else ""
    )
