"""Which column of a table is which."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from warroom.intake import columns
from warroom.intake.columns import Columns, find, mapping


def found(header: str, told: str = "") -> Columns:
    made = find(header.split(","), mapping(told) if told else {})
    assert isinstance(made, Columns), made
    return made


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("at,kind,by,text", "at,kind,by,text"),
        ("Timestamp,Field,Summary", "at,,text"),
        ("Time,Who,What happened", "at,by,text"),
        ("When,Author,Message,Type", "at,by,text,kind"),
        ("occurred_at,User,Description,Details", "at,by,text,"),
        ("Waktu,Oleh,Keterangan,Jenis", "at,by,text,kind"),
        ("Date,Time,Event", "date,at,text"),
        ("Tanggal,Jam,Kejadian,Petugas", "date,at,text,by"),
        ("date,event", "at,text"),
        ("**Time (UTC)**,Event", "at,text"),
        ("text,at,struck,pinned,id,recorded_at,precision,marks", "text,at,struck,pinned,id,recorded_at,precision,marks"),
    ],
)  # fmt: skip
def test_customary_names_are_known(header: str, names: str) -> None:
    assert found(header).names == tuple(names.split(","))


def test_the_person_says_which_is_which() -> None:
    made = found("Uhrzeit,Was,Wer,Field", "at=uhrzeit, text=Was ,by=Wer,kind=Field")
    assert made.names == ("at", "text", "by", "kind")
    assert made.strict
    assert list(columns.notices(made)) == [
        'read "Uhrzeit" as at, "Was" as text, "Wer" as by, "Field" as kind'
    ]


def test_what_the_person_says_comes_before_what_is_customary() -> None:
    assert found("Time,Message,Summary", "text=Summary").names == ("at", "", "text")


@pytest.mark.parametrize(
    "told", ["at", "at=", "=x", "at=x,at=y", "colour=Blue", "at=Time,,text=x", "at=x\x1b[31m,oops"]
)
def test_a_mapping_that_is_none_is_refused_in_one_line(told: str) -> None:
    with pytest.raises(ValueError, match="--map: ") as refused:
        mapping(told)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("header", "told", "said"),
    [
        ("Foo,Bar", "", 'there is no column for the time and none for the text; found: "Foo", "Bar"; say which is which'),
        ("at,Bar", "", 'there is no column for the text; found: "at", "Bar"'),
        ("at,Bar", "text=Baz", 'there is no column "Baz"; found: "at", "Bar"'),
        ("at,text,at", "", "the column at stands there twice; keep one"),
        ("2026-11-21T14:30Z,x", "", "the first line is a row; put a line above it that names the columns"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_with_the_columns_that_are_there(header: str, told: str, said: str) -> None:
    made = find(header.split(","), mapping(told) if told else {})
    assert isinstance(made, str)
    assert made.startswith(said)


def test_a_zone_in_the_header_counts_and_other_brackets_do_not() -> None:
    assert found("Time (UTC),Event").zone is UTC
    assert found("Time UTC,Event").zone is UTC
    wib = found("Waktu (WIB),Kejadian").zone
    assert wib is not None
    assert wib.utcoffset(None) == timedelta(hours=7)
    assert isinstance(find(["Time (roughly)", "Event"], {}), str)


def test_a_day_and_a_clock_are_one_time() -> None:
    made = found("Date,Time,Event")
    assert made.cells(["2026-11-21", "14:02", "x"]) == {"at": "2026-11-21 14:02", "text": "x"}
    assert made.cells(["2026-11-21", "", "x"])["at"] == "2026-11-21"


def test_only_a_column_that_says_kind_is_held_to_our_kinds() -> None:
    assert found("at,kind,text").strict
    assert not found("at,type,text").strict


def test_what_is_not_read_is_named_as_it_is_called() -> None:
    assert list(columns.notices(found("at,text,Ticket,mood"))) == ['left out: the columns "Ticket", "mood"']
