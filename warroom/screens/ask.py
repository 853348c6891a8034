"""Small questions at the foot of the screen: one line of text, or yes and no. The default is No."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from warroom.core.language import later, say
from warroom.core.text import for_terminal
from warroom.views.lines import UTF8, Signs
from warroom.widgets.entryline import LineInput

CLEANED: Final = later("Hidden characters in this text were taken out.")
"""Said where a text is edited that another hand has written: what is saved is what is shown."""

Answer = TypeVar("Answer")
_BETWEEN: Final = ("tab", "shift+tab")
Check = Callable[[str], str | None]
"""What is wrong with an answer, in one line; None when nothing is."""


def hidden_in(text: str) -> bool:
    """Whether the exit gate takes anything out of a text: what is shown for editing is not what was stored."""
    return for_terminal(text, multiline=True) != text


class Asking(ModalScreen[Answer]):
    """A question with fields. What is typed before the first of them stands goes into it: nobody waits for a screen."""

    def __init__(self) -> None:
        super().__init__()
        self._early: list[events.Key] = []

    def on_key(self, event: events.Key) -> None:
        # A field keeps such keys to itself, so one that comes here was typed before there was a field.
        # The keys that no field keeps are early only where there is none.
        between = event.key in _BETWEEN and self.focused is None
        if event.is_printable or event.key == "enter" or between:
            event.stop()
            self._early.append(event)
            self._take_early()

    def on_descendant_focus(self) -> None:
        self._take_early()

    def _take_early(self) -> None:
        early, field = self._early, self.focused
        if isinstance(field, Input):
            self._early = []
            for key in early:
                if key.key in _BETWEEN:
                    (self.focus_next if key.key == "tab" else self.focus_previous)()
                    field = self.focused if isinstance(self.focused, Input) else field
                elif key.key == "enter":
                    field.post_message(field.Submitted(field, field.value))
                else:
                    field.insert_text_at_cursor(key.character or "")


class Ask(Asking[str | None]):
    """Asks for one line, which a paste may make several. Answers with the text, or None when the person turned away."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Never mind", show=False)]

    def __init__(
        self,
        question: str,
        *,
        value: str = "",
        hint: str = "",
        check: Check | None = None,
        signs: Signs = UTF8,
    ) -> None:
        super().__init__()
        self._question = question
        self._value = value
        self._hint = hint
        self._check = check
        self._signs = signs

    def compose(self) -> ComposeResult:
        with Vertical(classes="question"):
            yield Static(Content(for_terminal(self._question, multiline=True)), classes="question--title")
            hint = for_terminal(self._hint, multiline=True)
            if hidden_in(self._value):
                hint = f"{hint}  {say(CLEANED)}"
            yield Static(Content(hint), classes="question--hint", id="hint")
            yield LineInput(for_terminal(self._value, multiline=True), signs=self._signs, id="answer")

    @on(LineInput.Submitted)
    def _answered(self, event: LineInput.Submitted) -> None:
        wrong = self._check(event.text) if self._check else None
        if wrong:
            self.query_one("#hint", Static).update(
                Content(for_terminal(wrong, multiline=True)).stylize("bold $error")
            )
        else:
            self.dismiss(event.text)


class Confirm(ModalScreen[bool]):
    """Asks yes or no; anything but `y` is no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "Yes", show=False),
        Binding("n,escape,enter,q", "dismiss(False)", "No", show=False),
    ]

    def __init__(self, question: str, consequence: str = "") -> None:
        super().__init__()
        self._question = question
        self._consequence = consequence

    def compose(self) -> ComposeResult:
        with Vertical(classes="question"):
            yield Static(Content(for_terminal(self._question, multiline=True)), classes="question--title")
            if self._consequence:
                yield Static(
                    Content(for_terminal(self._consequence, multiline=True)), classes="question--hint"
                )
            yield Static(Content(say("y  yes        n  no (Enter)")), classes="question--keys")
