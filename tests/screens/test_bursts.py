"""Several keys in one read, in every dialog: each counts once, in its order, and an Enter behind a key that is a whole answer
confirms that answer and nothing else."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Input

from tests.screens.stage import Clock, Stage, console, declare
from warroom.core.checklist import check
from warroom.core.registry import VERBS
from warroom.screens.ask import Ask, Confirm
from warroom.screens.room.screen import RoomScreen
from warroom.session.room import Room

NAMED = {"\r": ("enter", "\r"), "\x1b": ("escape", None), "\t": ("tab", "\t"), " ": ("space", " "), "/": ("slash", "/"),
         ":": ("colon", ":"), "?": ("question_mark", "?"), "\x15": ("ctrl+u", None), "@": ("at", "@")}  # fmt: skip


async def burst(stage: Stage, typed: str, *, apart: float = 0.0) -> None:
    """All keys at once; `apart` seconds stand between them, by their own account."""
    made = [events.Key(*NAMED.get(char, (char, char))) for char in typed]
    for number, key in enumerate(made):
        key.time = made[0].time + number * apart
        stage.app.post_message(key)
    await stage.pilot.pause()
    await stage.settled()


async def test_enter_behind_a_choice_does_not_answer_the_question_after_it(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await burst(stage, "\x1bs1\r")
        await stage.until(lambda: isinstance(stage.app.screen, Ask))
        assert stage.incident.severity == 2
        await burst(stage, "all of Jakarta\r")
        await stage.until(lambda: stage.incident.severity == 1)
        assert stage.incident.severities[-1].why == "all of Jakarta"
        await burst(stage, "s2\rcalmer\r")
        await stage.until(lambda: stage.incident.severity == 2)
        assert stage.incident.severities[-1].why == "calmer"
        await burst(stage, "s3\r\r")
        await stage.until(lambda: stage.incident.severity == 3)
        assert stage.incident.severities[-1].why == ""


async def test_who_reads_the_question_may_leave_it_empty(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await burst(stage, "\x1bs1\r", apart=0.001)
        await stage.until(lambda: stage.incident.severity == 1)


@pytest.mark.parametrize("pane", ["1gjj", "3", "44g"])
async def test_enter_behind_the_last_answer_does_nothing_to_a_row(
    room: Room, clock: Clock, pane: str
) -> None:
    room.act(VERBS["action"], ["--owner", "budi", "--", "alert on heap"])
    async with console(room, clock=clock) as stage:
        await burst(stage, f"\x1b{pane}md\r")
        await stage.until(lambda: "detected" in stage.incident.milestones)
        await stage.pilot.pause()
        assert isinstance(stage.app.screen, RoomScreen)
        assert stage.incident.commander is None
        await burst(stage, "uy\r")
        await stage.until(lambda: "detected" not in stage.incident.milestones)
        assert isinstance(stage.app.screen, RoomScreen)
        assert stage.incident.actions[0].state == "todo"
        await burst(stage, "s1worse\r\r")
        await stage.until(lambda: stage.incident.severity == 1)
        assert isinstance(stage.app.screen, RoomScreen)
        item = check(stage.incident, "1.2")
        assert item is not None
        assert item.state == "open"


async def test_a_handover_is_typed_in_one_go(room: Room, clock: Clock) -> None:
    room.act(VERBS["role"], ["ic", "ani"])
    room.act(VERBS["join"], ["budi"])
    async with console(room, clock=clock) as stage:
        await burst(stage, "\x1bh1\rwave 3 runs\r")
        await stage.until(lambda: bool(stage.incident.offers))
        offer = stage.incident.offers[0]
        assert (offer.role, offer.to, offer.brief) == ("ic", "budi", "wave 3 runs")
        assert isinstance(stage.app.screen, RoomScreen)


async def test_a_name_that_is_not_listed_is_typed_behind_its_key(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await burst(stage, "\x1b3J")
        await burst(stage, "o\rdewi\r")
        await stage.until(lambda: stage.incident.member("dewi") is not None)


async def test_no_is_no_however_many_enters_follow(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await burst(stage, "/resolve rolled back\r")
        await stage.until(lambda: isinstance(stage.app.screen, Confirm))
        await burst(stage, "n\r\r")
        await stage.until(lambda: isinstance(stage.app.screen, RoomScreen))
        assert stage.incident.status == "declared"
        assert stage.texts == []


async def test_a_filter_takes_the_keys_in_their_order(room: Room, clock: Clock) -> None:
    for text in ("alpha one", "beta", "alpha two"):
        room.act(VERBS["log"], ["--", text])
    async with console(room, clock=clock) as stage:
        await burst(stage, "\x1b/alpha\rgp")
        await stage.until(lambda: any(row.pinned for row in stage.incident.entries))
        assert [row.text for row in stage.incident.entries if row.pinned] == ["alpha one"]
        assert stage.screen.timeline.needle == "alpha"
        await burst(stage, "\x1bibeta again\r")
        await stage.until(lambda: "beta again" in stage.texts)
        assert stage.screen.timeline.needle == ""
        await burst(stage, "\x1b/\x15zzz\x1bilast\r")
        await stage.until(lambda: "last" in stage.texts)
        assert stage.screen.timeline.needle == ""
        stage.screen.action_filter()
        stage.app.post_message(events.Paste("alpha\ntwo"))
        await stage.until(lambda: stage.screen.timeline.needle == "alpha two")


async def test_the_home_screens_filter_takes_them_too(room: Room, clock: Clock) -> None:
    declare(room.path.parent, "Mail is slow", clock=clock).close()
    async with console(None, folder=room.path.parent, clock=clock) as stage:
        await stage.until(lambda: "Mail is slow" in stage.shown())
        await burst(stage, "/mail\r\r")
        await stage.until(lambda: isinstance(stage.app.screen, RoomScreen))
        assert stage.incident.title == "Mail is slow"


async def test_the_form_and_the_palette_take_them(room: Room, clock: Clock) -> None:
    async with console(None, folder=room.path.parent, clock=clock) as stage:
        await burst(stage, "nDisk full\t1\t-20m\r")
        await stage.until(lambda: isinstance(stage.app.screen, RoomScreen))
        assert (stage.incident.title, stage.incident.severity) == ("Disk full", 1)
        assert isinstance(stage.app.focused, Input)
