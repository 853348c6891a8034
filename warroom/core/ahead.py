"""Moments to come that name their day in words: `tomorrow 10:00`, `besok jam 10.00`, `friday 14:00`, `+2h`."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Final

from warroom.core.clock import BadTime
from warroom.core.when import When, parse_due, parse_duration, parse_when

_DAY_AND_CLOCK: Final = re.compile(
    r"(.+?)\s+(?:(?:at|jam|pukul)\s+)?(\d\d?(?:[:.]\d\d\S*|\s?[ap]m)(?:\s.*)?)", re.IGNORECASE
)


def spelled_ahead(text: str, now: datetime, zone: tzinfo) -> When | None:
    """The moment, where a day in words and a clock time make one; None for anything else."""
    body = " ".join(text.split())
    try:
        if body.startswith("+"):
            return When(now + parse_duration(body[1:]), "exact")
        if parts := _DAY_AND_CLOCK.fullmatch(body):
            day = parse_due(parts[1], now.astimezone(zone).date())
            return parse_when(f"{day.isoformat()} {parts[2]}", now, zone)
    except (BadTime, OverflowError):
        pass
    return None
