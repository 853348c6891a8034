"""The entry line: where everything is typed. Fast, never loses a half-typed line, never submits by itself.

Enter takes the line out of the field at that moment: what is typed next belongs to the next line, whatever becomes of the
one before. Built on Textual's Input, with its layout on every key press taken out (one private method; a pty test holds a
key press under 400 bytes). Knows nothing of what the text means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from warroom.core.text import clean, for_terminal
from warroom.views.lines import UTF8, Signs
from warroom.widgets.held import Held

MAX_CHARS = 16_000  # with up to two bytes each this still fits one event line of the incident file
DRAFT_SECONDS = 0.5
COMMAND = "/"
NEWLINE = UTF8.newline  # stands for a line end inside the value, whatever sign is drawn for it


class History:
    """The lines sent in this session, and the half-typed one that waits below them."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._at = 0
        self._edited: dict[int, str] = {}

    def add(self, text: str) -> None:
        """A line was sent. What was typed over recalled lines is forgotten."""
        if text and self._lines[-1:] != [text]:
            self._lines.append(text)
        self._at = len(self._lines)
        self._edited.clear()

    def step(self, by: int, typed: str) -> str | None:
        """The line `by` further (-1 is older), keeping `typed` where it was typed; None at either end."""
        to = self._at + by
        if not 0 <= to <= len(self._lines):
            return None
        self._edited[self._at] = typed
        self._at = to
        return self._edited.get(to, self._lines[to] if to < len(self._lines) else "")


class LineInput(Input):
    """A field of one line that takes text of several: line ends show as a sign and come out again with `text`.

    What is put into it passes the exit gate, for it may come from a file that we did not write.
    """

    class Submitted(Input.Submitted):
        """Enter was pressed. `text` is the whole line, with its line ends."""

        @property
        def text(self) -> str:
            return unfold(self.value)

    def __init__(
        self, value: str = "", *, placeholder: str = "", signs: Signs = UTF8, id: str | None = None
    ) -> None:
        self._signs = signs  # first: a value is measured as it is drawn
        super().__init__(
            value=gated(value), placeholder=placeholder, max_length=MAX_CHARS, select_on_focus=False, id=id
        )
        self.cursor_blink = False

    @property
    def text(self) -> str:
        """What stands in the line, with its line ends."""
        return unfold(self.value)

    async def action_submit(self) -> None:
        self.post_message(self.Submitted(self, self.value))

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.put_in(event.text)

    def put_in(self, text: str) -> None:
        """Insert a text at the cursor, on one line, in place of what is selected."""
        folded = fold(clean(text, multiline=True))
        if folded:
            self.replace(folded, *self.selection)

    @property
    def _value(self) -> Text:
        return Text(self._drawn, no_wrap=True, overflow="ignore", end="")

    @property
    def _drawn(self) -> str:
        return self.value.replace(NEWLINE, self._signs.newline)

    def render_line(self, y: int) -> Strip:
        # Input puts the line through Rich's word wrapping, which costs half of a key.
        room = self.scrollable_content_region.width + 1
        if y:
            return Strip.blank(room, self.rich_style)
        look, text = self.get_component_rich_style, self._drawn or self.placeholder
        base = Style.null() if self._drawn else look("input--placeholder")
        marks: list[tuple[int, int, Style]] = []
        at = self.cursor_position if self._drawn else 0
        if self.has_focus:
            start, end = sorted(self.selection)
            if start < end:
                marks.append((start, end, look("input--selection")))
            marks.append((at, at + 1, look("input--cursor")))
            if at >= len(text):
                text += " "
        strip = Strip(_marked(text, base, marks))
        left = int(self.scroll_x) if self._drawn else 0
        return strip.crop(left, left + room).extend_cell_length(room).apply_style(self.rich_style)


class EntryInput(LineInput):
    """One line to type in. `held` are the lines above it that wait for the person; Up takes them into the field. `taken`
    is called when a line is about to leave the field."""

    DEFAULT_CSS = """
    EntryInput, EntryInput:focus, EntryInput:ansi { height: 1; border: none; padding: 0; background: transparent; }
    EntryInput:focus { background-tint: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall(-1)", "Older line", show=False),
        Binding("down", "recall(1)", "Newer line", show=False),
        Binding("escape", "leave", "To the panes", show=False),
    ]

    class Submitted(LineInput.Submitted):
        """Enter was pressed, and the line has left the field."""

    @dataclass
    class Drafted(Message):
        """The half-typed line, half a second after it changed; empty once it is gone."""

        entry: EntryInput
        text: str

        @property
        def control(self) -> EntryInput:
            return self.entry

    @dataclass
    class Left(Message):
        """The person left the line with Escape; it keeps its text."""

        entry: EntryInput

        @property
        def control(self) -> EntryInput:
            return self.entry

    @dataclass
    class TooLong(Message):
        """A paste of `length` characters would not fit and was refused whole; the line is as it was."""

        entry: EntryInput
        length: int
        limit: int

        @property
        def control(self) -> EntryInput:
            return self.entry

    def __init__(
        self,
        placeholder: str = "",
        *,
        signs: Signs = UTF8,
        held: Held | None = None,
        taken: Callable[[], object] = lambda: None,
        id: str | None = None,
    ) -> None:
        super().__init__(placeholder=placeholder, signs=signs, id=id)
        self._taken = taken
        self.history = History()
        self.held = Held(signs=signs) if held is None else held  # an empty one is false
        self._came_from: Widget | None = None
        self._draft_timer: Timer | None = None
        self._drafted = ""
        self._too_long = 0

    # -- for the owner

    def restore(self, text: str) -> None:
        """Put a saved draft (or any text) into the line."""
        self._drafted = text
        self.value = gated(text)[:MAX_CHARS]
        self.cursor_position = len(self.value)

    def enter(self) -> None:
        """Take the focus; Escape gives it back to where it was."""
        focused = self.screen.focused
        if focused is not self:
            self._came_from = focused
            self.screen.set_focus(self)  # at once: the next key may be in the same read

    # -- keys

    async def _on_key(self, event: events.Key) -> None:
        # As a binding it would be looked up by the app, and keys of the same read be in the line by then.
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self._take()
            return
        await super()._on_key(event)

    def _take(self) -> None:
        """Hand the line out, once: the field is empty when the next key comes."""
        line = self.value
        if line.strip():
            self._taken()
            self.history.add(line.strip())
            self.value = ""
            self.post_message(self.Submitted(self, line))

    def action_recall(self, by: int) -> None:
        if by < 0 and self.held:
            found: str | None = gated(self.held.swap(self.text))
        else:
            found = self.history.step(by, self.value)
        if found is not None:
            self.value = found
            self.cursor_position = len(found)

    def action_leave(self) -> None:
        if self.value == COMMAND:  # nothing but what the key for a command put there
            self.value = ""
        back = self._came_from
        if back is not None and back.is_attached and back.focusable:
            self.screen.set_focus(back)
        self.post_message(self.Left(self))

    async def action_submit(self) -> None:
        self._take()

    def put_in(self, text: str) -> None:
        self._too_long = len(text)
        super().put_in(text)
        self._too_long = 0

    def restricted(self) -> None:
        self.post_message(self.TooLong(self, self._too_long or 1, MAX_CHARS))

    # -- drawing and drafts

    def _watch_value(self, value: str) -> None:
        # Input sets virtual_size here, which lays out the whole screen; the size of this line is fixed by CSS.
        self.set_reactive(Widget.virtual_size, Size(self.content_width, 1))
        self._suggestion = ""
        self.post_message(self.Changed(self, value, None))
        if self._initial_value:
            self._initial_value = False
            self.cursor_position = len(value)
        else:
            self.selection = self.selection
        if self._draft_timer is None and self.is_mounted:
            self._draft_timer = self.set_timer(DRAFT_SECONDS, self._tell_draft)

    def _tell_draft(self) -> None:
        self._draft_timer = None
        if self.text != self._drafted:
            self._drafted = self.text
            self.post_message(self.Drafted(self, self._drafted))


def _marked(text: str, base: Style, marks: list[tuple[int, int, Style]]) -> Iterator[Segment]:
    """A text in pieces of one style each; a later mark lies over an earlier one."""
    cuts = sorted({0, len(text), *(min(cut, len(text)) for start, end, _ in marks for cut in (start, end))})
    for begin, stop in pairwise(cuts):
        style = Style.combine([base, *(mark for start, end, mark in marks if start <= begin < end)])
        yield Segment(text[begin:stop], style)


def fold(text: str) -> str:
    """Text of several lines as one line of the same number of characters."""
    return text.replace("\t", " ").replace("\n", NEWLINE)


def gated(text: str) -> str:
    """Text from anywhere as the value of a field: on one line, and safe to be shown."""
    return fold(for_terminal(text, multiline=True))


def unfold(value: str) -> str:
    """The text that `fold` made one line of."""
    return value.replace(NEWLINE, "\n")
