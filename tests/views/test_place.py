"""Where a row stands is known without a look at all of them, and is what a look at all of them would say."""

from __future__ import annotations

import random
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest

from warroom.core.clock import IdMaker
from warroom.core.codec import decode_all, fields
from warroom.core.families.entries import EntryLogged, EntryStruck
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.fold import Fold
from warroom.core.incident import Incident
from warroom.core.text import folded
from warroom.views.lines import RowSource, place_of
from warroom.views.timeline import Timeline, visible
from warroom.views.viewport import finder

START = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
TEXTS = (
    "pool is exhausted",
    "“déploiement” → paused",
    "Ångström",
    "a\u20dd ring",
    "ก็ไม่",
    "x\u034fy",
    "naïve ﬁx",
    "STRASSE ß",
)


@pytest.fixture
def incident() -> Incident:
    chance, ids, fold = random.Random(3), IdMaker(lambda n: bytes(n)), Fold("INC-1")
    for i in range(60):
        at = START + timedelta(minutes=chance.randrange(40))
        made = {"id": ids.new(START + timedelta(minutes=i)), "at": at, "by": "ani", "hlc": f"{i:04d}"}
        fold.add([EntryLogged(**made, text=TEXTS[i % len(TEXTS)])])
    fold.add([MilestoneMarked(id=ids.new(START), at=START, by="ani", hlc="0060", milestone="detected")])
    struck = fold.incident().rows[5].id
    fold.add([EntryStruck(id=ids.new(START), at=START, by="ani", hlc="0061", entry=struck, why="wrong host")])
    return fold.incident()


class Walked:
    """The same rows from a source that has to be walked."""

    def __init__(self, source: RowSource) -> None:
        self._source = source

    def __len__(self) -> int:
        return len(self._source)

    def key(self, i: int, /) -> str:
        return self._source.key(i)

    def lines(self, i: int, width: int, /) -> tuple[()]:
        return ()


@pytest.mark.parametrize("needle", ["", "pool", "deploiement", "no such thing"])
@pytest.mark.parametrize("noise", [True, False])
def test_the_place_of_a_row(incident: Incident, needle: str, noise: bool) -> None:
    source = Timeline(incident, visible(incident, noise=noise, needle=needle), UTC)
    walked = Walked(source)
    for key in (*(row.id for row in incident.rows), "nobody", ""):
        assert place_of(source, key) == place_of(walked, key)


def test_what_left_the_list_is_not_found_in_it(incident: Incident) -> None:
    every = Timeline(incident, visible(incident, noise=True), UTC)
    some = Timeline(incident, visible(incident, noise=True, needle="pool"), UTC)
    find, walk = finder(every, some), finder(every, Walked(some))
    assert [find(i) for i in range(len(every))] == [walk(i) for i in range(len(every))]


@pytest.mark.parametrize("text", [*TEXTS, "".join(map(chr, range(0x20, 0x3000)))])
def test_texts_are_folded_as_if_each_sign_was_looked_at(text: str) -> None:
    apart = unicodedata.normalize("NFKD", text.casefold())
    assert folded(text) == "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def test_a_line_is_read_by_its_kind_and_without_one_it_is_no_entry() -> None:
    whole = b'{"id":"a","at":"2026-11-21T14:00:00.000Z","by":"ani","kind":"entry.logged","text":"x"}'
    spaced = whole.replace(b'"kind":"', b'"kind" : "')
    bare = whole.replace(b',"kind":"entry.logged"', b"")
    told = whole.replace(b',"kind":"entry.logged"', b"").replace(b'"x"', b'"\\"kind\\":\\"entry.logged\\""')
    kinds = [type(event).__name__ for event in decode_all([whole, spaced, bare, told])]
    assert kinds == ["EntryLogged", "EntryLogged", "Unknown", "Unknown"]
    assert fields(decode_all([whole])[0])["kind"] == "entry.logged"
