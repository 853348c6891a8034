"""The shared pad, open for writing. Saving makes a version; a version that somebody saved meanwhile is not lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static, TextArea

from warroom.core.incident import Notes
from warroom.core.language import say
from warroom.core.text import for_terminal
from warroom.screens.ask import CLEANED, hidden_in
from warroom.screens.context import Context

DRAFT_SECONDS = 0.5


@dataclass(frozen=True)
class Begun:
    """What is being written, and the saved version (its event's id, "" for none) that it began from.

    A draft keeps that version's id: when somebody saves another version before the draft is, both are shown as a
    conflict, instead of the old one covering the new one in silence.
    """

    base: str
    text: str

    @classmethod
    def of(cls, kept: str, notes: Notes) -> Begun:
        """The draft that was kept, else the notes as they are."""
        base, line_end, text = kept.partition("\n")
        return cls(base, text) if line_end else cls(notes.event, notes.text)


class Notepad(ModalScreen[str | None]):
    """Answers with the text to save, or None. The draft is kept either way until it is saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("escape", "leave", "Leave, keeping the draft", show=False, priority=True),
    ]

    def __init__(self, begun: Begun, saved: str, draft_id: str, person: str, context: Context) -> None:
        super().__init__()
        self._begun = begun
        self._saved = saved
        self._draft_id = draft_id
        self._person = person
        self._here = context
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="pad"):
            title = say("Notes     ctrl+s saves     Esc leaves, and keeps your draft")
            if hidden_in(self._begun.text):
                title = f"{title}\n{say(CLEANED)}"
            yield Static(Content(title), classes="question--title")
            area = TextArea(for_terminal(self._begun.text, multiline=True), id="pad-text", soft_wrap=True)
            area.cursor_blink = False
            yield area

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._timer is None:
            self._timer = self.set_timer(DRAFT_SECONDS, self._keep)

    def _keep(self) -> None:
        self._timer = None
        self.keep_draft()

    def _now(self) -> str:
        return self.query_one("#pad-text", TextArea).text

    def on_unmount(self) -> None:
        if self._timer is not None:
            self._timer.stop()

    def action_save(self) -> None:
        self.keep_draft()  # until the version is on disk
        self.dismiss(self._now())

    def action_leave(self) -> None:
        self.keep_draft()
        self.dismiss(None)

    def keep_draft(self) -> None:
        """Write down what is not saved yet, now."""
        if self.query("#pad-text"):
            text = self._now()
            kept = "" if text == self._saved else f"{self._begun.base}\n{text}"
            self._here.drafts.save(self._draft_id, self._person, kept)
