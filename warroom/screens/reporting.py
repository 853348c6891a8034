"""Writing the report from a screen: which form, to a file or to the clipboard, and saying honestly where it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from warroom.core.language import say
from warroom.screens.acting import Host
from warroom.session.desk import Desk

if TYPE_CHECKING:  # a report's forms are not needed before somebody wants one
    from warroom.session.export import Exported

FORMS = {"m": "markdown", "b": "brief", "h": "chat", "t": "text", "j": "json", "c": "csv"}


class ChooseForm(ModalScreen[tuple[str, bool] | None]):
    """Asks for the form; a capital letter sends it to the clipboard as well."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(key, f"choose('{key}', False)", name, show=False) for key, name in FORMS.items()],
        *[Binding(key.upper(), f"choose('{key}', True)", name, show=False) for key, name in FORMS.items()],
        Binding("enter", "choose('m', False)", "Markdown", show=False),
        Binding("escape,q", "dismiss(None)", "Never mind", show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="question"):
            yield Static(Content(say("Write the report as a file")), classes="question--title")
            yield Static(
                Content(
                    say("m  post-mortem (Markdown)   b  brief for management   h  brief as a message")
                    + "\n"
                    + say("t  plain text               j  JSON                   c  CSV")
                )
            )
            yield Static(
                Content(say("A capital letter (M, B, H, T, J, C) also copies it to the clipboard")),
                classes="question--hint",
            )

    def action_choose(self, key: str, copy: bool) -> None:
        self.dismiss((FORMS[key], copy))


class Reporting:
    """Exports, for any screen that has a desk."""

    def __init__(self, host: Host, desk: Desk, language: str) -> None:
        self._host = host
        self._desk = desk
        self._language = language

    def ask(self) -> None:
        """Ask for the form, and write it."""
        self._host.app.push_screen(ChooseForm(), self._chosen)

    def _chosen(self, chosen: tuple[str, bool] | None) -> None:
        if chosen is not None:
            form, copy = chosen
            self._desk.export(form, self._answered, language=self._language, copy=copy)

    def _answered(self, came: Exported | Exception) -> None:
        """On a thread of the desk's."""
        self._host.app.call_later(self._written, came)

    def _written(self, came: Exported | Exception) -> None:
        if isinstance(came, Exception):
            self._host.say(say("nothing was written: {why}", why=came), "bad")
            return
        if came.escape:
            from warroom.widgets.driver import write_escape

            write_escape(self._host.app, came.escape)
        self._host.say(came.said, "ok")
