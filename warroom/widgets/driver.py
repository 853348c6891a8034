"""What a person pastes never becomes key presses: the terminal driver with a guarded input parser.

Textual ends a bracketed paste at the first ESC inside it, and what follows runs as keys (an ESC and ctrl+q in a
pasted log line quit the console). Here the end of a paste is its end marker and nothing else. The private parts of
Textual that this rests on are touched in this file only, and tests/widgets/test_driver.py says when they change.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol

from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from warroom.core.text import clean
from warroom.widgets.terse import terse

START, END = "\x1b[200~", "\x1b[201~"
ALTERNATE_SCREEN: Final = "\x1b[?1049h"
STALL_SECONDS = 10.0  # a paste whose end never comes must not swallow the keyboard for good
MAX_PASTE_CHARS = 1_000_000


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
    """Textual's parser, fed with what is typed only; a paste comes out as one cleaned `events.Paste`."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._guard = PasteGuard()

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            yield from super().feed(data)
            return
        yield from self._messages(self._guard.split(data))

    def tick(self) -> Iterable[Message]:
        yield from super().tick()
        yield from self._messages(self._guard.stalled())

    def _messages(self, pieces: list[tuple[bool, str]]) -> Iterable[Message]:
        for pasted, text in pieces:
            if pasted:
                cleaned = clean(text.replace(START, "").replace(END, ""), multiline=True)
                if cleaned:
                    yield events.Paste(cleaned)
            elif text:
                for message in super().feed(text):
                    if not (isinstance(message, events.Paste) and not message.text):
                        yield message


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

    def start_application_mode(self) -> None:
        first: Adopted | None = getattr(self._app, "first", None)
        adopted = first is not None and not first.taken
        self._entered = adopted
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if first is not None and adopted:
            first.taken = True
            self.attrs_before = first.attributes

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

    def run_input_thread(self) -> None:
        # The loop makes its parser by this module-level name.
        module: Any = linux_driver
        module.XTermParser = SafeParser
        super().run_input_thread()


def write_escape(app: App[Any], data: str) -> None:
    """Send the terminal a sequence of our own making, such as a clipboard write."""
    driver = app._driver
    if driver is not None:
        driver.write(data)
        driver.flush()
