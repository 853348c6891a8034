"""The war room: header, four panes, entry line, footer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from warroom.core.checklist import check
from warroom.core.describe import describe
from warroom.core.events import EntryLogged
from warroom.core.incident import Incident
from warroom.core.verbs import Arg, Verb
from warroom.core.verbs.registry import Pane
from warroom.core.verbs.report import EMPTY_PAD
from warroom.screens.ask import Confirm
from warroom.screens.context import Context
from warroom.screens.finding import Finding
from warroom.screens.keys import bindings, hints
from warroom.screens.panes import Panes
from warroom.screens.parts import Bar, NotesPane, RosterPane, StepsPane, TimelinePane
from warroom.screens.reporting import Reporting
from warroom.screens.troubles import Troubled
from warroom.screens.typing import Typing
from warroom.session.desk import Desk
from warroom.session.room import Done, Room, Saved, StorageError
from warroom.views.header import SaveState, header
from warroom.views.lines import Line
from warroom.widgets.entryline import EntryInput
from warroom.widgets.frame import Frame
from warroom.widgets.header import Header
from warroom.widgets.quiet import Column, Row
from warroom.widgets.rows import RowsPane
from warroom.widgets.status import Status

NARROW = 100
"""Below this many columns the panes become tabs."""
PANES: tuple[Pane, ...] = ("steps", "timeline", "roster", "notes")
_ON_ENTRIES = frozenset({"correct", "retime", "strike", "restore", "pin"})
_ON_ITEMS = frozenset({"tick", "untick", "begin", "skip", "comment"})
_TITLES = {"steps": "Steps", "timeline": "Timeline", "roster": "Roster", "notes": "Notes"}


class RoomScreen(Typing, Troubled, Finding, Reporting):
    """One incident, live."""

    AUTO_FOCUS = "#entry"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("")]
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (NARROW, "-wide")]  # noqa: RUF012 - as Screen has it

    @dataclass
    class Heard(Message):
        """The incident has changed, here or in another console."""

        incident: Incident
        saved: Saved
        notices: Sequence[str]

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, RoomScreen.Heard)

    def __init__(self, room: Room, context: Context) -> None:
        super().__init__()
        self.context = context
        self.person = room.person
        self.room = room
        self.incident = room.incident
        self.panes = Panes(room.incident, context.zone, context.signs, context.language)
        self.desk = Desk(room, self._heard)
        self.saved = room.saved
        self._busy = 0
        self.shown: Pane = "timeline"
        self._minute = -1
        self._mounted_panes = False
        self.notices = (*context.troubles, *room.notices)

    # -- layout -----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        signs, now = self.context.signs, self.now
        # Before the first layout, or a second one follows it.
        self.set_class(True, "-narrow" if self.app.size.width < NARROW else "-wide")
        yield Header(self._header, id="header")
        yield Bar(self._tabs, id="tabs")
        with Row(id="body"):
            with Column(id="left"):
                steps = StepsPane(
                    self.panes.steps(now), id="steps", signs=signs, hint=(("No playbook.", "dim"),)
                )
                yield Frame(self.panes.steps_title(), steps, signs=signs, id="frame-steps", classes="open")
                roster = RosterPane(
                    self.panes.roster(now),
                    id="roster",
                    signs=signs,
                    hint=(("Nobody is here yet: J joins.", "dim"),),
                )
                yield Frame(
                    self.panes.roster_title(), roster, signs=signs, id="frame-roster", classes="joined"
                )
            with Column(id="right"):
                hint = ((self._empty(), "dim"),)
                timeline = TimelinePane(
                    self.panes.timeline(now), tails=True, id="timeline", signs=signs, hint=hint
                )
                yield Frame("Timeline", timeline, signs=signs, id="frame-timeline", classes="open")
                notes = NotesPane(self.panes.notes(), id="notes", signs=signs)
                yield Frame("Notes", notes, signs=signs, id="frame-notes", classes="joined")
        yield Input(
            placeholder="filter: text, name, kind or #tag; Enter keeps it, Esc clears it", id="filter"
        )
        with Row(id="line"):
            yield Bar(lambda: ((f"{signs.prompt} ", "accent"),), id="prompt")
            says = ("type to log", "@14:02 or -5m first to backdate", "/verb", "Esc to the panes")
            yield EntryInput(f" {signs.separator} ".join(says), signs=signs, id="entry")
        yield Status(signs=signs, id="status")

    def on_mount(self) -> None:
        draft = self.context.drafts.load(self.incident.id, self.person)
        if draft:
            self.entry.restore(draft)
            self.say("your half-typed line is back", "dim")
        self._mounted_panes = True
        self._arrange()
        self.retitle()
        self.tell_troubles()
        self.set_interval(10, self._tick)
        self.desk.start()

    def on_unmount(self) -> None:
        self.desk.stop()

    @property
    def now(self) -> datetime:
        return self.room.now

    def _empty(self) -> str:
        return "Nothing logged yet. Type what you see and press Enter."

    def _header(self, width: int) -> tuple[Line, Line]:
        state: SaveState = "saving" if self._busy and self.saved.state == "saved" else self.saved.state
        return header(
            self.incident,
            self.now,
            self.panes.zone,
            width,
            saved=state,
            why=self.saved.why,
            signs=self.context.signs,
        )

    def _tabs(self) -> Line:
        spans: list[tuple[str, str]] = []
        for number, name in enumerate(PANES, 1):
            title = {"steps": self.panes.steps_title(), "roster": self.panes.roster_title()}.get(
                name, _TITLES[name]
            )
            spans += [(f" {number} {title} ", "status" if name == self.shown else "dim"), (" ", "")]
        return tuple(spans)

    # -- what comes in ----------------------------------------------------------------------------

    def _heard(self, incident: Incident, saved: Saved, notices: Sequence[str]) -> None:
        """On the desk's thread."""
        self.post_message(self.Heard(incident, saved, notices))

    @on(Heard)
    def _refresh(self, heard: Heard) -> None:
        self.saved, self.notices = heard.saved, (*self.context.troubles, *heard.notices)
        self._take(heard.incident)
        self.tell_troubles()

    def _take(self, incident: Incident) -> None:
        if incident is self.incident:
            self.query_one("#header", Header).redraw()
            return
        self.incident = incident
        grown = self.panes.take(incident)
        now = self.now
        self.pane("timeline").set_source(self.panes.timeline(now), () if grown else None)
        if not grown:
            self.pane("steps").set_source(self.panes.steps(now))
            self.pane("roster").set_source(self.panes.roster(now))
            self.pane("notes").set_source(self.panes.notes())
        self.retitle()

    def retitle(self) -> None:
        timeline = self.pane("timeline")
        note = self.panes.timeline_note(timeline.new, self.now, following=timeline.follow)
        self.query_one("#frame-timeline", Frame).show(note)
        self.query_one("#frame-steps", Frame).show(title=self.panes.steps_title())
        self.query_one("#frame-roster", Frame).show(title=self.panes.roster_title())
        self.query_one("#header", Header).redraw()
        self.query_one("#tabs", Bar).redraw()

    def _tick(self) -> None:
        minute = self.now.minute
        if minute != self._minute:
            self._minute = minute
            self.pane("roster").set_source(self.panes.roster(self.now))

    @on(RowsPane.NewCount)
    def _counted(self) -> None:
        self.retitle()

    # -- acts -------------------------------------------------------------------------------------

    def say(self, text: str, style: str = "") -> None:
        self.status.say(text, style)

    def saving(self) -> None:
        self._busy += 1

    def done(self, came: Done) -> None:
        self._busy = max(0, self._busy - 1)
        self.saved = came.saved
        self._take(came.incident)
        self.tell_troubles()
        if came.events and not isinstance(came.events[0], EntryLogged) and came.saved.state == "saved":
            self.say(came.said, "ok")

    def refused(self, error: Exception) -> None:
        self._busy = max(0, self._busy - 1)
        self.query_one("#header", Header).redraw()
        self.say(str(error), "bad" if isinstance(error, StorageError) else "warn")

    def subject(self, arg: Arg) -> str | None:
        focused = self.focused
        key = focused.cursor_key if isinstance(focused, RowsPane) else None
        if key is None or focused is None:
            return None
        sort, _, name = key.partition(".")
        if arg.kind == "entry" and focused.id == "timeline":
            return key
        wanted = {"item": "item", "person": "person", "hypothesis": "hypothesis", "action": "action"}.get(
            arg.kind
        )
        if arg.flag or sort != wanted or (arg.kind == "person" and not self._means_person()):
            return None
        return name

    def _means_person(self) -> bool:
        """Whether the selected person, rather than somebody new, is meant."""
        return self._verb_now not in ("join", "handover")

    _verb_now = ""

    def action_verb(self, name: str) -> None:
        self._verb_now = name
        focused = self.focused
        if name in _ON_ITEMS and isinstance(focused, RowsPane):
            key = focused.cursor_key or ""
            if not key.startswith("item."):
                self.say("choose an item of the step first (Enter opens it)", "warn")
                return
        if name in _ON_ENTRIES and not self._on_an_entry():
            self.say("that is a fact, not an entry: u undoes your last act", "warn")
            return
        super().action_verb(name)

    def _on_an_entry(self) -> bool:
        row = self.incident.row(self.pane("timeline").cursor_key or "")
        return row is not None and row.logged

    def proposal(self, verb: Verb, arg: Arg) -> str:
        if verb.name == "correct" and arg.name == "text":
            row = self.incident.row(self.pane("timeline").cursor_key or "")
            return row.text if row else ""
        if verb.name in ("handover", "release") and arg.kind == "role":
            sort, _, name = (self.pane("roster").cursor_key or "").partition(".")
            member = self.incident.member(name) if sort == "person" else None
            return member.roles[0] if member and member.roles else "ic"
        return ""

    # -- keys -------------------------------------------------------------------------------------

    def action_pane(self, step: int) -> None:
        at = PANES.index(self.shown) if not isinstance(self.focused, EntryInput) else -1 if step > 0 else 0
        self.action_go(PANES[(at + step) % len(PANES)])

    def action_go(self, name: Pane) -> None:
        self.shown = name
        self._arrange()
        self.set_focus(self.pane(name))  # at once: the next key may be in the same read
        self.query_one("#tabs", Bar).redraw()

    @on(events.DescendantFocus)
    def _focused(self, event: events.DescendantFocus) -> None:
        name = event.widget.id or ""
        if name in PANES:
            self.shown = name
            self.status.hint(hints(self.shown, self.context.keymap))
        elif name == "entry":
            self.status.hint((("Tab", "key"), (" panes  ", "dim"), ("F1", "key"), (" help ", "dim")))

    def _arrange(self) -> None:
        """In a narrow terminal one pane is shown at a time."""
        narrow = self.size.width < NARROW
        for name in PANES:
            frame = self.query_one(f"#frame-{name}", Frame)
            frame.display = not narrow or name == self.shown
            frame.compact(narrow)
        self.query_one("#left").display = not narrow or self.shown in ("steps", "roster")
        self.query_one("#right").display = not narrow or self.shown in ("timeline", "notes")
        self.query_one("#tabs").display = narrow

    def on_resize(self) -> None:
        if self._mounted_panes:
            self._arrange()

    def action_tick_or_fold(self) -> None:
        key = self.pane("steps").cursor_key or ""
        sort, _, name = key.partition(".")
        if sort == "step":
            self.panes.fold(int(name))
            self.pane("steps").set_source(self.panes.steps(self.now))
        elif sort == "item":
            found = check(self.incident, name)
            self.action_verb("untick" if found and found.state in ("done", "skipped") else "tick")

    @on(RowsPane.Selected)
    def _chosen(self, event: RowsPane.Selected) -> None:
        if event.pane.id == "steps":
            self.action_tick_or_fold()
        elif event.pane.id == "notes":
            self.action_pad()
        elif event.pane.id == "timeline":
            self._show_row(event.key)

    def _show_row(self, key: str) -> None:
        row = self.incident.row(key)
        if row is None:
            return
        words = row.text if row.event is None else describe(row.event, self.incident)
        at = row.at.astimezone(self.panes.zone)
        late = (
            f", recorded {row.recorded_at.astimezone(self.panes.zone):%Y-%m-%d %H:%M:%S}"
            if row.recorded_at
            else ""
        )
        from warroom.screens.help import Help

        lines = [f"{at:%Y-%m-%d %H:%M:%S %Z}{late}", f"{row.kind} by {row.by}, id {row.id}", "", words]
        for version in self.incident.versions.get(key, ()):
            lines.append(f"until {version.until.astimezone(self.panes.zone):%H:%M}: {version.text}")
        if row.struck is not None:
            lines.append(f"struck: {row.struck}")
        self.app.push_screen(Help("Entry", [("", line) for line in lines], self.context.signs))

    def action_pad(self) -> None:
        from warroom.screens.notepad import Begun, Notepad  # its text area is the dearest widget to import

        notes, drafts = self.incident.notes, self.context.drafts
        draft_id = f"{self.incident.id}.pad"
        begun = Begun.of(drafts.load(draft_id, self.person), notes)

        def saved(text: str | None) -> None:
            if text is not None and text != notes.text:
                words = ["--base", begun.base or EMPTY_PAD, "--", text]
                self.do("notes", words, lambda _done: drafts.clear(draft_id, self.person))

        self.app.push_screen(Notepad(begun, notes.text, draft_id, self.person, self.context), saved)

    def action_help(self) -> None:
        from warroom.screens.help import Help

        pane: Pane = self.shown if isinstance(self.focused, RowsPane) else ""
        self.app.push_screen(Help.of(pane, self.incident, self.context))

    def action_leave(self) -> None:
        self.leave_by(lambda: self.context.leave(self.app))

    def leave_by(self, way: Callable[[], object]) -> None:
        """Leave, unless that would lose what is not on disk; then ask first."""
        self.keep_draft()
        if not self.saved.unsaved:
            way()
            return

        def answered(yes: bool | None) -> None:
            if yes:
                way()

        question = f"Leave and lose {self.saved.unsaved} that could not be saved?"
        self.app.push_screen(
            Confirm(question, f"{self.saved.why} They are printed when you leave, for you to keep."), answered
        )
