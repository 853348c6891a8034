"""What leaves the team: a notice for customers holds nothing from inside, a digest tells other teams what they can use."""

from __future__ import annotations

import pytest

from tests.helpers.story import Story, at
from tests.reports.conftest import tell
from warroom.core.families.declaration import Declared, SymptomsDescribed, SystemsNamed
from warroom.core.families.impact import ImpactWindow
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.families.outside import OutsideMarked
from warroom.core.families.sections import SectionWritten
from warroom.core.families.severity import StatusChanged
from warroom.core.families.updates import UpdatePosted
from warroom.reports import Wanted, report

NOW = at("12:00", 3)


def made(story: Story, form: str = "notice", language: str = "en", **wanted: object) -> str:
    return report(form, Wanted(story.incident(), NOW, language, **wanted)).data.decode()  # type: ignore[arg-type]


def running(status: str = "investigating", *, safe: bool = True) -> Story:
    told = Story()
    told.tell(Declared, at("11:00", 3), "ani", title="budi broke the vault", severity=1, zone="UTC")
    told.tell(MilestoneMarked, at("11:00", 3), milestone="started")
    systems = told.tell(SystemsNamed, at("11:01", 3), systems=("payments",))
    if safe:
        told.tell(OutsideMarked, at("11:01", 3), field="systems", version=systems)
    told.log(at("11:02", 3), "secret host db-7 is on fire", "budi")
    if status != "declared":
        told.tell(StatusChanged, at("11:03", 3), status=status, prev=told.events[0].id)
    return told


def test_nothing_from_inside_leaves() -> None:
    text = made(running())
    assert text.splitlines() == [
        "Service notice: payments",
        "",
        "payments: disturbed since 24 November 2026 11:00 UTC. We are looking into it.",
    ]
    for inside in ("budi", "vault", "db-7", "SEV1", "INC-", "ani"):
        assert inside not in text.split(), inside
    assert "payments" not in made(running(safe=False))
    whole = made(tell())
    for inside in (
        "payments",
        "503",
        "1,210,000",
        "memory leak",
        "v2.3.1",
        "budi",
        "restarted",
        "about the cause",
        "call the bank",
    ):
        assert inside not in whole


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("declared", "We are looking into it."),
        ("identified", "We know what is behind it"),
        ("monitoring", "Things should work again."),
        ("resolved", "It has been resolved."),
        ("cancelled", "withdrawn"),
    ],
)
def test_it_says_where_things_stand(status: str, said: str) -> None:
    assert said in made(running(status))


def test_windows_say_what_was_down_and_what_was_only_disturbed() -> None:
    told = running("resolved")
    for start, end, level in (
        ("08:00", "10:00", "degraded"),
        ("09:00", "09:20", "full"),
        ("09:10", "09:30", "full"),
    ):
        told.tell(
            ImpactWindow, at("11:05", 3), starts=at(start, 3), ends=at(end, 3), level=level, component="x"
        )
    text = made(told)
    assert "not available from 24 November 2026, 09:00 to 09:30 UTC (30 min)" in text
    assert "disturbed from 24 November 2026, 08:00 to 10:00 UTC (2 h)" in text
    assert "tidak dapat dipakai dari 24 November 2026, 09.00 sampai 09.30 UTC (30 menit)" in made(
        told, language="id"
    )


def test_the_next_update_is_promised_only_while_it_lies_ahead() -> None:
    told = running()
    told.tell(UpdatePosted, at("11:50", 3), text="x", next_at=at("12:20", 3))
    assert "You hear from us again by 24 November 2026 12:20 UTC." in made(told)
    late = running()
    late.tell(UpdatePosted, at("11:10", 3), text="x", next_at=at("11:30", 3))
    assert "You hear from us again" not in made(late)


def test_the_words_that_were_written_for_customers_come_first_and_else_it_says_so() -> None:
    told = running("resolved")
    assert any("write external_message" in r for r in report("notice", Wanted(told.incident(), NOW)).remarks)
    told.tell(
        SectionWritten,
        at("11:30", 3),
        section="external_message",
        text="Card payments failed.\nNo card was charged twice.",
    )
    got = report("notice", Wanted(told.incident(), NOW))
    assert got.data.decode().split("\n\n")[1] == "Card payments failed.\nNo card was charged twice."
    assert got.remarks == ()


def test_words_that_nobody_has_read_for_outside_are_left_out_and_named() -> None:
    told = running(safe=False)
    text = told.tell(SymptomsDescribed, at("11:05", 3), text="cards are declined")
    assert "cards are declined" not in made(told)
    remarks = report("notice", Wanted(told.incident(), NOW)).remarks
    assert any("systems, symptoms; `safe --field systems`" in remark for remark in remarks)
    told.tell(OutsideMarked, at("11:06", 3), field="symptoms", version=text)
    assert "cards are declined" in made(told)
    told.tell(SymptomsDescribed, at("11:07", 3), text="db-7 drops cards", prev=text)
    assert "db-7" not in made(told)  # what was changed must be read again


def test_a_digest_tells_what_others_can_use_and_says_what_is_not_written() -> None:
    text = made(tell(), "digest")
    for said in (
        "about the cause",
        "about the factors",
        "about the learnings",
        "load tests",
        "ani (Incident Commander)",
    ):
        assert said in text, said
    assert "Error rate 32" not in text
    assert "Not written yet" not in text
    assert "Belum ditulis: penyebab akar, pembelajaran, tindak lanjut." in made(
        running("resolved"), "digest", "id"
    )
    assert "ani" not in made(tell(), "digest", roles_only=True).split()
