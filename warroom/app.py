"""The console: puts room, screens, keymap and theme together, and ends well whatever ends it.

Nothing is decided here. Signals: a hang-up or a SIGTERM keeps the half-typed line, lets the desk finish and restores the
terminal. A crash writes its traceback to a 0600 file and says so in one line.
"""

from __future__ import annotations

import asyncio
import gc
import io
import os
import select
import signal
import sys
from typing import Any, ClassVar

from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from warroom.core.language import say
from warroom.core.text import for_terminal
from warroom.screens.context import Context
from warroom.screens.messages import OpenRoom
from warroom.screens.notepad import Notepad
from warroom.screens.palette import Palette
from warroom.screens.room.screen import RoomScreen
from warroom.session.desk import Desk
from warroom.session.endings import ENDING
from warroom.storage import crashlog
from warroom.views.look import look_for
from warroom.widgets.driver import Adopted, SafeDriver, can_stop
from warroom.widgets.keyorder import KeyOrder
from warroom.widgets.status import Status
from warroom.widgets.theme import app_arguments, install

CRASHED = 70
"""Exit status after a crash (`EX_SOFTWARE` of sysexits.h)."""


class WarroomApp(App[None]):
    """One console."""

    TITLE = "warroom"
    CSS_PATH = "styles/warroom.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[Any]] = {Palette}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave_for_good", "Quit", show=False, priority=True),
        Binding("ctrl+l", "redraw", "Draw the screen again", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "To the shell; fg comes back", show=False),
    ]

    def __init__(self, context: Context, desk: Desk | None = None, first: Adopted | None = None) -> None:
        look = look_for(os.environ)
        super().__init__(driver_class=SafeDriver, **app_arguments(os.environ))
        self.animation_level = "none"
        self.context = context._replace(leave=self._leave_room)
        self.first = first
        self._first_desk = desk
        self._desks = [] if desk is None else [desk]
        self.keys = KeyOrder(self, super().on_event)
        self.ended_by = 0
        """The signal that ended it; 0 for none."""
        self.unsaved: list[str] = []
        self.kept = True
        self._left: list[RoomScreen] = []
        """Facts that could not be written before the end, in words."""
        # Later it would style every widget a second time.
        install(self, look)
        self.set_class(self.context.signs.more.isascii(), "-ascii")

    def get_default_screen(self) -> Screen[Any]:
        """The first screen is ours: a blank one below it would be laid out and painted first."""
        return self._home() if self._first_desk is None else RoomScreen(self._first_desk, self.context)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"dim": "#9ba6b5"}  # for themes that are not ours

    def on_mount(self) -> None:
        self.set_keymap(dict(self.context.keymap))
        self._listen()
        # Textual draws the first picture four times on its way to a settled layout: only the last one is sent.
        self._begin_batch()
        self.call_after_refresh(self._settle)

    def _home(self) -> Screen[None]:
        from warroom.screens.home import Home

        return Home(self.context)

    def _settle(self) -> None:
        """Garbage collection was held off until the first frame stood; what stands now stays, and is not looked through."""
        self._end_batch()
        gc.freeze()
        gc.enable()

    # -- keys -------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes that come from the terminal stand in one queue; a paste that nobody took is not thrown away."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            for room in self._rooms():
                room.since.touched()
            await self.keys.put(event)
        elif isinstance(event, events.Paste):
            self._left_over(event.text)
        else:
            await super().on_event(event)

    def _left_over(self, pasted: str) -> None:
        screen = self.screen
        if isinstance(screen, RoomScreen):
            screen.typing.take_paste(pasted)
            return
        self._say(say("the paste was dropped: nothing here takes text"), "warn")

    def _say(self, text: str, style: str = "") -> None:
        """On the last line of the uppermost screen that has one."""
        for shown in reversed(self.screen_stack):
            for status in shown.query(Status):
                status.say(text, style)
                return

    def action_redraw(self) -> None:
        if isinstance(self._driver, SafeDriver):
            self._driver.redraw()

    def action_suspend_process(self) -> None:
        """To the shell. Every process of the job is stopped, as by a shell's own ctrl+z, so that the shell sees it."""
        if can_stop():
            os.kill(0, signal.SIGTSTP)
        else:
            self._say(say("ctrl+z: there is no shell to go to; ctrl+q leaves"), "warn")

    def action_help_quit(self) -> None:
        """For ctrl+c, where nothing is selected that it could copy."""
        self._say(say("ctrl+c copies what is selected; ctrl+q leaves, ctrl+z goes to the shell"), "accent")

    # -- rooms ------------------------------------------------------------------------------------

    @on(OpenRoom)
    def _open_room(self, wanted: OpenRoom) -> None:
        self.context.front.open(wanted.incident_id, lambda came: self.call_later(self._opened, came))

    def _opened(self, came: Desk | Exception) -> None:
        if isinstance(came, Desk):
            self._desks.append(came)
            self.push_screen(RoomScreen(came, self.context))
            return
        for status in self.screen.query(Status):
            status.say(str(came), "bad")

    def _leave_room(self, _app: App[Any]) -> None:
        if self._first_desk is not None and len(self._rooms()) == 1:
            self._end()
            return
        self.pop_screen()

    def action_leave_for_good(self) -> None:
        self._keep_drafts()
        for room in self._rooms():
            room.leave_by(self._end)
            return
        self.exit()

    def _end(self) -> None:
        self.exit()

    def finish(self, seconds: float = 5.0) -> None:
        """Let every desk finish, and the half-typed lines; what a disk still refuses is kept in words, in `unsaved`.

        Waits, so it is for after the screen is gone.
        """
        for desk in self._desks:
            desk.stop()
        for desk in self._desks:
            if desk.ended(seconds):
                self.unsaved.extend(desk.unsaved)
            self.kept = self.kept and desk.kept
        for room in self._left:
            room.typing.keep_held()  # by now it is known of most lines on their way what came of them
        self.context.front.finish()

    def _rooms(self) -> list[RoomScreen]:
        return [s for s in self.screen_stack if isinstance(s, RoomScreen)]

    def _keep_drafts(self) -> None:
        self._left = self._rooms()
        for screen in self.screen_stack:
            if isinstance(screen, RoomScreen | Notepad):
                screen.keep_draft()

    # -- how it ends ------------------------------------------------------------------------------

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in ENDING:
            try:
                loop.add_signal_handler(number, self._signalled, number)
            except (NotImplementedError, RuntimeError, ValueError):
                return  # not the main thread: under test
        if not self.is_headless:
            self.set_interval(5.0, self._watch_terminal)

    def _signalled(self, number: int) -> None:
        self.ended_by = number
        self._keep_drafts()
        self.exit(return_code=128 + number)

    def _watch_terminal(self) -> None:
        """A terminal that is gone although its hang-up was ignored (nohup): end, rather than spin on it."""
        poll = select.poll()
        poll.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, select.POLLHUP)
        if any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0)):
            self._keep_drafts()
            self.finish()
            os._exit(128 + signal.SIGHUP)

    def _handle_exception(self, error: Exception) -> None:
        """Textual would print the traceback with all local variables: incident text, and worse."""
        self._keep_drafts_safely()
        self.exit(
            return_code=CRASHED,
            message=say(
                "warroom: {recorded}; what you entered is saved, unless it is named below",
                recorded=crashlog.recorded(error),
            ),
        )

    def _keep_drafts_safely(self) -> None:
        try:
            self._keep_drafts()
        except Exception:  # it is on its way out already; the first error is the one to tell of
            return


def run(context: Context, desk: Desk | None, first: Adopted | None = None) -> int:
    """The room at that desk, or the list of incidents without one; the exit status. `first`: a picture is there already."""
    gc.disable()
    if sys.__stdin__ is not None and sys.__stdin__.isatty():
        # The terminal knows its size. What these say would be laid out and drawn first, and may be absurd.
        for name in ("LINES", "COLUMNS"):
            os.environ.pop(name, None)
    app = WarroomApp(context, desk, first)
    if isinstance(sys.__stderr__, io.TextIOWrapper):
        # Textual draws there; a character that the locale lacks takes one cell, not the six of an escape.
        sys.__stderr__.reconfigure(errors="replace")
    app.run(mouse=not os.environ.get("WARROOM_NO_MOUSE"))
    app.finish()
    if app.ended_by == signal.SIGHUP:
        _write_to_nobody()
    if app.unsaved:
        sys.stderr.write(say("warroom: NOT SAVED, the disk refused it:") + "\n")
        sys.stderr.writelines(f"  {for_terminal(line)}\n" for line in app.unsaved)
        if app.kept:
            kept = say("warroom: they are kept on this machine, and offered when you open the incident again")
            sys.stderr.write(f"{kept}\n")
    return app.return_code or (1 if app.unsaved else 0)


def _write_to_nobody() -> None:
    """The terminal is gone: what Python still wants to flush would only spoil the exit status."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (1, 2):
        os.dup2(nowhere, fd)
