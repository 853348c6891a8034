"""What the four panes show of an incident, and what the person has chosen to see: filter, noise, zone, open steps.

`Panes` holds those choices and makes the row sources; it draws nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from warroom.core.checklist import RULE_KINDS, Step, checklist, progress
from warroom.core.clock import offset_text, zone
from warroom.core.incident import Incident
from warroom.views.lines import Line, Signs
from warroom.views.listing import Listing
from warroom.views.pad import pad_list
from warroom.views.people import present, roster_list
from warroom.views.steps import current, steps_list
from warroom.views.timeline import Timeline, visible


class Panes:
    """The four panes of one incident."""

    def __init__(self, incident: Incident, local: str, signs: Signs, language: str) -> None:
        self.signs = signs
        self.noise = False
        self.needle = ""
        self.language = language
        self._zones = list(dict.fromkeys([incident.zone, local, "UTC"]))
        self._opened: set[int] = set()
        self._reached: int | None = None
        self._incident = incident
        self._steps: tuple[Step, ...] = ()
        self._shown: list[int] = []
        self._set_steps()
        self.sift()

    def take(self, incident: Incident) -> bool:
        """Show a newer state. True when nothing but new entries came, at the end."""
        old = self._incident
        grown = _only_grown(old, incident)
        self._incident = incident
        if not grown:
            self._set_steps()
        if grown and not self.needle:
            self._shown = [*self._shown, *range(len(old.rows), len(incident.rows))]
        else:
            self.sift()
        return grown

    def sift(self) -> None:
        """Work out anew which rows of the timeline are shown."""
        self._shown = visible(self._incident, noise=self.noise, needle=self.needle)

    @property
    def zone(self) -> tzinfo:
        return zone(self._zones[0])

    def next_zone(self) -> str:
        """Show times in the next zone: the incident's, this machine's, UTC."""
        self._zones = [*self._zones[1:], self._zones[0]]
        return self._zones[0]

    # -- sources ----------------------------------------------------------------------------------

    def timeline(self, now: datetime) -> Timeline:
        today = now.astimezone(self.zone).date()
        return Timeline(self._incident, self._shown, self.zone, self.signs, today=today)

    def steps(self, now: datetime) -> Listing:
        return steps_list(self._steps, self._opened, self.zone, self.signs, now=now)

    def roster(self, now: datetime) -> Listing:
        return roster_list(self._incident, now, self.signs)

    def notes(self) -> Listing:
        return pad_list(self._incident, self.signs)

    def fold(self, number: int) -> None:
        """Open a step that is folded, fold one that is open."""
        self._opened ^= {number}

    def _set_steps(self) -> None:
        self._steps = checklist(self._incident, self.language)
        self._unfold_current()

    def _unfold_current(self) -> None:
        """The step that is due opens by itself. None closes by itself: a person may be in it."""
        now = current(self._steps)
        if now is not None and now != self._reached:
            self._opened.add(now)
        self._reached = now

    # -- titles -----------------------------------------------------------------------------------

    def steps_title(self) -> str:
        done, count = progress(self._steps)
        return f"Steps {done}/{count}"

    def roster_title(self) -> str:
        return f"Roster {present(self._incident)}"

    def timeline_note(self, new: int, now: datetime, *, following: bool) -> Line:
        """The right end of the timeline's title: how many, what is hidden, what is new."""
        dot = f" {self.signs.separator} "
        parts = [f"{len(self._shown)}"]
        if self.needle:
            parts.append(self.signs.words(f"“{self.needle}”"))
        if self.noise:
            parts.append("with system events")
        parts.append(offset_text(now if now.tzinfo else now.replace(tzinfo=UTC), self.zone))
        if new and not following:
            return ((dot.join(parts) + dot, "dim"), (f"{new} new {self.signs.expanded}", "accent"))
        return ((dot.join(parts), "dim"),)


def _only_grown(old: Incident, new: Incident) -> bool:
    """Whether `new` has the rows of `old` and behind them entries only: then no row has moved or changed, and no item
    of the checklist either."""
    had = len(old.rows)
    if had == 0 or len(new.rows) < had or new.undone != old.undone:
        return False
    return new.rows[had - 1] is old.rows[-1] and all(
        r.event is None and r.kind not in RULE_KINDS for r in new.rows[had:]
    )
