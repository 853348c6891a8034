"""A sentence in little room: paths give way first, in their middle, then what stands before the advice at its end."""

from __future__ import annotations

import re
from typing import Final

from warroom.views.cells import cells
from warroom.views.lines import UTF8, Signs, crop

_PATH: Final = re.compile(r"(?<![^\s“\"'`(=])(?:/|~/|\.{1,2}/)[^\s:;,“”\"'`)]*/(?=[^/\s:;,“”\"'`)]+)")
"""A path's folders; its last name is not part of it."""
_SHORT: Final = 3
"""So many characters are not worth a sign that something is missing."""
_LEAST: Final = 10
"""Less of the beginning than so many cells says nothing."""
_ADVICE: Final = re.compile("; ")


def squeezed(text: str, width: int, signs: Signs = UTF8) -> str:
    """The sentence in `width` cells, where that can be done without its end: there stands what to do."""
    while cells(text) > width:
        folders = max(_PATH.finditer(text), key=lambda found: len(found[0]), default=None)
        if folders is None or len(folders[0]) <= _SHORT:
            break
        text = f"{text[: folders.start()]}{signs.more}/{text[folders.end() :]}"
    if cells(text) <= width:
        return text
    for found in _ADVICE.finditer(text):
        head, advice = text[: found.start()], text[found.start() :]
        room = width - cells(advice)
        if room >= min(_LEAST, cells(head)):
            return crop(head, room, signs.more) + advice
    return text
