"""Where a typed time ends, when words follow it: a time is read whole or refused, never half.

For the entry line (`@yesterday 23:50 text`), for options (`--at yesterday 23:50 text`) and for text that begins with a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from warroom.core.clock import BadTime
from warroom.core.language import say
from warroom.core.text import clean, quoted

# "@hari ini jam 2:05 pm Asia/Jakarta": no time has more words.
MOST_WORDS = 6

# What stands behind a time cannot begin like this: the time went on, and was not understood. First what needs no capitals.
_GOES_ON = (
    r"[(\[]?(?:"
    r"\d\d?[:.]\d\d|[+-]\d\d:?\d\d|\+\d\d?\b|[ap]m\b|[ap]\.\s?m\.|(?:at|jam|pukul)\s+\d\d?[:.]\d\d\b"
    r"|\d{4}-\d\d-\d\d|\d\d?/\d\d?(?:/\d{2,4})?\b|(?:yesterday|kemarin)\b"
    r"|(?:utc|gmt|z)\s?[+-]\s?\d|(?:utc|gmt|wib|wita)\b"
    r"|(?:est|edt|cdt|pst|pdt|mdt|cest|eest|aest|aedt|nzst|nzdt|jst|kst)\b"
    r"|(?:africa|america|antarctica|arctic|asia|atlantic|australia|europe|indian|pacific|etc)/[a-z])"
)
# Zones that mean different things to different people, or none to us. In capitals only: these are words too.
_ZONES = (
    r"[(\[]?(?:WIT|Z|CST|MST|BST|CET|EET|MSK|IST|SGT|MYT|PHT|HKT|ICT|WET|WEST|BRT|ART|HST|AKST|AKDT|AST|ADT|SAST|EAT|WAT|CAT|PKT|GST"
    r"|ACST|ACDT|AWST)\b"
)


def goes_on(rest: str) -> str:
    """The piece at the start of `rest` with which a time before it would go on; "" when there is none."""
    text = rest.lstrip()
    match = re.match(_GOES_ON, text, re.ASCII | re.IGNORECASE) or re.match(_ZONES, text, re.ASCII)
    return text.split(None, 1)[0] if match else ""


def whole(words: Sequence[str], read: Callable[[str], object]) -> int:
    """How many of the leading words make up a time: the most that `read` understands; 0 when it understands none."""
    for count in range(min(len(words), MOST_WORDS), 0, -1):
        try:
            read(" ".join(words[:count]))
        except BadTime:
            continue
        return count
    return 0


def not_whole(typed: str, piece: str, example: str) -> str:
    """What to say of a time that goes on with a piece that is not understood. `example`: how to keep them apart."""
    tried = quoted(f"{typed} {piece}")
    return say(
        "not a time: {tried}; if the text begins there, put the time in quotes: {example}",
        tried=tried,
        example=clean(example),
    )
