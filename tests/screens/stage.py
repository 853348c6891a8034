"""The console on a stage: a real room on a real file, keys from a Pilot, a clock that the test moves.

Waits are for what should be true, with a limit. `Stage.rows` is what stock TinyDB reads from the file.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input
from tinydb import TinyDB

from warroom.app import WarroomApp
from warroom.core.incident import Incident
from warroom.screens.choose import Choose
from warroom.screens.context import Context
from warroom.screens.room.screen import RoomScreen
from warroom.screens.setup import make_context
from warroom.session.room import Room, default_playbook
from warroom.storage.library.folder import Library
from warroom.storage.oslayer import OsLayer

START = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
LIMIT = 15.0
W = TypeVar("W", bound=Widget)


class Clock:
    """Time stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def on(self, **by: float) -> None:
        self.now += timedelta(**by)


def declare(folder: Path, *words: str, person: str = "ani", clock: Clock | None = None) -> Room:
    """A room of a new incident in that library."""
    tokens = words or ("Payment gateway down", "--sev", "2", "--started=14:02")
    return Room.declare(
        Library(folder),
        tokens,
        person=person,
        zone_name="UTC",
        playbook=default_playbook(),
        clock=clock or Clock(),
    )


def reopen(
    room: Room, person: str = "budi", *, clock: Clock | None = None, disk: OsLayer | None = None
) -> Room:
    """The same incident for somebody else, as another process would open it."""
    other = Room.open(room.path, person=person, clock=clock or Clock())
    if disk is not None:
        _put_under(other, disk)
    return other


def _put_under(room: Room, disk: OsLayer) -> None:
    """Let every system call of a room go through `disk`."""
    log = room._log
    for part in (log, log._file, log._lock, log._origin):
        if hasattr(part, "_os"):
            part._os = disk


def rows(path: Path) -> list[dict[str, Any]]:
    """The events, as TinyDB reads them with no code of ours."""
    with TinyDB(path, access_mode="r") as db:
        return [dict(row) for row in db.table("events").all()]


class Stage:
    """One console. `screen` is the room's screen, whatever stands above it."""

    def __init__(self, app: WarroomApp, pilot: Pilot[None], room: Room | None, clock: Clock) -> None:
        self.app, self.pilot, self.room, self.clock = app, pilot, room, clock
        self.draft, self.last = "", None if room is None else room.incident

    # -- what is seen

    @property
    def screen(self) -> RoomScreen:
        return next(s for s in reversed(self.app.screen_stack) if isinstance(s, RoomScreen))

    @property
    def incident(self) -> Incident:
        return self.screen.incident

    @property
    def texts(self) -> list[str]:
        return [row.text for row in self.incident.rows if row.event is None]

    @property
    def path(self) -> Path:
        """The file of the room that is on the screen."""
        return Path(self.app.context.front.library) / f"{self.incident.id}.json"

    @property
    def rows(self) -> list[dict[str, Any]]:
        return rows(self.path)

    def shown(self) -> str:
        """What stands on the terminal now."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def said(self) -> str:
        """The last line of the room."""
        status = self.screen.status
        return "".join(text for text, _ in status.line(400))

    # -- what is done

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settled()

    async def answer(self, text: str) -> None:
        """Fill in the question that is asked, or choose that answer by its key."""
        await self.until(
            lambda: isinstance(self.app.screen, Choose) or bool(self.app.screen.query("#answer"))
        )
        if isinstance(self.app.screen, Choose):
            choices = self.app.screen.choices
            fitting = [c.key for c in choices if c.value == text]
            if fitting:
                await self.press(fitting[0])
                return
            await self.press("o")
            await self.until(lambda: bool(self.app.screen.query("#answer")))
        self.app.screen.query_one("#answer", Input).value = text
        await self.press("enter")

    async def type(self, text: str) -> None:
        """Put a line into the entry line and send it."""
        screen = self.screen
        screen.entry.focus()
        screen.entry.restore(text)
        await self.press("enter")

    async def go(self, pane: str, key: str | None = None) -> None:
        """Into a pane, and onto a row of it."""
        self.screen.action_go(pane)  # type: ignore[arg-type]
        await self.pilot.pause()
        if key is not None:
            assert self.screen.pane(pane).select(key), key  # type: ignore[arg-type]
            await self.pilot.pause()

    def entry_id(self, text: str) -> str:
        """The id of the entry that holds this text."""
        return next(row.id for row in self.incident.rows if row.event is None and text in row.text)

    async def settled(self) -> None:
        """Until every act that was handed in has come back."""
        await self.pilot.pause()
        if any(isinstance(s, RoomScreen) for s in self.app.screen_stack):
            await self.until(lambda: self.screen.acting.busy == 0)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for a condition; fails the test when it does not come about."""
        end = time.monotonic() + LIMIT
        while not true():
            assert time.monotonic() < end, f"it never came about; the screen says:\n{self.shown()}"
            await asyncio.sleep(0.005)
        await self.pilot.pause()


def context_for(folder: Path, person: str = "ani", **more: Any) -> Context:
    context = make_context(folder, person, "UTC")
    return context._replace(**more) if more else context


@asynccontextmanager
async def console(
    room: Room | None,
    *,
    folder: Path | None = None,
    clock: Clock | None = None,
    size: tuple[int, int] = (120, 40),
    **context: Any,
) -> AsyncIterator[Stage]:
    """The console on a room, or on the home screen of the library `folder`."""
    library = folder if folder is not None else room.path.parent if room is not None else Path()
    person = context.pop("person", room.person if room is not None else "ani")
    here = context_for(library, person, **context)
    desk = None if room is None else here.front.desk_of(room)
    app = WarroomApp(here, desk)
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, pilot, room, clock or Clock())
        await pilot.pause()
        yield stage
    app.finish()
    _raise_crash(app, library)


def _raise_crash(app: App[None], library: Path) -> None:
    """The app ends well whatever happens; a test must hear of it."""
    log = library / ".crash.log"
    assert not log.exists(), log.read_text()
