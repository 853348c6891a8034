"""Declaring an incident: a title is enough, everything else has a default and can be corrected later."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from warroom.core.language import later, say
from warroom.core.text import for_terminal
from warroom.screens.ask import Asking
from warroom.screens.context import Context
from warroom.widgets.entryline import LineInput

_FIELDS = (
    ("title", later("What is wrong?"), later("in a few words; this alone is enough")),
    ("sev", later("Severity"), later("1 (worst) to 4; if unsure, the higher one; 3 when left empty")),
    ("started", later("Started"), later("now when left empty; 14:02, yesterday 23:50, -20m")),
    ("at", later("Declared"), later("now when left empty; for an incident of another day")),
    ("system", later("Systems"), later("affected ones, separated by commas")),
    ("symptom", later("Symptoms"), later("what is seen")),
)


class Declare(Asking[str | None]):
    """Answers with the id of the new incident, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Never mind", show=False),
        Binding("ctrl+s", "declare", "Declare", show=False, priority=True),
    ]

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._here = context
        self._meanings: dict[int, str] = {}
        self._asked = False
        """A declaration is on its way: Enter twice declares once."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="question form"):
            yield Static(
                Content(
                    say("Declare an incident     Enter declares     Tab to the next field     Esc leaves")
                ),
                classes="question--title",
            )
            for name, label, hint in _FIELDS:
                yield Static(Content(say(label)), classes="form--label")
                field = LineInput(placeholder=say(hint), signs=self._here.signs, id=f"field-{name}")
                field.compact = True
                yield field
                if name == "sev":
                    yield Static("", id="meaning", classes="question--hint")
            yield Static("", id="wrong", classes="question--hint")

    def on_mount(self) -> None:
        self.query_one("#meaning").display = False
        self._here.front.severities(lambda came: self.app.call_later(self._know, came))

    def _know(self, came: dict[int, str] | Exception) -> None:
        if isinstance(came, dict):  # what keeps them from being read is said when the incident is declared
            self._meanings = came
            self._mean()

    @on(LineInput.Changed, "#field-sev")
    @on(events.DescendantFocus)
    def _mean(self) -> None:
        """What the severity that is typed means; of all of them where none is. Only while the person chooses."""
        field, told = self.query_one("#field-sev", LineInput), self.query_one("#meaning", Static)
        typed = field.text.strip()[-1:]
        chosen = [n for n in self._meanings if str(n) == typed] or list(self._meanings)
        told.display = field.has_focus and bool(chosen)
        told.update(Content("\n".join(f"SEV{n} {for_terminal(self._meanings[n])}" for n in chosen)))

    @on(LineInput.Submitted)
    def action_declare(self) -> None:
        values = {name: self.query_one(f"#field-{name}", LineInput).text.strip() for name, _, _ in _FIELDS}
        if not values["title"]:
            self._wrong("title", say("an incident needs a title"))
            return
        flags = [
            f"--{name}={values[name]}"
            for name in ("sev", "started", "at", "system", "symptom")
            if values[name]
        ]
        if not self._asked:
            self._asked = True
            self._here.front.declare([*flags, "--", values["title"]], self._answered)

    def _answered(self, came: str | Exception) -> None:
        """On the front desk's thread."""
        self.app.call_later(self._declared, came)

    def _declared(self, came: str | Exception) -> None:
        self._asked = False
        if isinstance(came, str):
            self.dismiss(came)
            return
        message = str(came)
        field = (
            "at"
            if "--at" in message
            else "started"
            if "time" in message
            else "sev"
            if "severity" in message
            else "title"
        )
        self._wrong(field, message)

    def _wrong(self, name: str, message: str) -> None:
        self.query_one("#wrong", Static).update(
            Content(for_terminal(message, multiline=True)).stylize("bold $error")
        )
        self.set_focus(self.query_one(f"#field-{name}", LineInput))
