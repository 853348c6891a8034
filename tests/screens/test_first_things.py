"""First things first, at every width: what a commander must see is seen, and nothing is acknowledged or hidden silently."""

from __future__ import annotations

import re

import pytest

from tests.screens.stage import Clock, Stage, console, declare, reopen
from warroom.core.incident import Incident
from warroom.core.registry import VERBS
from warroom.session.room import Room
from warroom.views.header import OVERDUE, header
from warroom.views.lines import line_cells, plain


def first_line(stage: Stage) -> str:
    return stage.shown().splitlines()[0]


@pytest.mark.parametrize("width", [45, 60, 80, 90, 95, 99, 100, 140, 220])
async def test_severity_status_commander_update_and_saved_stand_in_the_header(
    room: Room, clock: Clock, width: int
) -> None:
    room.act(
        VERBS["title"],
        ["--", "Payment gateway down for all of Jakarta and Surabaya, and nobody knows why yet"],
    )
    room.act(VERBS["role"], ["ic", "ani"])
    async with console(room, clock=clock, size=(width, 24)) as stage:
        line = first_line(stage)
        assert all(word in line for word in ("SEV2", "DECLARED", "IC ani", "14:50", "●")), line
        clock.on(hours=1)
        stage.screen.retitle()
        await stage.pilot.pause()
        assert all(word in first_line(stage) for word in ("SEV2", "DECLARED", "IC ani", "●")), first_line(
            stage
        )


@pytest.mark.parametrize("width", [60, 80, 140])
def test_an_overdue_update_is_a_block_and_not_a_word(room: Room, clock: Clock, width: int) -> None:
    clock.on(hours=1)
    _, right = header(room.incident, clock.now, room.zone(), width)
    assert [style for text, style in right if "40 min" in text or "14:50" in text] == [OVERDUE]


def test_the_header_fits_its_width_whatever_it_says(room: Room, clock: Clock) -> None:
    room.act(VERBS["role"], ["ic", "--", "Raden Mas Panji Sosrokartono"])
    for width in range(20, 240):
        left, right = header(room.incident, clock.now, room.zone(), width)
        assert line_cells((*left, *right)) <= max(width, 48), (width, plain(left), plain(right))


async def test_the_tabs_of_a_narrow_terminal_say_what_the_titles_say(room: Room, clock: Clock) -> None:
    for i in range(40):
        room.act(VERBS["log"], ["--", f"entry {i}"])
    async with console(room, clock=clock, size=(80, 24)) as stage:
        await stage.press("escape", "2", "g")
        reopen(room, "budi", clock=clock).act(VERBS["log"], ["--", "one more"])
        await stage.until(lambda: "one more" in stage.texts)
        await stage.pilot.pause()
        tabs = stage.shown().splitlines()[1]
        assert "Timeline 43 · 1 new" in tabs
        assert "UTC" in tabs
        await stage.press("slash", *"entry", "enter")
        assert "“entry”" in stage.shown().splitlines()[1]
        clock.on(hours=2)
        await stage.press("escape", "1")
        tabs = stage.shown().splitlines()[1]
        assert "late" in tabs
        assert "Timeline 43" in tabs


async def test_a_logged_line_says_where_it_went(room: Room, clock: Clock) -> None:
    for i in range(60):
        room.act(VERBS["log"], ["--", f"entry {i}"])
    async with console(room, clock=clock, size=(80, 24)) as stage:
        await stage.type("here")
        assert stage.said().startswith("logged 14:30")
        assert "above" not in stage.said()
        await stage.type("@14:29 earlier")
        assert "rows above" in stage.said()
        await stage.press("escape", "slash", *"zzz", "enter")
        await stage.type("not what is looked for")
        assert "the filter hides it" in stage.said()
        await stage.press("escape", "escape", "1")
        await stage.type("from another tab")
        assert "in 2 Timeline" in stage.said()
        await stage.press("escape", "2", "g")
        await stage.type("while scrolled up")
        assert "out of sight" in stage.said()


async def test_the_line_now_says_what_is_hit_how_hard_and_what_was_decided(room: Room, clock: Clock) -> None:
    room.act(VERBS["systems"], ["--", "pay, login"])
    room.act(VERBS["impact"], ["users", "12500"])
    room.act(VERBS["log"], ["--kind", "decision", "--", "roll back to 2.3.1"])
    async with console(room, clock=clock, size=(140, 40)) as stage:
        line = stage.shown().splitlines()[1]
        assert "pay, login" in line
        assert "12,500" in line
        assert "roll back to 2.3.1" in line
        assert "update due" in line
        await stage.type("/log --kind decision keep the pool as it is")
        assert "keep the pool as it is" in stage.shown().splitlines()[1]
        await stage.type('/strike "keep the pool" a mistake')
        assert "roll back to 2.3.1" in stage.shown().splitlines()[1]
        await stage.type("@14:20 an entry before them")
        await stage.type('/restore "keep the pool"')
        assert "keep the pool as it is" in stage.shown().splitlines()[1]
        await stage.pilot.resize_terminal(140, 24)
        await stage.until(lambda: "12,500" not in stage.shown())


async def test_a_folded_step_says_how_many_items_are_late_and_the_selected_one_when_it_is_done(
    room: Room, clock: Clock
) -> None:
    clock.on(hours=3)
    async with console(room, clock=clock, size=(140, 40)) as stage:
        assert re.search(r"Escalate & notify +\d late 0/3", stage.shown())
        await stage.go("steps", "item.1.2")
        await stage.until(lambda: "1.2 ·" in stage.shown())
        assert "Done" in stage.shown()


async def test_no_row_for_the_filter_says_so_and_accents_do_not_matter(room: Room, clock: Clock) -> None:
    for text in ("café down", "two", "three"):
        room.act(VERBS["log"], ["--", text])
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "slash", *"zzz")
        assert "no entry matches zzz; Esc shows all 5" in stage.shown()
        await stage.press("escape", "slash", *"cafe")
        assert "café down" in stage.shown()
        assert "three" not in stage.shown()


async def test_home_counts_from_the_start_as_the_room_does(room: Room, clock: Clock) -> None:
    from warroom.session import overview
    from warroom.views.home import home_list

    row = {"id": "x", **overview.summary(room.incident)}
    clock.on(hours=2)
    shown = plain(home_list([row], clock.now).lines(0, 100)[0])
    assert "2 h 28" in shown, shown


async def test_the_board_shows_each_tab_and_enter_does_the_obvious(room: Room, clock: Clock) -> None:
    room.act(VERBS["suspect"], ["--", "leak in 2.3.2"])
    room.act(VERBS["suspect"], ["--", "retry storm"])
    room.act(VERBS["judge"], ["leak", "ruled_out", "--why", "heap is flat"])
    room.act(VERBS["log"], ["--kind", "decision", "--", "roll back"])
    room.act(VERBS["action"], ["--owner", "citra", "--", "alert on heap"])
    room.act(VERBS["systems"], ["--", "pay"])
    room.act(VERBS["window"], ["--from", "14:02", "--level", "degraded"])
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "4")
        await stage.press("right_square_bracket")
        shown = stage.shown()
        assert "Diagnosis 1" in shown
        assert shown.index("retry storm") < shown.index("leak in 2.3.2", shown.index("Diagnosis"))
        await stage.press("g", "enter")
        await stage.answer("confirmed")
        await stage.answer("traces show it")
        assert {h.text: h.verdict for h in stage.incident.hypotheses}["retry storm"] == "confirmed"
        await stage.press("4")
        assert "roll back" in stage.shown().split("Decisions")[-1]
        await stage.press("4")
        assert "No check yet" in stage.shown()
        await stage.press("4", "g", "enter")
        assert stage.incident.actions[0].state == "done"
        await stage.press("4")
        board = stage.shown()
        assert "pay" in board
        assert "degraded" in board
        assert "not described" in board
        assert "A vital" not in board
        await stage.press("4")
        assert "No notes yet" in stage.shown()


async def test_who_acts_is_seen_to_be_there_although_they_never_joined(room: Room, clock: Clock) -> None:
    reopen(room, "budi", clock=clock).act(VERBS["log"], ["--", "from the shell"])
    async with console(reopen(room, "citra", clock=clock), clock=clock) as stage:
        roster = [line for line in stage.shown().splitlines() if "not joined" in line]
        assert [name for name in ("ani", "budi", "citra") if any(name in line for line in roster)] == [
            "budi",
            "citra",  # whose console this is
        ]
        assert any("ani" in line and "on 00:00" in line for line in stage.shown().splitlines())
        clock.on(hours=1)
        stage.screen._redraw()
        await stage.pilot.pause()
        assert not any("budi" in line for line in stage.shown().splitlines() if "not joined" in line)


async def test_taking_command_takes_two_keys(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.press("escape")
        assert stage.incident.commander is None
        await stage.press("3", "enter")
        assert stage.incident.commander == "ani"


async def test_who_is_offered_command_is_told_with_the_brief_wherever_they_are(
    room: Room, clock: Clock
) -> None:
    room.act(VERBS["role"], ["ic", "ani"])
    budi = reopen(room, "budi", clock=clock)
    budi.act(VERBS["join"], [])
    async with console(budi, clock=clock, size=(80, 24)) as stage:
        await stage.pilot.press("h", "a", "l", "f")
        room.refresh()
        room.act(VERBS["handover"], ["ic", "budi", "--brief", "wave 3 runs"])
        await stage.until(lambda: "ani hands you Incident Commander" in stage.shown())
        assert "wave 3 runs" in stage.shown()
        assert "F2 accept" in stage.shown()
        assert stage.screen.entry.text == "half"
        await stage.press("f2")
        await stage.answer("wave 3 runs")
        assert stage.incident.commander == "budi"
        assert stage.screen.entry.text == "half"
        assert "hands you" not in stage.shown()


async def test_who_is_offered_command_is_told_on_the_list_of_incidents(room: Room, clock: Clock) -> None:
    room.act(VERBS["role"], ["ic", "ani"])
    other = declare(room.path.parent, "Mail is slow", clock=clock)
    async with console(None, folder=room.path.parent, clock=clock, size=(120, 24), person="budi") as stage:
        await stage.until(lambda: "Mail is slow" in stage.shown())
        assert "hands you" not in stage.shown()
        room.act(VERBS["handover"], ["ic", "budi", "--brief", "wave 3 runs"])
        stage.app.screen.action_reload()  # type: ignore[attr-defined]
        await stage.until(lambda: stage.shown().count("ani hands you Incident Commander") == 2)
        row, foot = (line for line in stage.shown().splitlines() if "hands you" in line)
        assert "Payment gateway down" in row
        assert foot.strip().startswith(
            f"ani hands you Incident Commander in {room.incident.id}: open it to answer"
        )
        Room.open(room.path, person="budi", clock=clock).act(VERBS["decline"], [])
        stage.app.screen.action_reload()  # type: ignore[attr-defined]
        await stage.until(lambda: "hands you" not in stage.shown())
    other.close()


async def test_the_giver_is_asked_for_the_brief(room: Room, clock: Clock) -> None:
    room.act(VERBS["role"], ["ic", "ani"])
    room.act(VERBS["join"], ["budi"])
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "h")
        assert "handover IC" in stage.shown()
        await stage.answer("budi")
        await stage.answer("wave 3 runs")
        assert stage.incident.offers[0].brief == "wave 3 runs"
        assert "not accepted yet" in stage.shown()


async def test_a_long_entry_shows_three_rows_and_enter_shows_all_with_its_line_ends(
    room: Room, clock: Clock
) -> None:
    room.act(VERBS["log"], ["--", "\n".join(f"frame {i} at pool.py" for i in range(180))])
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "2")
        assert "more lines · Enter" in stage.shown()
        assert "frame 40 " not in stage.shown()
        await stage.press("enter", "end")
        assert "frame 179 at pool.py" in stage.shown()
        assert "⏎" not in stage.shown()


def rows_of(incident: Incident, clock: Clock, width: int = 100) -> list[str]:
    from datetime import UTC

    from warroom.views.timeline import Timeline, visible

    view = Timeline(incident, visible(incident, noise=False), UTC, now=clock.now)
    return [plain(line) for i in range(len(view)) for line in view.lines(i, width)]


def test_author_and_marks_stand_in_a_column_of_their_own(room: Room, clock: Clock) -> None:
    for text in ("short", "a long one " * 20):
        room.act(VERBS["log"], ["--", text])
        room.act(VERBS["pin"], ["last"])
    room.act(VERBS["correct"], ["short", "--", "shorter"])
    shown = rows_of(room.incident, clock)
    assert all(len(line) <= 100 for line in shown)
    assert not [line for line in shown if line.strip() in ("ani", "· ani")]
    assert [line for line in shown if line.endswith("⚑✎ ani")]


def test_a_superseded_milestone_looks_superseded_and_a_new_status_is_a_rule(room: Room, clock: Clock) -> None:
    room.act(VERBS["mark"], ["detected", "--at", "14:10"])
    room.act(VERBS["mark"], ["detected", "--at", "14:12"])
    room.act(VERBS["status"], ["mitigating", "--why", "rolling back"])
    shown = rows_of(room.incident, clock)
    detected = [line for line in shown if "detected" in line]
    assert ["superseded" in line for line in detected] == [True, False]
    assert [line for line in shown if "── status is now mitigating: rolling back ────" in line]


async def test_a_board_that_has_more_says_so(room: Room, clock: Clock) -> None:
    made = declare(room.path.parent, "Notes", clock=clock)
    made.act(VERBS["notes"], ["--", "\n".join(f"line {i}" for i in range(50))])
    async with console(made, clock=clock) as stage:
        assert "more ▾" in stage.shown()


async def test_two_versions_of_the_notes_can_be_read_and_settled(room: Room, clock: Clock) -> None:
    other = reopen(room, "budi", clock=clock)
    room.act(VERBS["notes"], ["--", "mine\nof two lines"])
    other.act(VERBS["notes"], ["--base", "empty", "--", "theirs"])
    room.refresh()
    assert room.incident.conflicts
    async with console(room, clock=clock) as stage:
        assert "both changed notes" in stage.said()
        await stage.press("f4")
        assert "of two lines" in stage.shown()
        assert "theirs" in stage.shown()
        await stage.press("3")
        assert set(stage.incident.notes.text.split("\n")) == {"mine", "of two lines", "theirs"}
        assert not stage.incident.conflicts
        assert "both changed" not in stage.said()


@pytest.mark.parametrize("which", ["1", "2"])
async def test_either_version_can_be_kept(room: Room, clock: Clock, which: str) -> None:
    other = reopen(room, "budi", clock=clock)
    room.act(VERBS["notes"], ["--", "mine"])
    other.act(VERBS["notes"], ["--base", "empty", "--", "theirs"])
    async with console(reopen(room, "ani", clock=clock), clock=clock) as stage:
        held = stage.incident.notes.text
        await stage.press("f4", which)
        assert (stage.incident.notes.text == held) == (which == "1")
        assert not stage.incident.conflicts


@pytest.mark.parametrize(
    ("words", "verb", "key"),
    [
        ("commander", "role", "a"),
        ("report", "export", "e"),
        ("mitigated", "mark", "m"),
        ("hypothesis", "suspect", ""),
    ],
)
async def test_the_palette_finds_by_the_words_that_people_use_and_shows_keys(
    room: Room, clock: Clock, words: str, verb: str, key: str
) -> None:
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "ctrl+p")
        await stage.pilot.press(*words)
        found = re.compile(rf"{verb} +\w.*{key}")
        await stage.until(lambda: any(found.search(line) for line in stage.shown().splitlines()))


async def test_a_slash_completes_verbs_and_then_their_arguments(room: Room, clock: Clock) -> None:
    room.act(VERBS["role"], ["ic", "ani"])
    room.act(VERBS["join"], ["budi"])
    async with console(room, clock=clock) as stage:
        await stage.pilot.press("slash", *"hand")
        await stage.pilot.pause()
        assert "hand a role over" in stage.shown()
        await stage.press("tab")
        assert stage.screen.entry.text == "/handover "
        assert "ic" in stage.shown().splitlines()[-3]
        await stage.press("tab", *"bu", "tab")
        assert stage.screen.entry.text == "/handover ic budi "
        stage.screen.entry.restore("/sev ")
        await stage.pilot.pause()
        assert "A vital service is down" in stage.shown()
        stage.screen.entry.restore("plain words")
        await stage.pilot.pause()
        await stage.press("tab")
        assert stage.screen.focused is not stage.screen.entry


async def test_undo_by_its_key_names_what_it_undoes_and_asks(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("a sentence that was meant")
        before = len(stage.rows)
        await stage.press("escape", "u")
        assert "Undo “a sentence that was meant”?" in stage.shown()
        await stage.press("enter")
        assert len(stage.rows) == before
        await stage.press("u", "y")
        assert stage.texts == [] or stage.incident.entries[0].struck is not None
        assert len(stage.rows) == before + 1


async def test_the_help_has_a_legend_of_the_signs(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(120, 90)) as stage:
        await stage.press("escape", "question_mark")
        for words in ("done, open, in progress", "alert or symptom", "pinned for the report"):
            assert words in stage.shown()
