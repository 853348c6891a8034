"""Who could be called, and the call itself, in the room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.stage import Clock, console, declare, reopen
from warroom.core.checklist import check
from warroom.core.families.bridge import Bridge
from warroom.core.families.paging import awaited
from warroom.core.registry import VERBS
from warroom.outreach import clipboard
from warroom.session import presence
from warroom.session.room import Room

TEAM = """
[[person]]
name = "citra"
systems = ["payments"]
contact = ["+62 811 000"]
zone = "Asia/Jakarta"
[[person]]
name = "Budi Santoso"
skills = ["payments"]
[[person]]
name = "eko"
"""


@pytest.fixture
def paying(tmp_path: Path, clock: Clock) -> Room:
    (tmp_path / "people.toml").write_text(TEAM, "utf-8")
    return declare(tmp_path, "Cards fail", "--system", "payments-api", "--sev", "2", clock=clock)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []

    def put(text: str, _environ: object) -> clipboard.Sent:
        texts.append(text)
        return clipboard.Sent("copied to the clipboard")

    monkeypatch.setattr(clipboard, "put", put)
    return texts


async def test_who_knows_the_system_is_suggested_called_in_and_ticks_the_item(
    paying: Room, clock: Clock, copied: list[str]
) -> None:
    async with console(paying, clock=clock) as stage:
        await stage.press("escape")
        await stage.go("roster", "known.citra")
        assert "citra knows paym" in stage.shown()
        assert "21:30 there" in stage.shown()
        assert "eko" not in stage.shown()
        await stage.press("enter")
        await stage.answer("cards time out")
        assert [p.person for p in awaited(stage.incident)] == ["citra"]
        await stage.until(lambda: bool(copied))
        assert copied[0].splitlines()[1] == "ani asks you to join: cards time out"
        await stage.until(lambda: "+62 811 000" in stage.said())
        assert "called 0 min ago" in stage.shown()
        await stage.type("/join citra")
        found = check(stage.incident, "3.1")
        assert found
        assert (found.state, found.by) == ("done", "citra")


async def test_a_question_for_a_person_offers_who_knows_the_system(paying: Room, clock: Clock) -> None:
    async with console(paying, clock=clock) as stage:
        await stage.press("escape", "3", "p")
        assert "citra" in stage.shown()
        assert "21:30 there" in stage.shown()


async def test_names_are_completed_behind_a_verb_and_behind_an_at(paying: Room, clock: Clock) -> None:
    async with console(paying, clock=clock) as stage:
        await stage.pilot.press(*"/page ci")
        await stage.press("tab")
        assert stage.screen.entry.text == "/page citra "
        stage.screen.entry.restore("")
        await stage.pilot.press(*"asked @ci")
        await stage.press("tab")
        assert stage.screen.entry.text == "asked @citra "


async def test_the_link_is_asked_for_once_and_copied_from_then_on(
    paying: Room, clock: Clock, copied: list[str]
) -> None:
    async with console(paying, clock=clock, size=(140, 40)) as stage:
        await stage.press("escape", "B")
        await stage.answer("meet.example.com/pay?pwd=1")
        assert stage.incident.part(Bridge).link == "https://meet.example.com/pay?pwd=1"
        assert "call meet.example.com/pay" in stage.shown()
        await stage.press("B")
        await stage.until(lambda: copied == ["https://meet.example.com/pay?pwd=1"])
        await stage.until(lambda: "copied to the clipboard" in stage.said())


async def test_an_invitation_is_written_beside_the_person(paying: Room, clock: Clock, tmp_path: Path) -> None:
    async with console(paying, clock=clock) as stage:
        await stage.type("/invite")
        assert "`bridge LINK`" in stage.said()
        await stage.type("/bridge meet.example.com/pay")
        await stage.type("/invite")
        await stage.until(lambda: "call.ics" in stage.said())
    (written,) = tmp_path.glob("*call.ics")
    assert b"meet.example.com/pay" in written.read_bytes()


async def test_a_handover_is_read_on_both_screens_and_taken_by_saying_it_back(
    paying: Room, clock: Clock
) -> None:
    paying.act(VERBS["role"], ["ic", "ani"])
    paying.act(VERBS["join"], ["budi"])
    paying.act(VERBS["silence"], ["disk full until 2h"])
    budi = reopen(paying, "budi", clock=clock)
    async with console(paying, clock=clock, size=(80, 24)) as stage:
        await stage.press("escape", "h")
        await stage.answer("budi")
        assert "You hand Incident Commander to budi" in stage.shown()
        assert "SEV2, declared: Cards fail" in stage.shown()
        await stage.answer("the vendor calls at 15:00")
        assert stage.incident.commander == "ani"
    async with console(budi, clock=clock, size=(80, 24)) as stage:
        await stage.until(lambda: "hands you" in stage.shown())
        await stage.press("f2")
        await stage.until(lambda: "the vendor calls at 15:00" in stage.shown())
        for _ in range(3):
            await stage.press("pagedown")
        assert "disk full, until 16:30" in stage.shown()
        await stage.press("escape")
        assert stage.incident.commander == "ani"
        await stage.press("f2")
        await stage.press("enter")
        await stage.until(lambda: stage.incident.commander == "budi")
        assert "confirms the brief" in stage.shown()


async def test_a_part_is_a_line_of_the_situation_and_enter_goes_into_its_room(
    paying: Room, clock: Clock, tmp_path: Path
) -> None:
    part = declare(tmp_path, "Login is slow", "--sev", "3", clock=clock)
    name = part.incident.id
    async with console(paying, clock=clock, size=(140, 40)) as stage:
        await stage.until(lambda: name in stage.screen.look.others.all)
        await stage.type(f"/child {name[-3:]}")
        await stage.go("notes")
        while "Situation" not in stage.screen.board.title():
            await stage.press("4")
        assert f"{name} SEV3 declared  Login is slow" in stage.shown()
        assert stage.screen.pane("notes").select(f"incident.{name}")
        await stage.press("enter")
        await stage.until(lambda: stage.incident.id == name)
        await stage.press("escape", "q")
        await stage.until(lambda: stage.incident.id == paying.incident.id)
    part.close()


async def test_another_console_is_seen_in_the_roster_at_once_and_gone_when_it_is_closed(
    paying: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BEAT_SECONDS", "LOOK_SECONDS"):
        monkeypatch.setattr(presence, name, 0.05)
    other = presence.Presence(str(paying.path.parent), paying.incident.id, "dewi")
    async with console(paying, clock=clock, size=(140, 40)) as stage:
        other._beat = other._look = 0.0
        await stage.until(lambda: other.beat() or "dewi" in stage.shown())
        await stage.until(lambda: "● not joined" in stage.shown())
        other.end()
        await stage.until(lambda: "dewi" not in stage.shown())


async def test_the_details_of_an_entry_say_where_it_came_from(paying: Room, clock: Clock) -> None:
    async with console(paying, clock=clock) as stage:
        await stage.type("by hand")
        await stage.go("timeline", stage.entry_id("by hand"))
        await stage.press("enter")
        assert "came by a console on" in stage.shown()
