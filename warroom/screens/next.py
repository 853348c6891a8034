"""What matters most now, because somebody asked: one or two things, why, and a key for each. Nothing opens this by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from warroom.core.language import say
from warroom.core.nudges import Nudge
from warroom.core.text import for_terminal
from warroom.views.lines import Line, Signs, wrap
from warroom.views.waiting import next_lines

Answer = tuple[str, Nudge] | None
_LOOKS: Final = {
    "key": "bold $accent",
    "bad": "bold $error",
    "warn": "$warning",
    "dim": "$text-muted",
    "bold": "bold",
    "ok": "$success",
}


class WhatNext(ModalScreen[Answer]):
    """Answers with `("do", nudge)`, with `("later", nudge)`, or with None when the person only looked."""

    def __init__(self, found: Sequence[Nudge], keys: Mapping[str, str], signs: Signs) -> None:
        super().__init__()
        self.found = found
        self._keys = keys
        self._signs = signs
        self._answered = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="question"):
            yield Static(Content(say("What next")), classes="question--title")
            for line in next_lines(self.found, self._keys, self._signs):
                for part in wrap(line, max(20, self.app.size.width - 2), indent=3):
                    yield Static(_content(part))
            yield Static(Content(self._signs.words(self._hint())), classes="question--hint")

    def _hint(self) -> str:
        if not self.found:
            return say("Enter or Esc closes it")
        later = "" if self._later() is None else " · " + say("s puts the first off for 15 minutes")
        both = " · " + say("2 does the second") if len(self.found) > 1 else ""
        return say("Enter does the first") + both + later + " · " + say("Esc leaves it")

    def _later(self) -> Nudge | None:
        """What of the first can be put off: an item of the checklist is not, it is simply not done yet."""
        first = self.found[0] if self.found else None
        return None if first is None or first.stays or first.key.startswith("item.") else first

    def on_key(self, event: events.Key) -> None:
        if self._answered:
            return  # typed ahead: it is for what opened behind this
        event.stop()
        key = event.key
        if key in ("escape", "q", "f5") or (key == "enter" and not self.found):
            self._answer(None)
        elif key == "enter" or (event.character or "") in ("1", "2"):
            number = int(event.character or "1") if key != "enter" else 1
            if number <= len(self.found):
                self._answer(("do", self.found[number - 1]))
        elif key in ("s", "f7") and (later := self._later()):
            self._answer(("later", later))

    def _answer(self, answer: Answer) -> None:
        self._answered = True
        self.dismiss(answer)


def _content(line: Line) -> Content:
    return Content.assemble(
        *(Content.styled(for_terminal(text), _LOOKS.get(style, "")) for text, style in line)
    )
