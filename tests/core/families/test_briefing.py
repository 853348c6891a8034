"""The brief for management."""

from __future__ import annotations

from tests.helpers.examples import small
from warroom.core.checklist import check
from warroom.core.language import language


def test_a_brief_that_was_given_fulfils_its_item() -> None:
    story = small()
    assert check(story.incident, "10.1").state == "open"  # type: ignore[union-attr]
    [fact] = story.do("briefed", "by mail", by="budi", minute=4)
    done = check(story.incident, "10.1")
    assert done
    assert (done.state, done.auto, done.by) == ("done", True, "budi")
    assert fact.sentence(story.incident, language("en")) == "brief for management: by mail"
    assert fact.sentence(story.incident, language("id")) == "ringkasan untuk manajemen: by mail"
