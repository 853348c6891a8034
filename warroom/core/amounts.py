"""Reads the figures that people write: 12000, 1.200.000, 1,2 miliar, Rp 350 juta, 99.95 %, none lost. Pure.

Strict on purpose: what may mean two numbers, one a thousand times the other, is refused with both of them.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from warroom.core.language import later, say
from warroom.core.text import clean, quoted

CURRENCIES: Final = {
    "rp": "Rp", "rp.": "Rp", "idr": "Rp", "$": "$", "us$": "US$", "usd": "US$", "€": "€", "eur": "€", "£": "£", "gbp": "£",
    "¥": "¥", "jpy": "¥", "s$": "S$", "sgd": "S$", "rm": "RM", "myr": "RM", "a$": "A$", "aud": "A$",
}  # fmt: skip
"""As it is typed, and as it is kept as the unit of an amount."""
SHARES: Final = frozenset({"%", "percent", "persen", "pct"})
_TIMES: Final = {
    **dict.fromkeys(("k", "thousand", "ribu", "rb"), 10**3),
    **dict.fromkeys(("million", "millions", "mio", "juta", "jt"), 10**6),
    **dict.fromkeys(("billion", "billions", "bn", "miliar", "milyar", "mld"), 10**9),
    **dict.fromkeys(("trillion", "trillions", "triliun"), 10**12),
}
# Patterns are compiled when a figure is first read: most commands read none.
_ABOUT: Final = r"(?i:~|≈|±|about\b|around\b|approx\.?|roughly\b|sekitar\b|kira-kira\b|kurang lebih\b)\s*"
_MONEY: Final = "|".join(sorted(map(re.escape, CURRENCIES), key=len, reverse=True))
_FIGURE: Final = (
    rf"(?is)(?P<before>{_MONEY})?\s*(?P<number>[\d_]+(?:[., '’]\d+)*)\s*(?P<unit>\D.*)?"
)  # fmt: skip
_EITHER: Final = r"([1-9]\d{0,2})[.,](\d{3})"
_GROUPED: Final = r"[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?"
_WORDS: Final = frozenset({
    "none", "nothing", "all", "everything", "unknown", "unclear", "partial", "partly", "nihil", "semua", "seluruhnya", "sebagian",
})  # fmt: skip
"""What says a figure in one word; any other word alone is more likely a slip."""
_MOST: Final = Decimal(10) ** 18
_EXAMPLES: Final = later("write it like 12000, 3.5 % or Rp 1,2 miliar")


class BadAmount(ValueError):
    """A figure that cannot be read, or in two ways. The message is one line for whoever typed it."""


def written(number: str, unit: str) -> str:
    """A number, already in the reader's form, with its unit where it belongs: `Rp 1.200.000`, `12,000 requests`."""
    money, _, rest = unit.partition(" ")
    if money in CURRENCIES.values():
        return f"{money} {number} {rest}".rstrip()
    return f"{number} {unit}".rstrip()


class Amount(NamedTuple):
    """A figure: a decimal number as text and its unit, or words where there is no number."""

    number: str
    unit: str = ""
    about: bool = False
    """It was written as an estimate."""


def parse_amount(text: str) -> Amount:
    """The figure that a text says. BadAmount when it says none, or two."""
    said = clean(text)
    rest = re.sub(_ABOUT, "", said, count=1) if re.match(_ABOUT, said) else said
    about = rest != said
    if not rest:
        raise BadAmount(say("there is no figure; {examples}", examples=say(_EXAMPLES)))
    if not any(c.isdigit() for c in rest) and (" " in rest or rest.lower() in _WORDS):
        return Amount(rest, "", about)
    found = re.fullmatch(_FIGURE, rest)
    if found is None or re.match(r"[^\W\d_]+\d", found["unit"] or ""):
        raise BadAmount(say("{said} is not a figure; {examples}", said=quoted(said), examples=say(_EXAMPLES)))
    word, _, after = (found["unit"] or "").partition(" ")
    times = _TIMES.get(word.lower())
    unit = (after if times else (found["unit"] or "")).strip()
    if word in ("m", "M"):
        raise BadAmount(say("{said} may mean million or miliar; write which", said=quoted(said)))
    kept, share = CURRENCIES.get(unit.lower(), unit), unit.split(" ")[0].lower() in SHARES
    if found["before"]:
        kept = f"{CURRENCIES[found['before'].lower()]} {unit}".strip()
    number = _number(found["number"], said, share=share) * (times or 1)
    if number > _MOST:
        raise BadAmount(
            say("{said} is out of range; a figure is at most {most}", said=quoted(said), most=f"{_MOST:,f}")
        )
    return Amount(_plain(number) if times else format(number, "f"), kept, about)


def _number(written: str, said: str, *, share: bool) -> Decimal:
    """The number that a person wrote, with a point or a comma before its fraction; never a guess by a factor of 1,000."""
    bare = re.sub(r"[_ '’]", "", written)
    if share and bare.count(".") + bare.count(",") == 1:
        return Decimal(bare.replace(",", "."))  # a share has no thousands
    if either := re.fullmatch(_EITHER, bare):
        whole, part = either.groups()
        raise BadAmount(
            say(
                "{said} may mean {whole}{part} or {whole}.{part}; write {whole}{part} or {whole}.{part}0",
                said=quoted(said),
                whole=whole,
                part=part,
            )
        )
    if grouped := re.fullmatch(_GROUPED, bare):
        bare = bare.replace(grouped[1], "").replace(",", ".")
    elif bare.count(",") == 1 and "." not in bare:
        bare = bare.replace(",", ".")
    try:
        return Decimal(bare)
    except InvalidOperation:
        raise BadAmount(
            say("{said} is not a figure; {examples}", said=quoted(said), examples=say(_EXAMPLES))
        ) from None


def _plain(number: Decimal) -> str:
    """Without the zeros that a multiplication leaves behind a point."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
