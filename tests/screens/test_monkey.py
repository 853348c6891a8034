"""Random keys, sizes and other people's acts: whatever is pressed, the room stands and the file says what it shows."""

from __future__ import annotations

import random
import string
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from tests.screens.stage import Clock, Stage, console, declare, reopen
from warroom.core.registry import VERBS
from warroom.core.verb import Refused
from warroom.screens.room.screen import RoomScreen
from warroom.session.room import Room

KEYS = (
    *"jkgGtoxbcpXUsSmRCOJlahAuwyzei/:?@1234 nyq[]",
    *string.ascii_lowercase[:6],
    "enter", "enter", "escape", "escape", "tab", "shift+tab", "up", "down", "pageup", "pagedown", "home", "end",
    "backspace", "left", "right", "f1", "ctrl+p", "ctrl+s", "ctrl+u", "ctrl+w",
)  # fmt: skip
SIZES = ((80, 24), (40, 10), (120, 40), (250, 70), (99, 30), (20, 4))
LINES = (
    "seen [/foo]",
    "-5m before",
    "/tick 2.1",
    "/sev 1 why",
    "/role ic me",
    "TODO fix it",
    "/undo",
    "/resolve",
    "@99 x",
)
OTHERS = (
    ("log", ["--", "from elsewhere"]), ("tick", ["4.1"]), ("sev", ["3", "--why", "calmer"]), ("join", ["citra"]),
    ("notes", ["--", "their notes"]), ("role", ["ops", "citra"]), ("undo", []), ("resolve", ["--", "done"]),
    ("reopen", ["--why", "again"]),
)  # fmt: skip
STEPS = 200
NAMED = {"/": "slash", ":": "colon", "?": "question_mark", "@": "at", " ": "space", "[": "left_square_bracket",
         "]": "right_square_bracket"}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_random_keys_break_nothing(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice, clock = random.Random(seed), Clock()
    made = declare(tmp_path, clock=clock)
    clock.on(seconds=1)
    other = reopen(made, "budi", clock=clock)
    history: list[str] = []
    async with console(made, clock=clock) as stage:
        # Leaving is harmless, but the rest of the keys would go nowhere. A crash is heard of by its log.
        ways = {way: getattr(stage.app, way) for way in ("exit", "_end")}
        for way in ways:
            monkeypatch.setattr(stage.app, way, lambda *_args, **_more: None)
        try:
            for step in range(STEPS):
                clock.on(seconds=dice.choice((0, 0.2, 31)))
                history.append(await one_step(stage, other, dice))
                if step % 10 == 9:
                    await stage.settled()
                check_invariants(stage)
                await stage.until(lambda: len(stage.shown().splitlines()) <= stage.app.size.height)
            await ends_in_agreement(stage)
            for way, real in ways.items():
                monkeypatch.setattr(stage.app, way, real)
        except BaseException:
            print("the last steps:", history[-25:])  # noqa: T201 - pytest shows it with the failure
            raise
    async with console(Room.open(made.path, person="ani", clock=clock), clock=clock) as again:
        assert again.screen.entry.text == stage.draft
        assert again.incident == stage.last


async def one_step(stage: Stage, other: Room, dice: random.Random) -> str:
    """Do one thing; says what."""
    roll = dice.random()
    if roll < 0.04:
        size = dice.choice(SIZES)
        await stage.pilot.resize_terminal(*size)
        return f"resize {size}"
    if roll < 0.10:
        verb, tokens = dice.choice(OTHERS)
        try:
            other.act(VERBS[verb], tokens)
        except Refused:
            return f"refused {verb}"
        return f"other {verb}"
    if roll < 0.18 and isinstance(stage.app.screen, RoomScreen):
        line = dice.choice(LINES)
        stage.screen.entry.enter()
        stage.screen.entry.restore(line)
        await stage.pilot.press("enter")
        return f"line {line}"
    if roll < 0.22 and isinstance(stage.app.focused, Input):
        stage.app.focused.value = dice.choice(("1", "ic", "budi", "14:02", "why [/not]", ""))
        return "fill"
    if roll < 0.34:
        return await burst(stage, [dice.choice(KEYS) for _ in range(dice.randint(3, 9))])
    key = dice.choice(KEYS)
    await stage.pilot.press(NAMED.get(key, key))
    return key


async def burst(stage: Stage, keys: list[str]) -> str:
    """Several keys in one read."""
    for key in keys:
        name = NAMED.get(key, key)
        stage.app.post_message(events.Key(name, "\r" if key == "enter" else key if len(key) == 1 else None))
    order = stage.app.keys
    await stage.pilot.pause()
    await stage.until(lambda: not order._waiting and not order._round)
    return f"burst {' '.join(keys)}"


def check_invariants(stage: Stage) -> None:
    app = stage.app
    assert app.is_running
    assert not (app.context.front.library / ".crash.log").exists()
    kinds = [isinstance(s, RoomScreen) for s in app.screen_stack]
    assert sum(kinds) == 1, "one room"
    assert len(app.screen_stack) <= 4, "questions do not pile up"
    focused = app.focused
    assert focused is None or (focused.is_attached and focused.screen is app.screen)
    assert app.screen is not stage.screen or focused is not None, "somebody listens to the keys"


async def ends_in_agreement(stage: Stage) -> None:
    """What is shown is what the file holds, and what another reader makes of it."""
    while not isinstance(stage.app.screen, RoomScreen):
        await stage.press("escape")
    await stage.settled()
    fresh = Room.open(stage.path, person="citra", clock=stage.clock)
    await stage.until(lambda: fresh.refresh() or stage.incident == fresh.incident)
    fresh.close()
    stage.screen.entry.enter()
    stage.screen.entry.restore("the last half-typed li")
    stage.draft, stage.last = stage.screen.entry.text, stage.incident
    stage.screen.keep_draft()
