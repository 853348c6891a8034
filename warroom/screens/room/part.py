"""What a pane of the room is. The screen knows panes by these members only; one more is a file and a line in its list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from warroom.core.incident import Incident
from warroom.core.language import later, say
from warroom.core.verb import Pane
from warroom.screens.room.look import Look
from warroom.screens.subject import Chosen
from warroom.views.lines import Line, RowSource

if TYPE_CHECKING:  # a pane is drawn before Textual is there, see `cli.first`
    from warroom.widgets.frame import Frame
    from warroom.widgets.rows import RowsPane


class Room(Protocol):
    """What a pane may ask of the screen that it stands on."""

    def verb(self, name: str, **given: str) -> None:
        """As if the key of that verb had been pressed, with these of its words given."""

    def say(self, text: str, style: str = "") -> None: ...

    def show_entry(self, entry: str) -> None:
        """All that is known of a row of the timeline."""

    def visit(self, incident_id: str) -> None:
        """Go into the room of another incident."""

    def pad(self) -> None:
        """Open the notes for writing."""


class Part:
    """One pane: its rows, its title, and what its selected row stands for."""

    NAME: ClassVar[Pane]
    TITLE: ClassVar[str]
    SIDE: ClassVar[Literal["left", "right"]]
    HINT: ClassVar[str] = later("Nothing here yet.")
    TAILS: ClassVar[bool] = False
    SHARE: ClassVar[int] = 1
    """Of the height of its side."""
    LEAST: ClassVar[int] = 0
    """Lines that it gets at least."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.hidden = 0
        """Rows below what is seen, as far as there is no list yet that knows it."""
        self.rows: RowsPane
        self.frame: Frame

    # -- for a pane to say

    def source(self) -> RowSource:
        """The rows, as they are to be shown now."""
        raise NotImplementedError

    def title(self) -> str:
        return say(self.TITLE)

    def note(self) -> Line:
        """What stands at the right end of the title."""
        return self.more()

    def tab(self) -> Line:
        """The title, and what else a narrow terminal must say of this pane while another one is shown."""
        return ((self.title(), ""),)

    def more(self) -> Line:
        """A mark that rows stand below what is seen."""
        below = self.rows.below if self.mounted else self.hidden
        return (
            ((say("{count} more {sign}", count=below, sign=self.look.signs.expanded), "accent"),)
            if below
            else ()
        )

    def subject(self) -> Chosen:
        """What the row under the cursor stands for: what a key acts on."""
        sort, dot, name = (self.rows.cursor_key or "").partition(".")
        return Chosen(sort, name) if dot else Chosen()

    def chosen(self, room: Room) -> None:
        """Enter was pressed on a row."""

    def enter(self) -> str:
        """What Enter does to the selected row, in a word or two; "" for nothing."""
        return ""

    def moved(self) -> None:
        """The cursor is on another row."""
        self.retitle()

    def again(self) -> None:
        """Its number was pressed while the person was in it."""

    def take(self, incident: Incident, *, grown: bool) -> None:
        """A newer state; `grown`: nothing but new entries came, at the end. `look.incident` is the one before."""

    def tick(self, *, minute: bool) -> None:
        """Some seconds have passed; `minute`: another minute has begun."""
        if minute:
            self.show()

    def hint(self) -> Line:
        """What stands there while there are no rows."""
        return ((self.look.signs.words(say(self.HINT)), "dim"),)

    @property
    def mounted(self) -> bool:
        """Whether it has its list by now."""
        return hasattr(self, "rows")

    # -- for the screen

    def mount(self, *, joined: bool) -> Frame:
        """The widgets of this pane; `joined` when another pane stands above it."""
        from warroom.screens.room.lists import list_of
        from warroom.widgets.frame import Frame

        signs = self.look.signs
        self.rows = list_of(self.NAME)(
            self.source(), tails=self.TAILS, id=self.NAME, signs=signs, hint=self.hint()
        )
        self.frame = Frame(
            self.title(),
            self.rows,
            signs=signs,
            id=f"frame-{self.NAME}",
            classes="joined" if joined else "open",
        )
        return self.frame

    def show(self) -> None:
        """Draw the rows anew, and the title."""
        self.rows.set_source(self.source())
        self.retitle()

    def retitle(self) -> None:
        self.frame.show(self.note(), title=self.title())
