"""The console's last line: what the last action did, else what waits, and which keys do what here.

A failure stays until it is mended; everything else gives way after some seconds. Knows no verbs and no keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.timer import Timer

from warroom.views.cells import cells
from warroom.views.lines import UTF8, Line, Signs, line_cells
from warroom.views.squeezed import squeezed
from warroom.views.waiting import foot, quiet_room
from warroom.widgets.strips import OneLine

SHOWN_SECONDS = 8


class Status(OneLine):
    """`say` what was done, `fail` with what is broken until `mend`; `hint` fills the right side if there is room.

    Of the failures the gravest is shown, of several such the newest, with the number of others, and before any message.
    """

    def __init__(self, *, signs: Signs = UTF8, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = signs
        self._hints: Sequence[Line] = ()
        self._said: Line = ()
        self._quiet: Callable[[int], Line] = lambda _width: ()
        self._failures: dict[str, tuple[str, int]] = {}
        self._timer: Timer | None = None

    def hint(self, hints: Sequence[Line]) -> None:
        """The keys that work where the person is, each with its word; the last one is shown wherever one fits."""
        self._hints = hints
        self.redraw()

    def quiet(self, line: Callable[[int], Line]) -> None:
        """What waits, in at most so many cells; it stands there while nothing else is said."""
        self._quiet = line
        self.redraw()

    def say(self, text: str, style: str = "") -> None:
        """What an action did. Gives way to the next, or after some seconds."""
        self._said = ((self._signs.words(text), style),)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SHOWN_SECONDS, self._forget)
        self.redraw()

    def fail(self, topic: str, text: str, *, failed: bool = True, first: bool = False) -> None:
        """Something is broken, in words. `topic` names it for `mend`. Not `failed`: it only waits to be read. `first`: what
        people log is in danger, which goes before all else."""
        self._failures.pop(topic, None)
        self._failures[topic] = (self._signs.words(text), 2 if first else int(failed))
        self.redraw()

    def mend(self, topic: str) -> None:
        """What was broken works again; nothing happens if it was not broken."""
        if self._failures.pop(topic, None) is not None:
            self.redraw()

    def line(self, width: int) -> Line:
        failure = self._failure()
        gap: Line = (("  ", ""),) if failure and self._said else ()
        message = (*failure, *gap, *self._said)
        if line_cells(message) > width:
            said = tuple((squeezed(text, width, self._signs), style) for text, style in self._said)
            message = (*self._failure(width), *gap, *said)
        quiet = self._quiet(quiet_room(self._hints, width))
        return foot(message, quiet, self._hints, width)

    def _failure(self, width: int = 0) -> Line:
        """`width`: what there is room for, where that is little."""
        if not self._failures:
            return ()
        # What only waits to be read stands behind what is broken.
        text, weight = max(reversed(self._failures.values()), key=lambda failure: failure[1])
        others = f" (+{len(self._failures) - 1})" if len(self._failures) > 1 else ""
        sign = f"{self._signs.failed} " if weight else ""
        if width:
            text = squeezed(text, width - cells(sign) - cells(others), self._signs)
        return ((f"{sign}{text}{others}", "bad" if weight else "warn"),)

    def _forget(self) -> None:
        self._said = ()
        self.redraw()
