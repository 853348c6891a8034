"""A small console of our own widgets over made-up rows, for the tests that need a real terminal."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass

from textual.app import App, ComposeResult
from textual.containers import Horizontal

from warroom.views.lines import Line, wrap
from warroom.views.look import look_for
from warroom.widgets.driver import SafeDriver
from warroom.widgets.entryline import EntryInput
from warroom.widgets.frame import Frame
from warroom.widgets.header import Header
from warroom.widgets.quiet import QuietScreen
from warroom.widgets.rows import RowsPane
from warroom.widgets.status import Status
from warroom.widgets.theme import app_arguments, install


@dataclass(frozen=True)
class Rows:
    """The first `count` of a list that only grows."""

    texts: list[str]
    count: int

    def __len__(self) -> int:
        return self.count

    def key(self, i: int) -> str:
        return str(i)

    def lines(self, i: int, width: int) -> tuple[Line, ...]:
        return wrap((("14:30  ", "dim"), (self.texts[i], "bad" if i % 7 == 0 else "")), width, 7)


class Parts(App[None]):
    AUTO_FOCUS = "EntryInput"
    ENABLE_COMMAND_PALETTE = False
    CSS = "#steps { width: 30; }"

    def __init__(self, count: int) -> None:
        super().__init__(driver_class=SafeDriver, **app_arguments(os.environ))
        self.animation_level = "none"
        self.texts = [f"entry {i} of the timeline, something was seen" for i in range(count)]
        self.log_pane = RowsPane(Rows(self.texts, len(self.texts)), tails=True)
        install(self, look_for(os.environ))

    def get_default_screen(self) -> QuietScreen[None]:
        return QuietScreen(id="_default")

    def compose(self) -> ComposeResult:
        yield Header(self.top)
        with Horizontal():
            yield Frame("Steps", RowsPane(Rows([f"step {i}" for i in range(30)], 30)), id="steps")
            yield Frame("Timeline", self.log_pane, id="timeline")
        yield EntryInput("type to log")
        yield Status()

    def top(self, width: int) -> tuple[Line, Line]:
        clock = time.strftime("T+%H:%M:%S", time.gmtime())
        left = (("INC-1 ", "bold"), ("Payment gateway down  ", ""), (" SEV1 ", "sev1"))
        return left, ((clock, "bold"), ("  update due ", "dim"), ("6 min  ", "warn"), ("● saved", "ok"))

    def on_entry_input_submitted(self, message: EntryInput.Submitted) -> None:
        self.texts.append(message.text)
        self.log_pane.set_source(Rows(self.texts, len(self.texts)), changed_keys=())
        self.query_one("#timeline", Frame).show(((f"{len(self.texts)}", "dim"),))

    def on_entry_input_too_long(self, message: EntryInput.TooLong) -> None:
        self.query_one(Status).fail("paste", f"{message.length} characters are too many")


if __name__ == "__main__":
    Parts(int(sys.argv[1])).run()
