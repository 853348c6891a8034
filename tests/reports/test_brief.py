"""One page, whatever happened."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.helpers.story import Story, at
from tests.reports.conftest import tell
from tests.reports.test_hostile import HOSTILE
from warroom.core.families.checklist import ItemSet
from warroom.core.families.declaration import Declared, SystemsNamed
from warroom.core.families.followups import ActionAdded
from warroom.core.families.impact import ImpactMeasured
from warroom.core.families.sections import SectionWritten
from warroom.core.families.severity import StatusChanged
from warroom.core.families.updates import UpdatePosted
from warroom.reports import Wanted, render
from warroom.reports.brief import LINES, WIDTH
from warroom.views.cells import cells

NOW = at("12:00", 3)


def page(story: Story, language: str = "en") -> str:
    text = render("brief", Wanted(story.incident(), NOW, language)).decode()
    assert text.count("\n") <= LINES
    assert [line for line in text.splitlines() if cells(line) > WIDTH] == []
    return text


def huge() -> Story:
    """More of everything than fits, in words that are long."""
    told = tell(HOSTILE * 3)
    long = "the gateway of the payment service " * 30
    for number in range(10_000):
        told.log(at("02:00", 1) + timedelta(seconds=number), f"{number} {long}", category="action")
    told.tell(SystemsNamed, at("05:00", 1), systems=tuple(f"system-{n}" for n in range(200)))
    for number in range(50):
        told.tell(ActionAdded, at("05:00", 1), text=f"{number} {long}", owner="budi" * 15, type="prevent")
        told.tell(ImpactMeasured, at("05:00", 1), what=f"{number} {long}", amount="12")
        told.tell(
            SectionWritten, at("05:00", 1), section="cause", text=f"{long}\n\n- {long}\n- {long}\n\n{long}"
        )
        told.tell(SectionWritten, at("05:00", 1), section="summary", text=long * 5)
        told.tell(ItemSet, at("05:00", 1), item="2.1", state="skipped", why=long)
    return told


@pytest.mark.parametrize("language", ["en", "id"])
def test_it_is_one_page_for_any_incident(language: str) -> None:
    text = page(huge(), language)
    assert re.search(r"… and [1-9]\d* more" if language == "en" else r"… dan [1-9]\d* lagi", text)
    tiny = Story()
    tiny.tell(Declared, "14:30", title="x", severity=1)
    page(tiny, language)


def test_it_says_what_a_manager_asks(story: Story) -> None:
    text = page(story)
    for words in (
        "Incident brief: Payment gateway down",
        "Draft: ", "1 h 30 min", "Downtime: 45 min", "about 1,210,000 people", "Resolved.",
        "rolled back to v2.3.1", "about the cause", "alert on memory (budi, 23 November 2026)", 
        "load tests (Tech Lead, no due date)",
        "Nobody held these roles: Communications Lead.", "collect the logs (no disk left)",
    ):  # fmt: skip
        assert words in " ".join(text.split()), words
    assert "wrong host" not in text


def test_while_it_goes_on_it_says_when_one_hears_next(story: Story) -> None:
    story.tell(StatusChanged, at("01:30", 1), status="monitoring", why="errors again")
    story.tell(UpdatePosted, at("01:31", 1), text="again", next_at=at("13:00", 3))
    text = " ".join(page(story, "id").split())
    assert "Sedang dikerjakan" in text
    assert "Pembaruan berikutnya: 24 November 2026 20.00 WIB" in text
    assert "sudah berlangsung 2 hari 12 jam" in text
