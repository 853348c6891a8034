"""Two people changed the same text without seeing each other's change: both to read, whole, and one key to settle it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from warroom.core.incident import Conflict, Incident
from warroom.core.language import say
from warroom.core.registry import VERBS
from warroom.screens.acting import Acting
from warroom.screens.room.detail import text_lines
from warroom.views.lines import Line, Signs
from warroom.views.listing import Entry, Listing
from warroom.widgets.frame import Frame
from warroom.widgets.rows import RowsPane


class Versions(NamedTuple):
    """The two texts. `verb` and `words` are what saves another one."""

    conflict: Conflict
    holds: str
    other: str
    verb: str
    words: tuple[str, ...]


def versions(incident: Incident) -> Versions | None:
    """The first conflict of two texts; None when there is none."""
    for conflict in incident.conflicts:
        sort, _, name = conflict.about.partition(".")
        row = incident.row(conflict.loser)
        other = getattr(row.event, "text", None) if row else None
        if not isinstance(other, str):
            continue
        entry = incident.row(name) if sort == "entry" else None
        if sort == "notes":
            return Versions(conflict, incident.notes.text, other, "notes", ())
        if entry is not None:
            return Versions(conflict, entry.text, other, "correct", (name,))
    return None


class Settle(ModalScreen[str | None]):
    """Answers with the text that is to hold, or None when the person leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "settle('holds')", "Keep", show=False),
        Binding("2", "settle('other')", "Take the other", show=False),
        Binding("3", "settle('both')", "Both", show=False),
        Binding("escape,q", "dismiss(None)", "Leave it", show=False),
    ]

    def __init__(self, found: Versions, signs: Signs) -> None:
        super().__init__()
        self._found = found
        self._signs = signs

    def compose(self) -> ComposeResult:
        conflict = self._found.conflict
        keys = say("1 keeps the first, 2 takes the second, 3 joins both, Esc leaves it")
        rows: list[Line] = [((self._signs.words(keys), "key"),), ()]
        for person, text, about in (
            (conflict.winner_by, self._found.holds, say("holds now")),
            (conflict.loser_by, self._found.other, say("set aside")),
        ):
            rows.append(((f"{self._signs.horizontal * 2} {person}: {about}", "title"),))
            rows += [((line, ""),) for line in text_lines(text)]
            rows.append(())
        source = Listing([Entry(f"settle.{i}", line) for i, line in enumerate(rows)])
        pane = RowsPane(source, id="rows", signs=self._signs)
        yield Frame(say("Two versions"), pane, signs=self._signs, classes="help")

    def action_settle(self, which: str) -> None:
        found = self._found
        both = f"{found.holds}\n{found.other}" if found.verb == "notes" else f"{found.holds} / {found.other}"
        self.dismiss({"holds": found.holds, "other": found.other, "both": both}[which])


def settle(acting: Acting, incident: Incident, signs: Signs, open_: Callable[..., object]) -> bool:
    """Ask which of two texts is to hold; False when no two texts are in conflict."""
    found = versions(incident)
    if found is None:
        return False

    def answered(text: str | None) -> None:
        if text is not None:
            acting.do(VERBS[found.verb], ["--", *found.words, text])

    open_(Settle(found, signs), answered)
    return True
