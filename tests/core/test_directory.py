"""The file of people: what is read of it, what is refused, and whom it suggests."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from warroom.core.directory import Directory, akin
from warroom.core.directoryfile import MOST_PEOPLE, parse

TEAM = """
[[person]]
name = "citra"
aliases = ["Citra Dewi", "cd"]
skills = ["postgres"]
systems = ["payments", "ledger"]
contact = "+62 811 000"
zone = "Asia/Jakarta"

[[person]]
name = "budi"
systems = ["Payments API"]
contact = ["budi@example.com", "+1 555"]
zone = "America/New_York"

[[person]]
name = "eko"
skills = ["network"]
"""


def team() -> Directory:
    return parse("people.toml", TEAM)


def test_a_whole_file_is_read() -> None:
    found = team()
    assert found.problems == ()
    assert [p.name for p in found.people] == ["citra", "budi", "eko"]
    assert found.people[0].contact == ("+62 811 000",)
    assert found.people[0].knows == ("payments", "ledger", "postgres")
    assert found.find("CITRA DEWI") is found.find("citra") is found.find(" cd ")
    assert found.find("cit") is None
    assert [p.name for p in found.beginning("dew")] == ["citra"]


def test_who_knows_a_system_is_suggested_and_who_knows_most_stands_first() -> None:
    found = team()
    assert [(p.name, s) for p, s in found.knowing(["payments"])] == [
        ("citra", "payments"),
        ("budi", "payments"),
    ]
    assert [p.name for p, _ in found.knowing(["payments api", "network", "ledger"])] == [
        "citra",
        "budi",
        "eko",
    ]
    assert [p.name for p, _ in found.knowing(["payments"], without=["Citra Dewi"])] == ["budi"]
    assert found.knowing([]) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("payments", "payments-api", True), ("Pay.Gateway", "pay gateway", True), ("pay", "payments", False),
        ("db", "db2", False), ("", "pay", False), ("--", "pay", False), ("edge/eu", "EU", True),
    ],
)  # fmt: skip
def test_systems_are_akin_by_whole_words(one: str, other: str, same: bool) -> None:
    assert akin(one, other) is akin(other, one) is same


def test_the_clock_where_somebody_is() -> None:
    now = datetime(2026, 11, 21, 20, 12, tzinfo=UTC)
    assert [p.clock(now) for p in team().people] == ["03:12", "15:12", ""]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[person]\nname", "people.toml: not TOML"),
        ('name = "citra"', 'people.toml: "name" is not known here; people stand under [[person]]'),
        ('person = "citra"', "begin each one with a line [[person]]"),
        ('[person]\nname = "citra"', "begin each one with a line [[person]]"),
        ("[[person]]\nzone = \"UTC\"", "person 1: name is missing"),
        ("[[person]]\nname = 7", "person 1: name is missing"),
        ('[[person]]\nname = "a"\nmail = "x"', 'person 1 "a": there is no "mail"; an entry has: name, aliases'),
        ('[[person]]\nname = "a"\nzone = "Asia/Jakrta"', "zone: unknown time zone"),
        ('[[person]]\nname = "a"\nzone = [1]', "zone: unknown time zone"),
        ('[[person]]\nname = "a"\nskills = [1]', 'skills: "1" is no text'),
        ('[[person]]\nname = "a"\n[[person]]\nname = "A"', "is the name of a already"),
        ('[[person]]\nname = "a"\n[[person]]\nname = "b"\naliases = ["a"]', 'person 2 "b": "a" is the name of a'),
        ('[[person]]\nname = "me"', "that is no name"),
        ('[[person]]\nname = "scribe"', "that is no name"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_in_one_line(text: str, says: str) -> None:
    found = parse("people.toml", text)
    assert len(found.problems) == 1
    assert says in found.problems[0]
    assert "\n" not in found.problems[0]


def test_a_slip_in_one_entry_leaves_the_others() -> None:
    found = parse("people.toml", TEAM + '[[person]]\nname = "fajar"\nzone = "Mars"\nsystems = ["edge"]\n')
    assert [p.name for p in found.people] == ["citra", "budi", "eko", "fajar"]
    assert len(found.problems) == 1
    assert found.people[-1].zone == ""


def test_what_is_hostile_is_cleaned_and_what_is_endless_is_cut() -> None:
    hostile = parse(
        "people.toml", '[[person]]\nname = "e\\u001b[31mve\\u202e"\ncontact = "\\u001b]0;x\\u0007call"'
    )
    (eve,) = hostile.people
    assert eve.name.isprintable()
    assert eve.contact[0].isprintable()
    many = parse("people.toml", "".join(f'[[person]]\nname = "p{i}"\n' for i in range(MOST_PEOPLE + 5)))
    assert len(many.people) == MOST_PEOPLE
    assert "too many" in many.problems[0]
    assert parse("people.toml", "[" * 5000).problems
