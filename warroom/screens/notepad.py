"""A text of several lines, open for writing: the shared pad, or a part of the report.

Saving makes a version; a version that somebody saved meanwhile is not lost.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static, TextArea

from warroom.core.language import say
from warroom.core.text import for_terminal
from warroom.screens.ask import CLEANED, hidden_in
from warroom.screens.context import Context
from warroom.session.editor import NotEdited, edited

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
    def of(cls, kept: str, saved: Begun) -> Begun:
        """The draft that was kept, else the text as it was saved last."""
        base, line_end, text = kept.partition("\n")
        return cls(base, text) if line_end else saved


class Notepad(ModalScreen[str | None]):
    """Answers with the text to save, or None. The draft is kept either way until it is saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("f2", "editor", "Your own editor", show=False, priority=True),
        Binding("escape", "leave", "Leave, keeping the draft", show=False, priority=True),
    ]

    def __init__(
        self,
        begun: Begun,
        saved: str,
        draft_id: str,
        person: str,
        context: Context,
        title: str = "",
        adviser: Callable[[], Callable[[str], str]] | None = None,
    ) -> None:
        """`adviser` reads the disk and gives what says one line about a text, or "": shown while somebody types."""
        super().__init__()
        self._title = title or say("Notes")
        self._begun = begun
        self._saved = saved
        self._draft_id = draft_id
        self._person = person
        self._here = context
        self._timer: Timer | None = None
        self._adviser = adviser
        self._advise: Callable[[str], str] = lambda _text: ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="pad"):
            yield Static(self._keys(), id="pad-title", classes="question--title")
            area = TextArea(for_terminal(self._begun.text, multiline=True), id="pad-text", soft_wrap=True)
            area.cursor_blink = False
            yield area
            yield Static("", id="pad-tone")

    def on_mount(self) -> None:
        if self._adviser:
            self.run_worker(self._read_rules(self._adviser))

    async def _read_rules(self, adviser: Callable[[], Callable[[str], str]]) -> None:
        self._advise = await asyncio.to_thread(adviser)
        self._tone()

    def _tone(self) -> None:
        """Advice on the words, in a quiet line; it never stands in the way of saving."""
        for line in self.query("#pad-tone").results(Static):
            said = self._advise(self._now())
            line.update(Content(for_terminal(said)))
            line.display = bool(said)

    def _keys(self) -> Content:
        keys = say("ctrl+s saves   F2 your editor   Esc leaves, draft kept")
        title = f"{self._title}   {keys}"
        if hidden_in(self._begun.text):
            title = f"{title}\n{say(CLEANED)}"
        return Content(for_terminal(title, multiline=True))

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._timer is None:
            self._timer = self.set_timer(DRAFT_SECONDS, self._keep)

    def _keep(self) -> None:
        self._timer = None
        self.keep_draft()
        self._tone()

    def _now(self) -> str:
        return self.query_one("#pad-text", TextArea).text

    def on_unmount(self) -> None:
        if self._timer is not None:
            self._timer.stop()

    def _when_typed(self, way: Callable[[], object]) -> None:
        """What was typed before this key may still be on its way into the text."""
        self.query_one("#pad-text").call_later(self.call_later, way)

    def action_save(self) -> None:
        self._when_typed(self._save)

    def action_leave(self) -> None:
        self._when_typed(self._leave)

    def action_editor(self) -> None:
        self._when_typed(self._edit)

    def _save(self) -> None:
        if not self.is_current:
            return  # the key was pressed twice
        self.keep_draft()  # until the version is on disk
        self.dismiss(self._now())

    async def _edit(self) -> None:
        """The text in the person's own editor, and what became of it back here: it is not saved by that."""
        self.keep_draft()
        area, wrong = self.query_one("#pad-text", TextArea), ""
        try:
            with self.app.suspend():
                try:
                    text = edited(area.text, os.environ)
                except NotEdited as error:
                    text, wrong = area.text, str(error)
        except SuspendNotSupported:
            wrong = say("this terminal cannot be lent to an editor; write here")
        else:
            await self.run_action("app.redraw")
            if text != area.text:
                area.text = text
        self.query_one("#pad-title", Static).update(
            Content(wrong).stylize("bold $error") if wrong else self._keys()
        )

    def _leave(self) -> None:
        if not self.is_current:
            return
        self.keep_draft()
        self.dismiss(None)

    def keep_draft(self) -> None:
        """Write down what is not saved yet, now."""
        if self.query("#pad-text"):
            text = self._now()
            kept = "" if text == self._saved else f"{self._begun.base}\n{text}"
            self._here.drafts.save(self._draft_id, self._person, kept)
