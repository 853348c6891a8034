"""Secrets in what is recorded, made visible as masked: every text passes here before it is written, whatever door it came by.

What a secret looks like stands in `secretrules`. No guessing by entropy alone: a prefix, a name or a command must say that it is
one, so that ordinary incident lines stay as they are.
"""

from __future__ import annotations

import msgspec

from warroom.core.suspicion import suspicious


class Masked(msgspec.Struct, frozen=True):
    """The text with its secrets replaced."""

    text: str
    count: int
    """How many there were."""
    kinds: tuple[str, ...]
    """What each of them was, in the order of the text."""


def mask(text: str) -> Masked:
    """The text with each secret replaced by `[masked: aws-key]`; what names it (`password=`) stays.

    Never raises; masking twice changes nothing more; the time is in proportion to the length.
    """
    if not suspicious(text):
        return Masked(text, 0, ())
    from warroom.core.secretrules import spans

    parts: list[str] = []
    kinds: list[str] = []
    end = 0
    for span in spans(text):
        parts += text[end : span.start], f"[masked: {span.kind}]"
        kinds.append(span.kind)
        end = span.end
    parts.append(text[end:])
    return Masked("".join(parts), len(kinds), tuple(kinds))
