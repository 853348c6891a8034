"""The thread that sends what waits (`session.sending`), for as long as a console is open."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from warroom.session.wallclock import wall_clock
from warroom.storage import crashlog

if TYPE_CHECKING:  # what sends is imported on its own thread: a start does not wait for it
    from warroom.session.sending import Carry

Clock = Callable[[], datetime]
POLL: Final = 5.0
"""Seconds after which the spool is looked at again: another process may have put something there."""


class Waiting(NamedTuple):
    """One line of the outbox."""

    id: str
    kind: str
    incident: str
    target: str
    audience: str
    state: str
    why: str
    tries: int
    made_at: str
    not_before: str


class Outbox:
    """A thread that sends, for as long as a console is open. `heard` gets what is left, on that thread, when it has changed."""

    def __init__(self, library: str, clock: Clock = wall_clock, carry: Carry | None = None) -> None:
        self._library, self._clock, self._carry = library, clock, carry
        self._bell = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="outbox", daemon=True)
        self._listeners: list[Callable[[tuple[Waiting, ...]], object]] = []
        self._left: tuple[Waiting, ...] = ()
        self._lock = threading.Lock()

    def start(self, heard: Callable[[tuple[Waiting, ...]], object] | None = None) -> None:
        """Begin, unless it has begun."""
        with self._lock:
            if heard:
                self._listeners.append(heard)
            if self._thread.ident is None and not self._ended.is_set():
                self._thread.start()

    def wake(self) -> None:
        """Something was put into the spool."""
        self._bell.set()

    def stop(self) -> None:
        """Send nothing more; what is on its way is finished. Does not wait: see `ended`."""
        self._ended.set()
        self._bell.set()

    def ended(self, seconds: float = 5.0) -> bool:
        if self._thread.ident is None:
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        self._bell.wait(1.0)  # the first picture goes before
        from warroom.session.sending import Sending, carry_by_courier
        from warroom.storage.errors import StorageError

        sending = Sending(self._library, self._clock, self._carry or carry_by_courier)
        while not self._ended.is_set():
            self._bell.clear()
            try:
                left = tuple(sending.pass_once(stopped=self._ended.is_set))
            except StorageError as error:
                crashlog.recorded(error)
                left = ()
            if left != self._left:
                self._left = left
                for heard in self._listeners:
                    heard(left)
            self._bell.wait(POLL)
