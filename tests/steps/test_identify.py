"""Items 1.1, 1.3 and 2.1 from a fresh incident: do the thing, and the item, the panes, the timeline and the report say so."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small, ten_steps
from tests.helpers.items import seen, spoken


def test_what_is_seen_since_when_and_where_fulfils_1_1() -> None:
    story = small()
    assert seen(story.incident, "1.1", story.at(1)).state == "open"
    story.do("systems", "pay, api", minute=1)
    story.do("symptoms", "error 503 at the checkout", minute=2)
    for code, systems in (("en", "affected systems: pay, api"), ("id", "sistem terdampak: pay, api")):
        found = seen(story.incident, "1.1", story.at(3), code)
        assert (found.state, found.auto) == ("done", True)
        assert systems in found.panes
        assert "error 503 at the checkout" in found.panes
        assert "pay, api" in found.report
        assert "error 503 at the checkout" in found.report


@pytest.mark.parametrize(
    ("code", "chosen", "figure", "told"),
    [
        ("en", "severity is now SEV1: impact: all; urgency: now", "impact, users: about 12,000", "| users | 12,000 | estimate |"),
        ("id", "tingkat keparahan kini SEV1: dampak: semua; kemendesakan: sekarang", "dampak, pengguna: sekitar 12.000",
         "| pengguna | 12.000 | perkiraan |"),
    ],
)  # fmt: skip
def test_a_chosen_severity_and_a_figure_fulfil_1_3(code: str, chosen: str, figure: str, told: str) -> None:
    story = small()
    with spoken(code):  # what the two answers come to is written in the words of whoever answered
        story.do("triage", "all", "now", minute=1)
    assert seen(story.incident, "1.3", story.at(1)).state == "open"
    story.do("impact", "users", "12000", "--estimate", minute=2)
    found = seen(story.incident, "1.3", story.at(3), code)
    assert (found.state, found.auto) == ("done", True)
    for words in (chosen, figure):
        assert words in found.panes
    assert told in found.report


@pytest.mark.parametrize(
    ("code", "row", "pane", "told"),
    [
        ("en", "protocol of SEV2 activated · tell On-call manager", "active since 14:31, ani", "Protocol of the severity"),
        ("id", "protokol SEV2 diaktifkan · beri tahu", "aktif sejak 14.31, ani", "Protokol tingkat keparahan"),
    ],
)  # fmt: skip
def test_activating_the_protocol_fulfils_2_1(code: str, row: str, pane: str, told: str) -> None:
    story = Acted("Pay", "--sev", "2", playbook=ten_steps())
    before = seen(story.incident, "2.1", story.at(1), code)
    assert before.state == "open"
    story.do("protocol", minute=1)
    found = seen(story.incident, "2.1", story.at(2), code)
    assert (found.state, found.auto) == ("done", True)
    assert row in found.panes
    assert pane in found.panes
    assert told in found.report
    assert row.partition(" · ")[2] in found.report
