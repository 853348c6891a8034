"""The clocks of the laws: from when they count, how they end, and that nobody puts them off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from tests.helpers.acted import START, Acted
from tests.helpers.examples import small, ten_steps
from tests.helpers.items import seen, spoken
from warroom.core.clock import add_months, zone
from warroom.core.families.deadlines import deadlines, level, running
from warroom.core.language import language
from warroom.core.nudges import nudges, waiting
from warroom.core.playbook import Playbook
from warroom.core.playbookfile import BadPlaybook, parse
from warroom.core.registry import act, find
from warroom.core.verb import Circumstance, Misused, Refused
from warroom.reports import Wanted, render
from warroom.views.header import OVERDUE, header
from warroom.views.lines import line_cells, plain

HOUR = 60


def due(story: Acted) -> dict[str, datetime]:
    return {d.id: d.due for d in deadlines(story.incident)}


def levels(story: Acted, minute: float) -> dict[str, str]:
    found = waiting(story.incident, story.at(minute), "ani")
    return {n.key: n.level for n in found if n.key.startswith("deadline.")}


def test_each_deadline_counts_from_the_moment_of_being_aware() -> None:
    story = small()
    story.do("aware", "nis2", "-30m", minute=10)
    assert due(story) == {
        "nis2.early-warning": story.at(-20) + timedelta(hours=24),
        "nis2.notification": story.at(-20) + timedelta(hours=72),
        "nis2.final": datetime(2026, 12, 24, 14, 10, tzinfo=UTC),
    }
    story.do("aware", "NIS2", "14:00", minute=20)
    assert due(story)["nis2.early-warning"] == story.at(-30) + timedelta(hours=24)
    assert len(running(story.incident)) == 3


def test_the_month_counts_from_when_the_notification_was_sent() -> None:
    story = small()
    story.do("aware", "nis2", minute=0)
    story.do("reported", "nis2.notification", "form 4711", minute=HOUR)
    assert due(story)["nis2.final"] == datetime(2026, 12, 21, 15, 30, tzinfo=UTC)
    story.do("undo", minute=HOUR + 1)
    assert due(story)["nis2.final"] == datetime(2026, 12, 24, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("began", "months", "ends"),
    [
        ("2026-01-31T12:00Z", 1, "2026-02-28T12:00Z"), ("2028-01-31T12:00Z", 1, "2028-02-29T12:00Z"),
        ("2026-12-15T23:30Z", 1, "2027-01-15T23:30Z"), ("2026-03-10T12:00Z", 0, "2026-03-10T12:00Z"),
    ],
)  # fmt: skip
def test_a_month_later_is_the_same_day_or_the_last(began: str, months: int, ends: str) -> None:
    moment = datetime.fromisoformat(began)
    assert add_months(moment, months, UTC) == datetime.fromisoformat(ends)


def test_a_month_later_is_the_same_hour_where_people_live() -> None:
    moment = datetime.fromisoformat("2026-03-01T12:00:00+01:00")
    assert add_months(moment, 1, zone("Europe/Berlin")).isoformat() == "2026-04-01T10:00:00+00:00"


def test_it_waits_amber_then_red_and_is_never_put_off() -> None:
    story = small()
    story.do("role", "ic", "ani", minute=0)
    story.do("aware", "gdpr", minute=0)
    assert levels(story, 60 * HOUR) == {}
    assert levels(story, 67 * HOUR) == {"deadline.gdpr.notification": "amber"}
    assert levels(story, 71.5 * HOUR) == {"deadline.gdpr.notification": "red"}
    assert levels(story, 100 * HOUR) == {"deadline.gdpr.notification": "red"}
    assert nudges(story.incident, story.at(100 * HOUR), "ani")[0].key == "deadline.gdpr.notification"
    with pytest.raises(Refused, match="is not put off"):
        story.do("snooze", "deadline.gdpr", minute=100 * HOUR)


def test_it_runs_on_after_the_end_until_it_is_met_or_waived() -> None:
    story = small()
    story.do("aware", "dora", minute=0)
    story.do("resolve", minute=30)
    assert levels(story, 23.5 * HOUR) == {"deadline.dora.initial": "red"}
    story.do("reported", "dora.initial", minute=23.6 * HOUR)
    assert levels(story, 23.7 * HOUR) == {}
    story.do("waive", "dora.inter", "--who", "citra", "no", "bank", "is", "hit", minute=24 * HOUR)
    assert [d.id for d in running(story.incident)] == ["dora.final"]
    done = deadlines(story.incident)[1].settled
    assert done is not None
    assert (done.how, done.person, done.why) == ("waived", "citra", "no bank is hit")


def test_what_cannot_be_is_refused_with_what_to_do() -> None:
    story = small()
    with pytest.raises(Refused, match="aware LAW"):
        story.do("reported", "nis2.final", minute=1)
    with pytest.raises(Misused, match="there are: nis2, cra, dora, gdpr, pdp"):
        story.do("aware", "sox", minute=1)
    with pytest.raises(Refused, match="future"):
        story.do("aware", "nis2", "2027-01-01", minute=1)
    story.do("aware", "nis2", minute=1)
    with pytest.raises(Misused):
        story.do("waive", "nis2.final", minute=2)
    story.do("waive", "nis2.final", "no", "service", "of", "ours", minute=2)
    with pytest.raises(Refused, match="waived already, by ani"):
        story.do("reported", "nis2.final", minute=3)
    with pytest.raises(Refused, match="no legal deadlines"):
        Acted().do("aware", "nis2", minute=1)


@pytest.mark.parametrize("code", ["en", "id"])
def test_they_stand_in_header_board_timeline_brief_and_report(code: str) -> None:
    story = small()
    story.do("aware", "pdp", minute=1)
    found = seen(story.incident, "1.1", story.at(2), code)
    name = {"en": "UU PDP, notice to the people concerned", "id": "UU PDP, pemberitahuan ke subjek data"}[
        code
    ]
    for text in (found.panes, found.report):
        assert name in text
    left = {"en": "UU PDP 71 h", "id": "UU PDP 71 j"}[code]
    assert left in found.panes.splitlines()[0]
    assert {"en": "UU PDP: aware since", "id": "UU PDP: diketahui sejak"}[code] in found.panes
    brief = render("brief", Wanted(story.incident, story.at(2), language=code)).decode()
    assert name.partition(",")[0] in brief
    assert {"en": "Legal deadlines", "id": "Tenggat hukum"}[code] in brief


@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_the_header_keeps_its_width_and_the_deadline_its_colour(width: int) -> None:
    story = small()
    story.do("role", "ic", "ani", minute=0)
    story.do("aware", "nis2", minute=0)
    now = story.at(23.5 * HOUR)
    with spoken("en"):
        left, right = header(story.incident, now, UTC, width)
    assert line_cells((*left, *right)) == width
    assert [style for text, style in right if "30 min" in text and "-" not in text] == [OVERDUE]
    assert plain(right)


def test_a_team_can_be_asked_and_says_no_by_waiving_nothing() -> None:
    laws = tuple(msgspec.structs.replace(w, ask_from=2 if w.id == "nis2" else 0) for w in ten_steps().laws)
    story = Acted("Pay", "--sev", "2", playbook=msgspec.structs.replace(ten_steps(), laws=laws))
    asked = next(n for n in waiting(story.incident, story.at(1), "ani") if n.key == "law.nis2")
    assert (asked.verb, asked.given, asked.stays) == ("aware", {"law": "nis2"}, False)
    story.do("aware", "nis2", minute=2)
    assert "law.nis2" not in [n.key for n in waiting(story.incident, story.at(3), "ani")]
    calm = Acted("Pay", "--sev", "3", playbook=msgspec.structs.replace(ten_steps(), laws=laws))
    assert "law.nis2" not in [n.key for n in waiting(calm.incident, calm.at(1), "ani")]


BASE = 'id = "own"\nlanguage = "en"\n[[step]]\nnumber = 1\ntitle = "One"\n[[step.item]]\nnumber = "1.1"\ntitle = "x"\n'


def own(text: str) -> Playbook:
    return parse({"own.en.toml": BASE + text})


def test_a_playbook_says_its_laws_and_a_slip_is_named() -> None:
    made = own('[law.bank]\nname = "Bank rule"\nduty = [{ id = "a", name = "call", within = "2 d" }]\n')
    duty = made.laws[0].duties[0]
    assert (duty.hours, duty.months, made.laws[0].ask_from) == (48, 0, 0)
    with pytest.raises(BadPlaybook, match="does not stand before it"):
        own('[law.bank]\nname = "B"\nduty = [{ id = "a", name = "c", within = "2d", after = "b" }]\n')
    with pytest.raises(BadPlaybook):
        own('[law.bank]\nname = "B"\nduty = [{ id = "a", name = "c", within = "soon" }]\n')
    with pytest.raises(BadPlaybook, match="two duties"):
        own(
            '[law.bank]\nname = "B"\nduty = [{ id = "a", name = "c", within = "2d" }, { id = "a", name = "d", within = "3d" }]\n'
        )


def test_how_near_it_is_follows_from_the_time_alone() -> None:
    story = small()
    story.do("aware", "gdpr", minute=0)
    (only,) = deadlines(story.incident)
    seen_levels = [level(only, START + timedelta(hours=h)) for h in (-50, 0, 65, 66, 71, 73, 1000)]
    assert seen_levels == ["", "", "", "amber", "red", "red", "red"]


def test_a_line_says_itself_in_each_language() -> None:
    story = small()
    story.do("aware", "cra", minute=0)
    (fact,) = story.do("waive", "cra.final", "not", "our", "product", minute=1)
    assert (
        fact.sentence(story.incident, language("en")) == "CRA, final report: waived by ani: not our product"
    )
    assert (
        fact.sentence(story.incident, language("id"))
        == "CRA, laporan akhir: dilepas oleh ani: not our product"
    )


def test_a_late_one_says_so_where_it_waits_and_in_the_report() -> None:
    story = small()
    story.do("role", "ic", "ani", minute=0)
    story.do("aware", "nis2", minute=0)
    waits = {n.key: n.sentence for n in waiting(story.incident, story.at(26 * HOUR), "ani")}
    assert waits["deadline.nis2.early-warning"] == "NIS2, early warning to the CSIRT: late by 2 h"
    story.do("reported", "nis2.early-warning", "by mail", minute=27 * HOUR)
    story.do("reported", "nis2.notification", minute=28 * HOUR)
    early, notified, final = deadlines(story.incident)
    assert [d.settled is not None for d in (early, notified, final)] == [True, True, False]
    assert (early.late(story.at(90 * HOUR)), notified.late(story.at(90 * HOUR))) == (True, False)
    report = render("markdown", Wanted(story.incident, story.at(28 * HOUR))).decode()
    assert "late by 3 h" in report
    assert "by ani" in report
    assert "by mail" in report


def test_two_people_who_say_the_same_are_no_conflict_and_two_who_do_not_are() -> None:
    def told(second: str, *words: str) -> tuple[object, ...]:
        story = small()
        story.do("aware", "gdpr", minute=0)
        seen_by_both = story.incident
        first = act(find("reported"), ["gdpr.notification"], seen_by_both, circumstance(story, "ani", 5))
        other = act(find(second), ["gdpr.notification", *words], seen_by_both, circumstance(story, "budi", 6))
        for fact, minute in ((first[0], 5), (other[0], 6)):
            story.fold.add([story.stored(fact, minute)])
        return story.incident.conflicts

    assert told("reported") == ()
    assert len(told("waive", "no", "data")) == 1


def circumstance(story: Acted, by: str, minute: float) -> Circumstance:
    return story._given(by, minute)


@pytest.mark.parametrize("number", [10**30, -(10**30), 0])
def test_a_playbook_from_elsewhere_with_absurd_numbers_is_shown_and_breaks_nothing(number: int) -> None:
    law = ten_steps().laws[0]
    duties = tuple(msgspec.structs.replace(d, hours=number, months=number) for d in law.duties)
    levels_ = tuple(
        msgspec.structs.replace(s, update_minutes=number, first_update_minutes=number, postmortem_days=number)
        for s in ten_steps().severities
    )
    playbook = msgspec.structs.replace(
        ten_steps(), laws=(msgspec.structs.replace(law, duties=duties),), severities=levels_
    )
    story = Acted("Pay", "--sev", "1", playbook=playbook)
    story.do("aware", "nis2", minute=1)
    story.do("protocol", minute=1)
    story.do("update", "We look.", minute=2)
    assert len(deadlines(story.incident)) == 3
    assert isinstance(waiting(story.incident, story.at(5), "ani"), tuple)
    for code in ("en", "id"):
        assert "NIS2" in seen(story.incident, "1.1", story.at(5), code).report
