"""Writing a message to an audience in the room: a draft from the record, in an editor, recorded and sent by one key."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import TextArea

from tests.screens.stage import Clock, Stage, console
from tests.session.test_outbox import OPS, settings
from warroom.core.checklist import check
from warroom.core.language import speak
from warroom.screens.choose import Choose
from warroom.screens.message import MessagePad
from warroom.session.room import Room
from warroom.storage.library.spool import Spool

pytestmark = pytest.mark.asyncio


async def opened(stage: Stage, audience: str) -> MessagePad:
    """Through the key and the question."""
    await stage.press("escape", "U")
    await stage.until(lambda: isinstance(stage.app.screen, Choose))
    await stage.answer(audience)
    await stage.until(lambda: isinstance(stage.app.screen, MessagePad))
    pad = stage.app.screen
    assert isinstance(pad, MessagePad)
    return pad


def text(stage: Stage) -> str:
    return stage.app.screen.query_one("#pad-text", TextArea).text


async def test_a_draft_is_changed_and_sent_by_one_key(room: Room, clock: Clock, own_home: Path) -> None:
    settings(own_home, OPS)
    async with console(room, clock=clock) as stage:
        await opened(stage, "support")
        assert "goes to ops (json)" in stage.shown()
        assert text(stage).startswith("Conditions: SEV2, declared, since 21 November 2026 14:02 UTC.")
        assert "Next update: 21 November 2026 15:00 UTC" in text(stage)
        stage.app.screen.query_one("#pad-text", TextArea).text = "We roll back.\nMore at three."
        await stage.press("ctrl+s")
        await stage.until(lambda: bool(stage.incident.updates))
        [update] = stage.incident.updates
        assert (update.text, update.audiences) == ("We roll back.\nMore at three.", ("support",))
        assert "queued for ops" in stage.said()
        [job] = [Spool(room.path.parent).read(i) for i in Spool(room.path.parent).ids()]
        assert job["text"].startswith("We roll back.\nMore at three.\n\nNext update")


async def test_what_goes_outside_is_drafted_from_what_is_safe(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("/log --kind action restarted db-7")
        await stage.type("/log --kind action cards work again")
        await stage.type("/safe cards")
        await opened(stage, "users")
        assert "db-7" not in text(stage)
        assert "Payment gateway" not in text(stage)
        assert "cards work again" in text(stage)
        assert "We have noticed a problem" in text(stage)
        assert "1 act was left out" in " ".join(stage.shown().split())


async def test_a_draft_that_was_left_is_offered_again_and_another_one_is_a_key_away(
    room: Room, clock: Clock
) -> None:
    async with console(room, clock=clock) as stage:
        await opened(stage, "support")
        stage.app.screen.query_one("#pad-text", TextArea).text = "half a thought"
        await stage.press("escape")
        assert stage.incident.updates == ()
        await opened(stage, "support")
        assert text(stage) == "half a thought"
        await stage.press("f5")
        await stage.until(lambda: text(stage).startswith("Conditions:"))


async def test_a_long_text_is_shortened_by_a_key(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await opened(stage, "support")
        area = stage.app.screen.query_one("#pad-text", TextArea)
        area.text = "\n".join(f"- point {n} of a message that goes on and on" for n in range(60))
        await stage.press("f3")
        await stage.until(lambda: len(text(stage)) <= 900)
        assert "more" in text(stage)


async def test_the_verb_alone_opens_the_editor_and_with_words_it_does_not(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("/update --audience support")
        await stage.until(lambda: isinstance(stage.app.screen, MessagePad))
        await stage.press("escape")
        await stage.type("/update --audience support --by phone It is down.")
        await stage.until(lambda: bool(stage.incident.updates))
        assert stage.incident.updates[0].text == "It is down."


async def test_it_speaks_indonesian(room: Room, clock: Clock) -> None:
    speak("id")
    async with console(room, clock=clock, language="id") as stage:
        await opened(stage, "support")
        assert text(stage).startswith("Kondisi:")
        assert "Pembaruan berikutnya: 21 November 2026 15.00 UTC" in text(stage)
        assert "ctrl+s kirim" in " ".join(stage.shown().split())


async def test_enter_on_who_is_to_be_told_writes_to_them(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        while not stage.screen.board.title().startswith("Situation"):
            stage.screen.action_turn(1)
        await stage.go("notes", "told.support")
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, MessagePad))
        assert "Support desk" in stage.shown()
        await stage.press("escape")
        await stage.type("/told support by phone")
        await stage.until(lambda: "told" in stage.shown())
        assert check(stage.incident, "2.2").state == "open"  # type: ignore[union-attr]


async def test_the_detail_of_an_update_has_its_lines_and_who_got_it(room: Room, clock: Clock) -> None:
    async with console(room, clock=clock) as stage:
        await stage.type("/update --audience support --by phone It is down.")
        await stage.until(lambda: bool(stage.incident.updates))
        stage.screen.show_entry(stage.incident.updates[0].id)
        await stage.until(lambda: "Support desk, phone: told" in stage.shown())
