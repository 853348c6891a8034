"""Events whose members another tool has put into another order are the same events."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.storage.helpers import at, event, new_log, stock_rows
from warroom.core.envelope import Event
from warroom.core.families import KINDS
from warroom.storage.errors import NeedsRepair
from warroom.storage.file import layout
from warroom.storage.file.opentail import OpenTail
from warroom.storage.trust.salvage import salvage
from warroom.storage.trust.verify import verify


def sort(path: Path, **how: Any) -> None:
    """What `jq -S` does."""
    path.write_text(json.dumps(json.loads(path.read_bytes()), sort_keys=True, **how), "utf-8")


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    from tests.faults.damage import rich_file

    return rich_file(tmp_path)


@pytest.mark.parametrize(
    "how", [{"indent": 2, "ensure_ascii": False}, {}, {"separators": (",", ":"), "ensure_ascii": False}]
)
def test_a_sorted_file_is_read_proven_and_written_to_as_if_it_had_not_been(
    rich: Path, how: dict[str, Any]
) -> None:
    whole = OpenTail(rich).load().lines
    sort(rich, **how)
    loaded = OpenTail(rich).load()
    assert (loaded.problem, loaded.lines) == (None, whole)
    report = verify(rich)
    assert (report.problems, report.events, report.redacted) == ([], len(whole), 1)
    out = rich.with_name("out.json")
    assert (salvage(rich, out).events, OpenTail(out).load().lines) == (len(whole), whole)
    with OpenTail(rich) as log:
        log.append([event(800)], at(800))
    assert OpenTail(rich).load().lines[:-1] == whole
    assert not Path(f"{rich}.torn").exists()
    assert verify(rich).ok


def test_the_members_of_a_single_line_may_be_in_any_order(tmp_path: Path) -> None:
    path = Path(new_log(tmp_path, 4).path)
    lines = path.read_bytes().split(b"\n")
    key, _, raw = lines[3].partition(b": ")
    members = list(json.loads(raw).items())
    random.Random(7).shuffle(members)
    lines[3] = key + b": " + json.dumps(dict(members), ensure_ascii=False).encode()
    path.write_bytes(b"\n".join(lines))
    assert (verify(path).events, verify(path).problems) == (4, [])
    altered = lines[3].replace(b"Error rate", b"Error fate")
    path.write_bytes(b"\n".join([*lines[:3], altered, *lines[4:]]))
    assert "line 4: altered" in verify(path).problems[0]


def test_every_kind_survives_it(tmp_path: Path) -> None:
    """The table of members knows each kind's, in the order in which the program writes them."""
    for kind, struct in KINDS.items():
        members = {name: name for name in struct.__struct_fields__ if name not in Event.__struct_fields__}
        value = {"id": "x", "at": "y", "recorded_at": "z", "by": "b", "kind": kind, "first_recorded_at": "f",
                 **members, "prev": "p", "act": "a", "origin": "o", "n": 1, "hlc": "h", "after": ""}  # fmt: skip
        raw = layout.seal(value)
        assert layout.restored(layout.encode(dict(sorted(json.loads(raw).items())))) == raw, (
            f"{kind}: make docs"
        )


def test_a_map_without_an_order_of_its_own_gets_it_from_a_list(tmp_path: Path) -> None:
    names = {"stakeholders": 1, "support": 2, "executives": 3, "users": 4, "bank": 5, "press": 6, "staff": 7}
    raw = layout.seal(
        {"id": "x", "at": "y", "kind": "newer", "tells": names, "whom": [*names], "text": "…" * 200}
    )
    mixed = json.dumps(json.loads(raw), sort_keys=True).encode()
    assert layout.restored(mixed) == raw


@pytest.mark.parametrize("sorted_", [False, True])
def test_a_file_without_one_whole_event_is_not_written_to(tmp_path: Path, sorted_: bool) -> None:
    path = Path(new_log(tmp_path, 3).path)
    path.write_bytes(path.read_bytes().replace(b"Error", b"error"))
    if sorted_:
        sort(path)
    before = path.read_bytes()
    with pytest.raises(NeedsRepair, match="not one whole event"):
        OpenTail(path).append([event(9)], at(9))
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir() if "torn" in p.name) == []


def test_the_rows_of_a_sorted_document_are_read_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    path = Path(new_log(tmp_path, 12).path)
    ids = [row["id"] for row in stock_rows(path)]
    sort(path)
    assert [json.loads(raw)["id"] for raw in OpenTail(path).load().lines] == ids
    assert verify(path).ok
