"""The one quiet line of what waits, the key that deals with it, the one that puts it off, and *what next*."""

from __future__ import annotations

import time
from typing import Final

from warroom.core.language import say
from warroom.core.nudges import Nudge, nudges
from warroom.core.registry import VERBS
from warroom.core.whatnext import next_up
from warroom.screens.acting import Acting, Host
from warroom.screens.keys import key_of
from warroom.screens.room.foot import first_of, line_of
from warroom.screens.room.look import Look
from warroom.session.settings import alarm
from warroom.widgets.driver import write_escape
from warroom.widgets.status import Status

PAUSE: Final = 20.0
"""So many seconds lie between two rings, whatever begins to wait meanwhile."""


class Waiting:
    """Asked anew whenever the incident changes and every few seconds: what waits follows from the state and the time alone."""

    def __init__(self, host: Host, acting: Acting, look: Look, status: Status) -> None:
        self._host, self._acting, self._look, self._status = host, acting, look, status
        self._known: frozenset[tuple[str, str]] | None = None
        """What waited when it was looked at last, and how urgently; None before the first look."""
        self._rang = -PAUSE
        self.first: Nudge | None = None

    def look(self) -> None:
        """Say what waits now."""
        self.first = first_of(self._look)
        self._status.quiet(lambda width: line_of(self._look, self.first, width))
        if self._look.reminders.wanted:
            self._ring()

    def _ring(self) -> None:
        """Once when something begins to wait, or becomes worse; not for what waited when the room was opened."""
        look = self._look
        there = nudges(look.incident, look.now, look.person)
        before, self._known = self._known, frozenset((n.key, n.level) for n in there)
        if before is None:
            return
        worse = [n for n in there if (n.key, n.level) not in before and (n.key, "red") not in before]
        fresh = [n for n in worse if n.level == "red" or look.reminders.amber]
        if not fresh:
            return
        if time.monotonic() - self._rang < PAUSE:  # later then: it is as new at the next look
            self._known -= {(n.key, n.level) for n in fresh}
            return
        self._rang = time.monotonic()
        write_escape(self._host.app, alarm(look.incident.id, fresh[0].sentence, look.reminders))

    def deal(self) -> None:
        """Do what the quiet line says."""
        self.look()
        if self.first is None:
            self._host.say(say("nothing waits for you"), "dim")
        else:
            self._do(self.first)

    def ask(self) -> None:
        """What matters most now."""
        from warroom.screens.next import Answer, WhatNext

        look = self._look
        found = next_up(look.incident, look.now, look.person, look.language)
        here = {n.verb for n in found if VERBS[n.verb].key and not VERBS[n.verb].pane}
        keys = {name: key_of(f"verb.{name}", look.keymap) for name in here}

        def answered(answer: Answer) -> None:
            if answer and answer[0] == "do":
                self._do(answer[1])
            elif answer:
                self._acting.do(VERBS["snooze"], [answer[1].key])

        self._host.app.push_screen(WhatNext(found, keys, look.signs), answered)

    def _do(self, nudge: Nudge) -> None:
        self._acting.press(VERBS[nudge.verb], nudge.given)
