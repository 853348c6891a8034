"""Who was told, in the reports."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import ten_steps
from warroom.reports import Wanted, render
from warroom.reports.jsonform import show


@pytest.fixture
def story() -> Acted:
    made = Acted("Payment gateway down", "--sev", "2", playbook=ten_steps())
    made.do("update", "--audience", "support", "--by", "phone", "--", "It is down.\nWe look.", minute=5)
    made.do("told", "stakeholders", "by Budi in the call", by="budi", minute=6)
    made.do("ticket", "https://team.example/browse/OPS-12", minute=7)
    made.do("briefed", "by mail", minute=8)
    return made


def text(story: Acted, form: str, language: str, *, roles: bool = False) -> str:
    wanted = Wanted(story.incident, story.at(30), language, roles_only=roles)
    return " ".join(render(form, wanted).decode().split())


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", ("Who was told", "Support desk", "phone", "It is down. We look.", "Ticket", "OPS-12", "nobody is recorded")),
        ("id", ("Siapa yang dikabari", "Tim support", "phone", "It is down. We look.", "Tiket", "OPS-12", "Wajib dikabari")),
    ],
)  # fmt: skip
def test_the_post_mortem_says_who_was_told_and_who_was_not(
    story: Acted, language: str, wanted: tuple[str, ...]
) -> None:
    told = text(story, "text", language)
    for words in wanted:
        assert words in told
    assert "https://team.example/browse/OPS-12" in text(story, "brief", language)


def test_names_give_way_to_roles_here_too(story: Acted) -> None:
    story.do("role", "ops", "budi", minute=9)
    told = text(story, "text", "en", roles=True)
    assert "budi" not in told.lower()


def test_programs_find_it_under_names_that_stay(story: Acted) -> None:
    found = show(story.incident, story.at(30))
    assert [(t["audience"], t["way"], t["result"]) for t in found["told"]] == [
        ("support", "phone", "ok"), ("stakeholders", "Budi in the call", "ok"),
    ]  # fmt: skip
    assert found["tickets"][0]["name"] == "OPS-12"
    assert found["updates"][0]["audiences"] == ["support"]
    assert found["briefs"][0]["how"] == "by mail"
