"""The timeline: which rows are shown, jumping to a time, and what stands behind a row."""

from __future__ import annotations

from datetime import datetime

from warroom.core.checklist import RULE_KINDS
from warroom.core.clock import offset_text
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.rows import Row
from warroom.core.verb import Arg, Verb
from warroom.screens.room.look import Look
from warroom.screens.room.part import Part, Room
from warroom.screens.subject import Chosen
from warroom.views.lines import Line
from warroom.views.timeline import Timeline as View
from warroom.views.timeline import visible


class Timeline(Part):
    """What happened, as far as it passes the filter."""

    NAME = "timeline"
    TITLE = "Timeline"
    SIDE = "right"
    HINT = "Nothing logged yet. Type what you see and press Enter."
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
        return View(
            look.incident, self._shown, look.zone, look.signs, today=look.now.astimezone(look.zone).date()
        )

    def note(self) -> Line:
        """How many, what is hidden, in which zone, what is new."""
        look = self.look
        dot = f" {look.signs.separator} "
        parts = [f"{len(self._shown)}"]
        if self.needle:
            parts.append(look.signs.words(f"“{self.needle}”"))
        if self.noise:
            parts.append("with system events")
        parts.append(offset_text(look.now, look.zone))
        if self.mounted and self.rows.new and not self.rows.follow:
            return ((dot.join(parts) + dot, "dim"), (f"{self.rows.new} new {look.signs.expanded}", "accent"))
        return ((dot.join(parts), "dim"),)

    def subject(self) -> Chosen:
        row = self._row()
        return Chosen() if row is None else Chosen("entry" if row.logged else "fact", row.id)

    def chosen(self, room: Room) -> None:
        row = self._row()
        if row is not None:
            room.show("Entry", self._whole(row))

    def take(self, incident: Incident, *, grown: bool) -> None:
        if grown and not self.needle:
            self._shown = [*self._shown, *range(len(self.look.incident.rows), len(incident.rows))]
        else:
            self._sift(incident)

    def proposal(self, verb: Verb, arg: Arg) -> str:
        row = self._row()
        return row.text if row and verb.on == "entry" and arg.name == "text" else ""

    # -- finding

    def sift(self, *, noise: bool | None = None, needle: str | None = None) -> None:
        """Show other rows of the same timeline: with the noise or without, those that hold `needle`."""
        self.noise = self.noise if noise is None else noise
        self.needle = self.needle if needle is None else needle
        self._sift(self.look.incident)
        self.rows.set_source(self.source(), resifted=True)
        self.retitle()

    def jump(self, moment: datetime) -> None:
        """Select the first row at or after a moment."""
        source = self.source()
        if len(source):
            self.rows.select(source.key(source.at(moment)))

    def show_grown(self) -> None:
        """Draw new rows at the end."""
        self.rows.set_source(self.source(), ())
        self.retitle()

    def _sift(self, incident: Incident) -> None:
        self._shown = visible(incident, noise=self.noise, needle=self.needle)

    def _row(self) -> Row | None:
        return self.look.incident.row(self.rows.cursor_key or "")

    def _whole(self, row: Row) -> list[str]:
        zone, incident = self.look.zone, self.look.incident
        words = row.text if row.event is None else row.event.sentence(incident, say)
        recorded = (
            f", recorded {row.recorded_at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if row.recorded_at else ""
        )
        lines = [
            f"{row.at.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}{recorded}",
            f"{row.kind} by {row.by}, id {row.id}",
            "",
            *words.split("\n"),
        ]
        for version in incident.versions.get(row.id, ()):
            lines.append(f"until {version.until.astimezone(zone):%H:%M}: {version.text}")
        if row.struck is not None:
            lines.append(f"struck: {row.struck}")
        return lines


def only_grown(old: Incident, new: Incident) -> bool:
    """Whether `new` has the rows of `old` and behind them entries only: then no row has moved or changed, and no item
    of the checklist either."""
    had = len(old.rows)
    if had == 0 or len(new.rows) < had or new.undone != old.undone:
        return False
    return new.rows[had - 1] is old.rows[-1] and all(
        r.event is None and r.kind not in RULE_KINDS for r in new.rows[had:]
    )
