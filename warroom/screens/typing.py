"""The entry line of the room: what is typed becomes an entry or an act, and is never lost on the way.

A line that Enter has taken out of the field is here until it is done. One that is refused waits above the field, with the
reason; it never comes back into what is being typed.
"""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from warroom.core import entryline, registry
from warroom.core.clock import iso
from warroom.core.language import say
from warroom.core.text import clean, todo
from warroom.core.verb import Misused, Verb
from warroom.core.wordorder import sort_out
from warroom.screens.acting import Acting, Host
from warroom.screens.context import Context
from warroom.screens.room.foot import DRAFT_BACK, placeholder, prompt
from warroom.screens.room.look import Look
from warroom.session.drafts import as_text, held_id, told_lines
from warroom.session.room import Done
from warroom.widgets.entryline import EntryInput
from warroom.widgets.held import Held
from warroom.widgets.quiet import OnePicture, Row
from warroom.widgets.strips import Bar


class Typing(Row):
    """The prompt and the line."""

    def __init__(
        self,
        host: Host,
        acting: Acting,
        look: Look,
        context: Context,
        *,
        picture: OnePicture,
        id: str,
    ) -> None:
        super().__init__(id=id)
        self._picture = picture
        signs = context.signs
        self.held = Held(signs=signs, changed=self.keep_held, id="held")
        self._sent: list[str] = []
        self.entry = EntryInput(
            placeholder(signs), signs=signs, held=self.held, taken=picture.hold, id="entry"
        )
        self._host = host
        self._acting = acting
        self._look = look
        self._here = context

    def compose(self) -> ComposeResult:
        yield Bar(lambda _width: prompt(self._here.signs), id="prompt")
        yield self.entry

    def on_mount(self) -> None:
        for line in told_lines(self._here.drafts.load(self._held_id, self._look.person)):
            self.held.put(line, say("from last time; not known to be saved"))
        draft = self._here.drafts.load(self._look.incident.id, self._look.person)
        if draft:
            self.entry.restore(draft)
            self._host.say(say(DRAFT_BACK), "dim")

    # -- what was sent

    @on(EntryInput.Submitted, "#entry")
    def _submitted(self, event: EntryInput.Submitted) -> None:
        event.stop()
        line = event.text
        said = entryline.parse(line, self._look.now, self._look.zone)
        if isinstance(said, entryline.Say):
            self._log(said, line)
        elif isinstance(said, entryline.Command):
            self._command(said, line)
        elif isinstance(said, entryline.Run):
            self._refused(
                line,
                say("running commands comes in a later version; begin with !! to log the line as it is"),
            )
        elif isinstance(said, entryline.Problem):
            self._refused(line, said.message)
        if not self._acting.busy:
            self._picture.show()

    def _refused(self, line: str, why: str) -> None:
        """The line waits above the field, whatever is in the field by now."""
        self.held.put(line, why)
        self._host.say(why, "warn")

    def _log(self, said: entryline.Say, line: str) -> None:
        flags: list[str] = []
        if said.at is not None:
            moment = (
                said.at.astimezone(self._look.zone).date().isoformat()
                if said.precision == "date"
                else iso(said.at)
            )
            flags = ["--at", f"{'~' if said.precision == 'about' else ''}{moment}"]
        task = todo(said.text) if said.todo else None

        def then(_done: Done) -> None:
            self.keep_draft()  # of what is typed by now: the line that was sent is on disk
            if task:
                self.held.put(f"/action {task} --owner ", say("logged; a follow-up too?"), "accent")

        def refused(error: Exception) -> None:
            self._sent.remove(line)
            self.held.put(line, str(error))

        self._sent.append(line)
        words = [*flags, "--", said.text]
        self._acting.do(registry.VERBS["log"], words, then, refused, lambda: self._sent.remove(line))

    def _command(self, said: entryline.Command, line: str) -> None:
        try:
            verb = registry.find(said.verb)
        except Misused as error:
            self._refused(line, str(error))
            return
        written = any(arg.kind in ("pad", "message") for arg in verb.args)
        words = entryline.tokens(said.rest, lines=written)
        try:
            if verb.door:
                self.keep_draft()
                self._host.carry_out(verb, said.rest.strip())
                return
            if written and (known := self._without_text(verb, words)) is not None:
                self.keep_draft()
                self._acting.press(verb, known)
                return
        except Misused as error:
            self._refused(line, str(error))
            return
        self._acting.confirmed(verb, words, refused=lambda error: self.held.put(line, str(error)))

    def _without_text(self, verb: Verb, words: list[str]) -> dict[str, str] | None:
        """What was typed behind a verb that takes a text of many lines, where the text itself was not. Raises Misused."""
        try:
            raw, at, _ = sort_out(verb, words, self._acting.given())
        except Misused:
            return None
        if "text" in raw or at:
            return None
        return {
            arg.name: self._acting.choice(arg, raw[arg.name]) if arg.choices else raw[arg.name]
            for arg in verb.args
            if arg.name in raw
        }

    @on(EntryInput.Drafted)
    def _drafted(self, event: EntryInput.Drafted) -> None:
        self._here.drafts.save(self._look.incident.id, self._look.person, event.text)

    @on(EntryInput.TooLong)
    def _too_long(self, event: EntryInput.TooLong) -> None:
        self._host.say(
            say(
                "{length} characters do not fit in one entry ({limit}); log a file with `warroom log -`",
                length=f"{event.length:,}",
                limit=f"{event.limit:,}",
            ),
            "warn",
        )

    # -- for the screen

    def keep_draft(self) -> None:
        """Write the half-typed line down, now."""
        if self.entry.is_attached:
            self._here.drafts.save(self._look.incident.id, self._look.person, self.entry.text)
        self.keep_held()

    def keep_held(self) -> None:
        """Write down the lines above the field, and those that are on their way to the disk."""
        lines = [*(line.text for line in self.held.lines), *self._sent]
        self._here.drafts.save(self._held_id, self._look.person, as_text(lines))

    @property
    def _held_id(self) -> str:
        return held_id(self._look.incident.id)

    def take_paste(self, text: str) -> None:
        """Text that was pasted where nothing takes it: it goes to the line if that is empty, else above it."""
        if self.entry.text:
            self.held.put(clean(text, multiline=True), say("pasted"), "accent")
            self._host.say(say("the paste waits above the entry line"), "accent")
        else:
            self.entry.enter()
            self.entry.put_in(text)
            self._host.say(say("pasted into the entry line; Enter logs it"), "accent")

    def begin(self, text: str) -> bool:
        """Go to the line and put a text there; False, and the line as it was, when something is half typed."""
        if self.entry.text:
            return False
        self.entry.enter()
        self.entry.restore(text)
        return True
