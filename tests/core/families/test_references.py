"""Links beside an entry."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.families.references import references
from warroom.core.verb import Refused


def beside(story: Acted) -> list[tuple[str, str]]:
    row = story.incident.entries[-1]
    return [(r.url, r.title) for r in references(story.incident, row.id)]


def told() -> Acted:
    story = small()
    story.do("log", "error rate 32 %", minute=1)
    return story


def test_links_stand_beside_the_entry_in_their_order_and_the_same_one_is_renamed() -> None:
    story = told()
    story.do("refer", "last", "https://graphs.example/d/pay?a=b&c=d", "--title", "errors", minute=2)
    story.do("refer", "last", "https://logs.example/1", minute=3)
    story.do("refer", "last", "https://graphs.example/d/pay?a=b&c=d", "--title", "error rate", minute=4)
    assert beside(story) == [
        ("https://logs.example/1", ""), ("https://graphs.example/d/pay?a=b&c=d", "error rate"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="beside this entry already"):
        story.do("refer", "last", "https://logs.example/1", minute=5)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "graphs.example", "file:///etc/passwd", "https://a b", "https://"]
)
def test_what_no_browser_opens_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="is no address"):
        told().do("refer", "last", url, minute=2)


def test_an_address_with_a_password_is_refused() -> None:
    with pytest.raises(Refused, match="leave that part out"):
        told().do("refer", "last", "https://ani:secret@graphs.example/1", minute=2)


def test_a_link_is_taken_away_by_a_part_of_it() -> None:
    story = told()
    with pytest.raises(Refused, match="no link is beside"):
        story.do("unrefer", "last", minute=2)
    for number, title in enumerate(("errors", "latency")):
        story.do("refer", "last", f"https://graphs.example/{number}", "--title", title, minute=3)
    with pytest.raises(Refused, match="name one of: errors, latency"):
        story.do("unrefer", "last", minute=4)
    with pytest.raises(Refused, match="there are: errors, latency"):
        story.do("unrefer", "last", "disk", minute=4)
    story.do("unrefer", "last", "LATENCY", minute=5)
    assert beside(story) == [("https://graphs.example/0", "errors")]
