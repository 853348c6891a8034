"""The system journal, as `journalctl -o json` writes it: one object a line, all values text, times in microseconds since 1970."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from warroom.core.clock import iso
from warroom.intake.rows import Raw

NAME: Final = "journald"
_TIME: Final = "__REALTIME_TIMESTAMP"
_WHO: Final = ("SYSLOG_IDENTIFIER", "_SYSTEMD_UNIT", "_COMM")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def rows(listed: Sequence[tuple[str, Any]]) -> list[Raw] | None:
    """The rows of some journal records, each with its place; None where it is something else."""
    if not listed or not all(isinstance(one, dict) and _TIME in one for _, one in listed):
        return None
    return [
        Raw(where, {"at": _at(one), "kind": "note", "by": _who(one), "text": _text(one.get("MESSAGE"))})
        for where, one in listed
    ]


def _at(one: dict[str, Any]) -> str:
    """As ISO 8601; what is no number of microseconds stays as it is, to be refused with its place."""
    told = _first(one.get("_SOURCE_REALTIME_TIMESTAMP") or one[_TIME])
    try:
        return iso(_EPOCH + timedelta(microseconds=int(told)))
    except (ValueError, OverflowError):
        return told or "?"


def _who(one: dict[str, Any]) -> str:
    return next((_first(one[name]) for name in _WHO if one.get(name)), NAME)


def _first(value: Any) -> str:
    """A field that was given several times is a list."""
    return str(value[0]) if isinstance(value, list) and value else str(value)


def _text(message: Any) -> str:
    """The message; one that is no text stands there as its bytes, one that is too large not at all."""
    if isinstance(message, list) and all(isinstance(b, int) and 0 <= b < 256 for b in message):
        return bytes(message).decode("utf-8", "replace")
    if isinstance(message, list):
        return "; ".join(map(str, message))
    return str(message) if message else "(the journal gave no message)"
