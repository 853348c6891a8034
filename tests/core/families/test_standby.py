"""Who comes back if it returns."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core.families.standby import Standby
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
