"""Files that were made to be slow or deep: the cost of reading, proving and repairing one stays in proportion to its length."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.storage.helpers import INCIDENT, new_log
from warroom.session import overview
from warroom.storage.errors import NeedsRepair, StorageError
from warroom.storage.file.layout import seal
from warroom.storage.file.opentail import OpenTail
from warroom.storage.trust.salvage import salvage
from warroom.storage.trust.verify import verify

_HEAD = f'{{"incident": {{"1": {{"format": 1, "id": "{INCIDENT}"}}}},\n"events": {{\n'.encode()
_EVENT = b'{"id":"x","kind":"y","q":1,"s":2,"origin":"a","n":1,"crc":"00000000"}'
_CRC = b',"crc":"00000000"}'


def events(*raw: bytes) -> bytes:
    lines = b"".join(b',"%d": %s\n' % (i, one) for i, one in enumerate(raw, 1))
    return _HEAD + lines + b"}}\n"


def seals(count: int) -> bytes:
    heads = {"a": [1, "b"]}
    return events(*(seal({"id": f"s{i}", "at": "2026-11-21T14:30:00Z", "by": "x", "kind": "log.sealed", "heads": heads,
                          "key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGm7cQw", "signature": "s", "origin": "b", "n": i})
                    for i in range(1, count + 1)))  # fmt: skip


FILES: dict[str, Callable[[int], bytes]] = {
    "begins": lambda n: events(*[b'{"' * 32_000 + _CRC] * (n // 64_000)),
    "begins of events": lambda n: events(*[b'{"id":"' * 9_000 + _CRC] * (n // 63_000)),
    "short lines of begins": lambda n: events(*[b'{"id":"' * 30 + _CRC] * (n // 240)),
    "altered": lambda n: events(*[_EVENT] * (n // 80)),
    "one line": lambda n: b'x{"id":1}' * (n // 9),
    "many lines": lambda n: b'x{"id":1}\n' * (n // 10),
    "objects with a kind": lambda n: b'x{"id":1,"kind":2}\n' * (n // 19),
    "unclosed": lambda n: b'{"a":[' * (n // 6),
    "nested": lambda n: b'{"id":' * (n // 7) + b"1" + b"}" * (n // 7),
    "braces": lambda n: b"{}" * (n // 2),
    "seals": lambda n: seals(n // 330),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_costs_in_proportion_to_its_length(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{INCIDENT}.json"
    cost = {}
    for size in (60_000, 480_000):
        path.write_bytes(FILES[name](size))
        began = time.process_time()
        for read in (overview.read, verify, lambda p: salvage(p, tmp_path / "out.json")):
            with suppress(StorageError):
                read(path)
        (tmp_path / "out.json").unlink(missing_ok=True)
        cost[size] = time.process_time() - began
    # All three of them; a busy machine may be several times slower than one at rest.
    assert cost[480_000] < 5
    assert cost[480_000] < 40 * max(cost[60_000], 0.02)


def test_a_header_that_is_nested_deep_is_refused(tmp_path: Path) -> None:
    path = Path(new_log(tmp_path, 1).path)
    whole = path.read_bytes()
    for depth, works in ((20, True), (100, False), (900, False)):
        deep = b'{"a":' * depth + b"1" + b"}" * depth
        path.write_bytes(whole.replace(b'"format": 1', b'"format": 1, "deep": ' + deep, 1))
        if works:
            assert len(OpenTail(path).load().lines) == 1
        else:
            with pytest.raises(NeedsRepair, match="nested"):
                OpenTail(path)
