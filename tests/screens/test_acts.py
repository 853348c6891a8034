"""Keys in the panes: every act asks for what it lacks, says what it did, is on disk, and can be undone."""

from __future__ import annotations

import pytest

from tests.screens.stage import Clock, Stage, console, reopen
from warroom.core.checklist import check
from warroom.core.registry import VERBS
from warroom.screens.ask import Ask, Confirm
from warroom.screens.choose import Choose
from warroom.screens.help import Help
from warroom.screens.notepad import Notepad
from warroom.session.room import Room


def state(stage: Stage, item: str) -> str:
    found = check(stage.incident, item)
    assert found is not None
    return found.state


async def test_an_item_is_ticked_skipped_with_a_reason_and_noted(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.go("steps", "item.1.2")
        await stage.press("t")
        assert state(stage, "1.2") == "done"
        assert "1.2" in stage.said()
        await stage.press("space")
        assert state(stage, "1.2") == "open"
        await stage.press("x")
        await stage.answer("")
        assert "this is needed: the reason" in stage.shown()
        assert state(stage, "1.2") == "open"
        await stage.answer("no such system here")
        assert state(stage, "1.2") == "skipped"
        await stage.press("c")
        await stage.answer("ask finance")
        kinds = [row["kind"] for row in stage.rows]
        assert kinds[-2:] == ["item.set", "item.noted"] or "ask finance" in str(stage.rows[-1])
        assert "no such system here" in str(stage.rows)


async def test_a_step_folds_and_opens_and_a_tick_on_it_says_what_to_do(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.go("steps", "step.5")
        rows = len(stage.screen.pane("steps").source)
        await stage.press("enter")
        assert len(stage.screen.pane("steps").source) > rows
        await stage.press("t")
        assert "choose an item" in stage.said()
        await stage.press("space")
        assert len(stage.screen.pane("steps").source) == rows


async def test_an_entry_is_corrected_dated_struck_restored_and_pinned(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("wrnog host")
        entry = stage.entry_id("wrnog host")
        await stage.go("timeline", entry)
        await stage.press("c")
        assert stage.app.screen.query_one("#answer").value == "wrnog host"  # type: ignore[attr-defined]
        await stage.answer("wrong host")
        await stage.press("b")
        await stage.answer("14:10")
        await stage.press("p")
        await stage.press("x")
        await stage.answer("was another incident")
        row = stage.incident.row(entry)
        assert row is not None
        assert (row.text, row.at.minute, row.struck, row.pinned) == (
            "wrong host",
            10,
            "was another incident",
            True,
        )
        assert "wrong host" in stage.shown()
        await stage.press("X")
        row = stage.incident.row(entry)
        assert row is not None
        assert row.struck is None
        await stage.press("enter")
        assert "wrnog host" in stage.shown()


async def test_who_corrects_what_another_corrected_meanwhile_is_told(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("wrnog host")
        entry = stage.entry_id("wrnog host")
        await stage.go("timeline", entry)
        await stage.press("c")
        reopen(room, "budi", clock=clock).act(VERBS["correct"], [entry, "db2"])
        await stage.until(lambda: "db2" in stage.texts)
        await stage.answer("wrong host")
        await stage.until(lambda: bool(stage.incident.conflicts))
        (conflict,) = stage.incident.conflicts
        assert (conflict.winner_by, conflict.loser_by) == ("ani", "budi")


async def test_a_fact_is_not_edited_and_the_room_says_what_to_do_instead(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.press("escape")
        await stage.go("timeline")
        await stage.press("home", "c")
        assert "undoes" in stage.said()
        assert not isinstance(stage.app.screen, Ask)


async def test_the_severity_changes_with_a_reason(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "s")
        assert isinstance(stage.app.screen, Choose)
        assert "A vital service is down" in stage.shown()
        await stage.press("0")
        assert isinstance(stage.app.screen, Choose)
        await stage.press("1")
        await stage.answer("all of Jakarta")
        assert stage.incident.severity == 1
        assert "SEV1" in stage.shown()
        assert "all of Jakarta" in str(stage.rows[-1])


async def test_turning_away_from_a_question_changes_nothing_and_says_so(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        before = len(stage.rows)
        await stage.press("escape", "s", "escape")
        assert "sev: not done" in stage.said()
        assert len(stage.rows) == before


@pytest.mark.parametrize("no", ["enter", "escape", "n"])
async def test_resolving_asks_and_the_answer_is_no_unless_it_is_y(room: Room, clock: Clock, no: str) -> None:
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "R")
        await stage.answer("rolled back")
        assert isinstance(stage.app.screen, Confirm)
        assert stage.incident.title in stage.shown()
        assert stage.incident.id in stage.shown()
        await stage.press(no)
        assert stage.incident.status != "resolved"
        await stage.type("/resolve rolled back")
        await stage.press("y")
        assert stage.incident.status == "resolved"
        assert stage.screen.entry.text == ""
        await stage.press("escape", "R")
        assert stage.said().strip()
        assert not isinstance(stage.app.screen, Ask)
        await stage.press("u", "y")
        assert stage.incident.status != "resolved"


async def test_resolve_close_and_reopen_with_a_reason(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("/resolve fixed")
        await stage.press("y")
        await stage.press("escape", "C")
        await stage.answer("")
        await stage.press("y")
        assert stage.incident.status == "closed"
        await stage.press("O")
        await stage.answer("it is back")
        assert stage.incident.status not in ("closed", "resolved")
        assert "it is back" in str(stage.rows)


async def test_what_was_just_done_is_undone_and_redone_and_both_are_kept(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("/sev 1 worse than it looked")
        before = len(stage.rows)
        await stage.press("escape", "u", "y")
        assert stage.incident.severity == 2
        await stage.type("/redo")
        assert stage.incident.severity == 1
        assert len(stage.rows) == before + 2


async def test_a_hand_over_is_the_others_to_accept(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("/role ic ani")
        await stage.go("roster")
        await stage.press("h")
        await stage.answer("budi")
        await stage.answer("wave 3 runs; finance calls at 15:00")
        assert stage.incident.commander == "ani"
    async with console(Room.open(room.path, person="budi", clock=clock), clock=clock) as stage:
        await stage.press("escape", "A")
        await stage.answer("")
        assert stage.incident.commander == "budi"
        await stage.go("roster")
        await stage.press("l")
        if isinstance(stage.app.screen, Ask):
            await stage.answer("")
        assert stage.said().strip()


async def test_the_pad_is_saved_as_a_version_and_a_draft_of_it_is_kept(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.go("notes")
        await stage.press("n")
        assert isinstance(stage.app.screen, Notepad)
        await stage.press("p", "o", "o", "l", "escape")
        assert stage.incident.notes.text == ""
        await stage.press("n")
        area = stage.app.screen.query_one("#pad-text")
        assert area.text == "pool"  # type: ignore[attr-defined]
        await stage.press("ctrl+s")
        assert stage.incident.notes.text == "pool"
        assert "pool" in stage.shown()
        await stage.press("n", "x", "ctrl+q")
    async with console(Room.open(room.path, person="ani", clock=clock), clock=clock) as stage:
        await stage.go("notes")
        await stage.press("n")
        assert stage.app.screen.query_one("#pad-text").text == "xpool"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("pane", "own"), [("steps", "tick an item off"), ("timeline", "strike an entry out"), ("roster", "hand a role"),
                      ("notes", "edit the notes")],
)  # fmt: skip
async def test_help_names_the_keys_of_the_pane_that_has_the_focus(
    room: Room, clock: Clock, pane: str, own: str
) -> None:
    async with console(room, clock=clock) as stage:
        await stage.go(pane)
        await stage.press("question_mark")
        assert isinstance(stage.app.screen, Help)
        assert own in stage.shown()
        await stage.press("q")
        await stage.press("i", "f1")
        assert "in the entry line" in stage.shown()


async def test_the_palette_lists_the_verbs_and_puts_one_into_the_entry_line(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.press("ctrl+p", *"retime")
        await stage.until(lambda: "correct an entry's time" in stage.shown())
        await stage.press("enter")
        await stage.until(lambda: stage.screen.entry.text == "/retime ")


async def test_an_old_draft_of_the_pad_does_not_cover_a_newer_version_in_silence(
    room: Room, clock: Clock
) -> None:
    async with console(room, clock=clock) as stage:
        await stage.go("notes")
        await stage.press("n", "m", "y", "escape")
        other = reopen(room, "budi", clock=clock)
        other.act(VERBS["notes"], ["--", "theirs"])
        await stage.until(lambda: stage.incident.notes.text == "theirs")
        await stage.press("n")
        assert stage.app.screen.query_one("#pad-text").text == "my"  # type: ignore[attr-defined]
        await stage.press("ctrl+s")
        assert stage.incident.notes.text == "my"
        assert "budi and ani both" in stage.said() or "ani and budi both" in stage.said()


async def test_a_redaction_names_the_entry_and_reaches_every_console(room: Room, clock: Clock) -> None:
    other = reopen(room, "budi", clock=clock)
    async with console(room, clock=clock) as stage:
        await stage.type("the token is hunter2hunter2")
        await stage.go("timeline", stage.incident.entries[-1].id)
        await stage.press("Z")
        await stage.answer("a live token")
        assert isinstance(stage.app.screen, Confirm)
        assert "the token is hunter2hunter2" in stage.shown()
        assert "Nothing brings it back" in stage.shown()
        await stage.press("enter")
        assert stage.texts == ["the token is hunter2hunter2"]
        await stage.press("Z")
        await stage.answer("a live token")
        await stage.press("y")
        await stage.until(lambda: stage.texts == ["[redacted]"])
        assert "redacted: a live token" in stage.shown()
        assert b"hunter2" not in stage.path.read_bytes()
        assert other.refresh()
        assert [row.text for row in other.incident.entries] == ["[redacted]"]
        other.act(VERBS["log"], ["life goes on"])
        await stage.until(lambda: "life goes on" in stage.texts)
        await stage.press("u")
        assert "can't be undone" in stage.said()
