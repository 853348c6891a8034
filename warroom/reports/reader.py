"""The reader's language and zone: sentences, numbers, durations and times as that reader writes them.

The sentences are `core.language`'s. Knows nothing of incidents.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from warroom.core.clock import SHORT_ZONES, offset_text
from warroom.core.language import language as named_language
from warroom.core.language import later

_DAY: Final = 86400
_UNITS: Final = (
    (_DAY, later("{n} d")), (3600, later("{n} h")), (60, later("{n} min")), (1, later("{n} s")),
)  # fmt: skip


class Reader:
    """One reader's way of writing. Moments go in aware and come out in the reader's zone."""

    def __init__(self, language: str, zone: tzinfo) -> None:
        self.language = language
        self.zone = zone
        self.say = named_language(language)

    def number(self, amount: str) -> str:
        """A decimal number with the reader's separators; what is no number stays as it is."""
        return self.say.number(amount)

    def duration(self, seconds: float) -> str:
        """The two largest units, truncated: `2 h 5 min`, `2 jam 5 menit`; from a day on to the minute: `1 d 11 min`."""
        total = int(seconds)
        parts: list[str] = []
        for size, unit in _UNITS[:3] if total >= _DAY else _UNITS:
            if total >= size:
                parts.append(self.say(unit, n=total // size))
                total %= size
            elif parts and seconds < _DAY:
                break
            if len(parts) == 2 and seconds < _DAY:
                break
        return " ".join(parts) or self.say("{n} s", n=0)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def clock(self, moment: datetime) -> str:
        """`14:30`, in Indonesian `14.30`."""
        return self.say.clock(self.local(moment))

    def day(self, day: date) -> str:
        """`21 November 2026`, the month in the reader's language."""
        return self.say.day(day)

    def zone_label(self, moment: datetime) -> str:
        """The zone with its offset at that moment: `WIB (UTC+07:00)`, `UTC+03:00`, `UTC`."""
        offset, name = offset_text(moment, self.zone), self.local(moment).tzname() or ""
        if offset == "UTC":
            return offset
        return (
            f"{name} (UTC{offset})" if name[:1].isalpha() and not name.startswith("UTC") else f"UTC{offset}"
        )

    def zone_short(self, moment: datetime) -> str:
        """`WIB`, `UTC+03:00`, `UTC`: what stands behind a single time, and is read again where times are typed."""
        name = self.zone_label(moment).partition(" (")[0]
        return (
            name if name in SHORT_ZONES or name.startswith("UTC") else f"UTC{offset_text(moment, self.zone)}"
        )

    def moment(self, moment: datetime) -> str:
        """Day, clock and zone: `21 November 2026 14.30 WIB`."""
        return f"{self.day(self.local(moment).date())} {self.clock(moment)} {self.zone_short(moment)}"

    def stretch(self, start: datetime, end: datetime) -> str:
        """From one moment to another; the day and the zone once where they are the same."""
        first, last = self.local(start), self.local(end)
        if first.date() == last.date() and first.utcoffset() == last.utcoffset():
            begin = f"{self.day(first.date())}, {self.clock(start)}"
            return self.say(
                "from {start} to {end}", start=begin, end=f"{self.clock(end)} {self.zone_short(end)}"
            )
        return self.say("from {start} to {end}", start=self.moment(start), end=self.moment(end))

    def offset(self, moment: datetime) -> timedelta | None:
        return self.local(moment).utcoffset()
