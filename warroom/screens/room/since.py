"""What happened while the person was away: since the console was last open, or since the last key of a long pause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Protocol

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from warroom.core.digest import Digest, digest
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.verb import Pane
from warroom.screens.keys import key_of
from warroom.screens.room.look import Look
from warroom.session.desk import Desk
from warroom.views.digest import digest_list, digest_title, since_line
from warroom.views.lines import Line, Signs
from warroom.views.listing import Listing
from warroom.widgets.frame import Frame
from warroom.widgets.rows import RowsPane

AWAY: Final = timedelta(minutes=10)
"""After so long without a key somebody has not been looking."""


class Host(Protocol):
    """The screen, as far as the digest concerns it."""

    @property
    def app(self) -> App[Any]: ...
    def action_go(self, name: Pane) -> None: ...
    def pane(self, name: Pane) -> RowsPane: ...


class Since:
    """Knows how far the person has seen. `changed` is called when there is something to say, or nothing any more."""

    def __init__(self, look: Look, desk: Desk, changed: Callable[[], object]) -> None:
        self._look = look
        self._desk = desk
        self._changed = changed
        self._touched: datetime | None = None
        self._seen = desk.mark.was if desk.mark else ""
        """How far they had seen when they were last known to look."""
        self._from = self._seen
        """Where the digest begins."""
        self.found: Digest | None = self._digest() if self._seen else None

    def touched(self) -> None:
        """A key was pressed: somebody looks."""
        now, before = self._look.now, self._touched
        if before is not None and now - before >= AWAY and not self.waits:
            self._from = self._seen
            self.found = self._digest()
            if self.waits:
                self._changed()
        self._touched = now
        self._seen = marked(self._look.incident)
        if self._desk.mark:
            self._desk.mark.now = self._seen

    @property
    def waits(self) -> bool:
        """Whether there is something that they have not been shown."""
        return self.found is not None and bool(len(self.found))

    def dismiss(self) -> bool:
        """They do not want to hear of it; False when there was nothing."""
        had, self.found = self.waits, None
        if had:
            self._changed()
        return had

    def line(self, width: int) -> Line:
        """The quiet line, as far as it fits."""
        look = self._look
        key = key_of("verb.digest", look.keymap)
        return since_line(self.found, look.now, look.zone, key, look.signs) if self.found else ()

    def open(self, host: Host) -> None:
        """Show it; the row that is chosen is then shown in the timeline."""

        def chosen(row: str | None) -> None:
            if row:
                host.action_go("timeline")
                host.pane("timeline").select(row)

        host.app.push_screen(self.show(), chosen)

    def show(self) -> DigestScreen:
        """All of it, to read; it begins where the quiet line did until they are away once more."""
        look = self._look
        found = self._digest()
        self.dismiss()
        source = digest_list(found, look.incident, look.now, look.zone, look.signs)
        return DigestScreen(digest_title(found, look.now, look.zone), source, look.signs)

    def _digest(self) -> Digest:
        return digest(self._look.incident, self._look.person, self._from)


def marked(incident: Incident) -> str:
    """How far an incident has come, as it is kept: what is sorted behind another event has a sign at the end."""
    return incident.last.rstrip("+")


class DigestScreen(ModalScreen[str | None]):
    """Answers with the row that was chosen, to be shown in the timeline; None when the person has only read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,L", "dismiss(None)", "Close", show=False)]

    def __init__(self, title: str, source: Listing, signs: Signs) -> None:
        super().__init__()
        self._title = title
        self._source = source
        self._signs = signs

    def compose(self) -> ComposeResult:
        pane = RowsPane(self._source, id="rows", signs=self._signs)
        hint = ((say("Enter shows it in the timeline"), "dim"),)
        frame = Frame(self._title, pane, signs=self._signs, classes="help")
        frame.show(hint)
        yield frame

    def on_rows_pane_selected(self, event: RowsPane.Selected) -> None:
        self.dismiss(None if event.key.startswith("-") else event.key)
