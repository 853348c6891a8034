"""Builders for storage tests: moments, ids, events, files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from warroom.storage.file.opentail import OpenTail, create

NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
INCIDENT = "INC-20261121-K7F"


def at(seconds: float) -> datetime:
    """A moment, counted from the start of the incident."""
    return NOW + timedelta(seconds=seconds)


def event_id(number: int, moment: datetime = NOW) -> str:
    """A UUIDv7 made at `moment`."""
    digits = f"{int(moment.timestamp() * 1000):012x}7{number >> 62 & 0xFFF:03x}8{number & (1 << 60) - 1:015x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def event(number: int, text: str = "Error rate 32 % on /pay — größer", **more: Any) -> dict[str, Any]:
    """The fields a caller hands in for one entry."""
    return {
        "id": event_id(number),
        "at": "2026-11-21T14:30:00.000Z",
        "by": "ani",
        "kind": "entry.logged",
        "text": text,
        **more,
    }


def new_log(folder: Path, events: int = 0) -> OpenTail:
    """A file with `events` events, one commit each, a second apart."""
    log = create(folder / f"{INCIDENT}.json", {"id": INCIDENT, "title": "Payment gateway down"}, [], NOW)
    for i in range(1, events + 1):
        log.append([event(i)], at(i))
    return log


def ids(lines: Sequence[bytes]) -> list[str]:
    return [json.loads(raw)["id"] for raw in lines]


def stock_rows(path: Path | str) -> list[dict[str, Any]]:
    """What TinyDB reads with no code of ours."""
    with TinyDB(path, access_mode="r") as db:
        return [dict(row) for row in db.table("events").all()]
