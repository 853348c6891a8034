"""The rules for blameless language as they stand on disk, for an editor that advises while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from warroom.core.language import say, spoken
from warroom.core.text import clean
from warroom.templates import BLAMELESS, shipped


def adviser(section: str, names: Sequence[str]) -> Callable[[str], str]:
    """What says in one line what to ask instead, for the part of the report; "" where nothing is to be said. Reads the disk.

    A team's own rules that can't be read or used are left out: `warroom template check` and each export say what is wrong.
    """
    from warroom.core.blameless import look, rules_of
    from warroom.storage.errors import StorageError
    from warroom.storage.library.templates import own_text

    try:
        own = own_text(BLAMELESS)
        rules = rules_of(shipped(BLAMELESS), {BLAMELESS: own} if own else {})
    except (ValueError, StorageError):
        rules = rules_of(shipped(BLAMELESS), {})

    def advise(text: str) -> str:
        found = look(text, section, names, spoken().code, rules)
        if not found:
            return ""
        first = found[0]
        words = clean(" ".join(text[first.start : first.end].split()))
        more = f" (+{len(found) - 1})" if len(found) > 1 else ""
        return say("“{words}”: {better}", words=words, better=first.better) + more

    advise("x")  # what has to be compiled is compiled here, on the thread of whoever reads the disk
    return advise
