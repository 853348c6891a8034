"""The timeline: which rows are shown, jumping to a time, and what stands behind a row."""

from __future__ import annotations

from datetime import datetime

from warroom.core.checklist import RULE_KINDS
from warroom.core.clock import offset_text
from warroom.core.families.entries import EntryLogged
from warroom.core.incident import Incident
from warroom.core.language import later, say, spoken
from warroom.core.rows import Row
from warroom.screens.room.look import Look
from warroom.screens.room.part import Part, Room
from warroom.screens.subject import Chosen
from warroom.session.answers import Done
from warroom.views.clocks import running
from warroom.views.lines import Line, Span, crop
from warroom.views.timeline import Timeline as View
from warroom.views.timeline import visible


class Timeline(Part):
    """What happened, as far as it passes the filter."""

    NAME = "timeline"
    TITLE = later("Timeline")
    SIDE = "right"
    HINT = later("Nothing logged yet. Type what you see and press Enter.")
    TAILS = True
    SHARE = 3

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.noise = False
        self.needle = ""
        self._shown: list[int] = []
        self._sift(look.incident)

    def source(self) -> View:
        look = self.look
        return View(look.incident, self._shown, look.zone, look.signs, now=look.now)

    @property
    def _count(self) -> int:
        return len(self._shown) + self.look.left_out

    def note(self) -> Line:
        """How many, what is hidden, in which zone, what is new."""
        return ((f"{self._count}", "dim"), *self._marks())

    def tab(self) -> Line:
        return ((f"{self.title()} {self._count}", ""), *self._marks())

    def _marks(self) -> tuple[Span, ...]:
        look = self.look
        dot: Span = (f" {look.signs.separator} ", "dim")
        out: list[Span] = []
        if self.mounted and self.rows.new and not self.rows.follow:
            new = say("{count} new {sign}", count=self.rows.new, sign=look.signs.expanded)
            out += [dot, (new, "accent")]
        if self.needle:
            out += [dot, (look.signs.words(f"“{crop(self.needle, 20)}”"), "warn")]
        if self.noise:
            out += [dot, (say("with system events"), "dim")]
        return (*out, dot, (offset_text(look.now, look.zone), "dim"))

    def subject(self) -> Chosen:
        row = self._row()
        return Chosen() if row is None else Chosen("entry" if row.logged else "fact", row.id)

    def chosen(self, room: Room) -> None:
        row = self._row()
        if row is not None:
            room.show_entry(row.id)

    def enter(self) -> str:
        return say("details") if self.rows.cursor_key else ""

    def take(self, incident: Incident, *, grown: bool) -> None:
        if grown and not self.needle:
            self._shown = [*self._shown, *range(len(self.look.incident.rows), len(incident.rows))]
        else:
            self._sift(incident)
            if self.needle and self.mounted:
                self.rows.hint = self.hint()

    # -- finding

    def sift(self, *, noise: bool | None = None, needle: str | None = None) -> None:
        """Show other rows of the same timeline: with the noise or without, those that hold `needle`."""
        before, self.needle = self.needle, self.needle if needle is None else needle
        narrowed = noise is None and before and self.needle.startswith(before)
        self.noise = self.noise if noise is None else noise
        self._sift(self.look.incident, among=self._shown if narrowed else None)
        self.rows.hint = self.hint()
        self.rows.set_source(self.source(), resifted=True)
        self.retitle()

    def tick(self, *, minute: bool) -> None:
        """Only rows that count down look any different."""
        if counting := running(self.look.incident):
            self.rows.set_source(self.source(), counting)

    def hint(self) -> Line:
        if not self.needle or self._shown:
            return super().hint()
        there = sum(1 for r in self.look.incident.rows if self.noise or not r.noise)
        said = say("no entry matches {needle}; Esc shows all {count}", needle=self.needle, count=there)
        return ((self.look.signs.words(said), "dim"),)

    def jump(self, moment: datetime) -> None:
        """Select the first row at or after a moment."""
        source = self.source()
        if len(source):
            self.rows.select(source.key(source.at(moment)))

    def told(self, done: Done) -> str:
        """What an act did, in words."""
        first = done.events[0]
        if isinstance(first, EntryLogged):
            return self.where(first.id, first.at)
        return say("head {head} · {said}", head=done.head, said=done.said) if done.head else done.said

    def where(self, entry: str, at: datetime) -> str:
        """Where a logged line went, in words: it may stand above others, on another tab, out of sight, or be filtered out."""
        clock = spoken().clock(at.astimezone(self.look.zone))
        source = self.source()
        i = source.at(at)
        while i < len(source) and source.key(i) != entry and source.row(i).at <= at:
            i += 1
        if i >= len(source) or source.key(i) != entry:
            return say("logged {clock}; the filter hides it", clock=clock)
        if not self.rows.size.height or not self.frame.display:
            return say("logged {clock}, in {number} {pane}", clock=clock, number=2, pane=self.title())
        below = len(source) - 1 - i
        if not self.rows.shows(entry):
            return (
                say("logged {clock}, out of sight: End shows the newest", clock=clock)
                if not below
                else say("logged {clock}, {count} rows above the end", clock=clock, count=below)
            )
        if below:
            return (
                say("logged {clock}, {count} rows above", clock=clock, count=below)
                if below > 1
                else say("logged {clock}, 1 row above", clock=clock)
            )
        return say("logged {clock}", clock=clock)

    def _sift(self, incident: Incident, among: list[int] | None = None) -> None:
        self._shown = visible(incident, noise=self.noise, needle=self.needle, among=among)

    def _row(self) -> Row | None:
        return self.look.incident.row(self.rows.cursor_key or "")


def only_grown(old: Incident, new: Incident) -> bool:
    """Whether `new` has the rows of `old` and behind them entries only: then no row has moved or changed, and no item
    of the checklist either."""
    had = len(old.rows)
    if had == 0 or len(new.rows) < had or new.undone != old.undone:
        return False
    return new.rows[had - 1] is old.rows[-1] and all(
        r.event is None and r.kind not in RULE_KINDS for r in new.rows[had:]
    )
