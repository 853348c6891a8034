"""What must not grow with the log: what an act or a key costs at 100,000 entries, against the same at 1,000.

    python benchmarks/bench_growth.py [ROUNDS]

A room without a terminal, in this process: CPU time of all threads from the key to the settled screen, the median of the
rounds. What has to look at every entry once (a first letter in the filter, system events) grows by its nature; its limit is
in milliseconds, the others' a ratio. Exit status 1 when one misses its target.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import incidents
from figures import Report, median

from warroom.app import WarroomApp
from warroom.core.registry import VERBS
from warroom.screens.room.screen import RoomScreen
from warroom.screens.setup import make_context
from warroom.session.room import Room

FEW, MANY = 1_000, 100_000
TIMES = 2.0
"""So much dearer an act may be in the long incident: what is left is the price of colder caches."""
NOTICED_MS = 3.0
"""What is faster than this is not held to a ratio: nobody could tell."""
LIMIT_MS = 60.0
"""For a key that looks at every entry, in the long incident."""

Key = Callable[[RoomScreen, int], Awaitable[None]]


async def settled(screen: RoomScreen) -> None:
    """Until what was handed in has come back and is drawn."""
    while screen.acting.busy:
        await asyncio.sleep(0.001)
    for _ in range(6):
        await asyncio.sleep(0.005)


def act(name: str, *words: str) -> Key:
    """An act by its verb; `{turn}` in a word is another number each time."""

    async def do(screen: RoomScreen, turn: int) -> None:
        screen.acting.do(VERBS[name], [word.format(turn=turn) for word in words])

    return do


async def pin(screen: RoomScreen, turn: int) -> None:
    rows = screen.incident.rows
    entry = next(row.id for row in reversed(rows) if row.logged and not row.pinned)
    screen.acting.do(VERBS["pin"], [entry])


async def jump(screen: RoomScreen, turn: int) -> None:
    rows = screen.incident.rows
    screen.timeline.jump(rows[len(rows) // 2].at + timedelta(seconds=turn))


async def top(screen: RoomScreen, turn: int) -> None:
    pane = screen.pane("timeline")
    (pane.action_home if turn % 2 else pane.action_end)()


async def first_letter(screen: RoomScreen, turn: int) -> None:
    screen.timeline.sift(needle="" if turn % 2 else "p")


async def next_letter(screen: RoomScreen, turn: int) -> None:
    screen.timeline.sift(needle="primary"[: 2 + turn % 5])


async def system_events(screen: RoomScreen, turn: int) -> None:
    screen.timeline.sift(noise=not turn % 2)


FLAT: dict[str, Key] = {
    "an entry": act("log", "--", "entry {turn}"),
    "undo": act("undo"),
    "/sev": lambda screen, turn: act("sev", str(1 + turn % 2), "--why", "it changed")(screen, turn),
    "tick": lambda screen, turn: act("untick" if turn % 2 else "tick", "7.2")(screen, turn),
    "pin": pin,
    "jump to a time": jump,
    "first row, last row": top,
}
LINEAR: dict[str, Key] = {
    "filter, first letter and none": first_letter,
    "filter, the next letters": next_letter,
    "system events": system_events,
}


async def cost(screen: RoomScreen, key: Key, rounds: int) -> float:
    """Milliseconds of CPU, the median."""
    took = []
    for turn in range(rounds + 1):
        before = time.process_time()
        await key(screen, turn)
        await settled(screen)
        if turn:  # the first fills the caches
            took.append((time.process_time() - before) * 1000)
    return median(took)


async def costs(folder: Path, entries: int, rounds: int) -> dict[str, float]:
    """The cost of every key in an incident of so many entries."""
    context = make_context(folder, "ani", "UTC")
    room = Room.open(incidents.write(folder, entries), person="ani")
    app = WarroomApp(context, context.front.desk_of(room))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = next(s for s in app.screen_stack if isinstance(s, RoomScreen))
        await settled(screen)
        before = time.process_time()
        await settled(screen)
        idle = (time.process_time() - before) * 1000
        found = {}
        for name, key in (FLAT | LINEAR).items():
            found[name] = max(0.1, await cost(screen, key, rounds) - idle)
            screen.timeline.sift(noise=False, needle="")
    app.finish()
    return found


def main() -> int:
    """Measure, print, judge."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    report = Report()
    with tempfile.TemporaryDirectory() as home:
        few, many = (asyncio.run(costs(Path(home) / str(n), n, rounds)) for n in (FEW, MANY))
    for name in FLAT:
        detail = f"{many[name]:.1f} ms against {few[name]:.1f} ms"
        report.row(
            f"{name}: {MANY:,} entries against {FEW:,}",
            many[name] / max(few[name], NOTICED_MS),
            "x",
            TIMES,
            detail,
        )
    for name in LINEAR:
        detail = f"{few[name]:.1f} ms at {FEW:,}"
        report.row(f"{name}: {MANY:,} entries", many[name], " ms", LIMIT_MS, detail)
    return report.status()


if __name__ == "__main__":
    sys.exit(main())
