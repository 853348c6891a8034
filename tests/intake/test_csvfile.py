"""A timeline as CSV: what is read, what is refused and how, and that nothing comes in twice or by half."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.core.clock import zone
from warroom.core.families.entries import EntryLogged
from warroom.core.fold import fold
from warroom.core.vocabulary import CATEGORIES
from warroom.intake import csvfile
from warroom.intake.rows import Imported

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
INCIDENT = "INC-20261121-K7F"


def read(text: str, zone_name: str = "", incident: str = INCIDENT) -> Imported:
    return csvfile.read(text, zone(zone_name) if zone_name else None, NOW, incident)


def entries(found: Imported) -> list[EntryLogged]:
    assert found.problems == ()
    return [e for e in found.events if isinstance(e, EntryLogged)]


def one(row: str, zone_name: str = "") -> EntryLogged:
    (entry,) = entries(read(f"at,kind,by,text\n{row}\n", zone_name))
    return entry


def test_a_row_becomes_an_entry() -> None:
    entry = one("2026-11-21T14:30:00+07:00,symptom,budi,Error rate 32 % on /pay")
    assert entry.at == datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
    assert (entry.category, entry.by, entry.text) == ("symptom", "budi", "Error rate 32 % on /pay")
    assert (entry.source, entry.precision, entry.marks) == ("csv", "exact", "")


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffAt,Kind,By,Text\n2026-11-21T14:30Z,note,budi,hello",
        "text;by;kind;at\r\nhello;budi;note;2026-11-21T14:30Z\r\n",
        "kind\tat\ttext\tby\nnote\t2026-11-21 14:30Z\thello\tbudi\n",
        '"at","kind","by","text"\n"2026-11-21T14:30:00.000Z","note","budi","hello"\n',
        "text;at;by;kind\nhello;2026-11-21T14:30Z;budi;",
    ],
    ids=["byte order mark and case", "semicolon and order", "tab", "quoted header", "empty kind"],
)
def test_the_same_row_in_every_dress(text: str) -> None:
    (entry,) = entries(read(text))
    assert (entry.at, entry.category, entry.by, entry.text) == (
        NOW - timedelta(minutes=30),
        "note",
        "budi",
        "hello",
    )


def test_quoted_text_of_several_lines_is_one_entry_on_one_line() -> None:
    found = entries(
        read('at,text\n2026-11-21T14:30Z,"first, with ""quotes""\nsecond"\n2026-11-21T14:31Z,next')
    )
    assert [e.text for e in found] == ['first, with "quotes" ⏎ second', "next"]


def test_text_and_names_are_cleaned_and_a_row_without_a_name_says_so() -> None:
    found = entries(
        read("at,by,text\n2026-11-21T14:30Z,\x1b[31mbu\u202edi,evil\x1b]0;t\x07 line\n2026-11-21T14:31Z,,x")
    )
    assert [(e.by, e.text) for e in found] == [("bu\ufffddi", "evil line"), ("import", "x")]


def test_secrets_are_masked_and_the_person_is_told() -> None:
    found = read("at,text\n2026-11-21T14:30Z,set DB_PASSWORD=" + "hunter2\n")
    assert entries(found)[0].text == "set DB_PASSWORD=[masked: password]"
    assert found.notices == ("1 secret masked (password)",)


# -- time --


def test_a_time_without_a_zone_is_refused_with_its_line_and_the_way_out() -> None:
    found = read("at,text\n2026-11-21T14:30Z,a\n2026-11-21 14:30,b\n")
    assert found.events == ()
    assert found.problems == (
        'line 3: "2026-11-21 14:30" has no time zone; add one (Z, +07:00) or give --zone for the whole file',
    )


def test_a_zone_for_the_file_serves_the_times_that_have_none() -> None:
    found = entries(
        read(
            "at,text\n2026-11-21 14:30,a\n2026-11-21T14:30:00+00:00,b\n2026-11-21 14:30 WITA,c",
            "Asia/Jakarta",
        )
    )
    assert [e.at.hour for e in found] == [7, 14, 6]


def test_a_time_that_came_twice_is_about() -> None:
    entry = one("2025-10-26 02:30,note,budi,clocks went back", "Europe/Berlin")
    assert entry.precision == "about"


def test_an_approximate_time_and_a_bare_date_keep_their_precision() -> None:
    assert one("~2017-01-31T19:00Z,note,,load rises").precision == "about"
    day = one("2017-01-31,note,,that day", "Asia/Jakarta")
    assert (day.precision, day.at) == ("date", datetime(2017, 1, 30, 17, tzinfo=UTC))


@pytest.mark.parametrize(
    "at",
    [
        "14:02",
        "-5m",
        "now",
        "yesterday 23:50",
        "21/11/2026 14:02",
        "",
        "2026-13-01T00:00Z",
        "0001-01-01T00:00Z",
    ],
)
def test_what_a_file_cannot_mean_is_no_time(at: str) -> None:
    found = read(f"at,text\n{at},a\n", "UTC")
    assert found.events == ()
    assert len(found.problems) == 1
    assert found.problems[0].startswith("line 2: ")
    assert "2026-11-21T14:30:00+07:00" in found.problems[0]


def test_entries_in_the_future_come_in_with_a_question_about_the_zone() -> None:
    found = read("at,text\n2026-11-21T14:59Z,a\n2026-11-21T22:00Z,b\n2026-11-21T22:01Z,c\n")
    assert len(entries(found)) == 3
    assert found.notices == ("line 3 and 1 more: the time lies in the future; is the zone right?",)


# -- kinds --


@pytest.mark.parametrize("kind", CATEGORIES)
def test_the_entry_kinds_are_themselves(kind: str) -> None:
    entry = one(f"2026-11-21T14:30Z,{kind.upper()},budi,x")
    assert (entry.category, entry.marks) == (kind, "")


@pytest.mark.parametrize(
    ("kind", "category", "marks"),
    [
        ("diagnose", "diagnosis", ""),
        ("detect", "alert", "detected"),
        ("ack", "note", "acknowledged"),
        ("acknowledge", "note", "acknowledged"),
        ("declare", "note", "declared"),
        ("mitigate", "action", "mitigated"),
        ("resolve", "action", "resolved"),
        ("recover", "action", ""),
        ("escalate", "action", ""),
        ("role", "note", ""),
        ("close", "note", ""),
        ("update", "comms", ""),
        ("", "note", ""),
    ],
)
def test_what_other_tools_call_it(kind: str, category: str, marks: str) -> None:
    entry = one(f"2026-11-21T14:30Z,{kind},budi,x")
    assert (entry.category, entry.marks) == (category, marks)


def test_a_milestone_follows_from_the_row_that_tells_of_it() -> None:
    told = {"detect": "10:00", "ack": "10:05", "mitigate": "11:00", "resolve": "12:00"}
    rows = "".join(f"2026-11-21T{clock}Z,{kind},x\n" for kind, clock in told.items())
    incident = fold(read("at,kind,text\n" + rows).events)
    reached = {name: mark.at.hour * 60 + mark.at.minute for name, mark in incident.milestones.items()}
    assert reached == {"detected": 600, "acknowledged": 605, "mitigated": 660, "resolved": 720}


def test_an_unknown_kind_is_refused_with_the_ones_there_are() -> None:
    (problem,) = read("at,kind,text\n2026-11-21T14:30Z,gossip,x").problems
    assert problem.startswith('line 2: "gossip" is no kind; use one of note, symptom, ')
    assert "resolve" in problem


# -- all or nothing --


def test_one_bad_line_keeps_the_whole_file_out() -> None:
    found = read("at,kind,text\n2026-11-21T14:30Z,note,good\n2026-11-21T14:31Z,gossip,bad\n")
    assert found.events == ()


def test_all_bad_lines_are_named_together_the_first_ten_shown() -> None:
    found = read("at,text\n" + "nonsense,x\n" * 13)
    assert len(found.problems) == 13
    assert len(found.report()) == 11
    assert found.report()[-1] == "… and 3 more"


def test_a_line_number_is_that_of_the_row_also_behind_text_of_several_lines() -> None:
    (problem,) = read('at,text\n2026-11-21T14:30Z,"one\ntwo\nthree"\nnonsense,x\n').problems
    assert problem.startswith("line 5: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "",
            "line 1: there is no column for the time and none for the text; the first line names the columns",
        ),
        (
            "2026-11-21T14:30Z,note,budi,x\n",
            "line 1: the first line is a row; put a line above it that names the columns, as in at,kind,by,text",
        ),
        ("at,kind\n", 'line 1: there is no column for the text; found: "at", "kind"; say which'),
        ("at,text,at\n", "line 1: the column at stands there twice"),
        ("at,text\n2026-11-21T14:30Z,one,two\n", "line 2: 3 cells under 2 columns; put the text in quotes"),
        ('at,text\n2026-11-21T14:30Z,"never closed\nmore\n', "line 2: "),
        ("at,text\n2026-11-21T14:30Z,\n", "line 2: there is no text"),
        ("at,text\n2026-11-21T14:30Z,\x1b[31m\n", "line 2: there is no text"),
    ],
)
def test_a_file_that_is_none_says_where_and_why(text: str, said: str) -> None:
    found = read(text)
    assert found.events == ()
    assert found.problems[0].startswith(said)


def test_empty_rows_are_skipped_and_other_columns_named() -> None:
    found = read("at,text,Ticket,mood\n,,,\n2026-11-21T14:30Z,x,PAY-1,\n\n")
    assert len(entries(found)) == 1
    assert found.skipped == 2
    assert found.notices == ('left out: the columns "Ticket", "mood"',)


# -- twice --


def test_the_same_file_twice_is_the_same_entries() -> None:
    text = "at,text\n2026-11-21T14:30Z,restarted\n2026-11-21T14:30Z,restarted\n2026-11-21T14:31Z,restarted\n"
    first, again = read(text), read(text)
    assert [e.id for e in first.events] == [e.id for e in again.events]
    assert len({e.id for e in first.events}) == 3
    assert len(fold([*first.events, *again.events]).entries) == 3


def test_a_file_that_has_grown_adds_only_what_is_new() -> None:
    head = "at,text\n2026-11-21T14:30Z,a\n2026-11-21T14:31Z,b\n"
    before = {e.id for e in read(head).events}
    after = {e.id for e in read(head + "2026-11-21T14:32Z,c\n").events}
    assert before < after
    assert len(after) == 3


def test_an_id_is_a_uuid_of_version_7_of_its_moment_and_its_incident() -> None:
    text = "at,text\n2026-11-21T14:30:00.123Z,a\n"
    (here,), (there,) = read(text).events, read(text, incident="INC-20261121-ZZZ").events
    assert here.id[14] == "7"
    assert here.id[19] in "89ab"
    assert int(here.id[:8] + here.id[9:13], 16) == 1795271400123
    assert here.id != there.id
    assert here.id[:13] == there.id[:13]


# -- our own export --


OURS = """at,kind,by,text,recorded_at,struck,pinned,id
2026-11-21T14:30:00.000Z,note,budi,'=1+1 is what the sheet ran,2026-11-21T14:30:05.000Z,,,019aa6b1-0000-7000-8000-000000000001
2026-11-21T14:31:00.000Z,action,'@ops,'-5 replicas,2026-11-21T14:31:05.000Z,wrong host,,019aa6b1-0000-7000-8000-000000000002
2026-11-21T14:32:00.000Z,decision,citra,'tis quoted,2026-11-21T14:31:05.000Z,,yes,019aa6b1-0000-7000-8000-000000000003
"""


def test_our_own_export_comes_back_as_it_was() -> None:
    found = read(OURS)
    rows = fold(found.events).entries
    assert found.notices == ()
    assert [r.by for r in rows] == ["budi", "@ops", "citra"]
    assert [r.text for r in rows] == ["=1+1 is what the sheet ran", "-5 replicas", "'tis quoted"]
    assert [(r.struck, r.pinned) for r in rows] == [(None, False), ("wrong host", False), (None, True)]
    assert [r.id[-1] for r in rows] == ["1", "2", "3"]
    assert read(OURS).events == found.events


@given(
    st.text(max_size=300)
    | st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=6), max_size=6).map(
        lambda rows: "at,kind,by,text\n" + "\n".join(",".join(cells) for cells in rows)
    )
)
def test_no_text_makes_it_fail_or_comes_in_by_half(text: str) -> None:
    found = csvfile.read(text, UTC, NOW, INCIDENT)
    assert not (found.problems and found.events)
    assert all("\n" not in line for line in found.problems)


@given(st.text(min_size=1, max_size=200))
def test_what_a_writer_of_csv_quotes_is_read_back(text: str) -> None:
    sheet = io.StringIO()
    csv.writer(sheet).writerows([("at", "text"), ("2026-11-21T14:30Z", "text: " + text)])
    found = csvfile.read(sheet.getvalue(), None, NOW, INCIDENT)
    assert len(found.events) == 1
