"""The clock that orders events, as storage stamps it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.storage.helpers import INCIDENT, at, event, new_log
from warroom.storage.file.opentail import OpenTail, create


def hlc(raw: bytes) -> str:
    return str(json.loads(raw)["hlc"])


def test_events_of_one_moment_are_told_apart(tmp_path: Path) -> None:
    done = new_log(tmp_path).append([event(1), event(2)], at(0)).lines
    assert [hlc(raw)[-6:] for raw in done] == ["Z.0000", "Z.0001"]


def test_a_clock_that_is_a_little_ahead_is_followed(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    first = hlc(log.append([event(1)], at(50)).lines[0])
    assert hlc(OpenTail(log.path).append([event(2)], at(0)).lines[0]) == first[:-1] + "1"


def test_a_clock_that_is_far_ahead_is_not_followed(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    log.append([event(1)], at(0))
    log.append([event(2)], at(86_400))
    for writer in (log, OpenTail(log.path)):
        assert hlc(writer.append([event(3 if writer is log else 4)], at(1)).lines[0]) < "2026-11-21T14:31"


def test_an_event_is_behind_the_one_that_it_replaces_however_wrong_that_clock_was(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    wrong = hlc(log.append([event(1)], at(86_400)).lines[0])
    replaced, other = log.append([event(2, hlc=wrong), event(3)], at(1)).lines
    assert hlc(replaced) > wrong
    assert hlc(other) < "2026-11-21T14:31"


def test_a_clock_that_makes_no_sense_is_ignored(tmp_path: Path) -> None:
    log = create(tmp_path / "a.json", {"id": INCIDENT}, [event(1, hlc="~nonsense")], at(0))
    assert hlc(log.load().lines[0]) == "2026-11-21T14:30:00.000Z.0000"


def test_a_wrong_clock_does_not_hide_a_good_one(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    log.append([event(1)], at(86_400))
    good = hlc(log.append([event(2)], at(50)).lines[0])
    assert hlc(OpenTail(log.path).append([event(3)], at(0)).lines[0]) == good[:-1] + "1"
