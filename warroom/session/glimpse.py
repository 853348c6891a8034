"""A long incident as its first picture shows it, before it is read whole."""

from __future__ import annotations

import os
from typing import Final, NamedTuple

from warroom.core.codec import decode_all
from warroom.core.fold import fold
from warroom.core.incident import Incident
from warroom.storage.file.glance import glance

NEWEST: Final = 120
"""Entries: more than the tallest screen has lines."""


class Glimpse(NamedTuple):
    """`incident` has all facts and the newest entries; `left_out` entries are in the file besides."""

    incident: Incident
    left_out: int


def glimpse(path: str) -> Glimpse | None:
    """None where the whole file is read as fast, or where it is not in order."""
    seen = glance(path, NEWEST)
    if seen is None:
        return None
    name = os.path.basename(path).removesuffix(".json")
    return Glimpse(fold(decode_all(seen.lines), name), seen.left_out)
