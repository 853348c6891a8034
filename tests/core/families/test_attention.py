"""A snooze is in the record, quiet, and says who put off what."""

from __future__ import annotations

from tests.helpers.examples import small
from warroom.core.language import language


def test_a_snooze_is_a_quiet_line_that_says_who_put_off_what() -> None:
    story = small()
    (fact,) = story.do("snooze", "command", "--for", "20m", by="budi", minute=1)
    assert fact.noise
    assert fact.sentence(story.incident, language("en")) == "budi put off the reminder “command” for 20 min"
