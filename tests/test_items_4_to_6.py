"""Steps 4 to 6 of the ten, item by item: from a fresh incident, by the verbs alone, in both languages.

Each does the thing and then looks where a commander looks: the item ticks itself, the pane shows it, the timeline has its row,
the report its line.
"""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import do, small
from warroom.core.checklist import check
from warroom.core.language import speak
from warroom.core.registry import VERBS
from warroom.reports.brief import brief as briefed
from warroom.reports.can import draft, long_form
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


def with_noise(story: Acted, minute: float) -> str:
    lines = room_lines(story.incident, story.at(minute), UTC, 140, noise=True)
    return "\n".join(plain(line).rstrip() for line in lines)


def report(story: Acted, minute: float, code: str) -> str:
    return markdown(postmortem(context(story.incident, story.at(minute), code)))


def brief(story: Acted, minute: float, code: str) -> str:
    made = context(story.incident, story.at(minute), code)
    return one_page(briefed(made), made.reader.say)


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
    seen(
        board,
        "a leak in v2.3.2",
        "14:33 heap is flat" if code == "en" else "14.33 heap is flat",
        "compare the dumps",
    )
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


def two_options() -> Acted:
    story = small()
    story.do("option", "roll back to v2.3.1", "--kind", "quick", "--effort", "10 min", minute=1)
    story.do("option", "fix the leak", "--kind", "permanent", "--effort", "2 days", by="budi", minute=2)
    return story


@both
def test_5_1_ways_out_stand_side_by_side_quick_or_permanent(code: str) -> None:
    story = small()
    story.do("option", "roll back to v2.3.1", "--kind", "quick", "--effort", "10 min", minute=1)
    assert state(story, "5.1") == ("open", False)
    story.do("option", "fix the leak", "--kind", "permanent", "--effort", "2 days", minute=2)
    assert state(story, "5.1") == ("done", True)
    alone = small()
    alone.do("option", "wait for the vendor", "--only", "it is their service", minute=1)
    assert state(alone, "5.1") == ("done", True)
    speak(code)
    wide, narrow = room(story, 3), room(story, 3, 80)
    heads = (
        ["options", "kind", "risk", "effort", "roll-back"]
        if code == "en"
        else ["pilihan", "jenis", "risiko", "usaha"]
    )
    table = next(line for line in wide.splitlines() if line.startswith(heads[0]))
    seen(table, *heads)
    row = next(line for line in wide.splitlines() if "○ roll back" in line)
    seen(
        row,
        *(
            ["quick", "not weighed", "none yet"]
            if code == "en"
            else ["cepat", "belum ditimbang", "belum ada"]
        ),
    )
    seen(
        narrow, "○ roll back to v2.3.1", *(["  effort    10 min"] if code == "en" else ["  usaha    10 min"])
    )
    seen(wide, "quick fix: roll back" if code == "en" else "perbaikan cepat: roll back")
    text = report(story, 4, code)
    seen(text, "### Options" if code == "en" else "### Pilihan", "fix the leak")


@both
def test_5_2_each_has_a_risk_and_what_could_go_wrong(code: str) -> None:
    story = two_options()
    story.do("weigh", "roll", "unlikely", "severe", "open orders are lost", minute=3)
    assert state(story, "5.2") == ("open", False)
    story.do("weigh", "leak", "possible", "minor", minute=4)
    assert state(story, "5.2") == ("done", True)
    speak(code)
    risk = "medium: unlikely × severe" if code == "en" else "sedang: kecil kemungkinannya × parah"
    seen(room(story, 5, 80), risk, "open orders are lost")
    seen(report(story, 5, code), risk, "open orders are lost")
    seen(with_noise(story, 5), "medium risk" if code == "en" else "risiko sedang")


@both
def test_5_3_the_choice_has_a_way_back_and_is_kept_with_what_was_not_chosen(code: str) -> None:
    story = two_options()
    speak(code)
    story.do(
        "choose",
        "roll",
        "--rollback",
        "redeploy v2.3.2",
        "--objection",
        "budi: orders are lost",
        "the fastest",
        minute=5,
    )
    assert state(story, "5.3") == ("done", True)
    shown = room(story, 6)
    decided = (
        "Roll-back: redeploy v2.3.2. Not: fix the leak"
        if code == "en"
        else "Rollback: redeploy v2.3.2. Bukan: fix the leak"
    )
    seen(
        shown, f"★ {'decision' if code == 'en' else 'keputusan'} roll back to v2.3.1: the fastest. {decided}"
    )
    seen(shown, "not chosen" if code == "en" else "tidak dipilih", "– fix the leak (the fastest)")
    objects = (
        "budi objects to “roll back to v2.3.1”"
        if code == "en"
        else "budi berkeberatan atas “roll back to v2.3.1”"
    )
    seen(shown, objects)
    text = report(story, 7, code)
    seen(text, "not chosen: the fastest" if code == "en" else "tidak dipilih: the fastest", "orders are lost")
    seen(brief(story, 7, code), "roll back to v2.3.1: the fastest")


@both
def test_6_1_the_announcement_is_drafted_from_the_decision(code: str) -> None:
    story = two_options()
    story.do("choose", "roll", "--rollback", "redeploy v2.3.2", minute=5)
    story.do("plan", "--from", "15:00", "--for", "30m", "--executor", "budi", "--observer", "citra", minute=6)
    made = context(story.incident, story.at(7), code)
    text = long_form(draft(made, "stakeholders", plan=True), made)
    seen(
        text,
        "roll back to v2.3.1",
        "2026-11-21 15:00–15:30 UTC" if code == "en" else "2026-11-21 15.00–15.30 UTC",
        "redeploy v2.3.2",
        "budi",
        "citra",
    )
    seen(text, "Change window" if code == "en" else "Jendela perubahan")
    assert "redeploy" not in long_form(draft(made, "users", plan=True), made), "nobody marked it as safe"
    assert state(story, "6.1") == ("open", False)
    story.do("update", text, "--plan", "--audience", "stakeholders", "--by", "phone", minute=8)
    assert state(story, "6.1") == ("done", True)


@both
def test_6_2_a_change_has_a_window_with_a_clock(code: str) -> None:
    story = small()
    story.do("plan", "roll back", minute=1)
    assert state(story, "6.2") == ("open", False)
    story.do("schedule", "roll", "--from", "15:00", "--for", "30m", minute=2)
    assert state(story, "6.2") == ("done", True)
    speak(code)
    opens, left, over = (
        ("opens in 8 min", "10 min left", "5 min over")
        if code == "en"
        else ("dibuka 8 mnt lagi", "sisa 10 mnt", "lewat 5 mnt")
    )
    seen(
        room(story, 22), opens, "2026-11-21 15:00–15:30 UTC" if code == "en" else "2026-11-21 15.00–15.30 UTC"
    )
    window = "change window of “roll back”" if code == "en" else "jendela perubahan “roll back”"
    seen(room(story, 22), window)
    seen(room(story, 50), left)
    seen(room(story, 65), over)
    seen(brief(story, 22, code), "15:00–15:30 UTC" if code == "en" else "15.00–15.30 UTC")
    text = report(story, 22, code)
    seen(text, "Change window" if code == "en" else "Jendela perubahan")


@both
def test_6_3_one_makes_it_another_watches_and_what_is_logged_belongs_to_it(code: str) -> None:
    story = small()
    story.do("plan", "roll back", "--from", "14:40", "--for", "30m", minute=1)
    story.do("start", "roll", "--observer", "citra", by="budi", minute=12)
    speak(code)
    shown = room(story, 20)
    seen(
        shown,
        *(
            ["for 8 min", "20 min left", "citra watches"]
            if code == "en"
            else ["sudah 8 mnt", "sisa 20 mnt", "diamati citra"]
        ),
    )
    assert shown.count("20 min left" if code == "en" else "sisa 20 mnt") == 3, (
        "in the line now, in the timeline and on the board"
    )
    story.do("log", "kubectl rollout undo deploy/pay", by="budi", minute=21)
    story.do("finish", "roll", "errors at 0.2 %", by="budi", minute=22)
    assert state(story, "6.3") == ("done", True)
    shown = room(story, 23)
    seen(
        shown,
        "change done: roll back" if code == "en" else "perubahan selesai: roll back",
        "14:42–14:52" if code == "en" else "14.42–14.52",
        "errors at 0.2 %",
    )
    seen(shown, "1 entry" if code == "en" else "1 entri")
    text = report(story, 24, code)
    seen(
        text,
        "Logged during “roll back”" if code == "en" else "Dicatat selama “roll back”",
        "kubectl rollout undo",
    )


def test_show_json_has_options_and_changes() -> None:
    story = two_options()
    story.do("weigh", "roll", "unlikely", "severe", minute=3)
    story.do("choose", "roll", "--waived-by", "dewi", "--waiver", "no time", minute=5)
    story.do("plan", "--from", "15:00", "--for", "30m", minute=6)
    story.do("start", "roll", "--observer", "citra", minute=31)
    story.do("log", "undone", minute=32)
    found = show(story.incident, story.at(33))
    roll, leak = found["options"]
    assert (roll["state"], roll["risk"], roll["waived_by"], leak["state"]) == (
        "chosen",
        "medium",
        "dewi",
        "unchosen",
    )
    (change,) = found["changes"]
    assert (change["opens"], change["state"], change["option"]) == (
        "2026-11-21T15:00:00.000Z",
        "running",
        roll["id"],
    )
    assert change["entries"] == [found["entries"][-1]["id"]]
    assert found["windows"] == [], "a change window is no impact window"


def test_a_report_by_roles_names_nobody_of_the_solution() -> None:
    story = two_options()
    story.do("object", "roll", "orders are lost", "--person", "eka", minute=3)
    story.do("choose", "roll", "--waived-by", "dewi", "--waiver", "no time", minute=5)
    story.do("plan", "--from", "15:00", "--for", "30m", "--executor", "fajar", "--observer", "gita", minute=6)
    text = markdown(postmortem(context(story.incident, story.at(7), "en", roles_only=True)))
    for name in ("dewi", "eka", "fajar", "gita"):
        assert name not in text, name


def test_no_act_of_one_person_is_in_conflict_with_itself() -> None:
    for verb in VERBS.values():
        story = small()
        for minute, line in enumerate(verb.example, 1):
            do(story, line, minute)
        assert story.incident.conflicts == (), verb.name
    story = small()
    story.do(
        "plan",
        "roll back",
        "--from",
        "10m",
        "--for",
        "30m",
        "--executor",
        "budi",
        "--observer",
        "citra",
        minute=1,
    )
    assert story.incident.conflicts == ()
