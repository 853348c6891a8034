"""One more playbook for an incident that runs."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import small
from warroom.core.checklist import check, checklist
from warroom.core.language import language
from warroom.core.verb import Refused


def test_its_steps_stand_behind_those_that_are_there_and_tick_themselves() -> None:
    story = small()
    story.do("tick", "1.3", minute=1)
    (fact,) = story.do("adopt", "security", by="budi", minute=2)
    assert [s.number for s in checklist(story.incident)] == list(range(1, 12))
    assert story.incident.playbook
    assert story.incident.playbook.id == "ten-steps"
    story.do("log", "memory dump kept", "--kind", "evidence", minute=3)
    found = check(story.incident, "11.1", "id")
    assert found
    assert (found.title, found.state, found.auto) == ("Simpan bukti pembobolan", "done", True)
    assert fact.sentence(story.incident, language("id")) == "playbook security ditambahkan: langkah 11"
    with pytest.raises(Refused, match="follows security already"):
        story.do("adopt", "security", minute=4)
    with pytest.raises(Refused, match="follows ten-steps already"):
        story.do("adopt", "ten-steps", minute=4)
    story.do("undo", by="budi", minute=5)
    assert len(checklist(story.incident)) == 10


def test_an_incident_without_steps_takes_them_as_they_are() -> None:
    story = Acted()
    story.do("adopt", "security", minute=1)
    assert [c.number for s in checklist(story.incident) for c in s.checks] == ["1.1"]


def test_an_item_for_some_severities_comes_with_them_and_stays_where_it_was_touched() -> None:
    story = Acted()
    story.do("adopt", "security", minute=1)

    def numbers() -> list[str]:
        return [c.number for s in checklist(story.incident) for c in s.checks]

    story.do("sev", "1", minute=2)
    assert numbers() == ["1.1", "1.2"]
    story.do("sev", "4", minute=3)
    assert numbers() == ["1.1"]
    story.do("sev", "2", minute=4)
    story.do("tick", "1.2", minute=5)
    story.do("sev", "3", minute=6)
    assert numbers() == ["1.1", "1.2"]
