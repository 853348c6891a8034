"""Who was told and the ticket, as the room shows them."""

from __future__ import annotations

from datetime import UTC

from tests.helpers.acted import Acted
from tests.helpers.examples import ten_steps
from warroom.core.language import speak
from warroom.views.board import situation_list
from warroom.views.header import header
from warroom.views.lines import plain


def situation(story: Acted, language: str = "en") -> dict[str, str]:
    speak(language)
    found = situation_list(story.incident, UTC, language=language)
    return {e.key: " ".join(plain(e.line).split()) for e in found._entries}


def test_the_situation_says_who_was_told_how_and_who_was_not() -> None:
    story = Acted("Payment gateway down", "--sev", "3", playbook=ten_steps())
    assert situation(story)["told.support"] == "to be told Support desk: not yet"
    story.do("told", "support", "by phone", by="budi", minute=6)
    assert situation(story)["told.support"] == "told Support desk: phone 14:36 budi"
    assert situation(story, "id")["told.support"] == "dikabari Tim support: phone 14.36 budi"
    assert situation(story, "id")["told.on-call-manager"] == "perlu diberi tahu Manajer on-call: belum"


def test_the_ticket_stands_in_the_situation_and_in_a_wide_header() -> None:
    story = Acted("Down", "--sev", "3", playbook=ten_steps())
    assert situation(story)["set.ticket"] == "ticket none linked"
    story.do("newticket", "jira", minute=1)
    asked = [text for key, text in situation(story).items() if key.startswith("asked.")]
    assert asked == ["ticket asked for in jira, not made yet"]
    story.do("ticket", "https://team.example/browse/OPS-12", minute=2)
    assert "ticket OPS-12 https://team.example/browse/OPS-12" in situation(story).values()
    left, _ = header(story.incident, story.at(5), UTC, 140)
    assert "OPS-12" in plain(left)
    left, _ = header(story.incident, story.at(5), UTC, 60)
    assert "OPS-12" not in plain(left)
