"""Where the responders meet."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small, ten_steps
from warroom.core.checklist import check
from warroom.core.families.bridge import Bridge, read
from warroom.core.language import language
from warroom.core.verb import Misused, Refused

LINK = "https://meet.example.com/pay?pwd=hunter2"


@pytest.mark.parametrize("code", ["en", "id"])
def test_a_link_ticks_the_item_and_its_passcode_stays_out_of_the_sentence(code: str) -> None:
    story = Acted(playbook=ten_steps())
    assert check(story.incident, "3.2", code).state == "open"  # type: ignore[union-attr]
    (fact,) = story.do("bridge", LINK, by="budi", minute=4)
    found = check(story.incident, "3.2", code)
    assert found
    assert (found.state, found.auto, found.by, found.at) == ("done", True, "budi", story.at(4))
    assert story.incident.part(Bridge).link == LINK
    said = fact.sentence(story.incident, language(code))
    assert "https://meet.example.com/pay" in said
    assert "hunter2" not in said
    story.do("unbridge", minute=60)
    assert story.incident.part(Bridge).link == ""
    assert check(story.incident, "3.2", code).state == "done"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("meet.example.com/abc", "https://meet.example.com/abc"), ("http://10.0.0.1:8443/x", "http://10.0.0.1:8443/x"),
        ("+62 21 555 0199", "tel:+62215550199"), ("021 555-0199,,123#", "tel:021555-0199,,123#"),
        ("sip:room@example.com", "sip:room@example.com"), ("meeting room 3.12", "meeting room 3.12"),
        ("zoommtg://zoom.us/join?confno=1", "zoommtg://zoom.us/join?confno=1"),
        ("http://db.example.com:8080", "http://db.example.com:8080"), ("  room 4 ", "room 4"),
    ],
)  # fmt: skip
def test_a_link_a_number_or_a_place_is_kept_as_such(typed: str, kept: str) -> None:
    assert read(typed) == kept


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "FILE:x", "", "https://a b"]
)
def test_what_no_one_should_open_is_refused(typed: str) -> None:
    with pytest.raises(Misused):
        read(typed)


def test_the_same_call_twice_and_no_call_are_refused_clearly() -> None:
    story = small()
    with pytest.raises(Refused, match="`bridge LINK` opens one"):
        story.do("unbridge", minute=1)
    story.do("bridge", "meet.example.com/pay", minute=2)
    with pytest.raises(Refused, match="there already"):
        story.do("bridge", "https://meet.example.com/pay", minute=3)
    story.do("bridge", "meet.example.com/other", minute=4)
    assert story.incident.part(Bridge).first == (story.at(2), "ani")
