"""Facts without the secrets that were typed, pasted or piped into their texts: the last gate before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from warroom.core.envelope import Event
from warroom.core.language import many
from warroom.core.suspicion import suspicious
from warroom.core.text import limit

TEXTS: Final = (
    "text",
    "why",
    "brief",
    "readback",
    "alert",
    "title",
    "what",
    "component",
    "waiver",
    "danger",
    "rollback",
    "effort",
)
"""The fields of a fact that hold people's words; the others hold names, numbers and ids."""


class Remark(str):
    """A sentence that a person should read, though nothing is wrong."""

    __slots__ = ()


class Trouble(str):
    """A sentence about what is broken now. It goes when that is mended, not when it is read."""

    __slots__ = ()


def masked(events: Iterable[Event]) -> tuple[list[Event], list[str]]:
    """The facts as they may be written, and what was masked in them, one kind for each secret."""
    kinds: list[str] = []
    return [_masked(event, kinds) for event in events], kinds


def notice(kinds: Iterable[str]) -> str:
    """What the person should know of it; "" where nothing was masked."""
    found = sorted(kinds)
    if not found:
        return ""
    kinds = ", ".join(dict.fromkeys(found))
    return Remark(
        many(len(found), "{n} secret masked ({kinds})", "{n} secrets masked ({kinds})", kinds=kinds)
    )


def _masked(event: Event, kinds: list[str]) -> Event:
    changed = {}
    for name in TEXTS:
        text = getattr(event, name, None)
        if not isinstance(text, str) or not suspicious(text):
            continue
        from warroom.core.secrets import mask

        hidden = mask(text)
        if hidden.count:
            kinds.extend(hidden.kinds)
            changed[name] = limit(hidden.text)
    return msgspec.structs.replace(event, **changed) if changed else event
