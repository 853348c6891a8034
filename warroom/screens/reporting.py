"""Writing the report from the room: which form, to a file or to the clipboard, and saying honestly where it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from warroom.screens.acting import Acting
from warroom.screens.context import Context
from warroom.session.room import Room, StorageError

if TYPE_CHECKING:
    from warroom.session.export import Exported

FORMS = {"m": "markdown", "b": "brief", "t": "text", "j": "json", "c": "csv"}


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
            yield Static(Content("Write the report as a file"), classes="question--title")
            yield Static(
                Content(
                    "m  post-mortem (Markdown)      b  brief for management\nt  plain text    j  JSON    c  CSV"
                )
            )
            yield Static(
                Content("A capital letter (M, B, T, J, C) also copies it to the clipboard"),
                classes="question--hint",
            )

    def action_choose(self, key: str, copy: bool) -> None:
        self.dismiss((FORMS[key], copy))


class Reporting(Acting):
    """The part of the room screen that exports."""

    room: Room
    context: Context

    def action_export(self) -> None:
        self.app.push_screen(ChooseForm(), self._export)

    def _export(self, chosen: tuple[str, bool] | None) -> None:
        if chosen is None:
            return
        form, copy = chosen
        self.run_worker(lambda: self._write(form, copy), thread=True, exit_on_error=False, group="export")

    def _write(self, form: str, copy: bool) -> None:
        """On a thread of its own."""
        from warroom.session.export import export

        try:
            made = export(self.room, form, language=self.context.language, copy=copy)
        except (StorageError, OSError, ValueError) as error:
            self.app.call_from_thread(self.say, f"nothing was written: {error}", "bad")
            return
        self.app.call_from_thread(self._written, made)

    def _written(self, made: Exported) -> None:
        if made.escape:
            from warroom.widgets.driver import write_escape

            write_escape(self.app, made.escape)
        self.say(made.said, "ok")
