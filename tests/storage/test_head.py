"""The head of a record: what a printed report can prove about a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.storage.helpers import at, event, new_log
from tests.storage.test_redaction import record, secret_log
from warroom.storage.file.layout import decode, seal
from warroom.storage.file.opentail import OpenTail
from warroom.storage.trust.head import BadHead, Head, difference, head_of, parsed
from warroom.storage.trust.redact import redact
from warroom.storage.trust.verify import verify


def lines_of(path: Path) -> list[bytes]:
    return OpenTail(path).load().lines


def test_a_head_holds_while_the_record_grows(tmp_path: Path) -> None:
    log = new_log(tmp_path, 3)
    head = head_of(log.load().lines)
    assert parsed(f" {str(head).upper()}\n") == head
    log.append([event(4)], at(4))
    report = verify(log.path, head=head)
    assert (report.ok, report.holds, report.head.count) == (True, True, 4)
    assert verify(log.path, head=report.head).holds


def test_a_head_survives_a_redaction_and_another_tools_layout(tmp_path: Path) -> None:
    path = secret_log(tmp_path)
    head = head_of(lines_of(path))
    redact(path, record(4), at(60))
    assert difference(head, lines_of(path)) == ""
    path.write_text(json.dumps(json.loads(path.read_bytes()), sort_keys=True, indent=1), "utf-8")
    assert difference(head, lines_of(path)) == ""
    assert verify(path, head=head).holds


@pytest.mark.parametrize("how", ["altered", "dropped", "swapped for another", "put in"])
def test_what_a_forger_changes_before_the_head_is_named(tmp_path: Path, how: str) -> None:
    path = Path(new_log(tmp_path, 4).path)
    head = head_of(lines_of(path))
    lines = lines_of(path)
    other = seal({k: v for k, v in decode(lines[1]).items() if k != "crc"} | {"text": "nothing happened"})
    forged = {
        "altered": [lines[0], other, *lines[2:]],
        "dropped": lines[:3],
        "swapped for another": [*lines[:3], other],
        "put in": [lines[0], other, *lines[1:]],
    }[how]
    assert difference(head, forged) != ""
    assert difference(head_of(lines[:2]), lines) == ""


@pytest.mark.parametrize(
    "text", ["", "57", "57:", "x:" + "0" * 24, "5:" + "g" * 24, "5:" + "0" * 23, "-1:" + "0" * 24]
)
def test_what_is_no_head_is_said_in_one_line(text: str) -> None:
    with pytest.raises(BadHead, match="not a head"):
        parsed(text)
    assert Head(1, "a") != "1:a"
