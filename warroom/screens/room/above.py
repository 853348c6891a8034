"""What opens above the room: help, a row's details, the notes for writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from warroom.core.families.notes import EMPTY_PAD
from warroom.core.language import say
from warroom.core.registry import VERBS, find
from warroom.core.verb import Misused, Pane, Verb
from warroom.screens.acting import Acting, Host
from warroom.screens.ask import Confirm
from warroom.screens.context import Context
from warroom.screens.reporting import Reporting
from warroom.screens.room.detail import details
from warroom.screens.room.look import Look
from warroom.session.desk import Desk
from warroom.session.room import Saved


class Above:
    """Each is imported when it is first opened: a start does not wait for it."""

    def __init__(self, host: Host, acting: Acting, look: Look, context: Context, desk: Desk) -> None:
        self._host = host
        self._desk = desk
        self._acting = acting
        self._look = look
        self._context = context

    def door(self, verb: Verb, words: str, reporting: Reporting) -> bool:
        """`/help tick`, `/export pdf`: do what the words behind such a verb say.

        Raises:
            Misused: it takes none, or not these.
        """
        if verb.name == "help":
            from warroom.screens.help import Help

            self._host.app.push_screen(
                Help.on(find(words.removeprefix("/")), self._look.incident, self._context)
            )
        elif verb.name == "export":
            reporting.ask(words)
        else:
            raise Misused(say("{verb} takes no words; type /{verb} alone", verb=verb.name))
        return True

    def help(self, pane: Pane) -> None:
        """What can be done in a pane, or in the entry line for ""."""
        from warroom.screens.help import Help

        self._host.app.push_screen(Help.of(pane, self._look.incident, self._context))

    def entry(self, entry: str) -> None:
        """All that is known of a row of the timeline."""
        from warroom.screens.help import Help

        look = self._look
        row = look.incident.row(entry)
        if row is not None:
            lines = [("", line) for line in details(row, look.incident, look.zone)]
            self._host.app.push_screen(Help(say("Entry"), lines, look.signs))

    def settle(self) -> None:
        """What two people changed at once: both to read, and which is to hold."""
        from warroom.screens.settle import settle

        look = self._look
        if not settle(self._acting, look.incident, look.signs, self._host.app.push_screen):
            self._host.say(
                say("no two texts are in conflict; what was changed at once is settled by changing it again"),
                "dim",
            )

    def pad(self, section: str = "") -> None:
        """The notes, or a part of the report, for writing; saved as a version on top of the one that was begun from."""
        from warroom.screens.notepad import Begun, Notepad  # its text area is the dearest widget to import
        from warroom.session import wording

        look, drafts = self._look, self._context.drafts
        person = look.person
        found = look.incident.sections.get(section) if section else look.incident.notes
        last = Begun(found.event, found.text) if found else Begun("", "")
        draft_id = f"{look.incident.id}.{section or 'pad'}"
        begun = Begun.of(drafts.load(draft_id, person), last)
        verb, which = (VERBS["write"], [section]) if section else (VERBS["notes"], [])

        def saved(text: str | None) -> None:
            if text is not None and text != last.text:
                words = ["--base", begun.base or EMPTY_PAD, "--", *which, text]
                self._acting.do(verb, words, lambda _done: drafts.clear(draft_id, person))

        names = [m.person for m in look.incident.roster]
        adviser = partial(wording.adviser, section, names) if section else None
        pad = Notepad(
            begun, last.text, draft_id, person, self._context, say(section) if section else "", adviser
        )
        self._host.app.push_screen(pad, saved)

    def message(self, words: Mapping[str, str]) -> None:
        """A message to an audience, from a draft."""
        from warroom.screens.message import Messages

        Messages(self._host, self._acting, self._desk, self._context).write(words)

    def leaving(self, saved: Saved, way: Callable[[], object]) -> None:
        """Whether to leave although not all is on disk."""

        def answered(yes: bool | None) -> None:
            if yes:
                way()

        question = say("Leave although {count} could not be saved?", count=saved.unsaved)
        told = say("They are printed when you leave, and offered here when you next open it.")
        self._host.app.push_screen(Confirm(question, f"{saved.why} {told}"), answered)
