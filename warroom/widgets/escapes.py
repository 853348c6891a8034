"""What is an Esc and what is the beginning of a sequence: the bytes of a terminal do not say, so the rules stand here.

Textual waits for more behind every Esc, takes a letter that comes within that time for Alt and the letter, and types what
it does not understand. Here an Esc is an Esc unless what follows is a whole sequence, or can still become one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Literal

ESC = "\x1b"
DOUBT_SECONDS = 0.035
"""So long a lone Esc at the end of a read may still be the beginning of a key; a terminal sends both in one piece."""
SPLIT_SECONDS = 0.2
"""The same where more than the Esc is there: a key that the network has cut in two."""

Kind = Literal["typed", "escape", "sequence"]

# CSI (odd kinds first: the mouse of old, the Linux console's F1 to F5, and rxvt), and SS3. As ECMA-48 has them.
_WHOLE = re.compile(
    r"\x1b(?:\[M[\x20-\U0010ffff]{3}|\[\[[A-E]|\[\d+\$|\[(?!M)[0-?]*[ -/]*[@-Z\\-~]|O[A-Za-z])", re.DOTALL
)
_BEGUN = re.compile(r"\x1b(?:|\[|\[M[\x20-\U0010ffff]{0,2}|\[\[|\[[0-?]*[ -/]*|O)\Z", re.DOTALL)


class Escapes:
    """Cuts typed input into letters, Esc keys and sequences, across reads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._doubt = ""
        self._since = 0.0

    def split(self, data: str) -> list[tuple[Kind, str]]:
        """The pieces in order. What may go on in the next read is kept back."""
        text, self._doubt = self._doubt + data, ""
        pieces: list[tuple[Kind, str]] = []
        at = 0
        while at < len(text):
            start = text.find(ESC, at)
            if start < 0:
                pieces.append(("typed", text[at:]))
                break
            if start > at:
                pieces.append(("typed", text[at:start]))
            whole = _WHOLE.match(text, start)
            if whole is None and _BEGUN.match(text, start):
                self._doubt, self._since = text[start:], self._now()
                break
            pieces.append(("sequence", whole[0]) if whole else ("escape", ESC))
            at = whole.end() if whole else start + 1
        return pieces

    @property
    def patience(self) -> float | None:
        """Seconds until what is kept back is no longer waited for; None when nothing is."""
        if not self._doubt:
            return None
        limit = DOUBT_SECONDS if self._doubt == ESC else SPLIT_SECONDS
        return max(0.0, self._since + limit - self._now())

    def overdue(self) -> list[tuple[Kind, str]]:
        """What was kept back, if its rest has not come in time."""
        if self.patience != 0.0:
            return []
        text, self._doubt = self._doubt, ""
        return [("escape", ESC), ("typed", text[1:])] if text[1:] else [("escape", ESC)]
