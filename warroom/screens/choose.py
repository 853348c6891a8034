"""A question whose answers are known: each has a key, and Enter takes what holds now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from warroom.core.language import say
from warroom.core.text import for_terminal
from warroom.views.cells import cells
from warroom.views.lines import UTF8, Signs

OTHER: Final = "\0other"
"""The answer that means: let me type it."""
UNSURE: Final = "\0unsure"
"""The answer that means: ask me something that I know instead."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"


class Choice(NamedTuple):
    """One answer. `words` name it, `meaning` explains it."""

    key: str
    value: str
    words: str
    meaning: str = ""


def keyed(answers: Iterable[tuple[str, str, str]]) -> list[Choice]:
    """(value, words, meaning) with a key each: the first letter of the words that is free, else any free one."""
    made: list[Choice] = []
    for value, words, meaning in answers:
        taken = {choice.key for choice in made}
        letters = [c for c in words.lower() if c in _LETTERS] + list(_LETTERS)
        made.append(Choice(next(c for c in letters if c not in taken), value, words, meaning))
    return made


class Choose(ModalScreen[str | None]):
    """Answers with the value of the choice whose key was pressed; Enter with the one that holds now; Esc with None."""

    def __init__(self, title: str, choices: Sequence[Choice], held: str = "", signs: Signs = UTF8) -> None:
        super().__init__()
        self._title = title
        self._signs = signs
        self._answered = False
        self.choices = choices
        self.held = next((c for c in choices if held and c.value == held), None)

    def compose(self) -> ComposeResult:
        with Vertical(classes="question"):
            yield Static(Content(for_terminal(self._title)), classes="question--title")
            wide = max(cells(c.words) for c in self.choices)
            for choice in self.choices:
                yield Static(self._line(choice, wide))
            now = (
                say("Enter: {choice} · Esc leaves it", choice=self.held.words)
                if self.held
                else say("Esc leaves it")
            )
            yield Static(Content(self._signs.words(for_terminal(now))), classes="question--hint")

    def _line(self, choice: Choice, wide: int) -> Content:
        words = for_terminal(choice.words)
        gap = " " * (wide - cells(words) + 2)
        key = Content.styled(f"{choice.key}  ", "bold $accent")
        text = Content(words + gap)
        mark = Content.styled(say("now") + "  ", "bold") if choice is self.held else Content("")
        return Content.assemble(key, text, mark, Content.styled(for_terminal(choice.meaning), "$text-muted"))

    def on_key(self, event: events.Key) -> None:
        if self._answered:
            return  # typed ahead: it is for what opened behind this question
        event.stop()
        if event.key == "escape":
            self._answer(None)
        elif event.key == "enter":
            if self.held:
                self._answer(self.held.value)
        else:
            found = next((c for c in self.choices if c.key == (event.character or "").lower()), None)
            if found:
                self._answer(found.value)

    def _answer(self, value: str | None) -> None:
        self._answered = True
        self.dismiss(value)
