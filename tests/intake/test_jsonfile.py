"""JSON from outside: an export becomes the same state again, rows become entries, and nothing else comes in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.core import codec
from warroom.core.clock import hlc_next, iso, uuid7
from warroom.core.envelope import Event
from warroom.core.families.declaration import declaration
from warroom.core.families.entries import EntryLogged
from warroom.core.families.notes import NotesSaved
from warroom.core.families.roster import Joined
from warroom.core.fold import fold
from warroom.core.incident import Incident
from warroom.core.registry import act, find
from warroom.core.rows import Rows
from warroom.core.verb import Circumstance
from warroom.intake import detect, jsonfile
from warroom.intake.rows import Imported

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
INCIDENT = "INC-20261121-K7F"


def an_id(number: int) -> str:
    return uuid7(NOW, (number << 6).to_bytes(10, "big"))


def lived() -> list[Event]:
    """The events of an incident in which most kinds of things happened."""
    made: list[Event] = []
    clock = ""

    def do(verb: str, *tokens: str, by: str = "ani") -> None:
        nonlocal clock
        now = NOW + timedelta(minutes=len(made))
        given = Circumstance(by, now, UTC, lambda: an_id(len(made) * 64 + next(numbers)))
        if verb == "declare":
            fresh: Sequence[Event] = declaration(tokens, None, given)
        else:
            fresh = act(find(verb), tokens, fold(made, INCIDENT), given)
        for event in fresh:
            clock = hlc_next(clock, now)
            made.append(msgspec.structs.replace(event, hlc=clock, recorded_at=now, origin="abcdefgh"))

    numbers = iter(range(1, 10_000))
    do(
        "declare",
        "Payment gateway down",
        "--sev",
        "2",
        "--started",
        "-20m",
        "--system",
        "pay",
        "--zone",
        "Asia/Jakarta",
    )
    do("role", "ic", "ani")
    do("log", "error rate is 23 %", "--kind", "symptom", by="budi")
    do("correct", "error rate", "error rate is 32 %", "--kind", "alert")
    do("log", "restarted the wrong host", "--kind", "action", by="budi")
    do("strike", "wrong host", "it was the right one")
    do("sev", "1", "all of Jakarta")
    do("suspect", "leak in v2.3.2", by="citra")
    do("judge", "leak", "confirmed", "heap dump")
    do("notes", "first line\n\tsecond line", by="citra")
    do("update", "we are on it", "--next", "20m")
    do("window", "--from", "-30m")
    do("impact", "users", "12000", "--estimate")
    do("status", "mitigating", "rolling back")
    do("handover", "ic", "budi", "--brief", "roll-back runs")
    do("undo", by="citra")
    do("resolve", "errors are gone")
    do("write", "summary", "It was down.\n\nIt came back.")
    do("action", "Alert on memory at 80 %", "--owner", "dewi", "--due", "2026-12-01", "--type", "detect")
    return made


def export(events: Sequence[Event], **more: Any) -> str:
    """As our own export writes it: the events as a file has them, in the order of the file."""
    lines = [
        {**codec.fields(e), "recorded_at": iso(NOW), "origin": e.origin, "n": n, "hlc": e.hlc, "after": "", "crc": "0"}
        for n, e in enumerate(events, 1)
    ]  # fmt: skip
    whole = {
        "warroom_export": 1,
        "incident": {"format": 1, "id": INCIDENT},
        "state": {},
        "events": lines,
        **more,
    }
    return msgspec.json.encode(whole).decode()


def read(text: str) -> Imported:
    return jsonfile.read(text, None, NOW, "INC-20261122-NEW")


def restamped(events: Sequence[Event]) -> list[Event]:
    """As another file stamps them: in their order, all at once."""
    clock, out = "", []
    for event in events:
        clock = hlc_next(clock, NOW + timedelta(days=1))
        line = {
            **codec.fields(event),
            "recorded_at": iso(NOW + timedelta(days=1)),
            "hlc": clock,
            "origin": "zzzzzzzz",
        }
        out.append(codec.decode(msgspec.json.encode(line)))
    return out


def state(events: Sequence[Event]) -> Incident:
    """All that people see, less when and by which file it was recorded."""
    found = fold(events)
    rows = Rows([msgspec.structs.replace(r, recorded_at=None, event=None, order="") for r in found.rows])
    bare: dict[str, Any] = {"recorded_at": None, "first_recorded_at": None, "hlc": "", "origin": ""}
    withdrawn = {i: msgspec.structs.replace(e, **bare) for i, e in found.withdrawn.items()}
    return msgspec.structs.replace(found, rows=rows, withdrawn=withdrawn, last="")


def test_an_export_becomes_the_same_state_again() -> None:
    events = lived()
    found = read(export(events))
    assert found.problems == ()
    assert found.notices == ()
    assert found.founds
    assert state(restamped(found.events)) == state(events)


def test_the_order_is_that_of_the_clocks_not_of_the_file() -> None:
    """Where several consoles wrote at once, a file has events in the order of their arrival."""
    events = lived()
    assert [e.id for e in read(export(events[::-1])).events] == [e.id for e in events]


def test_an_event_that_stands_there_twice_comes_in_once() -> None:
    events = lived()
    assert len(read(export([*events, *events])).events) == len(events)


def test_kinds_and_fields_of_a_newer_version_are_kept_or_named() -> None:
    newer = {"id": an_id(1), "at": iso(NOW), "by": "ani", "kind": "coffee.made", "cups": 3}
    wider = {
        "id": an_id(2),
        "at": iso(NOW),
        "by": "ani",
        "kind": "person.joined",
        "person": "budi",
        "mood": "good",
    }
    found = read(msgspec.json.encode({"warroom_export": 1, "events": [newer, wider]}).decode())
    assert codec.fields(found.events[0]) == newer
    assert isinstance(found.events[1], Joined)
    assert found.notices == ('left out, from a newer version: "mood"',)


def test_an_export_from_anybody_is_cleaned() -> None:
    evil = "a\x1b]0;owned\x07\x1b[31mb\nc\u202ed"
    entry = {"id": an_id(1), "at": iso(NOW), "by": evil, "kind": "entry.logged", "text": evil}
    notes = {"id": an_id(2), "at": iso(NOW), "by": "ani", "kind": "notes.saved", "text": "one\ntwo\x1b[2J"}
    other = {
        "id": an_id(3),
        "at": iso(NOW),
        "by": "ani",
        "kind": "coffee.made",
        "deep": [{"x\x1b[0m": [evil]}],
    }
    found = read(msgspec.json.encode({"warroom_export": 1, "events": [entry, notes, other]}).decode())
    assert found.problems == ()
    for event in found.events:
        text = "".join(map(str, codec.fields(event).values()))
        assert not any(c in text for c in "\x1b\x07\u202e")
    assert isinstance(found.events[1], NotesSaved)
    assert found.events[1].text == "one\ntwo"


GOOD = {"id": an_id(1), "at": iso(NOW), "by": "ani", "kind": "entry.logged", "text": "x"}
BORN = {"id": an_id(1), "at": iso(NOW), "by": "ani", "kind": "incident.declared", "title": "x", "severity": 1}


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("no object", "it is no object"),
        ({k: v for k, v in GOOD.items() if k != "id"}, "it has no usable id"),
        ({**GOOD, "id": "../../etc"}, "it has no usable id"),
        ({k: v for k, v in GOOD.items() if k != "at"}, "not an event"),
        ({**GOOD, "at": "2026-11-21T14:30:00"}, "`at` is no likely time with a zone"),
        ({**GOOD, "at": "0001-01-01T00:00:00+14:00"}, "`at` is no likely time with a zone"),
        ({**BORN, "severity": 9}, "9 is no severity"),
        ({**BORN, "zone": "Mars/X"}, "unknown time zone"),
    ],
)
def test_one_bad_event_keeps_the_export_out(event: Any, said: str) -> None:
    whole = {"warroom_export": 1, "events": [{**GOOD, "id": an_id(2)}, event]}
    found = read(msgspec.json.encode(whole).decode())
    assert found.events == ()
    assert found.problems[0].startswith(f"event 2: {said}")


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "3", "{}", '{"events": []}', '{"warroom_export": 2, "events": []}', '{"warroom_export": 1}',
     '{"warroom_export": 1, "events": []}', "[1]", "[" * 100_000],
)  # fmt: skip
def test_other_json_says_what_it_is_not(text: str) -> None:
    found = read(text)
    assert found.events == ()
    assert len(found.problems) == 1
    assert "\n" not in found.problems[0]


def test_the_header_of_an_export_tells_its_incident() -> None:
    assert jsonfile.header(export([]))["id"] == INCIDENT
    assert jsonfile.header("[]") == {}


def test_a_plain_list_of_rows_becomes_entries_as_from_csv() -> None:
    rows = '[{"at": "2026-11-21T14:30:00+07:00", "kind": "ack", "by": "budi", "text": "on it", "role": "on-call"}, {}]'
    found = read(rows)
    (entry,) = found.events
    assert isinstance(entry, EntryLogged)
    assert (entry.marks, entry.by, entry.text, entry.source) == ("acknowledged", "budi", "on it", "json")
    assert not found.founds
    assert found.skipped == 1
    assert found.notices == ('left out: the column "role"',)


def test_the_same_rows_from_csv_and_json_differ_in_nothing_but_their_source() -> None:
    by_json = jsonfile.read(
        '[{"at": "2026-11-21T14:30Z", "kind": null, "text": "x"}]', None, NOW, INCIDENT
    ).events
    by_csv = detect.read(b"at,text\n2026-11-21T14:30Z,x\n", "auto", None, NOW, INCIDENT).events
    assert [msgspec.structs.replace(e, source="csv") for e in by_json if isinstance(e, EntryLogged)] == list(
        by_csv
    )


def test_a_row_without_a_zone_is_refused_by_its_number() -> None:
    (problem,) = read('[{"at": "2026-11-21 14:30", "text": "x"}]').problems
    assert problem.startswith('row 1: "2026-11-21 14:30" has no time zone')


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["at", "text", "kind", "by", "id", "warroom_export", "events", "prev", "title"]) | st.text(max_size=4),
        inner, max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


@given(_json | st.builds(lambda e: {"warroom_export": 1, "events": e}, st.lists(_json, max_size=3)))
def test_no_json_makes_it_fail_or_comes_in_by_half(value: Any) -> None:
    found = jsonfile.read(msgspec.json.encode(value).decode(), UTC, NOW, INCIDENT)
    assert not (found.problems and found.events)
    assert all("\n" not in line for line in found.problems)
