"""What a person sees of an item of the ten steps: in the checklist, in the timeline, in the report; in either language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

from warroom.core.checklist import check
from warroom.core.incident import Incident
from warroom.core.language import speak
from warroom.reports import Wanted, render
from warroom.views.lines import plain
from warroom.views.whole import room_lines


class Seen(NamedTuple):
    state: str
    """Of the item: open, in_progress, done, skipped."""
    auto: bool
    """It ticked itself."""
    panes: str
    """The whole room as text, in 200 columns, system events and all."""
    report: str


@contextmanager
def spoken(code: str) -> Iterator[None]:
    """The program speaks that language meanwhile."""
    speak(code)
    try:
        yield
    finally:
        speak("en")


def seen(incident: Incident, number: str, now: datetime, code: str = "en") -> Seen:
    found = check(incident, number, code)
    assert found, f"no item {number}"
    with spoken(code):
        lines = [plain(line) for line in room_lines(incident, now, UTC, 200, language=code, noise=True)]
    report = render("markdown", Wanted(incident, now, language=code)).decode()
    return Seen(found.state, found.auto, "\n".join(lines), report)
