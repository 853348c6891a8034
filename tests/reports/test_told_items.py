"""Five items of the ten steps, each from a fresh incident: the thing is done, the item is fulfilled, and it is seen in the
timeline, in the pane and in the report, in both languages.
"""

from __future__ import annotations

from datetime import UTC
from typing import NamedTuple

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import ten_steps
from warroom.core.checklist import check
from warroom.core.language import language, speak
from warroom.core.registry import VERBS
from warroom.reports import Wanted, render
from warroom.views.board import situation_list
from warroom.views.lines import plain


class Case(NamedTuple):
    item: str
    acts: tuple[tuple[str, ...], ...]
    row: dict[str, str]
    """Words of its row in the timeline, by language."""
    pane: dict[str, str]
    """Words in the board's situation; empty where the timeline and the steps show it."""
    report: dict[str, str]


CASES = (
    Case(
        "2.2",
        (
            ("told", "on-call-manager", "by phone"), ("told", "stakeholders", "by mail"), ("told", "support"),
            ("update", "--audience", "users", "--by", "status page", "--", "We look."),
        ),
        {"en": "update to Users (status page): We look.", "id": "pembaruan kepada Pengguna (halaman status): We look."},
        {"en": "told Users (status page): status page", "id": "dikabari Pengguna (halaman status): status page"},
        {"en": "Who was told", "id": "Siapa yang dikabari"},
    ),
    Case(
        "2.3",
        (("ticket", "https://team.example/browse/OPS-12"),),
        {"en": "ticket OPS-12: https://team", "id": "tiket OPS-12: https://team"},
        {"en": "ticket OPS-12", "id": "tiket OPS-12"},
        {"en": "Ticket: OPS-12", "id": "Tiket: OPS-12"},
    ),
    Case(
        "4.3",
        (("update", "We look."),),
        {"en": "update: We look.", "id": "pembaruan: We look."},
        {},
        {"en": "We look.", "id": "We look."},
    ),
    Case(
        "6.1",
        (("update", "--plan", "--audience", "support", "--by", "chat", "--", "We roll back at three."),),
        {"en": "announcement to Support desk: We roll", "id": "pengumuman kepada Tim support: We roll"},
        {"en": "told Support desk: chat", "id": "dikabari Tim support: chat"},
        {"en": "We roll back at three.", "id": "We roll back at three."},
    ),
    Case(
        "10.1",
        (("briefed", "by mail"),),
        {"en": "brief for management: by mail", "id": "ringkasan untuk manajemen: by mail"},
        {},
        {"en": "Management", "id": "Manajemen"},
    ),
)  # fmt: skip


@pytest.mark.parametrize("code", ["en", "id"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.item)
def test_an_item_is_fulfilled_by_doing_it_and_seen_everywhere(case: Case, code: str) -> None:
    story = Acted("Payment gateway down", "--sev", "2", playbook=ten_steps())
    speak(code)
    before = check(story.incident, case.item, code)
    assert before
    assert before.state == "open"
    made = [
        fact
        for minute, (verb, *words) in enumerate(case.acts, 1)
        for fact in story.do(verb, *words, minute=minute)
    ]
    done = check(story.incident, case.item, code)
    assert done
    assert (done.state, done.auto) == ("done", True)

    rows = [fact.sentence(story.incident, language(code)) for fact in made if not fact.noise]
    assert any(case.row[code] in row for row in rows), rows
    pane = [
        " ".join(plain(e.line).split()) for e in situation_list(story.incident, UTC, language=code)._entries
    ]
    assert not case.pane or any(case.pane[code] in line for line in pane), pane
    report = render("text", Wanted(story.incident, story.at(60), code)).decode()
    assert case.report[code].replace(": ", "") in " ".join(report.split()).replace(": ", ""), report

    story.do("undo", minute=9)
    again = check(story.incident, case.item)
    assert again
    assert again.state == "open", "what is taken back no longer counts"


def test_each_of_them_can_be_done_from_every_door() -> None:
    for name in ("update", "told", "safe", "unsafe", "ticket", "newticket", "noticket", "unlink", "briefed"):
        assert not VERBS[name].door
        assert VERBS[name].also, f"the palette finds {name} by other words too"
