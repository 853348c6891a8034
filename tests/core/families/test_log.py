"""Undo and redo, and facts that this version does not know."""

from __future__ import annotations

import pytest

from tests.helpers.acted import Acted
from warroom.core import codec
from warroom.core.families.log import Unread
from warroom.core.verb import Refused


def test_an_act_of_several_facts_is_undone_whole() -> None:
    story = Acted()
    story.do("window", "--from", "14:31", minute=5)
    story.do("resolve", minute=10)
    story.do("undo", minute=11)
    assert story.incident.is_open
    assert [w.ends for w in story.incident.windows] == [None]


def test_nobody_undoes_the_act_of_another() -> None:
    story = Acted()
    story.do("sev", "1", by="budi", minute=1)
    with pytest.raises(Refused, match="nothing that could be undone"):
        story.do("undo", by="citra", minute=2)
    with pytest.raises(Refused, match="declaration"):
        story.do("undo", by="ani", minute=2)


def test_facts_of_a_newer_version_are_counted_and_shown() -> None:
    story = Acted()
    for n in "12":
        line = f'{{"id":"new-{n}","at":"2026-11-21T14:40:00Z","by":"ani","kind":"robot.paged","hlc":"z{n}"}}'
        story.fold.add([codec.decode(line.encode())])
    incident = story.incident
    assert incident.part(Unread).count == 2
    assert [r.event.sentence(incident, str) for r in incident.rows if r.event and r.kind == "unknown"] == [
        "a fact of a newer version (robot.paged)"
    ] * 2


def test_an_undo_of_what_is_not_there_is_told_as_far_as_it_goes() -> None:
    """As in a file that has lost a line, or was only read in part."""
    story = Acted()
    line = (
        '{"id":"u","at":"2026-11-21T14:40:00Z","by":"ani","kind":"event.undone","hlc":"z","events":["gone"]}'
    )
    story.fold.add([codec.decode(line.encode())])
    row = story.incident.row("u")
    assert row is not None
    assert row.event is not None
    assert row.event.sentence(story.incident, str) == "undid: …"
