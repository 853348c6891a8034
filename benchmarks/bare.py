"""The floor that the console is measured against: the smallest Textual app that shows a text and takes keys."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class Bare(App[None]):
    """One Static and one Input."""

    def compose(self) -> ComposeResult:
        yield Static("Hello, world")
        yield Input(placeholder="type here")


if __name__ == "__main__":
    Bare().run()
