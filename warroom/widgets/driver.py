"""The terminal driver: what is pasted never becomes key presses, Esc is Esc, and a terminal that was lent out comes back.

Textual ends a bracketed paste at the first ESC inside it, and what follows runs as keys (an ESC and ctrl+q in a
pasted log line quit the console). Here the end of a paste is its end marker and nothing else. Textual begins once more,
with one more input thread, on every SIGCONT; here the terminal is taken once, given back once, and drawn again whenever
somebody else may have written on it. The private parts of Textual that this rests on are touched in this file only, and
tests/widgets/test_driver.py says when they change.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import termios
import time
import tty
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol

from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from warroom.core.text import clean
from warroom.widgets.escapes import ESC, Escapes, Kind
from warroom.widgets.terse import terse

START, END = "\x1b[200~", "\x1b[201~"
ALTERNATE_SCREEN: Final = "\x1b[?1049h"
STALL_SECONDS = 10.0  # a paste whose end never comes must not swallow the keyboard for good
MAX_PASTE_CHARS = 1_000_000
MOST_COLUMNS, MOST_ROWS = 1000, 400
"""No screen is larger; a terminal that says so is not believed."""


class PasteGuard:
    """Splits terminal input into what is typed and what is pasted, across reads.

    Within one read a paste lasts until the *last* end marker: nobody types between two pastes that fast, and pasted
    text may contain an end marker of its own.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._tail = ""  # typed input that could be the beginning of a start marker
        self._paste: str | None = None
        self._heard = 0.0

    def split(self, data: str) -> list[tuple[bool, str]]:
        """(pasted?, text) in order.

        A start marker stays with what is typed, its first half may be gone to the parser already. So an end marker
        follows at once, or the parser would take the next keys for pasted.
        """
        if self._paste is None:
            at = (self._tail + data).find(START)
            if at < 0:
                self._tail = (self._tail + data)[-(len(START) - 1) :]
                return [(False, data)]
            at += len(START) - len(self._tail)
            self._tail = ""
            self._paste = ""
            return [(False, data[:at] + END), *self._pasted(data[at:])]
        return self._pasted(data)

    @property
    def patience(self) -> float | None:
        """Seconds until a paste that does not end counts as stalled; None when there is none."""
        return None if self._paste is None else max(0.0, self._heard + STALL_SECONDS - self._now())

    def stalled(self) -> list[tuple[bool, str]]:
        """The paste so far, if its end has not come for a long time."""
        if self._paste is None or self._now() - self._heard < STALL_SECONDS:
            return []
        text, self._paste = self._paste, None
        return [(True, text)]

    def _pasted(self, data: str) -> list[tuple[bool, str]]:
        self._heard = self._now()
        kept = len(self._paste or "")
        text = (self._paste or "") + data
        # The marker may have begun in the read before, so the search goes over the whole paste.
        at = text.rfind(END, max(0, kept - len(END)))
        if at < 0:
            self._paste = text[:MAX_PASTE_CHARS] + text[max(MAX_PASTE_CHARS, len(text) - len(END)) :]
            return []
        self._paste = None
        rest = text[at + len(END) :]
        return [(True, text[:at]), *(self.split(rest) if rest else ())]


class SafeParser(XTermParser):
    """Textual's parser, fed with whole sequences and letters only; a paste comes out as one cleaned `events.Paste`."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._guard = PasteGuard()
        self._escapes = Escapes()

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            yield from super().feed(data)
            return
        yield from self._messages(self._guard.split(data))

    def tick(self) -> Iterable[Message]:
        yield from self._typed(self._escapes.overdue())
        yield from self._messages(self._guard.stalled())

    @property
    def patience(self) -> float | None:
        """Seconds until `tick` has something to do; None when only a key can bring that about."""
        return self._guard.patience if self._escapes.patience is None else self._escapes.patience

    def _messages(self, pieces: list[tuple[bool, str]]) -> Iterable[Message]:
        for pasted, text in pieces:
            if pasted:
                cleaned = clean(text.replace(START, "").replace(END, ""), multiline=True)
                if cleaned:
                    yield events.Paste(cleaned)
            elif text:
                # A line end that is no Enter comes from a paste without brackets, or from a program that types.
                typed = text.replace("\r\n", "\r").replace("\n", "\r")
                yield from self._typed(self._escapes.split(typed))

    def _typed(self, pieces: list[tuple[Kind, str]]) -> Iterable[Message]:
        for kind, text in pieces:
            if kind == "escape":
                yield events.Key("escape", ESC)
                continue
            for message in super().feed(text):
                if not (isinstance(message, events.Paste) and not message.text):
                    yield message
            if kind == "sequence" and self._awaiting.timeout is not None:
                # A sequence that Textual does not know: it would take the next keys for the rest of it.
                self._gen = self.parse(self._tokens.append)
                self._awaiting = next(self._gen)
                self._timeout_time = None


class Adopted(Protocol):
    """A terminal on which a first picture stands already: on the alternate screen, its keys kept for us."""

    attributes: list[Any]
    """Its mode before that picture (`termios.tcgetattr`): what it gets back at the end."""
    taken: bool
    """Set when we have it."""


class SafeDriver(LinuxDriver):
    """For `App(driver_class=SafeDriver)`."""

    _entered = False

    _frame: list[str] | None = None
    """The pieces of a frame that is being drawn, where the terminal shows frames whole."""
    _taken = False
    """The terminal is ours: its modes are set, and the input thread reads."""

    def __init__(self, app: App[Any], **more: Any) -> None:
        super().__init__(app, **more)
        self._wake_read, self._wake_write = os.pipe()
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # not the main thread
            # Through the loop: a handler of Python's own runs in the midst of whatever is being done.
            self._loop.add_signal_handler(signal.SIGTSTP, self.stop_process)
            self._loop.add_signal_handler(signal.SIGCONT, self.come_back)

    # -- what is drawn

    def write(self, data: str) -> None:
        """A frame goes out in one piece and in few bytes."""
        if data == ALTERNATE_SCREEN and self._entered:
            self._entered = False  # it would be wiped, to be painted with the same once more
        elif data == SYNC_START:
            self._frame = [data]
        elif self._frame is None:
            super().write(terse(data))
        else:
            self._frame.append(terse(data))
            if data == SYNC_END:
                self.flush()

    def flush(self) -> None:
        frame, self._frame = self._frame, None
        if frame:
            super().write("".join(frame))
        super().flush()

    def _get_terminal_size(self) -> tuple[int, int]:
        """What the terminal says, not LINES and COLUMNS; within reason, for every cell costs memory."""
        try:
            width, height = os.get_terminal_size(self.fileno)
        except OSError:
            width, height = super()._get_terminal_size()
        return min(width or 80, MOST_COLUMNS), min(height or 24, MOST_ROWS)

    # -- taking the terminal and giving it back

    def start_application_mode(self) -> None:
        if self._taken:
            return
        self._taken = True
        first: Adopted | None = getattr(self._app, "first", None)
        adopted = first is not None and not first.taken
        self._entered = adopted
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if first is not None and adopted:
            first.taken = True
            self.attrs_before = first.attributes

    def stop_application_mode(self) -> None:
        if self._taken:
            self._taken = False
            super().stop_application_mode()

    def disable_input(self) -> None:
        os.write(self._wake_write, b"x")
        super().disable_input()
        with contextlib.suppress(OSError):
            os.read(self._wake_read, 1)

    def stop_process(self) -> None:
        """Give the terminal back and stop, as a program does that knows nothing of screens; `fg` goes on from here."""
        ours = self._taken and self._auto_restart
        if ours:
            self.stop_application_mode()
            super().close()
        os.kill(os.getpid(), signal.SIGSTOP)
        if ours:
            self.start_application_mode()
            self.redraw()

    def come_back(self) -> None:
        """After a stop that nobody announced, the terminal may be in any state: set it again, and draw all of it."""
        if self._taken and self._auto_restart:
            with contextlib.suppress(termios.error):
                modes = termios.tcgetattr(self.fileno)
                modes[tty.LFLAG] = self._patch_lflag(modes[tty.LFLAG])
                modes[tty.IFLAG] = self._patch_iflag(modes[tty.IFLAG])
                termios.tcsetattr(self.fileno, termios.TCSANOW, modes)
            self.redraw()

    def redraw(self) -> None:
        """Draw the whole screen again, whatever stands on the terminal now."""
        super().write("\x1b[?1049h\x1b[?25l\x1b[?1004h\x1b[?2004h\x1b[?7l")
        self._enable_mouse_support()
        width, height = self._get_terminal_size()
        size = Size(width, height)
        self._app.post_message(events.Resize(size, size))
        self._app.call_later(draw_all, self._app)

    # -- what is typed

    def run_input_thread(self) -> None:
        """Read until told to stop. Sleeps for as long as nothing is typed and no Esc is in doubt."""
        parser = SafeParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._wake_read, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = [key.fd for key, _ in selector.select(parser.patience)]
                if self.fileno in ready:
                    try:
                        data = os.read(self.fileno, 4096)
                    except OSError:
                        data = b""
                    if not data:  # the terminal is gone; whoever watches for that ends the program
                        selector.unregister(self.fileno)
                    for message in parser.feed(text) if (text := decode(data)) else ():
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)


def draw_all(app: App[Any]) -> None:
    """Every cell of the screen that is shown, and what its widgets remember of it."""
    app.screen.refresh(layout=True)
    app._display(app.screen, app.screen._compositor.render_update(full=True))


def can_stop() -> bool:
    """Whether there is a shell that would bring a stopped program back: not where the terminal was opened for us alone."""
    try:
        return os.getsid(0) != os.getpid() and os.getsid(os.getppid()) == os.getsid(0)
    except OSError:
        return False


def write_escape(app: App[Any], data: str) -> None:
    """Send the terminal a sequence of our own making, such as a clipboard write."""
    driver = app._driver
    if driver is not None:
        driver.write(data)
        driver.flush()
