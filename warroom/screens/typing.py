"""The entry line's part of the room: what is typed becomes an entry or an act, and is never lost on the way."""

from __future__ import annotations

from textual import on

from warroom.core import entryline, verbs
from warroom.core.clock import iso
from warroom.core.text import todo
from warroom.core.verbs import Misused
from warroom.screens.acting import Acting
from warroom.screens.context import Context
from warroom.screens.panes import Panes
from warroom.session.room import Done
from warroom.widgets.entryline import EntryInput


class Typing(Acting):
    """The part of the room screen that listens to the entry line."""

    context: Context
    panes: Panes

    @property
    def entry(self) -> EntryInput:
        return self.query_one("#entry", EntryInput)

    @on(EntryInput.Submitted, "#entry")
    def _submitted(self, event: EntryInput.Submitted) -> None:
        event.stop()
        text = event.text
        now = self.now
        said = entryline.parse(text, now, self.panes.zone)
        if isinstance(said, entryline.Say):
            self._log(said, text)
        elif isinstance(said, entryline.Command):
            self._command(said, text)
        elif isinstance(said, entryline.Run):
            self.say(
                "running commands comes in a later version; begin with !! to log the line as it is", "warn"
            )
        elif isinstance(said, entryline.Problem):
            self.say(said.message, "warn")

    def _log(self, said: entryline.Say, line: str) -> None:
        flags: list[str] = []
        if said.at is not None:
            moment = (
                said.at.astimezone(self.panes.zone).date().isoformat()
                if said.precision == "date"
                else iso(said.at)
            )
            flags = ["--at", f"{'~' if said.precision == 'about' else ''}{moment}"]
        task = todo(said.text) if said.todo else None

        def then(_done: Done) -> None:
            self._accept(line)
            if task and not self.entry.text:
                self.entry.restore(f"/action {task} --owner ")
                self.say("logged; Enter after the owner makes it a follow-up, or clear the line", "accent")

        self.do("log", [*flags, "--", said.text], then)

    def _accept(self, line: str) -> None:
        if self.entry.text == line:
            self.entry.accept()
            self.context.drafts.clear(self.incident.id, self.person)

    def _command(self, said: entryline.Command, line: str) -> None:
        own = {
            "help": self.action_help,
            "export": self.action_export,
            "leave_room": self.action_leave,
            "quit": self.action_leave,
        }
        if said.verb in own:
            self._accept(line)
            own[said.verb]()
            return
        try:
            verb = verbs.find(said.verb)
        except Misused as error:
            self.say(str(error), "warn")
            return
        self.confirmed(verb, entryline.tokens(said.rest), lambda _done: self._accept(line))

    @on(EntryInput.Drafted)
    def _drafted(self, event: EntryInput.Drafted) -> None:
        self.context.drafts.save(self.incident.id, self.person, event.text)

    @on(EntryInput.TooLong)
    def _too_long(self, event: EntryInput.TooLong) -> None:
        self.say(
            f"{event.length:,} characters do not fit in one entry ({event.limit:,}); log a file with `warroom log -`",
            "warn",
        )

    @on(EntryInput.Left)
    def _left_entry(self) -> None:
        if isinstance(self.focused, EntryInput):
            self.action_go(self.shown)

    def keep_draft(self) -> None:
        """Write the half-typed line down, now."""
        if self.query("#entry"):
            self.context.drafts.save(self.incident.id, self.person, self.entry.text)

    def action_entry(self) -> None:
        self.entry.enter()

    def action_command(self) -> None:
        self.entry.enter()
        if not self.entry.text:
            self.entry.restore("/")

    def type_verb(self, name: str) -> None:
        """Put a verb into the entry line, unless something is half typed there; then ask for its words."""
        if self.entry.text:
            self.action_verb(name)
        else:
            self.entry.enter()
            self.entry.restore(f"/{name} ")
