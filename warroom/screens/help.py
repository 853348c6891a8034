"""Help for where the person is: the pane's keys first, then the room's, then every verb. Made from the registry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from warroom.core.incident import Incident
from warroom.core.language import later, say
from warroom.core.registry import VERBS
from warroom.core.verb import Pane, Verb, told
from warroom.screens.context import Context
from warroom.screens.keys import help_rows, key_of
from warroom.views.lines import Signs, Span
from warroom.views.listing import Entry, Listing
from warroom.widgets.frame import Frame
from warroom.widgets.rows import RowsPane

_NAMES: dict[Pane, str] = {
    "steps": later("in the checklist"),
    "timeline": later("in the timeline"),
    "roster": later("in the roster"),
    "notes": later("in the board"),
    "": later("in the entry line"),
}
_ENTRY = (
    ("text", later("logs an entry; Enter makes it durable")),
    ("@14:02 text", later("logs it for 14:02; also @yesterday 23:50, -5m")),
    ("/verb …", later("does what the verb says; the verbs are below")),
    ("TODO text", later("logs it, and proposes a follow-up")),
    ("#tag @name", later("are found by the filter")),
    (later("Up, Down"), later("bring back what you sent in this session")),
    ("Esc", later("goes to the panes; the line stays as it is")),
)


def _signs(signs: Signs) -> list[tuple[str, str]]:
    """What the signs of the panes mean."""
    return [
        (
            f"{signs.done} {signs.open} {signs.started} {signs.skipped}",
            say("item: done, open, in progress, skipped"),
        ),
        (
            f"{signs.milestone}",
            say("a milestone or another fact; system events have a {dot}", dot=signs.separator),
        ),
        (signs.horizontal * 3, say("from here on another status or severity, or another day")),
        ("!", say("alert or symptom")),
        (signs.question, say("diagnosis")),
        (signs.decision, say("decision")),
        (signs.collapsed, say("action or change")),
        (signs.prompt, say("communication")),
        ("+", say("evidence")),
        (f"{signs.pinned} {signs.edited}", say("pinned for the report; corrected, with how often")),
        ("~14:02  --:--", say("about then; only the day is known")),
        (f"{signs.saved} {signs.saving} {signs.failed}", say("saved, saving, not saved")),
        (signs.saved, say("in the roster: their console is open now")),
    ]


def _entry() -> list[tuple[str, str]]:
    return [(say(key), say(text)) for key, text in _ENTRY]


def _said(verb: Verb, why_not: str | None) -> str:
    return say("{help} (not now: {why})", help=say(verb.help), why=why_not) if why_not else say(verb.help)


class Help(ModalScreen[None]):
    """A list to read; any of q, Esc, Enter closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f1,question_mark", "dismiss(None)", "Close", show=False)
    ]

    def __init__(self, title: str, rows: Sequence[tuple[str, str]], signs: Signs) -> None:
        super().__init__()
        self._title = title
        self._signs = signs
        entries = []
        for i, (key, text) in enumerate((signs.words(key), signs.words(text)) for key, text in rows):
            spans: tuple[Span, ...] = (
                ((f"{key:<18} ", "key"), (text, "")) if key else ((text, "" if text else "dim"),)
            )
            if key == "-":
                spans = ((f"{signs.horizontal * 2} {text}", "title"),)
            entries.append(Entry(f"help.{i}", spans, indent=19 if key else 0))
        self._source = Listing(entries)

    @classmethod
    def of(cls, pane: Pane, incident: Incident, context: Context) -> Help:
        """What can be done in a pane, and everywhere."""
        rows = [("-", say(_NAMES[pane])), *(_entry() if not pane else help_rows(pane, context.keymap))]
        rows += [("-", say("everywhere in the room")), *help_rows("", context.keymap)]
        if pane:
            rows += [("-", say("in the entry line")), *_entry()]
        rows += [("-", say("signs")), *_signs(context.signs)]
        rows.append(("-", say("verbs, as /verb here or `warroom verb` on the shell")))
        for verb in VERBS.values():
            why_not = verb.off(incident)
            rows.append((f"/{verb.name}", _said(verb, why_not)))
        return cls(say("Help"), rows, context.signs)

    @classmethod
    def on(cls, verb: Verb, incident: Incident, context: Context) -> Help:
        """What one verb does, and its words."""
        rows = [("", _said(verb, verb.off(incident))), ("-", f"/{verb.usage}")]
        for arg in verb.args:
            rows.append((f"--{arg.name}" if arg.flag else arg.name.upper(), told(arg)))
        if verb.key:
            rows.append((key_of(f"verb.{verb.name}", context.keymap), say("the key, in a pane")))
        return cls(f"/{verb.name}", rows, context.signs)

    def compose(self) -> ComposeResult:
        yield Frame(
            self._title,
            RowsPane(self._source, id="rows", signs=self._signs),
            signs=self._signs,
            classes="help",
        )

    def on_rows_pane_selected(self) -> None:
        self.dismiss(None)
