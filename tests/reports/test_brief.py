"""One page, whatever happened."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests.helpers.story import Story, at
from tests.reports.conftest import tell
from tests.reports.test_hostile import HOSTILE
from warroom.core.families.checklist import ItemSet
from warroom.core.families.declaration import Declared, SystemsNamed
from warroom.core.families.followups import ActionAdded
from warroom.core.families.impact import ImpactMeasured
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.families.sections import SectionWritten
from warroom.core.families.severity import StatusChanged
from warroom.core.families.updates import UpdatePosted
from warroom.reports import Wanted, render
from warroom.reports.page import LINES, WIDTH
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
        "Draft: ", "1 h 30 min", "Downtime: 45 min", "about 1,210,000 people", "Resolved.", "22 November 2026 06:58 rolled back",
        "rolled back to v2.3.1", "about the cause", "alert on memory (budi, 23 November 2026, overdue by 1 day)",
        "Agree on a measure that keeps this from happening again", "Set a date: load tests.", "about the learnings",
        "load tests (Tech Lead, no due date)",
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


# -- nothing is lost silently ----------------------------------------------------------------------

WHYS = (
    "Why did payments fail? The servers ran out of memory.",
    "Why? The new code leaked memory.",
    "Why was that not seen? The load test was too small.",
    "Why? The schedule was tight and the load test had no priority.",
    "Why? Planning did not weigh technical risk.",
)


@pytest.mark.parametrize("sign", ["- ", "* ", "{n}. ", "{n}) ", ""])
@pytest.mark.parametrize("form", ["brief", "chat"])
def test_the_whole_cause_is_told(sign: str, form: str) -> None:
    told = Story()
    told.tell(Declared, "14:30", title="Payment gateway down", severity=1)
    text = "\n".join(sign.format(n=n) + why for n, why in enumerate(WHYS, 1))
    told.tell(SectionWritten, "16:00", section="cause", text=text)
    made = " ".join(render(form, Wanted(told.incident(), NOW)).decode().split())
    for why in WHYS:
        assert why.rstrip(".") in made, why
    assert made.count("Why") == 5


@pytest.mark.parametrize(("language", "more"), [("en", r"… and (\d+) more"), ("id", r"… dan (\d+) lagi")])
def test_what_is_left_out_is_counted(language: str, more: str) -> None:
    told = Story()
    told.tell(Declared, "14:30", title="x", severity=1)
    for number in range(40):
        told.log("14:31", f"act {number}", category="action")
        told.tell(
            ActionAdded, "15:00", text=f"do {number}", owner="ani", due=date(2026, 12, 1), type="prevent"
        )
        told.tell(ImpactMeasured, "15:00", what=f"kind {number}", amount="1")
    text = page(told, language)
    parts = re.split(r"\n\n", text)
    for word in ("act ", "do ", "kind "):
        (part,) = [
            p
            for p in parts
            if re.search(rf"{word}\d+\b", p.partition("\n")[0] + p) and "…" in p and word in p
        ]
        shown, left = len(re.findall(rf"{word}\d+\b", part)), re.search(more, part)
        assert left
        assert shown + int(left[1]) == 40, part


def test_when_it_was_is_told_with_its_day_and_how_sure() -> None:
    told = Story()
    told.tell(Declared, "14:30", title="x", severity=1)
    told.log("14:31", "one", category="action", precision="about")
    told.log("14:32", "two", category="action")
    told.log(at("09:00", 1), "three", category="decision")
    told.log(at("00:00", 2), "four", category="change", precision="date")
    text = " ".join(page(told).split())
    assert "21 November 2026 ~14:31 one 14:32 two 22 November 2026 09:00 three 23 November 2026 four" in text


def test_money_and_the_written_impact_are_told() -> None:
    told = Story()
    told.tell(Declared, "14:30", title="x", severity=1)
    told.tell(ImpactMeasured, "15:00", what="loss", amount="1210000000", unit="Rp", estimate=True)
    told.tell(SectionWritten, "15:00", section="impact", text="Cards failed; bank transfer worked.")
    for form in ("brief", "chat"):
        text = render(form, Wanted(told.incident(), NOW, "id")).decode()
        assert "loss: sekitar Rp 1.210.000.000" in text
        assert "Cards failed; bank transfer worked" in text


def test_contradictions_stand_in_it_and_it_does_not_say_that_it_is_over() -> None:
    told = Story()
    told.tell(Declared, "10:00", title="x", severity=1)
    told.tell(MilestoneMarked, "10:00", milestone="started")
    told.log("11:00", "all green", marks="resolved")
    for form in ("brief", "chat"):
        text = " ".join(render(form, Wanted(told.incident(), NOW)).decode().split())
        assert "marked as resolved, but still open" in text
        assert "It was resolved after" not in text
        assert "Declared. Incident Commander: nobody" in text


def test_what_is_overdue_is_said_in_words() -> None:
    told = Story()
    told.tell(Declared, "14:30", title="x", severity=1)
    told.tell(UpdatePosted, "14:31", text="x", next_at=at("11:35", 3))
    told.tell(ActionAdded, "15:00", text="more tests", owner="ani", due=date(2026, 11, 21))
    text = " ".join(page(told).split())
    assert "Next update: 24 November 2026 11:35 UTC (overdue by 25 min)" in text
    assert "more tests (ani, 21 November 2026, overdue by 3 days)" in text


def test_the_head_of_the_record_stands_in_every_report(story: Story) -> None:
    head = "57:0123456789abcdef01234567"
    for form in ("brief", "chat", "markdown", "text"):
        made = render(form, Wanted(story.incident(), NOW, head=head)).decode()
        assert head in made, form


# -- as a message ----------------------------------------------------------------------------------


def message(story: Story, language: str = "en", *, whole: bool = False) -> str:
    return render("chat", Wanted(story.incident(), NOW, language, head="57:" + "0" * 24, long=whole)).decode()


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_message_is_short_for_any_incident(language: str) -> None:
    tiny = Story()
    tiny.tell(Declared, "14:30", title="x", severity=1)
    for told in (tiny, tell(), tell(HOSTILE), huge()):
        text = message(told, language)
        assert len(text) <= 900
        assert all(line and not line.startswith(" ") and "  " not in line for line in text.splitlines())
        assert "SEV1" in text
        assert "57:" + "0" * 24 in text
    assert len(message(huge(), language)) > 700


def test_a_message_of_names_without_end_is_short_too() -> None:
    told = Story()
    told.tell(Declared, "14:30", title="wide " * 90, severity=1)
    told.tell(SystemsNamed, "14:30", systems=("s" * 500,))
    for number in range(9):
        told.tell(ActionAdded, "15:00", text="y" * 300, owner="budi" * 90 + str(number))
    assert len(message(told)) <= 900
    assert "57:" + "0" * 24 in message(told)


def test_a_long_message_is_whole() -> None:
    text = message(tell(), whole=True)
    assert "…" not in text
    for words in (
        "- Time to resolve: 1 h 30 min (resolved - started)", "- load tests (Tech Lead, no due date)",
        "- Set a date: load tests.", "What we learned: about the learnings",
    ):  # fmt: skip
        assert words in text, words
    assert "… and 9997 more" in message(huge(), whole=True)


def test_only_what_was_confirmed_is_a_cause(story: Story) -> None:
    (cause,) = [part for part in page(story).split("\n\n") if part.startswith("Cause")]
    assert "memory leak" in cause
    assert "slow disk" not in cause
    assert "the network" not in cause


def test_downtime_that_is_only_assumed_says_so_and_waits_for_the_end() -> None:
    told = Story()
    told.tell(Declared, "14:00", title="x", severity=1)
    told.tell(MilestoneMarked, "14:00", milestone="started")
    assert "Downtime" not in page(told)
    told.tell(StatusChanged, "15:00", status="resolved")
    for text in (page(told), message(told)):
        assert "Downtime: 1 h (from start to end, no window recorded)" in " ".join(text.split())
