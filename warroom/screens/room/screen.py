"""The war room: header, panes, entry line, footer. It loops over its panes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.registry import VERBS
from warroom.core.verb import Pane, Verb
from warroom.screens.acting import Acting
from warroom.screens.calling import Calling
from warroom.screens.completing import Completing
from warroom.screens.context import Context
from warroom.screens.keys import bindings, meant
from warroom.screens.messages import OpenRoom
from warroom.screens.reporting import Reporting
from warroom.screens.room.above import Above
from warroom.screens.room.board import Board
from warroom.screens.room.finder import Filter, Finder
from warroom.screens.room.foot import row_keys, typing_keys
from warroom.screens.room.header import header_of, now_of, offer_line, offered, tabs
from warroom.screens.room.look import Look
from warroom.screens.room.part import Part
from warroom.screens.room.parts import FIRST, PANES, PARTS
from warroom.screens.room.since import Since
from warroom.screens.room.timeline import Timeline, only_grown
from warroom.screens.room.waiting import Waiting
from warroom.screens.room.ways import Ways
from warroom.screens.room.widths import NARROW, ROOMY, TALL
from warroom.screens.subject import Chosen
from warroom.screens.troubles import Troubles
from warroom.screens.typing import Typing
from warroom.session.desk import Desk
from warroom.session.room import Done, Saved
from warroom.views.lines import Line
from warroom.widgets.entryline import EntryInput
from warroom.widgets.header import Header
from warroom.widgets.quiet import Column, OnePicture, QuietScreen, Row
from warroom.widgets.rows import RowsPane
from warroom.widgets.status import Status
from warroom.widgets.strips import Bar


class RoomScreen(Ways, QuietScreen[None]):
    """One incident, live."""

    AUTO_FOCUS = "#entry"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("")]

    @dataclass
    class Heard(Message):
        """The incident has changed, here or in another console."""

        incident: Incident
        saved: Saved
        notices: Sequence[str]

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, RoomScreen.Heard)

    def __init__(self, desk: Desk, context: Context) -> None:
        super().__init__()
        self.context = context
        self.desk = desk
        self.saved = desk.saved
        self.look = Look(desk.incident, context, lambda: desk.now)
        self.look.presence = desk.presence
        self.parts = tuple(part(self.look) for part in PARTS)
        self.timeline = next(part for part in self.parts if isinstance(part, Timeline))
        self.board = next(part for part in self.parts if isinstance(part, Board))
        self.shown: Pane = FIRST
        self.acting = Acting(self, desk, context)
        self.above = Above(self, self.acting, self.look, context, desk)
        self.reporting = Reporting(self, desk, context.language, context.signs)
        self.calling = Calling(self, self.acting, desk)
        self.status = Status(signs=context.signs, id="status")
        self.waiting = Waiting(self, self.acting, self.look, self.status)
        self._troubles = Troubles(self.status, context.troubles)
        self._picture = OnePicture(self)
        self.typing = Typing(self, self.acting, self.look, context, picture=self._picture, id="line")
        self.finder = Finder(self, self.look, self.timeline, self._redraw)
        self._completing = Completing(self.entry, lambda: self.acting.here(Chosen()), context.signs)
        self.since = Since(self.look, desk, self.retitle)
        self._minute = -1
        self._slow = False
        self._mounted_panes = False

    # -- layout -----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        # Before the first layout, or a second one follows it.
        self._class_by(self.app.size.width)
        yield Header(self._header, id="header")
        yield Bar(lambda width: now_of(self.look, width), id="now")
        yield Bar(self._offer, id="offer")
        yield Bar(lambda width: tabs(self.parts, self.shown, width), id="tabs")
        with Row(id="body"):
            for side in ("left", "right"):
                with Column(id=side):
                    here = [part for part in self.parts if side == part.SIDE]
                    for part in here:
                        yield part.mount(joined=part is not here[0])
        yield self.finder.field
        yield self._completing
        yield self.typing.held
        yield self.typing
        yield self.status

    def on_mount(self) -> None:
        self._mounted_panes = True
        self._arrange()
        self.retitle()
        self._troubles.tell(self.incident, self.saved, self.desk.notices)
        self.set_interval(10, self._tick)
        self.desk.start(self._heard)

    def on_unmount(self) -> None:
        self.desk.stop()

    def _header(self, width: int) -> tuple[Line, Line]:
        return header_of(self.look, self.saved, busy=self._slow, width=width)

    def _offer(self, width: int) -> Line:
        return offer_line(self.look, width) or self.since.line(width)

    @property
    def _told(self) -> bool:
        """Whether something is to be said above the panes."""
        return offered(self.look) is not None or self.since.waits

    @property
    def incident(self) -> Incident:
        return self.look.incident

    @property
    def now(self) -> datetime:
        return self.desk.now

    @property
    def entry(self) -> EntryInput:
        return self.typing.entry

    def part(self, name: str) -> Part | None:
        return next((part for part in self.parts if name == part.NAME), None)

    def pane(self, name: Pane) -> RowsPane:
        return next(part.rows for part in self.parts if name == part.NAME)

    # -- what comes in ----------------------------------------------------------------------------

    def _heard(self, incident: Incident, saved: Saved, notices: Sequence[str]) -> None:
        """On the desk's thread."""
        self.post_message(self.Heard(incident, saved, notices))

    @on(Heard)
    def _refresh(self, heard: Heard) -> None:
        self.saved = heard.saved
        self._take(heard.incident)
        if self.look.moved():
            self._redraw()
        self._troubles.tell(self.incident, self.saved, heard.notices)

    def _take(self, incident: Incident) -> None:
        if incident is self.incident:
            self.query_one("#header", Header).redraw()
            return
        grown = only_grown(self.incident, incident)
        for part in self.parts:
            part.take(incident, grown=grown)
        self.look.take(incident)
        for part in self.parts:
            if not grown:
                part.rows.set_source(part.source(), None)
            elif part is self.timeline:
                part.rows.set_source(part.source(), ())
        # An entry can be a decision, which the board counts; the other titles stay.
        self.retitle((self.timeline, self.board) if grown else self.parts)
        self._hint()

    def retitle(self, parts: Sequence[Part] = ()) -> None:
        for part in parts or self.parts:
            part.retitle()
        self.waiting.look()
        self.query_one("#header", Header).redraw()
        for name in ("#now", "#offer", "#tabs"):
            self.query_one(name, Bar).redraw()
        if self._told != self.query_one("#offer").display:
            self._arrange()

    def _redraw(self) -> None:
        for part in self.parts:
            part.show()

    def _tick(self) -> None:
        before, self._minute = self._minute, self.now.minute
        for part in self.parts:
            part.tick(minute=before != self._minute)
        if before != self._minute:
            self.query_one("#now", Bar).redraw()
        self.waiting.look()

    @on(RowsPane.NewCount)
    def _counted(self) -> None:
        self.retitle()

    # -- acts: what `Acting` asks of its screen -----------------------------------------------------

    def say(self, text: str, style: str = "") -> None:
        self.status.say(text, style)

    def subject(self) -> Chosen:
        return here.subject() if (here := self._here()) else Chosen()

    def _here(self) -> Part | None:
        return self.part(self.focused.id or "") if self.focused else None

    def saving(self) -> None:
        if self.is_attached and self.acting.slow != self._slow:
            self._slow = self.acting.slow
            self.query_one("#header", Header).redraw()
        if not self.acting.busy:
            self._picture.show()

    def took(self, done: Done) -> None:
        self.saved = done.saved
        self._take(done.incident)
        self._troubles.tell(self.incident, self.saved)
        if done.saved.state == "saved" and done.events:
            self.say(self.timeline.told(done), "ok")
            self.calling.paged(done)

    def type_verb(self, verb: Verb) -> None:
        """Put a verb into the entry line, unless something is half typed there; then ask for its words."""
        if verb.door or not self.typing.begin(f"/{verb.name} "):
            self.acting.press(verb)

    # -- acts: what a pane asks of its screen -------------------------------------------------------

    def verb(self, name: str, **given: str) -> None:
        self.acting.press(VERBS[name], given)

    action_verb = verb

    def action_decide(self) -> None:
        self.verb("log", kind="decision")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        return action != "verb" or meant(str(parameters[0]), self.subject().sort, self.context.keymap)

    def visit(self, incident_id: str) -> None:
        self.app.post_message(OpenRoom(incident_id))

    def show_entry(self, entry: str) -> None:
        self.above.entry(entry)

    def pad(self, section: str = "") -> None:
        self.above.pad(section)

    action_pad = pad

    def message(self, words: Mapping[str, str]) -> None:
        self.above.message(words)

    # -- where the person is ------------------------------------------------------------------------

    def action_pane(self, step: int) -> None:
        if step > 0 and self._completing.complete():
            return
        at = PANES.index(self.shown) if not isinstance(self.focused, EntryInput) else -1 if step > 0 else 0
        self.action_go(PANES[(at + step) % len(PANES)])

    def action_go(self, name: Pane) -> None:
        if self.focused is self.pane(name):
            next(part for part in self.parts if name == part.NAME).again()
        self.shown = name
        self._arrange()
        self.set_focus(self.pane(name))  # at once: the next key may be in the same read
        self.query_one("#tabs", Bar).redraw()

    @on(events.DescendantFocus)
    def _focused(self, event: events.DescendantFocus) -> None:
        if part := self.part(event.widget.id or ""):
            self.shown = part.NAME
            self._hint()
        elif event.widget is self.entry:
            self.status.hint(typing_keys())

    def _class_by(self, width: int) -> None:
        self.look.columns = width
        self.set_class(width < NARROW, "-narrow")
        self.set_class(width >= NARROW, "-wide")
        self.set_class(width >= ROOMY, "-roomy")

    @on(RowsPane.CursorMoved)
    def _moved(self, event: RowsPane.CursorMoved) -> None:
        event.stop()
        if part := self.part(event.pane.id or ""):
            part.moved()
            self._hint()

    def _hint(self) -> None:
        """The keys that fit the row under the cursor, and its state."""
        if here := self._here():
            self.status.hint(row_keys(here, self.acting.off))

    def action_turn(self, by: int) -> None:
        self.board.turn(by)
        self.query_one("#tabs", Bar).redraw()
        self._hint()

    def action_add(self) -> None:
        if not self.board.add:
            self.pad()
        elif not self.typing.begin(self.board.add):
            self.say(say("finish the half-typed line first"), "warn")

    def _arrange(self) -> None:
        """In a narrow terminal one pane is shown at a time."""
        narrow = self.size.width < NARROW
        self._class_by(self.size.width)
        for part in self.parts:
            part.frame.display = not narrow or self.shown == part.NAME
            part.frame.compact(narrow)
        for side in ("left", "right"):
            here = (part.NAME for part in self.parts if side == part.SIDE)
            self.query_one(f"#{side}").display = not narrow or self.shown in here
        self.query_one("#tabs").display = narrow
        self.query_one("#now").display = self.size.height >= TALL
        self.query_one("#offer").display = self._told

    def on_resize(self) -> None:
        if self._mounted_panes:
            self.look.columns = self.size.width
            self._arrange()
            self.call_after_refresh(self.retitle)

    @on(EntryInput.Left)
    def _left_entry(self) -> None:
        if self.focused is self.entry:
            self.action_go(self.shown)

    @on(Input.Changed, "#entry")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._completing.typed()

    def action_entry(self) -> None:
        self.entry.enter()

    def action_command(self) -> None:
        self.entry.enter()
        self.typing.begin("/")

    @on(RowsPane.Selected)
    def _row_chosen(self, event: RowsPane.Selected) -> None:
        part = self.part(event.pane.id or "")
        if part is not None:
            part.chosen(self)

    def action_choose(self) -> None:
        next(part for part in self.parts if self.shown == part.NAME).chosen(self)

    # -- what is seen -------------------------------------------------------------------------------

    @on(Filter.Kept)
    def _filtered(self) -> None:
        self.action_go("timeline")

    def on_key(self, event: events.Key) -> None:
        if event.key != "escape":
            return
        if self.finder.clear():
            event.stop()
            self.action_go("timeline")
        elif isinstance(self.focused, EntryInput) or not self.since.dismiss():
            self._troubles.acknowledge()

    # -- help, reports, the way out: one `action_` for each verb that the room carries out itself ---
    def carry_out(self, verb: Verb, words: str = "") -> None:
        if not (words and self.above.door(verb, words, self.reporting)):
            getattr(self, f"action_{verb.name}")()

    def action_help(self) -> None:
        self.above.help(self.shown if isinstance(self.focused, RowsPane) else "")

    def action_digest(self) -> None:
        self.since.open(self)

    def action_quit(self) -> None:
        self.leave_by(lambda: self.context.leave(self.app))
