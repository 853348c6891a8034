"""Who comes back if it returns."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.standby import Standby
from warroom.core.nudges import nudges
from warroom.core.verb import Refused


def test_who_is_named_again_is_named_once_and_released_again() -> None:
    story = Acted()
    story.do("standby", "budi", "0812 555", minute=1)
    story.do("standby", "budi", "on-call phone", "--until", "+12h", minute=2)
    (ready,) = story.incident.part(Standby).all
    assert (ready.contact, ready.until) == ("on-call phone", story.at(12 * 60 + 2))
    story.do("standdown", "budi", minute=3)
    assert story.incident.part(Standby).all == ()
    with pytest.raises(Refused, match="not on standby"):
        story.do("standdown", "budi", minute=4)
    with pytest.raises(Refused, match="is past"):
        story.do("standby", "budi", "--until", "2020-01-01 10:00", minute=4)


def test_who_is_on_standby_is_called_back_when_it_comes_back() -> None:
    story = Acted()
    story.do("standby", "budi", "0812 555", minute=1)
    story.do("standby", "citra", "--until", "+1h", minute=1)
    story.do("resolve", minute=2)

    def called(minute: float) -> list[tuple[str, dict[str, str]]]:
        found = nudges(story.incident, story.at(minute), "ani")
        return [(n.sentence, dict(n.given)) for n in found if n.key.startswith("standby")]

    assert called(3) == []
    story.do("reopen", "it is back", minute=4)
    assert called(5) == [
        ("call budi (0812 555) back", {"person": "budi"}), ("call citra back", {"person": "citra"}),
    ]  # fmt: skip
    assert [sentence for sentence, _ in called(90)] == ["call budi (0812 555) back"]
    story.do("join", "budi", minute=91)
    assert called(92) == []
