"""Getting people together from a screen: the link of the call, an invitation, the message to whoever is called in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.core.families.bridge import Bridge, no_call
from warroom.core.families.paging import PersonPaged
from warroom.core.language import say
from warroom.core.registry import VERBS
from warroom.screens.acting import Acting, Host
from warroom.session.answers import Copied
from warroom.session.desk import Desk
from warroom.session.room import Done
from warroom.views.calls import page_text

if TYPE_CHECKING:  # nothing of it is needed before somebody wants one
    from warroom.session.export import Exported


class Calling:
    """For any screen that has a desk."""

    def __init__(self, host: Host, acting: Acting, desk: Desk) -> None:
        self._host = host
        self._acting = acting
        self._desk = desk

    def call(self) -> None:
        """The link of the call to the clipboard; where there is no call, ask for its link."""
        link = self._host.incident.part(Bridge).link
        if link:
            self._copy(link, say("the call: {link}", link=link))
        else:
            self._acting.press(VERBS["bridge"])

    def invite(self) -> None:
        """A file for calendars."""
        why_not = no_call(self._host.incident)
        if why_not:
            self._host.say(why_not, "warn")
            return
        self._desk.invite(lambda came: self._host.app.call_later(self._invited, came))

    def paged(self, done: Done) -> None:
        """Somebody was called in from here: how to reach them is shown, and what to tell them is copied."""
        for fact in done.events:
            if isinstance(fact, PersonPaged):
                known = self._host.look.people.find(fact.person)
                ways = ", ".join(known.contact) if known else ""
                reached = ways or say("no contact is known; `warroom people` lists who has one")
                text = page_text(done.incident, fact.by, fact.why)
                self._copy(text, f"{fact.person}: {reached}", say("the message: {done}"))

    def _copy(self, text: str, said: str, how: str = "{done}") -> None:
        def copied(sent: Copied | Exception) -> None:
            self._host.app.call_later(self._copied, sent, said, how)

        self._desk.copy(text, copied)

    def _copied(self, sent: Copied | Exception, said: str, how: str) -> None:
        if isinstance(sent, Exception):
            self._host.say(said, "ok")
            return
        if sent.escape:
            from warroom.widgets.driver import write_escape

            write_escape(self._host.app, sent.escape)
        self._host.say(f"{said} · {how.format(done=sent.said)}", "ok")

    def _invited(self, came: Exported | Exception) -> None:
        if isinstance(came, Exception):
            self._host.say(say("nothing was written: {why}", why=came), "bad")
        else:
            self._host.say(came.said, "ok")
