"""The field of a filter: what stands in it is looked for with every letter. All lines of a paste are looked for, as one."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from warroom.core.text import clean


class SearchInput(Input):
    """One line, never more."""

    def __init__(self, placeholder: str, *, id: str) -> None:
        super().__init__(placeholder=placeholder, id=id)
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(" ".join(clean(event.text, multiline=True).split()), *self.selection)
