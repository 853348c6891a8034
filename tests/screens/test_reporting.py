"""The report out of the room: it says where, asks first, knows language and roles, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.stage import Clock, console
from warroom.core.checklist import check
from warroom.session.room import Room


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the person is in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(
        path.name.partition("-")[2].partition("-")[2].partition("-")[2] for path in folder.iterdir()
    )


@pytest.mark.parametrize("sentence", ["em", "echo mbhtjc ", "export the mail rules to cab by hand"])
async def test_a_sentence_in_a_pane_writes_no_file(
    room: Room, clock: Clock, here: Path, sentence: str
) -> None:
    async with console(room, clock=clock) as stage:
        await stage.press("escape")
        await stage.pilot.press(*["space" if letter == " " else letter for letter in sentence], "escape")
        await stage.pilot.pause()
    assert names(here) == []


async def test_it_says_where_and_waits_for_enter(room: Room, clock: Clock, here: Path) -> None:
    async with console(room, clock=clock, size=(120, 40)) as stage:
        await stage.press("escape", "e", "b")
        await stage.until(lambda: "Enter writes it" in stage.shown())
        assert "into the folder" in stage.shown()
        assert names(here) == []
        await stage.press("enter")
        await stage.until(lambda: "takes it back" in stage.shown())
        assert names(here) == ["brief.txt"]


async def test_what_was_written_is_taken_back_and_only_that(room: Room, clock: Clock, here: Path) -> None:
    async with console(room, clock=clock, size=(120, 40)) as stage:
        await stage.press("escape", "e", "m", "enter")
        await stage.until(lambda: "takes it back" in stage.shown())
        await stage.press("e", "x", "enter")
        await stage.until(lambda: "removed " in stage.shown())
        assert names(here) == []

        await stage.press("e", "m", "enter")
        await stage.until(lambda: "takes it back" in stage.shown())
        (written,) = here.iterdir()
        written.write_text("somebody's own words")
        await stage.press("e", "x", "enter")
        await stage.until(lambda: "nothing was removed" in stage.shown())
        assert written.read_text() == "somebody's own words"


async def test_language_and_roles_are_chosen_in_the_room(room: Room, clock: Clock, here: Path) -> None:
    async with console(room, clock=clock, size=(120, 40)) as stage:
        await stage.type("ani restarted the consumer")
        await stage.press("escape", "e", "t", "l", "r", "enter")
        await stage.until(lambda: bool(names(here)))
        await stage.until(lambda: "takes it back" in stage.shown())
        text = next(here.iterdir()).read_text("utf-8")
        assert "Ringkasan" in text
        assert "ani restarted" not in text


@pytest.mark.parametrize("form", ["m", "b", "h", "t", "j"])
async def test_a_report_of_the_room_vouches_for_the_record(
    room: Room, clock: Clock, here: Path, form: str
) -> None:
    async with console(room, clock=clock, size=(120, 40)) as stage:
        await stage.type("first look")
        count = len(stage.rows)
        await stage.press("escape", "e", form, "enter")
        await stage.until(lambda: "takes it back" in stage.shown())
        assert count > 1
        assert form == "j" or f"{count}:" in next(here.iterdir()).read_text("utf-8")


async def test_a_brief_that_was_written_is_given_and_no_longer_once_it_is_taken_back(
    room: Room, clock: Clock, here: Path
) -> None:
    async with console(room, clock=clock, size=(120, 40)) as stage:
        await stage.press("escape", "e", "m", "enter")
        await stage.until(lambda: "takes it back" in stage.shown())
        assert check(stage.incident, "10.1").state == "open"  # type: ignore[union-attr]
        await stage.press("e", "b", "enter")
        await stage.until(lambda: check(stage.incident, "10.1").state == "done")  # type: ignore[union-attr]
        assert any(row["kind"] == "brief.given" for row in stage.rows)
        await stage.press("e", "x", "enter")
        await stage.until(lambda: check(stage.incident, "10.1").state == "open")  # type: ignore[union-attr]
