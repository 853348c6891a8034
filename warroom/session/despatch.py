"""What a desk does about the outbox: it hands over what an act wants sent, and says what could not be sent yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from warroom.core.language import say
from warroom.session.answers import Done
from warroom.session.outbox import Outbox, Waiting
from warroom.storage import crashlog


class Despatch:
    """One room's share of the outbox of its library."""

    def __init__(self, library: str, outbox: Outbox, incident_id: str, file: str) -> None:
        self._library, self._outbox, self._id, self._file = library, outbox, incident_id, file
        self.notices: tuple[str, ...] = ()
        """What has not been sent yet, and why; "" for nothing. Set on the outbox's thread."""

    def begin(self, changed: Callable[[], object]) -> None:
        """Start sending; `changed` is called, on the outbox's thread, when the notices are others."""

        def heard(left: tuple[Waiting, ...]) -> None:
            told = tuple(dict.fromkeys(_words(w) for w in left if w.incident == self._id and w.why))
            if told != self.notices:
                self.notices = told
                changed()

        self._outbox.start(heard)

    def after(self, done: Done, now: datetime) -> Done:
        """Hand over what this act wants sent; its answer says what was done about that."""
        if not any(e.sends for e in done.events):
            return done
        from warroom.session.posting import hand_over

        try:
            told = hand_over(self._library, self._file, done.incident, done.events, now)
        except Exception as error:  # the act itself is on disk, and must be told so
            told = (say("NOT queued to be sent: {why}", why=crashlog.recorded(error)),)
        self._outbox.wake()
        return msgspec.structs.replace(done, said="; ".join((done.said, *told))) if told else done


def _words(left: Waiting) -> str:
    if left.state == "unknown":
        return say("not known whether {target} got it; `warroom outbox` decides", target=left.target)
    if left.state == "failed":
        return say(
            "NOT sent by {target}: {why}; `warroom outbox retry` tries again",
            target=left.target,
            why=left.why,
        )
    return say("not sent yet by {target}: {why}; it is tried again", target=left.target, why=left.why)
