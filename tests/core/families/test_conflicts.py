"""What two people change without having seen each other is a conflict, whatever it is; seen, it is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from warroom.core.envelope import Event
from warroom.core.families.declaration import Declared, SymptomsDescribed, SystemsNamed, Titled
from warroom.core.families.notes import NotesSaved
from warroom.core.families.severity import SeverityChanged, StatusChanged
from warroom.core.fold import fold

AT = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
CHANGES: list[tuple[type[Event], dict[str, Any], dict[str, Any]]] = [
    (Titled, {"title": "one"}, {"title": "two"}),
    (SystemsNamed, {"systems": ("a",)}, {"systems": ("b",)}),
    (SymptomsDescribed, {"text": "slow"}, {"text": "down"}),
    (SeverityChanged, {"severity": 1}, {"severity": 2}),
    (StatusChanged, {"status": "investigating"}, {"status": "mitigating"}),
    (NotesSaved, {"text": "x"}, {"text": "y"}),
]


def made(kind: type[Event], number: int, prev: str, fields: dict[str, Any]) -> Event:
    clock = f"2026-11-21T14:00:0{number}.000Z.0000"
    at = AT + timedelta(seconds=number)
    return kind(id=f"e{number}", at=at, by=f"p{number}", prev=prev, hlc=clock, **fields)


@pytest.mark.parametrize(("kind", "first", "second"), CHANGES, ids=lambda v: getattr(v, "__name__", ""))
def test_unseen_is_a_conflict_and_seen_is_none(
    kind: type[Event], first: dict[str, Any], second: dict[str, Any]
) -> None:
    declared = made(Declared, 0, "", {"title": "T", "severity": 3})
    mine = made(kind, 1, "e0", first)
    unseen, seen = made(kind, 2, "e0", second), made(kind, 2, "e1", second)
    assert [c.loser for c in fold([declared, mine, unseen]).conflicts] == ["e1"]
    assert fold([declared, mine, seen]).conflicts == ()
    assert fold([declared, mine, made(kind, 2, "e0", first)]).conflicts == ()
