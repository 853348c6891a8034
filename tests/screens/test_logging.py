"""The entry line: what is typed is durable and shown, what is refused stays, what is half typed comes back."""

from __future__ import annotations

from tests.screens.stage import Clock, console
from warroom.session.room import Room


async def test_a_line_is_on_disk_and_on_the_screen_and_the_entry_line_is_free(
    room: Room, clock: Clock
) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("Error rate 32 % on /pay #pay")
        assert stage.rows[-1]["text"] == "Error rate 32 % on /pay #pay"
        assert "14:30" in stage.shown()
        assert "Error rate 32 % on /pay" in stage.shown()
        assert stage.screen.entry.text == ""
        assert "● saved" in stage.shown()


async def test_a_line_can_be_dated_back(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("@14:02 first customer complained")
        await stage.type("-5m looked at the graphs")
        found = {row["text"]: row["at"] for row in stage.rows if row["kind"] == "entry.logged"}
        assert found == {
            "first customer complained": "2026-11-21T14:02:00.000Z",
            "looked at the graphs": "2026-11-21T14:25:01.000Z",
        }
        assert stage.texts == ["first customer complained", "looked at the graphs"]


async def test_what_is_refused_waits_above_the_line_with_the_reason(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        before = len(stage.rows)
        for line in (
            "@25:99 no such time",
            "/nonsense at all",
            "/tick 99.9",
            "/sev 7",
            "!rm -rf /",
            "/role ic",
        ):
            await stage.type(line)
            assert stage.screen.entry.text == ""
            (held,) = stage.screen.entry.held.lines
            assert held.text == line
            assert held.why in stage.said()
            assert line in stage.shown()
            await stage.press("x", "up")
            assert stage.screen.entry.text == line
            await stage.press("ctrl+u", "up", "ctrl+u")
            assert not stage.screen.entry.held
            stage.screen.status.say("")
        assert len(stage.rows) == before


async def test_a_verb_of_the_entry_line_is_done_and_said(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("/role ic budi")
        assert stage.incident.commander == "budi"
        assert "IC budi" in stage.shown()
        assert stage.screen.entry.text == ""
        assert "budi" in stage.said()


async def test_todo_is_logged_and_proposes_a_follow_up(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("TODO add an alert on pool size")
        assert stage.texts == ["TODO add an alert on pool size"]
        assert stage.screen.entry.text == ""
        await stage.press("up")
        assert stage.screen.entry.text == "/action add an alert on pool size --owner "
        await stage.press(*"citra", "enter")
        action = stage.incident.actions[0]
        assert (action.text, action.owner) == ("add an alert on pool size", "citra")


async def test_a_half_typed_line_is_there_again_after_leaving(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.pilot.press("a", "b")
        await stage.press("escape", "q")
    again = Room.open(room.path, person=room.person, clock=clock)
    async with console(again, clock=clock) as stage:
        assert stage.screen.entry.text == "ab"
        await stage.type("ab and sent")
    async with console(Room.open(room.path, person=room.person, clock=clock), clock=clock) as stage:
        assert stage.screen.entry.text == ""


async def test_a_secret_in_a_half_typed_line_is_masked_on_disk_and_not_on_the_screen(
    room: Room, clock: Clock
) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("/tick 99.9 password=hunter2hunter2")
        stage.screen.entry.restore("token: ghp_" + "a1B2" * 9)
        stage.screen.keep_draft()
        assert "ghp_a1B2" in stage.screen.entry.text
        await stage.press("escape", "q")
    kept = b"".join(p.read_bytes() for p in room.path.parent.rglob("*") if p.is_file())
    assert b"hunter2" not in kept
    assert b"ghp_" not in kept
    async with console(Room.open(room.path, person=room.person, clock=clock), clock=clock) as stage:
        assert stage.screen.entry.text.startswith("token: [masked: ")
        assert stage.screen.entry.held.lines[0].text.startswith("/tick 99.9 password=[masked: ")


async def test_lines_sent_come_back_with_the_arrow(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("first")
        await stage.type("second")
        await stage.press("up", "up")
        assert stage.screen.entry.text == "first"


async def test_a_typed_time_is_read_in_the_zone_that_is_shown_through_every_door(
    room: Room, clock: Clock
) -> None:
    async with console(room, clock=clock) as stage:
        stage.screen.look._zones.insert(0, "Asia/Jakarta")
        await stage.type("@14:02 one")
        await stage.type("/log --at 14:02 two")
        await stage.type("/log @14:02 three")
        found = {row["text"]: row["at"] for row in stage.rows if row["kind"] == "entry.logged"}
        assert found == dict.fromkeys(("one", "two", "three"), "2026-11-21T07:02:00.000Z")
