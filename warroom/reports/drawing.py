"""What every drawing of a chart has in common: where a stretch of time lies, its colour's name, its words."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from warroom.reports.document import Span

WEB: Final = re.compile(r"https?://[^\s\"'<>\\^`{|}]+\Z", re.ASCII | re.IGNORECASE)
"""What may be followed from a page: nothing that a browser would run."""
_THIN: Final = 0.4
"""Per cent of the width that a stretch takes at least, so that it can be seen."""


def place(span: Span, starts: datetime, ends: datetime) -> tuple[float, float]:
    """From where, and how wide, in per cent of the whole."""
    whole = (ends - starts).total_seconds() or 1.0
    left = 100 * (span.starts - starts).total_seconds() / whole
    width = max(_THIN, 100 * (span.ends - span.starts).total_seconds() / whole)
    return round(min(left, 100 - _THIN), 2), round(width, 2)


def colour(span: Span, number: int) -> str:
    """`full`, `degraded`, or for a phase `p0` … `p3`."""
    return span.level or f"p{number % 4}"


def told(span: Span) -> str:
    """The words for it; a phase says its name, a window's lane has it already."""
    return span.words if span.level else f"{span.label}: {span.words}"
