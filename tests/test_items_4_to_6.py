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
from warroom.reports.context import context
from warroom.reports.markdown import markdown
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
