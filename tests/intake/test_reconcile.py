"""What an incident does not have yet of the rows of a file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from warroom.core import codec
from warroom.core.clock import IdMaker
from warroom.core.families.declaration import Declared
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.fold import Fold
from warroom.core.incident import Incident
from warroom.intake import csvfile
from warroom.intake.reconcile import Fresh, fresh
from warroom.reports.context import context
from warroom.reports.csvform import timeline_csv

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
SHEET = """at,kind,by,text
2026-11-21T14:00Z,started,ani,errors begin
~2026-11-21T14:10Z,note,budi,databse down
2026-11-21,note,citra,that day
2026-11-21T14:20Z,action,budi,wrong host
"""


class Lived:
    """An incident that takes files in one after another."""

    def __init__(self) -> None:
        self.folding = Fold("INC-1")
        self._ids = IdMaker(lambda count: bytes(count))
        self._now = NOW
        self.folding.add(
            [Declared(id=self._ids.new(NOW), at=NOW, by="ani", title="Down", severity=2, hlc="0")]
        )

    @property
    def incident(self) -> Incident:
        return self.folding.incident()

    def take(self, sheet: str) -> Fresh:
        found = csvfile.read(sheet, UTC, NOW, "INC-1")
        assert found.problems == ()
        self._now += timedelta(minutes=1)
        made = fresh(
            found.events, self.incident, lambda i: self.folding.event(i) is not None, "dewi", self._now,
            lambda: self._ids.new(self._now),
        )  # fmt: skip
        self.folding.add(
            [
                codec.decode(msgspec.json.encode({**codec.fields(e), "hlc": f"{self._now:%H%M}.{n:04}"}))
                for n, e in enumerate(made.events)
            ]
        )
        return made

    def sheet(self) -> str:
        return timeline_csv(context(self.incident, NOW))


@pytest.fixture
def lived() -> Lived:
    made = Lived()
    assert made.take(SHEET).entries == 4
    return made


def counts(found: Fresh) -> tuple[int, int, int, int]:
    return found.entries, found.corrected, found.marks, found.known


def test_the_same_file_again_is_nothing_new(lived: Lived) -> None:
    again = lived.take(SHEET)
    assert (again.events, again.known) == ((), 4)
    own = lived.take(lived.sheet())
    assert (own.events, own.known) == ((), 4)


def test_our_own_csv_keeps_about_days_milestones_and_strikes() -> None:
    here, there = Lived(), Lived()
    here.take(SHEET)
    struck = (
        here.sheet()
        .replace("wrong host,,", 'wrong host,,"no, ""=1"""')
        .replace("that day,,,", "that day,,,yes")
    )
    assert counts(here.take(struck)) == (0, 2, 0, 2)
    there.take(here.sheet())

    def told(lived: Lived) -> list[tuple[object, ...]]:
        return [
            (r.id, r.at, r.kind, r.by, r.text, r.precision, r.marks, r.struck, r.pinned)
            for r in lived.incident.entries
        ]

    assert told(there) == told(here)
    assert there.incident.milestones["started"].at == datetime(2026, 11, 21, 14, tzinfo=UTC)
    assert [r.precision for r in there.incident.entries] == ["date", "exact", "about", "exact"]
    assert [r.struck for r in there.incident.entries if r.struck] == ['no, "=1"']


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("databse", "database", "text", "database down"),
        ("T14:10", "T14:11", "at", datetime(2026, 11, 21, 14, 11, tzinfo=UTC)),
        (",note,budi", ",alert,budi", "kind", "alert"),
        (",about,", ",exact,", "precision", "exact"),
    ],
)
def test_an_edited_row_is_a_correction_of_its_entry(
    lived: Lived, old: str, new: str, field: str, value: object
) -> None:
    before = lived.sheet()
    assert old in before
    assert counts(lived.take(before.replace(old, new))) == (0, 1, 0, 3)
    (row,) = [r for r in lived.incident.entries if r.edited]
    assert getattr(row, field) == value
    assert len(lived.incident.entries) == 4
    assert lived.incident.versions[row.id][0].text == "databse down"
    assert lived.incident.conflicts == ()


def test_a_file_from_before_a_correction_does_not_take_it_back(lived: Lived) -> None:
    before = lived.sheet()
    lived.take(before.replace("databse", "database"))
    late = lived.take(before)
    assert (late.events, late.older) == ((), 1)
    assert "database down" in [r.text for r in lived.incident.entries]


def test_a_row_without_its_strike_does_not_restore_the_entry(lived: Lived) -> None:
    before = lived.sheet()
    lived.take(before.replace("wrong host,,", "wrong host,,not so"))
    assert lived.take(before).events == ()
    assert [r.struck for r in lived.incident.entries if r.struck] == ["not so"]


def test_a_marked_milestone_comes_back_as_one() -> None:
    here, there = Lived(), Lived()
    mark = MilestoneMarked(
        id="0" * 8, at=NOW - timedelta(minutes=5), by="ani", milestone="mitigated", hlc="1"
    )
    here.folding.add([mark])
    assert counts(there.take(here.sheet())) == (0, 0, 1, 0)
    assert there.incident.milestones["mitigated"].at == mark.at
    assert not there.incident.milestones["mitigated"].derived
    assert there.incident.entries == ()
    assert there.take(here.sheet()).events == ()
    moved = there.take(here.sheet().replace("T14:55", "T14:56"))
    assert moved.marks == 1
    assert there.incident.milestones["mitigated"].at == NOW - timedelta(minutes=4)
    assert there.incident.conflicts == ()
