"""How many keys the most frequent acts take, and that the footer names them and says why one is off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from tests.screens.stage import Clock, Stage, console, declare
from warroom.core.checklist import check
from warroom.core.incident import Incident
from warroom.core.registry import VERBS
from warroom.screens.ask import Ask
from warroom.screens.choose import Choose
from warroom.screens.room.screen import RoomScreen
from warroom.session.room import Room

MOST = 4
FREE: Final = object()
"""Where free text is typed, which does not count."""
TEXT = "said so"


def ticked(incident: Incident) -> bool:
    item = check(incident, "1.1")
    return item is not None and item.state == "done"


FREQUENT: Final[dict[str, tuple[tuple[object, ...], Callable[[Incident], bool]]]] = {
    "log an entry": ((FREE, "enter"), lambda i: i.entries[-1].text == TEXT),
    "correct the last entry": (
        ("escape", "c", FREE, "enter"),
        lambda i: i.entries[-1].text in (f"first{TEXT}", TEXT),
    ),
    "tick an item": (("escape", "1", "j", "t"), ticked),
    "tell the stakeholders": (
        ("escape", "U", "s", FREE, "ctrl+s"),
        lambda i: bool(i.updates) and TEXT in i.updates[-1].text,
    ),
    "record a decision": (("escape", "K", FREE, "enter"), lambda i: i.entries[-1].kind == "decision"),
    "raise a hypothesis": (("escape", "H", FREE, "enter"), lambda i: i.hypotheses[-1].text == TEXT),
    "add a follow-up": (("escape", "F", FREE, "enter"), lambda i: i.actions[-1].text == TEXT),
    "change the severity": (("escape", "s", "1", "enter"), lambda i: i.severity == 1),
    "change the status": (("escape", "S", "m", "enter"), lambda i: i.status == "mitigating"),
    "mark a milestone": (("escape", "m", "d"), lambda i: "detected" in i.milestones),
    "resolve": (("escape", "R", "enter", "y"), lambda i: i.status == "resolved"),
    "undo": (("escape", "u", "y"), lambda i: i.entries[-1].struck is not None),
}
"""From the entry line, where the person is: Esc counts."""


async def pressed(stage: Stage, keys: tuple[object, ...]) -> int:
    for key in keys:
        await stage.press(*(TEXT if key is FREE else [str(key)]))
    return sum(key is not FREE for key in keys)


@pytest.mark.parametrize("name", FREQUENT)
async def test_a_frequent_act_takes_four_keys_at_most(room: Room, clock: Clock, name: str) -> None:
    keys, done = FREQUENT[name]
    room.act(VERBS["log"], ["--", "first"])
    async with console(room, clock=clock, size=(80, 24)) as stage:
        assert await pressed(stage, keys) <= MOST
        await stage.until(lambda: done(stage.incident))
        assert isinstance(stage.app.screen, RoomScreen)


async def test_handing_the_command_over_takes_three_keys_from_any_pane(room: Room, clock: Clock) -> None:
    room.act(VERBS["role"], ["ic", "ani"])
    room.act(VERBS["join"], ["budi"])
    for pane in "1234":
        made = declare(room.path.parent, clock=clock)
        made.act(VERBS["role"], ["ic", "ani"])
        made.act(VERBS["join"], ["budi"])
        async with console(made, clock=clock) as stage:
            await stage.press("escape", pane)
            assert await pressed(stage, ("h", "1", FREE, "enter")) == 3
            await stage.until(lambda: bool(stage.incident.offers))
            assert (stage.incident.offers[0].to, stage.incident.offers[0].brief) == ("budi", TEXT)


async def test_a_handover_that_cannot_be_says_so_before_it_asks(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.press("escape", "h")
        assert "nobody is Incident Commander" in stage.said()
        await stage.type("/role ic budi")
        await stage.press("escape", "2", "h")
        assert "only budi can hand it over" in stage.said()
        await stage.press("A")
        assert "nothing was handed over to you" in stage.said()
        assert isinstance(stage.app.screen, RoomScreen)


async def test_the_footer_says_help_at_every_width_and_why_a_key_is_off(room: Room, clock: Clock) -> None:
    room.act(VERBS["log"], ["--", "first"])
    async with console(room, clock=clock, size=(80, 24)) as stage:
        for pane in ("steps", "timeline", "roster", "notes"):
            await stage.go(pane)
            stage.screen.status.say("")
            assert stage.shown().splitlines()[-1].rstrip().endswith("? help"), pane
        await stage.pilot.resize_terminal(220, 55)
        await stage.go("timeline", stage.entry_id("first"))
        foot = stage.shown().splitlines()[-1]
        assert "x strike" in foot
        assert "X restore: that entry is not struck" in foot
        await stage.press("x")
        await stage.answer("wrong host")
        stage.screen.status.say("")
        await stage.until(lambda: "X restore  " in stage.shown().splitlines()[-1])
        assert "x strike: that entry is struck already: wrong host" in stage.shown().splitlines()[-1]
        await stage.press("x")
        assert "struck already" in stage.said()
        assert not isinstance(stage.app.screen, Ask | Choose)
        await stage.go("steps", "item.1.2")
        await stage.press("t")
        stage.screen.status.say("")
        await stage.until(lambda: "t tick: 1.2 is done already" in stage.shown().splitlines()[-1])
