"""The language that the program speaks: sentences, numbers, days and clocks as its reader writes them.

A sentence stands once, in English, in the code that says it: `say("{count} new", count=3)`. English is its own key, so nothing
is loaded for it; another language's sentences are read from `warroom.locale` when the first of them is needed. `say` speaks
the language of this process, chosen once at start (`speak(chosen(os.environ))`); a report in another language is handed its own
`language("id")`, which is called the same way. Light: the quick path of `warroom log` may import it.
"""

from __future__ import annotations

from warroom.core.text import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

LANGUAGES = ("en", "id")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
CODES = {
    "cause": "root cause",
    "cause_introduced": "cause came in",
    "comms": "communication",
    "external_message": "message to customers",
    "factors": "contributing factors",
    "helped": "what helped",
    "internal_message": "message to colleagues",
    "luck": "where we were lucky",
    "obstacles": "what stood in the way",
    "resolution": "how it was resolved",
    "team": "effect on the team",
    "todo": "to do",
    "went_badly": "what went badly",
    "went_well": "what went well",
}
"""Codes of the record that are no English by themselves. Every other code is its own English word."""


class UnknownLanguage(ValueError):
    """There is no catalogue of that language. The message is one line for the person who asked."""


class Language:
    """One language. Called with an English sentence, it gives that sentence; `{places}` are filled from the keywords."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._sentences: Mapping[str, str] | None = CODES if code == "en" else None

    def __call__(self, english: str, /, **places: object) -> str:
        if self._sentences is None:
            self._sentences = _sentences(self.code)
        said = (self._sentences or {}).get(english) or english
        return said.format(**places) if places else said

    def many(self, n: int, one: str, more: str, /, **places: object) -> str:
        """`one` for exactly one, else `more`; both may name {n}."""
        return self(one if n == 1 else more, n=self.number(str(n)), **places)

    def number(self, amount: str) -> str:
        """A plain decimal number with this language's separators; anything else stays as it is."""
        sign = amount[:1] if amount[:1] == "-" else ""
        whole, point, part = amount[len(sign) :].partition(".")
        if not (_digits(whole) and (_digits(part) or not point)):
            return amount
        thousands, mark = (".", ",") if self.code == "id" else (",", ".")
        grouped = f"{int(whole):,}".replace(",", thousands)
        return f"{sign}{grouped}{mark}{part}" if point else f"{sign}{grouped}"

    def clock(self, local: datetime) -> str:
        """`14:30`, in Indonesian `14.30`. `local` is in the reader's zone already."""
        return f"{local.hour:02d}{'.' if self.code == 'id' else ':'}{local.minute:02d}"

    def day(self, day: date) -> str:
        """`21 November 2026`, the month in this language."""
        return f"{day.day} {self(MONTHS[day.month - 1])} {day.year}"


def _sentences(code: str) -> Mapping[str, str] | None:
    """None where they cannot be read now: a failing disk is told of in English rather than not at all."""
    try:
        from warroom.locale import sentences

        return sentences(code)
    except (ImportError, OSError):
        return None


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


_made: dict[str, Language] = {}


def language(code: str) -> Language:
    """The language of that code. UnknownLanguage when there is none."""
    if code not in LANGUAGES:
        raise UnknownLanguage(
            say("no such language: {code}; there are {known}", code=quoted(code), known=", ".join(LANGUAGES))
        )
    return _made.setdefault(code, Language(code))


_spoken = language("en")


def speak(code: str) -> None:
    """From now on this process speaks that language. UnknownLanguage when there is none."""
    global _spoken
    _spoken = language(code)


def spoken() -> Language:
    """The language of this process."""
    return _spoken


def say(english: str, /, **places: object) -> str:
    """The sentence in the language of this process, `{places}` filled from the keywords."""
    return _spoken(english, **places)


def speaker(say: object) -> Language:
    """The language that a sentence is said in: of a report its own, else that of this process."""
    return say if isinstance(say, Language) else _spoken


def many(n: int, one: str, more: str, /, **places: object) -> str:
    """`one` for exactly one, else `more`, in the language of this process; both may name {n}."""
    return _spoken.many(n, one, more, **places)


def named(code: str) -> str:
    """A code of the record in words: `ruled_out` is “ruled out”, `went_well` “what went well”."""
    return say(code if code in CODES else code.replace("_", " "))


def later(english: str) -> str:
    """The sentence as it stands, marked for the catalogues: for a table that is made before the language is chosen."""
    return english


def chosen(environ: Mapping[str, str]) -> str:
    """The code that these environment variables ask for: `WARROOM_LANG`, else the locale's, else English."""
    for name in ("WARROOM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if told := environ.get(name, "").lower():
            asked = told.replace("-", "_").partition("_")[0].partition(".")[0]
            return asked if asked in LANGUAGES else "en"
    return "en"
