"""The reader's language and zone: sentences, numbers, durations and times as that reader writes them.

Sentences are looked up in the gettext catalogues of `warroom/locale`; the key of each is the English sentence. Knows
nothing of incidents.
"""

from __future__ import annotations

import gettext
import re
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from importlib import resources
from typing import Final

from warroom.core.clock import offset_text

LANGUAGES: Final = ("en", "id")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
UNITS: Final = ((86400, "{n} d"), (3600, "{n} h"), (60, "{n} min"), (1, "{n} s"))
_DECIMAL: Final = re.compile(r"(-?)(\d+)(?:\.(\d+))?", re.ASCII)


class UnknownLanguage(ValueError):
    """There is no catalogue of that language. The message is one line for the person who asked."""


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The sentences of a language. UnknownLanguage when there are none."""
    if language not in LANGUAGES:
        raise UnknownLanguage(f"no such language: {language[:20]!r}; there are {', '.join(LANGUAGES)}")
    file = resources.files("warroom") / "locale" / language / "LC_MESSAGES" / "warroom.mo"
    with file.open("rb") as stream:
        return gettext.GNUTranslations(stream)


class Words:
    """One reader's way of writing. Moments go in aware and come out in the reader's zone."""

    def __init__(self, language: str, zone: tzinfo) -> None:
        self.language = language
        self.zone = zone
        self._catalogue = catalogue(language)

    def say(self, english: str) -> str:
        """The sentence in the reader's language, its {places} still open."""
        return self._catalogue.gettext(english) if english else ""

    def number(self, amount: str) -> str:
        """A decimal number with the reader's separators; what is no number stays as it is."""
        found = _DECIMAL.fullmatch(amount)
        if found is None:
            return amount
        thousands, point = (".", ",") if self.language == "id" else (",", ".")
        whole = f"{int(found[2]):,}".replace(",", thousands)
        return f"{found[1]}{whole}{point}{found[3]}" if found[3] else f"{found[1]}{whole}"

    def duration(self, seconds: float) -> str:
        """The two largest units, truncated: `2 h 5 min`, `2 jam 5 menit`."""
        total = int(seconds)
        for place, (size, unit) in enumerate(UNITS):
            if total >= size or size == 1:
                parts = [self.say(unit).format(n=total // size)]
                rest = total % size
                if rest and (less := rest // UNITS[place + 1][0]):
                    parts.append(self.say(UNITS[place + 1][1]).format(n=less))
                return " ".join(parts)
        raise AssertionError("unreachable: a second is the smallest unit")

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def clock(self, moment: datetime) -> str:
        """`14:30`, in Indonesian `14.30`."""
        local = self.local(moment)
        return f"{local.hour:02d}{'.' if self.language == 'id' else ':'}{local.minute:02d}"

    def day(self, day: date) -> str:
        """`21 November 2026`, the month in the reader's language."""
        return f"{day.day} {self.say(MONTHS[day.month - 1])} {day.year}"

    def zone_label(self, moment: datetime) -> str:
        """The zone with its offset at that moment: `WIB (UTC+07:00)`, `UTC+03:00`, `UTC`."""
        offset, name = offset_text(moment, self.zone), self.local(moment).tzname() or ""
        if offset == "UTC":
            return offset
        return (
            f"{name} (UTC{offset})" if name[:1].isalpha() and not name.startswith("UTC") else f"UTC{offset}"
        )

    def zone_short(self, moment: datetime) -> str:
        """`WIB`, `UTC+03:00`, `UTC`: what stands behind a single time."""
        return self.zone_label(moment).partition(" (")[0]

    def moment(self, moment: datetime) -> str:
        """Day, clock and zone: `21 November 2026 14.30 WIB`."""
        return f"{self.day(self.local(moment).date())} {self.clock(moment)} {self.zone_short(moment)}"

    def offset(self, moment: datetime) -> timedelta | None:
        return self.local(moment).utcoffset()
