"""The first screen: the incidents, open ones first; type to filter, Enter opens, n declares."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from warroom.core.language import say
from warroom.screens.context import Context
from warroom.screens.declare import Declare
from warroom.screens.help import Help
from warroom.screens.messages import OpenRoom
from warroom.views.home import home_list, offers_to
from warroom.widgets.frame import Frame
from warroom.widgets.rows import RowsPane
from warroom.widgets.search import SearchInput
from warroom.widgets.status import Status

REFRESH_SECONDS = 2.0


class Home(Screen[None]):
    """Every incident of the library."""

    AUTO_FOCUS = "#incidents"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,d", "declare", "Declare", show=False),
        Binding("slash", "filter", "Filter", show=False),
        Binding("question_mark,f1", "help", "Help", show=False),
        Binding("r", "reload", "Reload", show=False),
        Binding("q", "quit", "Quit", show=False),
        Binding("escape", "clear", "Clear the filter", show=False),
    ]

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._needle = ""
        self._rows: list[dict[str, Any]] = []
        self._asked = False
        """A list is on its way: a slow disk is not asked twice."""

    def compose(self) -> ComposeResult:
        signs = self.context.signs
        hint = ((say("No incidents yet. Press n to declare one."), "dim"),)
        pane = RowsPane(id="incidents", signs=signs, hint=hint)
        yield Frame(say("Incidents"), pane, signs=signs, id="frame-incidents")
        yield SearchInput(say("filter by title, id, status or commander"), id="filter")
        yield Status(signs=signs, id="status")

    def on_mount(self) -> None:
        field = self.query_one("#filter", Input)
        field.display = False
        self.query_one(Status).hint(
            [
                ((key, "key"), (f" {word}  ", "dim"))
                for key, word in (
                    ("Enter", say("open")),
                    ("n", say("declare")),
                    ("/", say("filter")),
                    ("q", say("quit")),
                    ("?", say("help")),
                )
            ]
        )
        self.action_reload()
        self.set_interval(REFRESH_SECONDS, self.action_reload)

    def on_screen_resume(self) -> None:
        if self.is_mounted:
            self.action_reload()

    def action_reload(self) -> None:
        if self.is_current and not self._asked:
            self._asked = True
            self.context.front.list(self._listed)

    def _listed(self, came: list[dict[str, Any]] | Exception) -> None:
        """On the front desk's thread."""
        self.app.call_later(self._take, came)

    def _take(self, came: list[dict[str, Any]] | Exception) -> None:
        self._asked = False
        if isinstance(came, Exception):
            self.query_one(Status).fail("library", str(came))
            return
        self.query_one(Status).mend("library")
        self._rows = came
        self._show()

    def _show(self) -> None:
        source = home_list(
            self._rows, datetime.now(UTC), self.context.signs, needle=self._needle, person=self.context.person
        )
        self.query_one("#incidents", RowsPane).set_source(source)
        self._tell_offers()
        still = sum(1 for r in self._rows if r.get("open"))
        note = (
            say("{count} open", count=still)
            + f" · {len(self._rows)}"
            + (f" · “{self._needle}”" if self._needle else "")
        )
        note = self.context.signs.words(note)
        self.query_one("#frame-incidents", Frame).show(((note, "dim"),))

    def _tell_offers(self) -> None:
        """On the last line, until it is answered: who looks at this list may be waited for elsewhere."""
        status = self.query_one(Status)
        waiting = [(offer, row) for row in self._rows for offer in offers_to(row, self.context.person)]
        if waiting:
            offer, row = waiting[0]
            said = say("{offer} in {id}: open it to answer", offer=offer, id=str(row["id"]))
            status.fail("offers", said + (f" (+{len(waiting) - 1})" if waiting[1:] else ""), failed=False)
        else:
            status.mend("offers")

    @on(RowsPane.Selected)
    def _open(self, event: RowsPane.Selected) -> None:
        problem = next((r.get("problem") for r in self._rows if r["id"] == event.key), None)
        if problem:
            self.query_one(Status).say(str(problem), "bad")
        elif not event.key.startswith("-"):
            self.open_incident(event.key)

    def open_incident(self, incident_id: str) -> None:
        """Go into the room. The app knows how."""
        self.app.post_message(OpenRoom(incident_id))

    def action_declare(self) -> None:
        def declared(incident_id: str | None) -> None:
            if incident_id:
                self.open_incident(incident_id)

        self.app.push_screen(Declare(self.context), declared)

    def action_filter(self) -> None:
        field = self.query_one("#filter", Input)
        field.display = True
        self.set_focus(field)

    @on(Input.Changed, "#filter")
    def _filtering(self, event: Input.Changed) -> None:
        self._needle = event.value.strip()
        self._show()

    @on(Input.Submitted, "#filter")
    def _filtered(self) -> None:
        self.query_one("#filter", Input).display = False
        self.set_focus(self.query_one("#incidents"))

    def action_clear(self) -> None:
        self.query_one("#filter", Input).value = ""
        self._filtered()

    def action_help(self) -> None:
        rows = [
            ("Enter", say("open the incident")),
            ("n", say("declare an incident")),
            ("/", say("filter; Esc clears it")),
            ("q", say("quit")),
        ]
        self.app.push_screen(Help(say("Help"), rows, self.context.signs))

    def action_quit(self) -> None:
        self.app.exit()
