"""The one quiet line of what waits, the key that deals with it, the one that puts it off, and *what next*."""

from __future__ import annotations

from warroom.core.language import say
from warroom.core.nudges import Nudge
from warroom.core.registry import VERBS
from warroom.core.whatnext import next_up
from warroom.screens.acting import Acting, Host
from warroom.screens.keys import key_of
from warroom.screens.room.foot import first_of, line_of
from warroom.screens.room.look import Look
from warroom.widgets.status import Status


class Waiting:
    """Asked anew whenever the incident changes and every few seconds: what waits follows from the state and the time alone."""

    def __init__(self, host: Host, acting: Acting, look: Look, status: Status) -> None:
        self._host, self._acting, self._look, self._status = host, acting, look, status
        self.first: Nudge | None = None

    def look(self) -> None:
        """Say what waits now."""
        self.first = first_of(self._look)
        self._status.quiet(lambda width: line_of(self._look, self.first, width))

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
