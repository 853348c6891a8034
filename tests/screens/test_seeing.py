"""What is seen: filter, system events, zone, jump, tabs in a narrow terminal, what other consoles write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.stage import Clock, Stage, console, declare, reopen
from warroom.core.registry import VERBS
from warroom.screens.declare import Declare
from warroom.screens.home import Home
from warroom.screens.room.screen import PANES, RoomScreen
from warroom.session.room import Room
from warroom.views.lines import ASCII
from warroom.widgets.rows import RowsPane


def listed(stage: Stage) -> list[str]:
    """The texts of the timeline as it is shown."""
    source = stage.screen.pane("timeline").source
    return ["".join(text for line in source.lines(i, 200) for text, _ in line) for i in range(len(source))]


async def test_the_filter_narrows_the_timeline_and_escape_brings_all_back(room: Room, clock: Clock) -> None:
    for text in ("pool exhausted #db", "customers complain", "db restarted"):
        room.act(VERBS["log"], ["--", text])
    async with console(room, clock=clock) as stage:
        everything = len(listed(stage))
        await stage.press("escape", "slash", "d", "b")
        assert len(listed(stage)) == 2
        await stage.press("enter")
        assert len(listed(stage)) == 2
        assert "“db”" in stage.shown()
        await stage.type("the db is back")
        assert len(listed(stage)) == 3
        await stage.press("escape", "escape")
        assert len(listed(stage)) == everything + 1
        assert "“db”" not in stage.shown()


async def test_escape_keeps_the_selected_entry_selected(room: Room, clock: Clock) -> None:
    for text in ("one", "two db", "three"):
        room.act(VERBS["log"], ["--", text])
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "slash", "d", "b", "enter")
        chosen = stage.entry_id("two db")
        assert stage.screen.pane("timeline").cursor_key == chosen
        await stage.press("escape")
        assert stage.screen.pane("timeline").cursor_key == chosen


async def test_system_events_are_hidden_until_asked_for(room: Room, clock: Clock) -> None:
    room.act(VERBS["join"], ["budi"])
    async with console(room, clock=clock) as stage:
        before = len(listed(stage))
        await stage.press("escape", "y")
        assert len(listed(stage)) > before
        assert any("budi" in line for line in listed(stage))
        assert "with system events" in stage.shown()
        await stage.press("y")
        assert len(listed(stage)) == before


async def test_times_are_shown_in_the_next_zone_and_the_offset_says_which(
    tmp_path: Path, clock: Clock
) -> None:
    made = declare(tmp_path, "Down", "--zone=Asia/Jakarta", clock=clock)
    async with console(made, clock=clock) as stage:
        assert "21:30" in stage.shown()
        assert "+07" in stage.shown()
        await stage.press("escape", "z")
        assert "14:30" in stage.shown()
        assert "+07" not in stage.shown()
        await stage.type("@14:10 in the zone that is shown")
        assert stage.rows[-1]["at"] == "2026-11-21T14:10:00.000Z"


async def test_jump_goes_to_a_time(room: Room, clock: Clock) -> None:
    for minute in range(40):
        room.act(VERBS["log"], ["--at", f"2026-11-21T13:{minute:02}:00Z", "--", f"entry {minute}"])
    async with console(room, clock=clock) as stage:
        await stage.go("timeline")
        await stage.press("at")
        await stage.answer("13:20")
        assert stage.screen.pane("timeline").cursor_key == stage.entry_id("entry 20")
        await stage.press("at")
        await stage.answer("no time at all")
        assert stage.said().strip()
        assert stage.screen.pane("timeline").cursor_key == stage.entry_id("entry 20")


async def test_panes_are_tabs_at_80_columns_and_each_can_be_reached(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock, size=(80, 24)) as stage:
        await stage.press("escape")
        for number, pane in enumerate(PANES, 1):
            await stage.press(str(number))
            visible = [name for name in PANES if stage.screen.query_one(f"#frame-{name}").region]
            assert visible == [pane]
            assert stage.screen.focused is stage.screen.pane(pane)
        await stage.press("tab")
        assert stage.screen.shown == "steps"
        await stage.pilot.resize_terminal(160, 50)
        await stage.until(lambda: all(stage.screen.query_one(f"#frame-{name}").region for name in PANES))


async def test_what_another_console_writes_appears_and_the_selection_stays(room: Room, clock: Clock) -> None:
    for i in range(60):
        room.act(VERBS["log"], ["--", f"entry {i}"])
    async with console(room, clock=clock) as stage:
        entry = stage.entry_id("entry 3")
        await stage.go("timeline", entry)
        other = reopen(room, "budi", clock=clock)
        other.act(VERBS["log"], ["--", "from budi's console"])
        other.act(VERBS["role"], ["ic", "budi"])
        await stage.until(lambda: "from budi's console" in stage.texts and stage.incident.commander == "budi")
        assert stage.screen.pane("timeline").cursor_key == entry
        assert "new" in stage.shown()
        assert "IC budi" in stage.shown()
        await stage.press("end")
        assert "from budi's console" in stage.shown()


async def test_a_half_typed_line_stays_while_others_write(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.pilot.press("h", "a", "l", "f")
        reopen(room, "budi", clock=clock).act(VERBS["log"], ["--", "an entry"])
        await stage.until(lambda: "an entry" in stage.texts)
        assert stage.screen.entry.text == "half"
        assert stage.screen.focused is stage.screen.entry


async def test_ascii_signs_are_all_that_is_drawn_when_nothing_else_can_be(
    tmp_path: Path, clock: Clock
) -> None:
    made = declare(tmp_path, "Plain title", clock=clock)
    made.act(VERBS["log"], ["--", "plain text"])
    async with console(made, clock=clock, size=(100, 30), signs=ASCII) as stage:
        assert stage.shown().isascii()
        await stage.press("escape", "question_mark")
        assert [line for line in stage.shown().splitlines() if not line.isascii()] == []
        await stage.press("q", "R", "enter")
        assert [line for line in stage.shown().splitlines() if not line.isascii()] == []


@pytest.mark.parametrize("size", [(40, 10), (250, 70), (20, 5)])
async def test_any_size_is_drawn(room: Room, clock: Clock, size: tuple[int, int]) -> None:
    async with console(room, clock=clock, size=size) as stage:
        await stage.type("logged")
        assert stage.texts == ["logged"]
        assert len(stage.shown().splitlines()) <= size[1]
        await stage.press("escape", "question_mark", "escape", "s", "escape")


async def test_home_lists_filters_declares_opens_and_comes_back(tmp_path: Path, clock: Clock) -> None:
    declare(tmp_path, "Login is slow", clock=clock).close()
    done = declare(tmp_path, "Mail was down", clock=clock)
    done.act(VERBS["resolve"], ["--", "fixed"])
    done.close()
    async with console(None, folder=tmp_path) as stage:
        assert "1 open · 2" in stage.shown()
        assert stage.shown().index("Login is slow") < stage.shown().index("Mail was down")
        await stage.press("slash", *"mail", "enter")
        assert "Login is slow" not in stage.shown()
        await stage.press("escape")
        assert "Login is slow" in stage.shown()
        await stage.press("n")
        assert isinstance(stage.app.screen, Declare)
        await stage.press("enter")
        assert "needs a title" in stage.shown()
        await stage.press("P", "a", "y", "enter")
        await stage.until(lambda: isinstance(stage.app.screen, RoomScreen))
        await stage.type("first entry")
        assert stage.incident.title == "Pay"
        assert stage.incident.severity == 3
        await stage.press("escape", "q")
        await stage.until(lambda: isinstance(stage.app.screen, Home) and "Pay" in stage.shown())
        assert "2 open · 3" in stage.shown()
        pane = stage.app.screen.query_one("#incidents", RowsPane)
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, RoomScreen))
        assert stage.incident.id == pane.cursor_key


async def test_declaring_takes_severity_start_systems_and_symptoms_and_refuses_what_is_wrong(
    tmp_path: Path,
) -> None:
    async with console(None, folder=tmp_path) as stage:
        await stage.press("n")
        for name, value in (("title", "[/foo] down"), ("sev", "9"), ("started", "-20m"), ("system", "pay, login"),
                            ("symptom", "errors")):  # fmt: skip
            stage.app.screen.query_one(f"#field-{name}").value = value  # type: ignore[attr-defined]
        await stage.press("enter")
        assert isinstance(stage.app.screen, Declare)
        assert stage.app.focused is stage.app.screen.query_one("#field-sev")
        assert "severity" in str(stage.app.screen.query_one("#wrong").render())
        stage.app.screen.query_one("#field-sev").value = "1"  # type: ignore[attr-defined]
        await stage.press("ctrl+s")
        await stage.until(lambda: isinstance(stage.app.screen, RoomScreen))
        assert stage.incident.severity == 1
        assert stage.incident.systems == ("pay", "login")
        assert stage.incident.milestones["declared"].at > stage.incident.milestones["started"].at


async def test_turning_away_from_declaring_makes_nothing(tmp_path: Path) -> None:
    async with console(None, folder=tmp_path) as stage:
        await stage.press("n", "x", "escape", "d", "escape")
        assert isinstance(stage.app.screen, Home)
        assert not list(tmp_path.glob("INC-*"))


async def test_a_piece_of_evidence_ticks_its_item_at_once(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        before = stage.screen.part("steps").title()
        await stage.type("/log --kind evidence the heap dump is in /srv/dumps")
        await stage.until(lambda: stage.screen.part("steps").title() != before)
        assert stage.screen.part("steps").title() in stage.shown()
