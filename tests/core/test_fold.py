"""The fold: the same set of events gives the same incident, and the invariants of the room hold."""

from __future__ import annotations

import random
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.acted import START, Acted
from tests.helpers.examples import LINES, META, acted, small
from warroom.core import codec
from warroom.core.families.checklist import ItemSet
from warroom.core.families.entries import EntryLogged
from warroom.core.families.log import Unread
from warroom.core.families.roster import RoleAssigned, of_role
from warroom.core.families.severity import SEVERITY, SeverityChanged
from warroom.core.fold import Fold, fold
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.metrics import on_duty
from warroom.core.verb import Refused
from warroom.core.vocabulary import SOLE_ROLES

MORE = (
    "sev 2",
    "status monitoring",
    "role sme citra",
    "handover ic citra",
    "leave me",
    "log paged --kind alert",
)
"""Beside the examples of the verbs: what makes them meet."""
ACTS = st.sampled_from([(verb, *words) for verb, words, _ in map(acted, (*LINES, *MORE))])
PEOPLE = st.sampled_from(["ani", "budi", "citra"])
STATE = [name for name in Incident.__struct_fields__ if name not in META]


def told(acts: list[tuple[tuple[str, ...], str]]) -> Acted:
    """A story of these acts; those that are refused are left out, as in the room."""
    story = small()
    for minute, (words, person) in enumerate(acts, 1):
        try:
            story.do(*words, by=person, minute=minute)
        except Refused:
            continue
    return story


@given(st.lists(st.tuples(ACTS, PEOPLE), max_size=25), st.randoms())
@settings(max_examples=60, deadline=None)
def test_any_order_and_any_doubling_of_the_same_events_gives_the_same_incident(
    acts: list[tuple[tuple[str, ...], str]], rnd: random.Random
) -> None:
    story = told(acts)
    shuffled = [*story.events, *story.events[:3]]
    rnd.shuffle(shuffled)
    piecemeal = Fold("INC-20261121-TST")
    for event in shuffled:
        piecemeal.add([event])
        piecemeal.incident()
    assert fold(shuffled, "INC-20261121-TST") == story.incident
    assert piecemeal.incident() == story.incident


@given(st.lists(st.tuples(ACTS, PEOPLE), max_size=25))
@settings(max_examples=60, deadline=None)
def test_what_was_handed_out_never_changes_and_each_row_is_found_in_it(
    acts: list[tuple[tuple[str, ...], str]],
) -> None:
    story = small()
    seen = [(story.incident, list(story.incident.rows), dict(story.incident.heads))]
    for minute, (words, person) in enumerate(acts, 1):
        try:
            story.do(*words, by=person, minute=minute)
        except Refused:
            continue
        incident = story.incident
        seen.append((incident, list(incident.rows), dict(incident.heads)))
    ids = {e.id for e in story.events}
    for incident, rows, heads in seen:
        assert list(incident.rows) == rows
        assert incident.heads == heads
        assert {i: incident.row(i) for i in ids} == {
            i: next((r for r in rows if r.id == i), None) for i in ids
        }


@given(st.lists(st.tuples(ACTS, PEOPLE), max_size=25), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_newest_come_first_in_whatever_order_they_came(
    acts: list[tuple[tuple[str, ...], str]], rnd: random.Random
) -> None:
    events = told(acts).events
    rnd.shuffle(events)
    piecemeal = Fold("INC-20261121-TST")
    for event in events:
        piecemeal.add([event])
        rows = list(piecemeal.incident().rows.newest())
        assert [r.order for r in rows] == sorted((r.order for r in rows), reverse=True)
        assert {r.id for r in rows} == {r.id for r in piecemeal.incident().rows}


@given(st.lists(st.tuples(ACTS, PEOPLE), max_size=25))
@settings(max_examples=60, deadline=None)
def test_the_invariants_hold_after_any_acts(acts: list[tuple[tuple[str, ...], str]]) -> None:
    incident = told(acts).incident
    for role in SOLE_ROLES:
        assert len(incident.holders(role)) <= 1
    assert [r.at for r in incident.rows] == sorted(r.at for r in incident.rows)
    assert len({r.id for r in incident.rows}) == len(incident.rows)
    for member in incident.roster:
        assert member.present or not member.roles
        assert on_duty(member, START + timedelta(days=1)) >= 0
    assert not incident.conflicts


@given(st.lists(st.tuples(ACTS, PEOPLE), max_size=15), ACTS)
@settings(max_examples=60, deadline=None)
def test_an_undone_act_leaves_the_state_as_it_was_before(
    acts: list[tuple[tuple[str, ...], str]], last: tuple[str, ...]
) -> None:
    if last[0] in ("undo", "redo", "redact"):
        return
    story = told(acts)
    before = story.incident
    try:
        story.do(*last, by="zoe", minute=50)
    except Refused:
        return
    story.do("undo", by="zoe", minute=51)
    after = story.incident
    for name in STATE:
        assert getattr(after, name) == getattr(before, name)
    assert [r.text for r in after.entries if r.struck is None] == [
        r.text for r in before.entries if r.struck is None
    ]


def test_undo_goes_back_act_by_act_and_redo_comes_forward() -> None:
    story = Acted()
    story.do("status", "investigating", minute=1)
    story.do("status", "mitigating", minute=2)
    story.do("undo", minute=3)
    assert story.incident.status == "investigating"
    story.do("undo", minute=4)
    assert story.incident.status == "declared"
    story.do("redo", minute=5)
    assert story.incident.status == "investigating"


def test_undo_and_redo_say_what_they_did_and_end_where_there_is_no_more() -> None:
    story = Acted()
    story.do("log", "hello", minute=1)
    story.do("sev", "1", minute=2)

    def said(verb: str) -> str:
        (fact,) = story.do(verb, minute=3)
        return fact.sentence(story.incident, say)

    assert [said("undo"), said("undo")] == ["undid: severity is now SEV1", "undid: hello"]
    assert [said("redo"), said("redo")] == ["did again: hello", "did again: severity is now SEV1"]
    with pytest.raises(Refused, match="undone nothing"):
        story.do("redo", minute=4)
    assert story.incident.severity == 1


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("12000", "12000"), ("3.5", "3.5"), ("1,5", "1.5"), ("1,200,000.5", "1200000.5"), ("1.200.000,5", "1200000.5"),
        ("1_000", "1000"), ("12.50", "12.50"), ("1.200.000", "1200000"), ("0.125", "0.125"),
    ],
)  # fmt: skip
def test_an_impact_is_the_number_that_was_meant(written: str, amount: str) -> None:
    story = Acted()
    story.do("impact", "orders", written, minute=1)
    assert story.incident.figures[0].amount == amount


@pytest.mark.parametrize("written", ["12.000", "12,000", "-5", "abc", "", "1e40", "nan", "1,2,3"])
def test_an_impact_that_is_no_number_or_could_be_two_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        Acted().do("impact", "orders", written, minute=1)


def test_an_option_that_is_given_twice_is_joined_or_refused_but_never_lost() -> None:
    story = Acted("Pay", "--symptom", "error 503", "--symptom", "slow", "--system", "pay", "--system", "api")
    assert (story.incident.symptoms, story.incident.systems) == ("error 503; slow", ("pay", "api"))
    with pytest.raises(Refused, match="twice"):
        story.do("sev", "1", "--why", "one", "--why", "two", minute=1)


def test_an_undone_entry_stays_readable() -> None:
    story = Acted()
    story.do("log", "wrong incident, sorry", minute=1)
    story.do("undo", minute=2)
    (row,) = story.incident.entries
    assert (row.text, row.struck) == ("wrong incident, sorry", "undone")


def test_a_declaration_cannot_be_undone() -> None:
    story = Acted()
    with pytest.raises(Refused, match="declaration"):
        story.do("undo", minute=1)


def test_a_correction_keeps_what_was_said_and_moves_the_entry() -> None:
    story = Acted()
    (entry,) = story.do("log", "db1 is down", minute=10)
    story.do("log", "restarted", minute=12)
    story.do("correct", entry.id, "db2 is down", minute=13)
    story.do("retime", entry.id, "14:45", minute=20)
    incident = story.incident
    assert [r.text for r in incident.entries] == ["restarted", "db2 is down"]
    assert [v.text for v in incident.versions[entry.id]] == ["db1 is down", "db2 is down"]


def test_two_who_took_command_apart_are_both_shown_until_one_confirms() -> None:
    story = Acted()
    seen = story.incident
    one = RoleAssigned(
        id="one", at=story.at(1), by="ani", role="ic", person="ani", prev=seen.head(of_role("ic"))
    )
    two = RoleAssigned(
        id="two", at=story.at(2), by="budi", role="ic", person="budi", prev=seen.head(of_role("ic"))
    )
    story.fold.add([story.stored(one, 1), story.stored(two, 2)])
    (conflict,) = story.incident.conflicts
    assert (conflict.about, conflict.winner_by, conflict.loser_by) == ("role.ic", "budi", "ani")
    assert story.incident.commander == "budi"
    story.do("role", "ic", "ani", by="budi", minute=3)
    assert story.incident.commander == "ani"
    assert not story.incident.conflicts


def test_two_who_tick_the_same_item_do_not_conflict_and_the_first_has_the_credit() -> None:
    story = Acted()
    for name, minute in (("ani", 1), ("budi", 2)):
        tick = ItemSet(id=name, at=story.at(minute), by=name, item="3.3", state="done")
        story.fold.add([story.stored(tick, minute)])
    assert story.incident.items["3.3"].by == "ani"
    assert not story.incident.conflicts


def test_a_change_is_not_shadowed_by_the_wrong_clock_of_what_it_replaces() -> None:
    story = Acted()
    head = story.incident.head(SEVERITY)
    wrong = SeverityChanged(id="ahead", at=story.at(1), by="h2", severity=1, prev=head)
    ahead = msgspec.structs.replace(story.stored(wrong, 1), hlc="2038-01-01T00:00:00.000Z.0000")
    mine = story.stored(SeverityChanged(id="mine", at=story.at(2), by="ani", severity=4, prev="ahead"), 2)
    for order in ([ahead, mine], [mine, ahead]):
        apart = Fold("INC-20261121-TST")
        apart.add(story.events)
        for event in order:
            apart.add([event])
        assert apart.incident().severity == 4
        assert not apart.incident().conflicts


def test_reopening_keeps_the_first_impact_window_and_starts_a_new_one() -> None:
    story = Acted()
    story.do("resolve", minute=60)
    story.do("reopen", "errors are back", minute=90)
    first, second = story.incident.windows
    assert (first.starts, first.ends) == (story.at(0), story.at(60))
    assert (second.starts, second.ends) == (story.at(90), None)
    assert story.incident.reached("resolved") is None


def test_the_commander_stays_accountable_until_the_handover_is_accepted() -> None:
    story = Acted()
    story.do("role", "ic", "ani", minute=1)
    story.do("handover", "ic", "budi", minute=2)
    assert story.incident.commander == "ani"
    with pytest.raises(Refused):
        story.do("accept", by="citra", minute=3)
    story.do("accept", "ic", "--confirm", by="budi", minute=4)
    assert story.incident.commander == "budi"
    assert not story.incident.offers


def test_milestones_follow_from_the_first_of_their_sort_until_somebody_marks_them() -> None:
    story = Acted()
    story.do("log", "CPU alert", "--kind", "alert", "--at", "-3m", minute=10)
    assert story.incident.milestones["detected"].derived
    assert story.incident.reached("detected") == story.at(7)
    story.do("strike", "last", "test alert", minute=11)
    assert story.incident.reached("detected") is None
    story.do("mark", "detected", "--at", "14:31", minute=12)
    assert story.incident.reached("detected") == story.at(1)


def test_a_second_look_after_reopening_is_no_first_acknowledgement() -> None:
    story = Acted()
    story.do("resolve", minute=20)
    story.do("reopen", "--why", "it is back", minute=60)
    story.do("status", "monitoring", minute=80)
    story.do("resolve", minute=90)
    assert story.incident.reached("acknowledged") is None
    assert story.incident.reached("mitigated") is None
    assert story.incident.reached("resolved") == story.at(90)


def test_a_fact_of_a_newer_version_is_kept_and_counted() -> None:
    story = Acted()
    line = (
        b'{"id":"ff","at":"2026-11-21T14:40:00.000Z","by":"ani","kind":"robot.paged","robot":"r2",'
        b'"origin":"x","n":1,"hlc":"2026-11-21T14:40:00.000Z.0000"}'
    )
    event = codec.decode(line)
    story.fold.add([event])
    assert story.incident.part(Unread).count == 1
    assert codec.fields(event)["robot"] == "r2"
    assert codec.fields(event)["kind"] == "robot.paged"


def test_undo_takes_the_act_that_was_recorded_last_whatever_the_ids_say() -> None:
    story = Acted()
    late = EntryLogged(id="00000000-clock-was-back", at=story.at(5), by="ani", text="second")
    story.do("log", "first", minute=1)
    story.fold.add([story.stored(late, 5)])
    story.do("undo", minute=6)
    assert [r.text for r in story.incident.entries if r.struck] == ["second"]


def test_what_comes_back_by_redo_is_no_collision_with_what_came_meanwhile() -> None:
    story = Acted()
    story.do("status", "investigating", minute=1)
    story.do("undo", minute=2)
    story.do("status", "mitigating", minute=3)
    story.do("redo", minute=4)
    assert story.incident.status == "mitigating"
    assert not story.incident.conflicts
