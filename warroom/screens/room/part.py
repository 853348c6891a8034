"""What a pane of the room is. The screen knows panes by these members only; one more is a file and a line in its list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from warroom.core.incident import Incident
from warroom.core.verb import Arg, Pane, Verb
from warroom.screens.room.look import Look
from warroom.screens.subject import Chosen
from warroom.views.lines import Line, RowSource

if TYPE_CHECKING:  # a pane is drawn before Textual is there, see `cli.first`
    from warroom.widgets.frame import Frame
    from warroom.widgets.rows import RowsPane


class Room(Protocol):
    """What a pane may ask of the screen that it stands on."""

    def verb(self, name: str) -> None:
        """As if the key of that verb had been pressed."""

    def say(self, text: str, style: str = "") -> None: ...

    def show(self, title: str, lines: list[str]) -> None:
        """Something to read, above the room."""

    def pad(self) -> None:
        """Open the notes for writing."""


class Part:
    """One pane: its rows, its title, and what its selected row stands for."""

    NAME: ClassVar[Pane]
    TITLE: ClassVar[str]
    SIDE: ClassVar[Literal["left", "right"]]
    HINT: ClassVar[str] = "Nothing here yet."
    TAILS: ClassVar[bool] = False
    SHARE: ClassVar[int] = 1
    """Of the height of its side."""
    LEAST: ClassVar[int] = 0
    """Lines that it gets at least."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.rows: RowsPane
        self.frame: Frame

    # -- for a pane to say

    def source(self) -> RowSource:
        """The rows, as they are to be shown now."""
        raise NotImplementedError

    def title(self) -> str:
        return self.TITLE

    def note(self) -> Line:
        """What stands at the right end of the title."""
        return ()

    def subject(self) -> Chosen:
        """What the row under the cursor stands for: what a key acts on."""
        sort, dot, name = (self.rows.cursor_key or "").partition(".")
        return Chosen(sort, name) if dot else Chosen()

    def chosen(self, room: Room) -> None:
        """Enter was pressed on a row."""

    def take(self, incident: Incident, *, grown: bool) -> None:
        """A newer state; `grown`: nothing but new entries came, at the end. `look.incident` is the one before."""

    def proposal(self, verb: Verb, arg: Arg) -> str:
        """What the answer to a question about the selected row begins with."""
        return ""

    def hint(self) -> Line:
        """What stands there while there are no rows."""
        return ((self.look.signs.words(self.HINT), "dim"),)

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
