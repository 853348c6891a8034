"""Lines that wait above the entry line: what was refused, with the reason, or is proposed. None is ever put into what is
being typed; the person takes it there with a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.strip import Strip
from textual.widget import Widget

from warroom.core.language import say
from warroom.core.text import for_terminal
from warroom.views.lines import UTF8, Line, Signs, crop, fit, line_cells
from warroom.widgets.strips import strip_of
from warroom.widgets.theme import palette

MOST_SHOWN = 3


@dataclass(frozen=True)
class HeldLine:
    """A line, and why it waits; `style` says how bad that is."""

    text: str
    why: str = ""
    style: str = "warn"


class Held(Widget):
    """The newest stand lowest, next to the line. Takes no room while there are none."""

    DEFAULT_CSS = "Held { height: 0; background: transparent; }"
    ALLOW_SELECT = False

    def __init__(
        self,
        *,
        signs: Signs = UTF8,
        changed: Callable[[], object] = lambda: None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._signs = signs
        self._tell = changed
        self._lines: list[HeldLine] = []

    def __bool__(self) -> bool:
        return bool(self._lines)

    @property
    def lines(self) -> tuple[HeldLine, ...]:
        """Oldest first."""
        return tuple(self._lines)

    def put(self, text: str, why: str = "", style: str = "warn") -> None:
        """One more line waits."""
        self._lines.append(HeldLine(text, why, style))
        self._changed()

    def swap(self, typed: str) -> str:
        """The newest line; what was being typed waits in its place, behind all others."""
        taken = self._lines.pop()
        if typed.strip():
            self._lines.insert(0, HeldLine(typed, say("half typed"), "dim"))
        self._changed()
        return taken.text

    def _changed(self) -> None:
        self.styles.height = min(len(self._lines), MOST_SHOWN)
        self.refresh()
        self._tell()

    def line(self, y: int, width: int) -> Line:
        """What row `y` shows."""
        shown = self._lines[-MOST_SHOWN:]
        if y >= len(shown):
            return ()
        held, signs = shown[y], self._signs
        sign = signs.failed if held.style in ("warn", "bad") else signs.prompt
        hidden = len(self._lines) - len(shown)
        note = ""
        if y == len(shown) - 1:
            note = "  " + (say("Up takes it ({count} more)", count=hidden) if hidden else say("Up takes it"))
        why = for_terminal(f"  {held.why}") if held.why else ""
        head: Line = ((f"{sign} ", held.style),)
        tail: Line = ((signs.words(why), held.style), (note, "key"))
        room = max(width - line_cells(head) - line_cells(tail), min(20, width // 3))
        text = crop(for_terminal(held.text).replace(UTF8.newline, signs.newline), room, signs.more)
        return fit((*head, (text, ""), *tail), width, signs.more)

    def render_line(self, y: int) -> Strip:
        return strip_of(self.line(y, self.size.width), self.size.width, palette(self.app), self.rich_style)
