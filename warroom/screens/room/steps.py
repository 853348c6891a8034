"""The checklist: which steps are open, and what is done to an item."""

from __future__ import annotations

from warroom.core.checklist import Step, check, checklist, progress
from warroom.core.incident import Incident
from warroom.core.language import later, say
from warroom.screens.room.look import Look
from warroom.screens.room.part import Part, Room
from warroom.views.lines import Line
from warroom.views.listing import Listing
from warroom.views.steps import current, late_in, steps_list


class Steps(Part):
    """The steps of the playbook, and the items of those that are open."""

    NAME = "steps"
    TITLE = later("Steps")
    SIDE = "left"
    SHARE = 2
    HINT = "No playbook."

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._opened: set[int] = set()
        self._reached: int | None = None
        self._selected = ""
        self._steps: tuple[Step, ...] = ()
        self._set(look.incident)

    def source(self) -> Listing:
        look = self.look
        picked = self._selected if self._selected.startswith("item.") else ""
        return steps_list(
            self._steps,
            self._opened,
            look.zone,
            look.signs,
            now=look.now,
            selected=picked.removeprefix("item."),
        )

    def title(self) -> str:
        done, count = progress(self._steps)
        return f"{say(self.TITLE)} {done}/{count}"

    def tab(self) -> Line:
        late = self._late()
        return (
            ((self.title(), ""), (f" {self.look.signs.separator} ", "dim"), *late)
            if late
            else ((self.title(), ""),)
        )

    def note(self) -> Line:
        late, more = self._late(), self.more()
        return (*late, ("  ", ""), *more) if late and more else (*late, *more)

    def _late(self) -> Line:
        late = sum(late_in(step, self.look.now) for step in self._steps)
        return ((say("{count} late", count=late), "warn"),) if late else ()

    def enter(self) -> str:
        sort = self.subject().sort
        return say("open or fold") if sort == "step" else ""

    def moved(self) -> None:
        """The selected item says when it is done."""
        before, self._selected = self._selected, self.rows.cursor_key or ""
        if before != self._selected:
            self.rows.set_source(self.source(), (before, self._selected))
        self.retitle()

    def take(self, incident: Incident, *, grown: bool) -> None:
        if not grown:
            self._set(incident)

    def chosen(self, room: Room) -> None:
        picked = self.subject()
        if picked.sort == "step":
            self._opened ^= {int(picked.id)}
            self.show()
        elif picked.sort == "item":
            found = check(self.look.incident, picked.id)
            room.verb("untick" if found and found.state in ("done", "skipped") else "tick")

    def _set(self, incident: Incident) -> None:
        self._steps = checklist(incident, self.look.language)
        # The step that is due opens by itself. None closes by itself: a person may be in it.
        now = current(self._steps)
        if now is not None and now != self._reached:
            self._opened.add(now)
        self._reached = now
