"""How far the person at a console has seen: kept on the desk's thread, told by the screen's."""

from __future__ import annotations

import time

from warroom.storage.library.seen import Seen

KEEP_SECONDS = 60.0


class Mark:
    """`was`: how far they had seen when the incident was opened, "" for never. `now` is set by whoever sees them look."""

    def __init__(self, seen: Seen) -> None:
        self.was = seen.load()
        self.now = ""
        self._kept = ""
        self._seen = seen
        self._tried = time.monotonic()

    def beat(self) -> bool:
        """Keep it now and then: a connection may break. Nothing that others see has changed."""
        if time.monotonic() - self._tried >= KEEP_SECONDS:
            self.end()
        return False

    def end(self) -> None:
        self._tried = time.monotonic()
        if self.now and self.now != self._kept:
            self._seen.save(self.now)
            self._kept = self.now
