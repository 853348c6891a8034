"""The brief of a handover, for whoever gives it and whoever takes it: to read, and one line to say about it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from warroom.core.incident import Offer
from warroom.core.language import say
from warroom.core.text import for_terminal
from warroom.core.verb import Arg
from warroom.core.vocabulary import ROLE_NAMES, role_named
from warroom.screens.ask import Asking
from warroom.screens.room.look import Look
from warroom.views.handover import brief, handover_list
from warroom.widgets.entryline import LineInput
from warroom.widgets.frame import Frame
from warroom.widgets.rows import RowsPane


class Handover(Asking[str | None]):
    """Answers with the line, "" when it was left empty, or with None when the person turned away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Later", show=False),
        Binding("down", "scroll(1)", "Down", show=False),
        Binding("up", "scroll(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
    ]

    def __init__(self, title: str, hint: str, look: Look, offer: Offer | None) -> None:
        super().__init__()
        points = brief(look.incident, look.now, look.zone, offer=offer, language=look.language)
        self._source = handover_list(points, look.signs)
        self._title, self._hint, self._signs = title, hint, look.signs

    @classmethod
    def of(cls, arg: Arg, role: str, to: str, look: Look) -> Handover:
        """For the argument of a verb: the words of whoever gives a role, or of whoever takes it."""
        offer = next(
            (o for o in reversed(look.incident.offers) if o.to == look.person and role in ("", o.role)), None
        )
        known = role_named(role)
        name = say(ROLE_NAMES[offer.role] if offer else ROLE_NAMES[known] if known else role)
        if arg.kind == "readback":
            giver = offer.by if offer else ""
            title = say("{giver} hands you {role}", giver=giver, role=name)
            hint = say(
                "Say it back in your own words; Enter alone says that you have read it and that it holds. Esc: not yet."
            )
            return cls(title, hint, look, offer)
        title = say("You hand {role} to {person}", role=name, person=to)
        hint = say(
            "They see this as it stands then. What must they know besides? May be left empty. Enter · Esc leaves it"
        )
        return cls(title, hint, look, None)

    def compose(self) -> ComposeResult:
        with Vertical(classes="help"):
            yield Frame(self._title, RowsPane(self._source, id="rows", signs=self._signs), signs=self._signs)
            yield Static(Content(for_terminal(self._signs.words(self._hint))), classes="question--hint")
            yield LineInput("", signs=self._signs, id="answer")

    def on_mount(self) -> None:
        self.query_one("#answer", LineInput).focus()

    def action_scroll(self, by: int) -> None:
        self.query_one(RowsPane).action_move(by)

    def action_page(self, by: int) -> None:
        self.query_one(RowsPane).action_page(by)

    @on(LineInput.Submitted)
    def _answered(self, event: LineInput.Submitted) -> None:
        self.dismiss(event.text)
