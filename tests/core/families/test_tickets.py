"""The ticket."""

from __future__ import annotations

import pytest

from tests.helpers.examples import small
from warroom.core.checklist import check
from warroom.core.families.tickets import Tickets, name_of
from warroom.core.language import language
from warroom.core.verb import Refused


def test_a_linked_ticket_fulfils_its_item_and_is_taken_away_by_its_name() -> None:
    story = small()
    [fact] = story.do("ticket", "https://team.example/browse/OPS-12", by="budi", minute=2)
    done = check(story.incident, "2.3")
    assert done
    assert (done.state, done.auto, done.by) == ("done", True, "budi")
    assert fact.sentence(story.incident, language("id")) == "tiket OPS-12: https://team.example/browse/OPS-12"
    with pytest.raises(Refused, match="linked already"):
        story.do("ticket", "https://team.example/browse/OPS-12")
    with pytest.raises(Refused, match="no such ticket is linked; there are: OPS-12"):
        story.do("unlink", "OPS-1")
    story.do("unlink", "ops-12")
    assert story.incident.part(Tickets).linked == ()
    assert check(story.incident, "2.3").state == "open"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "bad", ["OPS-12", "javascript:alert(1)", "https://", "ftp://a/b", "https://a/b c", "https://[", "//x/y"]
)
def test_what_is_no_address_is_refused(bad: str) -> None:
    with pytest.raises(Refused, match="is no address of a ticket"):
        small().do("ticket", bad)


def test_an_address_with_a_password_is_refused() -> None:
    with pytest.raises(Refused, match="leave that part out"):
        small().do("ticket", "https://ani:secret@team.example/1")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://x.example/browse/OPS-12", "OPS-12"), ("https://github.com/a/b/issues/34", "#34"),
        ("https://gitlab.example/a/b/-/issues/5", "#5"), ("https://x.example/", "x.example"), ("https://x.example/t?id=4", "t"),
    ],
)  # fmt: skip
def test_a_ticket_is_called_as_people_call_it(url: str, name: str) -> None:
    assert name_of(url) == name


def test_a_ticket_is_asked_for_once() -> None:
    story = small()
    story.do("newticket", "jira")
    assert [(a.tracker, a.state) for a in story.incident.part(Tickets).asked] == [("jira", "waiting")]
    with pytest.raises(Refused, match="is asked for already"):
        story.do("newticket", "jira")
