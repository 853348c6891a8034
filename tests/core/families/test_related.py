"""What belongs to what: parents, parts and duplicates, without circles."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.related import Related, relations
from warroom.core.kin import kin_words
from warroom.core.language import language
from warroom.core.others import Others, from_rows
from warroom.core.verb import Misused, Refused

OWN = "INC-20261121-TST"


def library(*rows: dict[str, Any]) -> Others:
    names = ("ABC", "ABD", "TOP")
    known = {
        f"INC-20261121-{n}": {"title": f"about {n}", "severity": 2, "status": "mitigating", "open": True}
        for n in names
    }
    known[OWN] = {"title": "this", "severity": 3, "status": "declared", "open": True}
    for row in rows:
        known[row["id"]] = {**known.get(row["id"], {}), **row}
    return from_rows({"id": i, **row} for i, row in known.items())


def here(*rows: dict[str, Any]) -> Acted:
    return Acted(others=library(*rows))


def test_a_part_is_named_in_either_of_the_two_and_its_state_comes_from_the_catalogue() -> None:
    story = here()
    (fact,) = story.do("child", "abc", minute=1)
    (found,) = relations(story.incident, story.others)
    assert (found.how, found.id, found.title) == ("child", "INC-20261121-ABC", "about ABC")
    assert found.now
    assert found.now.status == "mitigating"
    resolved = library({"id": "INC-20261121-ABC", "status": "resolved", "open": False})
    (found,) = relations(story.incident, resolved)
    assert found.now
    assert found.now.status == "resolved"
    (found,) = relations(story.incident, Others())
    assert (found.title, found.now) == ("about ABC", None)
    said = [fact.sentence(story.incident, language(code)) for code in ("en", "id")]
    assert said == [
        "INC-20261121-ABC about ABC is a part of this",
        "INC-20261121-ABC about ABC adalah bagian dari insiden ini",
    ]
    other = here({"id": "INC-20261121-ABC", "parent": OWN})
    assert [(r.how, r.id) for r in relations(other.incident, other.others)] == [("child", "INC-20261121-ABC")]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("AB", "fits INC-20261121-ABC, INC-20261121-ABD; give more"), ("XYZ", "no other incident has"),
        ("TST", "is this incident itself"), ("INC-20261121-TST", "is this incident itself"), ("2026", "give more of the id"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("verb", ["parent", "child", "duplicate"])
def test_what_is_unknown_or_means_several_is_refused_in_one_line(verb: str, typed: str, says: str) -> None:
    story = here()
    with pytest.raises(Misused, match=says) as refused:
        story.do(verb, typed, minute=1)
    assert "\n" not in str(refused.value)


def test_there_are_no_circles() -> None:
    story = here(
        {"id": "INC-20261121-ABC", "parent": OWN}, {"id": "INC-20261121-ABD", "parent": "INC-20261121-ABC"}
    )
    for wanted in ("ABC", "ABD"):
        with pytest.raises(Refused, match="cannot contain it"):
            story.do("parent", wanted, minute=1)
    story.do("parent", "TOP", minute=2)
    up = here({"id": OWN, "parent": "INC-20261121-TOP"})
    with pytest.raises(Refused, match="cannot contain it"):
        up.do("child", "TOP", minute=1)


def test_a_circle_that_two_hosts_have_made_hangs_nobody() -> None:
    story = here(
        {"id": "INC-20261121-ABC", "parent": "INC-20261121-ABD"},
        {"id": "INC-20261121-ABD", "parent": "INC-20261121-ABC"},
    )
    assert list(story.others.above("INC-20261121-ABC")) == ["INC-20261121-ABD"]
    story.do("parent", "ABC", minute=1)


def test_one_incident_is_a_part_of_one() -> None:
    story = here(
        {"id": "INC-20261121-ABC", "parent": "INC-20261121-TOP"}, {"id": OWN, "parent": "INC-20261121-TOP"}
    )
    with pytest.raises(Refused, match="INC-20261121-ABC is a part of INC-20261121-TOP already"):
        story.do("child", "ABC", minute=1)
    with pytest.raises(Refused, match="it is a part of INC-20261121-TOP already"):
        story.do("parent", "ABD", minute=1)
    story = here()
    story.do("parent", "TOP", minute=1)
    with pytest.raises(Refused, match="already"):
        story.do("parent", "TOP", minute=2)


def test_a_duplicate_is_closed_with_the_reference_in_one_act_and_one_undo_takes_it_back() -> None:
    story = here()
    made = story.do("duplicate", "TOP", "the", "same", "alert", minute=1)
    assert story.incident.status == "cancelled"
    assert story.incident.statuses[-1].why == "a duplicate of INC-20261121-TOP"
    assert (
        made[0].sentence(story.incident, str)
        == "is a duplicate of INC-20261121-TOP about TOP: the same alert"
    )
    story.do("undo", minute=2)
    assert story.incident.is_open
    assert story.incident.part(Related) == Related()
    story.do("resolve", minute=3)
    assert len(story.do("duplicate", "TOP", minute=4)) == 1
    with pytest.raises(Refused, match="was closed as a duplicate of this one"):
        here({"id": "INC-20261121-TOP", "duplicate_of": OWN}).do("duplicate", "TOP", minute=1)


def test_what_was_said_is_taken_back() -> None:
    story = here()
    with pytest.raises(Refused, match="names no other"):
        story.do("unrelate", "TOP", minute=1)
    story.do("parent", "TOP", minute=1)
    story.do("child", "ABC", minute=2)
    with pytest.raises(Refused, match="INC-20261121-TOP, INC-20261121-ABC"):
        story.do("unrelate", "INC", minute=3)
    story.do("unrelate", "top", "a", "slip", minute=4)
    assert story.incident.part(Related).parent is None
    assert [c.id for c in story.incident.part(Related).children] == ["INC-20261121-ABC"]


def test_a_list_says_in_a_few_words_what_belongs_to_what() -> None:
    rows = [
        {"id": "INC-1-TOP", "children": ["INC-1-ABC"], "open": True}, {"id": "INC-1-ABC", "open": True},
        {"id": "INC-1-ABD", "parent": "INC-1-TOP", "open": False}, {"id": "INC-1-DUP", "duplicate_of": "INC-1-TOP"},
        {"id": "INC-1-SOLO", "open": True},
    ]  # fmt: skip
    assert kin_words(rows) == {
        "INC-1-TOP": "2 parts, 1 open", "INC-1-ABC": "part of TOP", "INC-1-ABD": "part of TOP", "INC-1-DUP": "duplicate of TOP",
    }  # fmt: skip
    assert kin_words([{"id": "INC-1-SOLO", "children": []}]) == {}
