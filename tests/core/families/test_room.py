"""What is done to the room: declared like a verb, carried out by the screen or the shell, never a fact."""

from __future__ import annotations

import pytest

from tests.helpers.examples import small
from warroom.cli import acts, manual
from warroom.cli.failure import Trouble
from warroom.cli.options import Options
from warroom.cli.shell import Shell
from warroom.core.families.room import VERBS
from warroom.core.verb import Misused, Verb
from warroom.screens.keys import bindings, ids, read_keymap
from warroom.screens.room.screen import RoomScreen


@pytest.mark.parametrize("verb", VERBS, ids=lambda v: v.name)
def test_the_screen_carries_it_out_and_no_fact_is_made(verb: Verb) -> None:
    assert verb.door
    assert callable(getattr(RoomScreen, f"action_{verb.name}"))
    assert small().do(verb.name) == []
    assert [b.action for b in bindings("") if b.id == f"verb.{verb.name}"] == [f"screen.verb('{verb.name}')"]


def test_the_way_out_of_the_room_is_no_command_of_the_shell() -> None:
    with pytest.raises(Trouble, match='no command "quit"'):
        acts.run(Shell(Options()), "quit", [])
    with pytest.raises(Misused, match='no command "quit"'):
        manual.lines("quit")


@pytest.mark.parametrize(
    ("former", "now"),
    [("room.export", "verb.export"), ("room.help", "verb.help"), ("room.leave", "verb.quit")],
)
def test_a_keymap_with_the_former_id_still_works(former: str, now: str) -> None:
    assert now in ids()
    assert read_keymap(f'[keys]\n"{former}" = "f12"\n') == ({now: "f12"}, [])
