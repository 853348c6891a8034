"""Steps 4 to 6 of the ten, item by item: from a fresh incident, by the verbs alone, in both languages.

Each does the thing and then looks where a commander looks: the item ticks itself, the pane shows it, the timeline has its row,
the report its line.
"""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.checklist import check
from warroom.core.language import speak
from warroom.reports.brief import brief as briefed
from warroom.reports.context import context
from warroom.reports.jsonform import show
from warroom.reports.markdown import markdown
from warroom.reports.page import page as one_page
from warroom.reports.postmortem import postmortem
from warroom.views.lines import plain
from warroom.views.whole import room_lines

both = pytest.mark.parametrize("code", ["en", "id"])


def state(story: Acted, number: str) -> tuple[str, bool]:
    found = check(story.incident, number)
    assert found is not None
    return found.state, found.auto


def room(story: Acted, minute: float, width: int = 140) -> str:
    """The room as text, in the language of the process."""
    return "\n".join(
        plain(line).rstrip() for line in room_lines(story.incident, story.at(minute), UTC, width)
    )


def report(story: Acted, minute: float, code: str) -> str:
    return markdown(postmortem(context(story.incident, story.at(minute), code)))


def brief(story: Acted, minute: float, code: str) -> str:
    return one_page(briefed(context(story.incident, story.at(minute), code)))


def seen(text: str, *words: str) -> None:
    for word in words:
        assert word in text, f"{word!r} is not in:\n{text}"


@both
def test_4_1_causes_stand_on_a_board_with_what_speaks_for_and_against(code: str) -> None:
    story = small()
    assert state(story, "4.1") == ("open", False)
    story.do("suspect", "a leak in v2.3.2", minute=1)
    assert state(story, "4.1") == ("done", True)
    story.do("suspect", "the pool is too small", minute=2)
    story.do("log", "heap is flat", by="budi", minute=3)
    story.do("log", "pool at 40 %", by="budi", minute=4)
    story.do("contradicts", "flat", "leak", minute=5)
    story.do("probe", "leak", "compare the dumps", minute=5)
    story.do("confidence", "leak", "unlikely", minute=6)
    story.do("contradicts", "40", "pool", minute=7)
    speak(code)
    board = room(story, 8)
    seen(board, "a leak in v2.3.2", "14:33 heap is flat", "compare the dumps")
    seen(
        board,
        *(
            ["open", "unlikely", "tells it apart"]
            if code == "en"
            else ["terbuka", "kecil kemungkinannya", "pembedanya"]
        ),
    )
    story.do("judge", "pool", "ruled_out", "it never filled", by="citra", minute=9)
    story.do("judge", "leak", "inconclusive", "the dumps are gone", minute=10)
    seen(room(story, 11), "hypothesis ruled out" if code == "en" else "hipotesis gugur", "it never filled")
    text = report(story, 12, code)
    tried, inconclusive, against = (
        ("### Ruled out", "### Tried, and inconclusive", "Against: 14:34 “pool at 40 %”")
        if code == "en"
        else ("### Sudah gugur", "### Dicoba, tetapi belum pasti", "Melemahkan: 14.34 “pool at 40 %”")
    )
    seen(text, tried, inconclusive, "the pool is too small: it never filled", against)
    assert (
        text.index(tried) < text.rindex("the pool is too small: it never filled") < text.index(inconclusive)
    )


@both
def test_4_2_the_investigation_is_split_with_a_time_box_that_counts_down(code: str) -> None:
    story = small()
    assert state(story, "4.2") == ("open", False)
    story.do("assign", "citra", "is the pool full?", "--for", "10m", minute=1)
    assert state(story, "4.2") == ("done", True)
    speak(code)
    looks, left, over = (
        ("citra looks into: is the pool full? (10 min)", "4 min left", "2 min over")
        if code == "en"
        else ("citra menyelidiki: is the pool full? (10 mnt)", "sisa 4 mnt", "lewat 2 mnt")
    )
    shown = room(story, 7)
    seen(shown, looks, left)
    assert shown.count(left) == 2, "on its row of the timeline and on the board"
    seen(room(story, 13), over)
    until = "until 14:41" if code == "en" else "sampai 14.41"
    seen(brief(story, 7, code), until)
    story.do("answer", "pool", "no, 40 %", by="citra", minute=14)
    shown = room(story, 15)
    assert over not in shown
    seen(shown, "answered" if code == "en" else "dijawab", "citra: is the pool full? no, 40 %")
    text = report(story, 16, code)
    seen(text, "### Looked into" if code == "en" else "### Yang diselidiki", "is the pool full?", "no, 40 %")


@both
def test_4_3_groups_ask_each_other_and_an_answer_closes_the_question(code: str) -> None:
    story = small()
    story.do("ask", "support", "do customers see double charges?", "--from", "engineering", minute=1)
    speak(code)
    shown = room(story, 5)
    asks = "engineering asks support" if code == "en" else "engineering bertanya kepada support"
    seen(shown, asks, "support: do customers see double charges?", "4 min" if code == "en" else "4 mnt")
    still = "Question to support, not answered" if code == "en" else "Pertanyaan untuk support, belum dijawab"
    seen(report(story, 6, code), still)
    story.do("answer", "double", "two of them do", by="dewi", minute=7)
    seen(room(story, 8), "two of them do")
    text = report(story, 9, code)
    assert still not in text
    seen(text, "two of them do")


def test_show_json_has_what_was_asked_and_what_was_found() -> None:
    story = small()
    story.do("suspect", "a leak", minute=1)
    story.do("log", "heap is flat", minute=2)
    story.do("contradicts", "flat", "leak", minute=3)
    story.do("assign", "citra", "is the pool full?", "--for", "10m", minute=4)
    story.do("ask", "support", "how many?", minute=5)
    found = show(story.incident, story.at(6))
    (leak,), (pool,), (many,) = found["hypotheses"], found["assignments"], found["questions"]
    assert [(e["entry"], e["bearing"]) for e in leak["evidence"]] == [(found["entries"][0]["id"], "against")]
    assert (pool["person"], pool["until"], pool["state"]) == ("citra", "2026-11-21T14:44:00.000Z", "open")
    assert (many["to"], many["state"], many["answered"]) == ("support", "open", None)


def test_a_report_by_roles_names_nobody_who_was_asked() -> None:
    story = small()
    story.do("assign", "citra", "is the pool full?", minute=1)
    story.do("ask", "dewi", "how many?", minute=2)
    story.do("ask", "support", "since when?", minute=2)
    story.do("answer", "pool", "no", by="citra", minute=3)
    text = markdown(postmortem(context(story.incident, story.at(4), "en", roles_only=True)))
    assert "citra" not in text
    assert "dewi" not in text
    assert "Question to support" in text
