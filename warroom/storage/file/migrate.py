"""Older file formats and how each becomes the next. Pure: a document in, a document out."""

from __future__ import annotations

from warroom.core.language import say
from warroom.storage.file.layout import FORMAT, encode, seal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Document = tuple[dict[str, Any], list[dict[str, Any]]]


def _from_0(tables: dict[str, Any], rows: list[dict[str, Any]]) -> Document:
    """Format 0 had no format number and no checksums."""
    header = {
        "format": 1,
        **{k: v for k, v in tables["incident"]["1"].items() if k != "format"},
    }
    return {**tables, "incident": {"1": header}}, [_sealed(row) for row in rows]


def _sealed(row: dict[str, Any]) -> dict[str, Any]:
    if "crc" in row or "origin" not in row:
        return row
    return {**row, "crc": seal(row)[-10:-2].decode()}


MIGRATIONS: dict[int, Callable[[dict[str, Any], list[dict[str, Any]]], Document]] = {0: _from_0}
"""From a format number to the step that leads to the next."""


def format_of(tables: dict[str, Any]) -> int:
    """The format number in a header; 0 when it has none. Raises ValueError when it is no number."""
    number = tables["incident"]["1"].get("format", 0)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise ValueError(say("format {number} is not a number", number=repr(number)))
    return number


def brought_up(tables: dict[str, Any], rows: list[dict[str, Any]]) -> Document:
    """The document in today's format. Raises ValueError when a row cannot be carried over."""
    while (number := format_of(tables)) < FORMAT:
        tables, rows = MIGRATIONS[number](tables, rows)
    for row in rows:
        encode(row)
    return tables, rows
