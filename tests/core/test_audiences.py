"""Who is outside, and hears only what is marked as safe."""

from __future__ import annotations

from msgspec import structs

from tests.helpers.acted import Acted
from tests.helpers.examples import ten_steps
from warroom.core.audiences import find, is_outside, known


def test_who_is_not_known_to_belong_to_the_house_is_outside() -> None:
    story = Acted(playbook=ten_steps())
    told = {a: is_outside(story.incident, a) for a in known(story.incident)}
    assert told == {
        "on-call-manager": False, "stakeholders": False, "support": False, "users": True, "executives": False,
        "responders": False,
    }  # fmt: skip
    assert is_outside(story.incident, "somebody-else")


def test_a_playbook_says_who_is_outside_and_an_id_that_says_so_needs_no_playbook() -> None:
    own = structs.replace(
        ten_steps(),
        audiences={"ops": {"en": "Ops"}, "shops": {"en": "Shops"}, "pelanggan-vip": {"id": "Pelanggan VIP"}},
        outside=("shops",),
        severities=(),
    )
    story = Acted(playbook=own)
    assert not is_outside(story.incident, "ops")
    assert is_outside(story.incident, "shops")
    assert is_outside(story.incident, "pelanggan-vip")
    assert find("pelanggan vip", story.incident) == "pelanggan-vip"
