"""The board: what is known and thought, beside what happened, in tabs. One more tab is a line in `TABS` and its view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from warroom.core.families.options import Options
from warroom.core.language import later, say
from warroom.screens.room.look import Look
from warroom.screens.room.part import Part, Room
from warroom.screens.room.widths import left_width
from warroom.views.board import (
    follow_ups_list,
    notes_list,
    situation_list,
)
from warroom.views.clocks import ticking
from warroom.views.decisions import decisions_list, next_step, undecided
from warroom.views.diagnosis import diagnosis_list, unsettled
from warroom.views.lines import Line, RowSource, Span, line_cells
from warroom.views.verification import still_to_do, verification_list


class Tab(NamedTuple):
    """One tab. `count` is what its title says beside its name, 0 for nothing; `add` the verb and words that `+` begins with."""

    title: str
    source: Callable[[Look, str], RowSource]
    """Its rows; the one with that key is selected."""
    count: Callable[[Look], int]
    add: str = ""


TABS: Final = (
    Tab(later("Notes"), lambda k, _: notes_list(k.incident, k.signs), lambda k: 0),
    Tab(
        later("Diagnosis"),
        lambda k, key: diagnosis_list(k.incident, k.now, k.zone, k.signs, selected=key),
        lambda k: unsettled(k.incident),
        "/suspect ",
    ),
    Tab(
        later("Decisions"),
        lambda k, _: decisions_list(k.incident, k.decisions, k.now, k.zone, k.signs),
        lambda k: len(k.decisions) + undecided(k.incident),
        "/log --kind decision ",
    ),
    Tab(
        later("Verification"),
        lambda k, _: verification_list(k.incident, k.now, k.zone, k.signs),
        lambda k: still_to_do(k.incident),
        "/check ",
    ),
    Tab(
        later("Follow-ups"),
        lambda k, _: follow_ups_list(k.incident, k.now, k.zone, k.signs),
        lambda k: sum(1 for a in k.incident.actions if a.state == "todo"),
        "/action ",
    ),
    Tab(
        later("Situation"),
        lambda k, _: situation_list(k.incident, k.zone, k.signs, k.language, k.now, k.others),
        lambda k: 0,
        "/impact ",
    ),
)


class Board(Part):
    """One of the tabs at a time."""

    NAME = "notes"
    TITLE = "Board"
    SIDE = "right"
    LEAST = 5

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._at = 0
        self._selected = ""

    def source(self) -> RowSource:
        return TABS[self._at].source(self.look, self._selected)

    def moved(self) -> None:
        """The selected row may say more of itself."""
        before, self._selected = self._selected, self.rows.cursor_key or ""
        if before != self._selected:
            self.rows.set_source(self.source(), (before, self._selected))
        self.retitle()

    def tick(self, *, minute: bool) -> None:
        if minute or ticking(self.look.incident):
            self.show()

    def title(self) -> str:
        return self._named(self._at)

    def note(self) -> Line:
        """The other tabs, as far as there is room for them, and whether there is more of this one."""
        more = self.more()
        end: Line = (("  ", ""), *more) if more else ()
        spans: list[Span] = []
        for i in range(len(TABS)):
            spans += [(self._named(i), "bold" if i == self._at else "dim"), ("  ", "")]
        room = self.look.columns - left_width(self.look.columns) - len(self.title()) - line_cells(end) - 10
        if line_cells(tuple(spans)) > room:
            return ((f"{self._at + 1}/{len(TABS)}", "dim"), *end)
        return (*spans[:-1], *end)

    def tab(self) -> Line:
        return ((f"{self.title()} {self._at + 1}/{len(TABS)}", ""),)

    def chosen(self, room: Room) -> None:
        picked = self.subject()
        if picked.sort == "note":
            room.pad()
        elif picked.sort == "entry":
            room.show_entry(picked.id)
        elif picked.sort == "set":
            room.verb(picked.id)
        elif picked.sort == "incident":
            room.visit(picked.id)
        elif picked.sort in _WITH:
            verb, argument = _WITH[picked.sort]
            room.verb(verb, **{argument: picked.id})
        elif picked.sort == "window":
            self._window(room, picked.id)
        elif picked.sort in _ENTER:
            room.verb(_ENTER[picked.sort])
        elif (step := next_step(self.look.incident, picked.sort, picked.id))[0]:
            room.verb(step[0], **step[1])
        elif option := self.look.incident.part(Options).find(picked.id):
            room.show_entry(option.decision)

    def _window(self, room: Room, event: str) -> None:
        """End one that goes on; correct the beginning of one that has ended."""
        going = any(w.event == event and w.ends is None for w in self.look.incident.windows)
        if going:
            room.verb("endwindow", window=event)
        else:
            room.verb("window", instead=event)

    def enter(self) -> str:
        sort, name = self.subject()
        words = {
            "note": say("write"), "entry": say("details"), "part": say("write"), "set": say("set"),
            "hypothesis": say("judge"), "assignment": say("answer"),
            "question": say("answer"), "action": say("done"), "figure": say("set"), "window": say("end or correct"),
            "severity": say("change"), "deadline": say("met"),
            "silence": say("heard again"), "told": say("tell"), "check": say("passed"),
            "watch": say("look"), "incident": say("open"), "standby": say("change"),
        }  # fmt: skip
        step = next_step(self.look.incident, sort, name)[0]
        return words.get(sort, "") or step or (say("details") if sort == "option" else "")

    def again(self) -> None:
        self.turn(1)

    def turn(self, by: int) -> None:
        """Show the next tab, or the one before."""
        self._at = (self._at + by) % len(TABS)
        self.rows.set_source(self.source(), resifted=True)
        self.rows.action_home()
        if (self.rows.cursor_key or "").startswith("-"):
            self.rows.action_move(1)  # a rule or the heads of columns: nothing to act on
        self.retitle()

    @property
    def add(self) -> str:
        """What the entry line begins with to add something to this tab; "" for the notes."""
        return TABS[self._at].add

    def _named(self, i: int) -> str:
        count = TABS[i].count(self.look)
        return f"{say(TABS[i].title)}{f' {count}' if count else ''}"


_WITH: Final = {
    "part": ("write", "section"), "told": ("update", "audience"), "silence": ("unsilence", "alert"), "figure": ("impact", "what"),
}  # fmt: skip
"""The verb for a row of that sort, and which of its words the row is."""
_ENTER: Final = {
    "hypothesis": "judge",
    "assignment": "answer",
    "question": "answer",
    "action": "done",
    "severity": "sev",
    "deadline": "reported",
    "check": "pass",
    "watch": "looked",
    "standby": "standby",
}
"""The obvious thing to do to a row of that sort."""
