"""What is typed before a form stands goes where it would have gone."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from tests.screens.stage import Clock, console
from warroom.screens.declare import Declare
from warroom.session.room import Room


def typed(*keys: str) -> list[events.Key]:
    """Words letter by letter, and keys by their name."""
    made = []
    for key in keys:
        if key in ("tab", "shift+tab", "enter"):
            made.append(events.Key(key, None))
        else:
            made += [events.Key("space" if c == " " else c, c) for c in key]
    return made


async def test_a_form_that_is_filled_in_before_it_stands(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        form = Declare(stage.app.context)
        for key in typed("Mail is slow", "tab", "tab", "-20m", "shift+tab", "2"):
            form.on_key(key)
        stage.app.push_screen(form)
        await stage.until(lambda: form.is_mounted and form.query_one("#field-sev", Input).value == "2")
        assert form.query_one("#field-title", Input).value == "Mail is slow"
        assert form.query_one("#field-started", Input).value == "-20m"
        assert form.focused is form.query_one("#field-sev")
