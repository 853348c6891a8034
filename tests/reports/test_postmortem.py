"""The report says all that the record says, names what it does not, and invents nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.helpers import real
from tests.helpers.story import Story, at
from warroom.core.families.declaration import Declared
from warroom.core.families.followups import ActionAdded
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.families.references import EntryReferenced
from warroom.core.families.sections import SectionWritten
from warroom.core.families.severity import SeverityChanged
from warroom.core.language import UnknownLanguage
from warroom.core.vocabulary import CATEGORIES
from warroom.reports import CannotRender, Wanted, render
from warroom.reports.context import context
from warroom.reports.document import Bullets, Captured, Chart, Document, Heading, Paragraph, Struck, Table
from warroom.reports.postmortem import postmortem

NOW = at("12:00", 3)
EIGHT = ["summary", "chronology", "cause", "impact", "actions_taken", "follow_ups", "learnings"]


def made(story: Story, language: str = "en", roles_only: bool = False) -> Document:
    return postmortem(context(story.incident(), NOW, language, roles_only=roles_only))


def flat(document: Document, key: str) -> str:
    """All the words of a section, a line for each row, item and paragraph."""
    lines: list[str] = []
    for block in document.section(key).blocks:
        if isinstance(block, Table):
            rows = (block.heads, *block.rows)
            lines += [
                " | ".join(f"~{c.text}~{c.after}" if isinstance(c, Struck) else c for c in row)
                for row in rows
            ]
        elif isinstance(block, Bullets):
            lines += block.items
        elif not isinstance(block, Chart):
            assert isinstance(block, Paragraph | Heading | Captured)
            lines.append(block.text)
    return "\n".join(lines)


def test_the_customers_parts_in_the_customers_order(story: Story) -> None:
    document = made(story)
    assert document.title == "Post-mortem: Payment gateway down"
    assert [s.key for s in document.sections][: len(EIGHT)] == EIGHT


def test_a_summary_that_nobody_wrote_is_a_draft_and_says_so(story: Story) -> None:
    text = flat(made(story), "summary")
    assert "Draft, made from the record" in text
    assert "severity SEV1" in text
    assert "resolved after 1 h 30 min" in text
    assert "users: about 1,210,000 people" in text
    story.tell(
        SectionWritten,
        at("02:00", 1),
        section="summary",
        text="Payments stood still.\n\nNo data was lost.",
    )
    text = flat(made(story), "summary")
    assert text == "Payments stood still.\nNo data was lost."


def test_figures_stand_beside_their_definitions(story: Story) -> None:
    text = flat(made(story), "chronology")
    assert "Time to detect | 5 min | detected - started" in text
    assert "Time to mitigate | not known: mitigated not recorded | mitigated - started" in text
    assert "started | ~22 November 2026 06:20 WIB | marked by ani" in text
    assert "Ask the Operations Lead (budi): the time “mitigated”" in flat(made(story), "missing")
    assert "Downtime: 45 min (union of the full impact windows)" in flat(made(story), "impact")


def test_a_figure_that_the_record_contradicts_is_named_not_printed(story: Story) -> None:
    story.tell(MilestoneMarked, "23:00", milestone="resolved")
    text = flat(made(story), "chronology")
    assert "Time to resolve | not known: resolved lies before started" in text
    assert "The record contradicts itself" in text
    assert "resolved lies before detected" in text
    text = flat(made(story, "id"), "chronology")
    assert "belum dapat dihitung: selesai lebih awal daripada mulai" in text
    assert "belum dapat dihitung: waktu dimitigasi belum dicatat" in text


def test_the_timeline_shows_what_a_reader_must_know_of_each_row(story: Story) -> None:
    text = flat(made(story), "chronology")
    assert "All times are WIB (UTC+07:00)" in text
    assert "~restarted the wrong host~ (struck: see next line)" in text
    assert "★ ✎ rolled back to v2.3.1, said @budi" in text
    assert "keep v2.3.1 until load tests exist (recorded 22 November 2026 09:00 WIB)" in text
    assert "Error rate 32 % (from grafana)" in text
    assert "severity is now SEV1: all users" in text
    assert "ani is Incident Commander" in text
    assert "ticked 1.1" not in text
    assert "citra joined" not in text


def test_a_mark_that_was_moved_is_struck_in_the_timeline() -> None:
    told = Story()
    told.tell(Declared, "14:00", title="Pay", severity=1, zone="UTC")
    told.tell(MilestoneMarked, "14:10", milestone="detected")
    told.tell(MilestoneMarked, "14:05", milestone="detected")
    words = flat(made(told), "chronology")
    assert "14:05 | detected | milestone" in words
    assert "14:10 | ~detected~ | milestone" in words


def test_a_milestone_stands_in_the_row_of_the_same_minute_that_tells_of_it() -> None:
    told = Story()
    told.tell(Declared, "14:00", title="Pay", severity=1, zone="UTC")
    told.tell(MilestoneMarked, "14:05", milestone="detected")
    told.tell(MilestoneMarked, "14:09", milestone="acknowledged")
    told.log(at("14:05") + timedelta(seconds=20), "the pager rings", category="alert")
    words = flat(made(told), "chronology")
    assert "14:05 | the pager rings | alert, detected" in words
    assert "14:09 | acknowledged | milestone" in words
    assert "detected | milestone" not in words


def test_where_many_rows_came_from_is_said_once() -> None:
    told = Story()
    told.tell(Declared, "14:00", title="x", severity=3)
    told.log("10:00", "from grafana", source="grafana", category="alert")
    for clock in ("10:01", "10:02", "10:03"):
        told.log(clock, f"row of {clock}", source="csv", recorded_at=at("14:05"), category="action")
    told.log("10:05", "by hand", recorded_at=at("14:10"))
    document = made(told)
    text = flat(document, "chronology")
    assert text.count("csv") == 1
    assert "⇠ 3 rows came from csv; recorded 21 November 2026 14:05 UTC." in text
    assert "10:01 | ⇠ row of 10:01 | action" in text
    assert "10:00 | from grafana (from grafana; recorded" not in text
    assert "from grafana (from grafana)" in text
    assert "by hand (recorded 21 November 2026 14:10 UTC)" in text
    assert "⇠ row of 10:01" in flat(document, "actions_taken")


def test_the_day_is_shown_where_the_timeline_crosses_midnight(story: Story) -> None:
    document = postmortem(context(story.incident(), NOW, zone=at("00:00").tzinfo))
    times = [
        line.partition(" | ")[0]
        for line in flat(document, "chronology").split("Timeline")[1].splitlines()[3:]
    ]
    assert times[0] == "21 November 2026 ~23:20"
    assert [t for t in times if t.startswith("22 ")] == ["22 November 2026 00:10"]


def test_a_change_of_the_clocks_shows_the_new_offset() -> None:
    told = Story()
    told.tell(Declared, "00:00", title="x", severity=3, zone="Europe/Berlin")
    summer = at("00:30") - timedelta(days=27)
    told.log(summer, "before")
    told.log(summer + timedelta(hours=1), "after")
    text = flat(made(told), "chronology")
    assert "All times are CEST (UTC+02:00)" in text
    assert "02:30 | before" in text
    assert "02:30 CET (UTC+01:00) | after" in text


def test_cause_impact_and_actions(story: Story) -> None:
    document = made(story)
    cause = flat(document, "cause")
    assert "about the cause" in cause
    assert "memory leak in v2.3.2: heap dump" in cause
    assert "the network: no loss" in cause
    assert "The first alert" in cause
    impact = flat(document, "impact")
    assert "users | 1,210,000 people | estimate" in impact
    assert "payments | full | 22 November 2026 06:20 WIB | 22 November 2026 07:05 WIB | 45 min" in impact
    assert "SEV2 | ani" in impact
    actions = flat(document, "actions_taken")
    assert "rolled back to v2.3.1" in actions
    assert "keep v2.3.1" in actions.partition("Decisions")[2]


def test_actions_taken_are_what_was_done_and_nothing_else(story: Story) -> None:
    for kind in sorted(set(CATEGORIES) - {"action", "change", "decision"}):
        story.log("23:51", f"only a {kind}", "budi", category=kind)
    story.log("23:52", "purged the queue", "budi", category="change")
    story.log("23:53", "exit status 0", "budi", source="run")
    done, _, decided = flat(made(story), "actions_taken").partition("Decisions")
    for text in ("rolled back to v2.3.1", "purged the queue", "exit status 0"):
        assert text in done
        assert text not in decided
    for text in ("only a", "Error rate 32 %", "payments recover", "keep v2.3.1", "memory leak", "HTTP 503"):
        assert text not in done
    assert len(decided.strip().splitlines()) == 2  # the heads of the columns, and the one decision


@pytest.mark.parametrize(
    ("section", "heading"),
    [("went_well", "What went well"), ("went_badly", "What went badly"), ("luck", "Where we were lucky")],
)
def test_what_was_written_of_the_learnings_stands_under_its_heading(
    story: Story, section: str, heading: str
) -> None:
    before = made(story)
    assert heading not in flat(before, "learnings")
    story.tell(SectionWritten, at("01:05", 1), section=section, text="the pager woke two people")
    after = flat(made(story), "learnings").partition(heading)[2].splitlines()
    assert after == ["", "the pager woke two people"]
    named = heading[0].lower() + heading[1:]
    assert named in flat(before, "missing")
    assert named not in flat(made(story), "missing")
    for form in ("markdown", "text"):
        assert "the pager woke two people" in render(form, Wanted(story.incident(), NOW)).decode()


def test_follow_ups_name_what_they_lack(story: Story) -> None:
    text = flat(made(story), "follow_ups")
    assert "alert on memory | budi | 23 November 2026 | detect | to do, overdue" in text
    assert "load tests | Tech Lead |  |  | to do, no due date" in text
    assert "No follow-up prevents this from happening again." in text
    assert "helps to detect" not in text


def test_what_stands_behind_the_report(story: Story) -> None:
    document = made(story)
    people = flat(document, "participants")
    assert "citra | a responder | 1 h" in people
    assert "ani | Incident Commander (06:33 to the end) | 1 h 17 min" in people
    assert "neither confirmed nor ruled out: a slow disk" in flat(document, "open_questions")
    listed = flat(document, "checklist")
    assert "Done or skipped: 2 of 3." in listed
    assert "1.2 | collect the logs | no disk left | ani" in listed
    assert "2.1 tell the stakeholders" in listed
    advised = flat(document, "recommendations")
    assert "Nobody held these roles: Communications Lead." in advised
    assert "Updates that came later than promised or demanded: 2." in advised
    assert flat(document, "notes") == "call the bank"


def test_nothing_is_invented_for_an_incident_of_one_event() -> None:
    told = Story()
    told.tell(Declared, "14:30", title="x", severity=1)
    document = made(told)
    asked = dict(
        line.removeprefix("Ask ").rstrip(".").split(": ") for line in flat(document, "missing").splitlines()
    )
    assert asked["the Subject Matter Expert"] == "root cause"
    assert "figures of the impact" in asked["the Communications Lead"]
    assert "learnings" in asked["everybody who took part"]
    assert "the time “detected”" in asked["the Operations Lead"]
    assert not any("resolved" in what for what in asked.values())  # it is not over
    assert not {"cause", "actions_taken", "follow_ups", "learnings"} & {s.key for s in document.sections}
    assert dict(document.facts)["Still missing"] == "Root cause, Actions taken, Follow-up plan, Learnings"
    assert "It is not over; its status is declared." in flat(document, "summary")


def test_what_did_not_cross_is_no_open_question(story: Story) -> None:
    assert "Two people" not in flat(made(story), "open_questions")


def test_crossed_changes_are_open_questions(story: Story) -> None:
    story.tell(SeverityChanged, at("01:10", 1), "budi", severity=2, prev=story.events[0].id)
    text = flat(made(story), "open_questions")
    assert (
        "Two people changed severity at the same time; what budi set stands, what ani set is in the log"
        in text
    )


def test_indonesian_reads_indonesian(story: Story) -> None:
    document = made(story, "id")
    text = "\n".join(flat(document, s.key) for s in document.sections)
    assert "Waktu sampai terdeteksi | 5 menit | dari mulai sampai terdeteksi" in text
    assert "~22 November 2026 06.20 WIB" in text
    assert "1.210.000" in text
    assert "1 jam 30 menit" in text
    assert "kumpulkan log" in text
    assert "Tanyakan kepada Koordinator Operasi (budi): waktu “dimitigasi”" in text


@pytest.mark.parametrize("form", ["markdown", "html", "text", "csv", "brief", "chat", "digest"])
def test_roles_only_names_nobody(story: Story, form: str) -> None:
    story.log(at("01:10", 1), "Budi's laptop; ask @ANI or (citra)", "dewi")
    story.log(at("01:11", 1), "dewi rebooted it", category="action")
    story.tell(ActionAdded, at("01:11", 1), text="ask eko", owner="eko", due=None)
    open_text = render(form, Wanted(story.incident(), NOW)).decode()
    text = render(form, Wanted(story.incident(), NOW, roles_only=True)).decode()
    assert any(name in open_text.lower() for name in ("ani", "budi"))
    for name in ("ani", "budi", "citra", "dewi", "eko"):
        assert not [w for w in re.sub(r"[<>'(]", " ", text).split() if w.strip(".,;:)@|").lower() == name], (
            name
        )
    if form == "markdown":
        assert "said Operations Lead" in text
        assert "Tech Lead" in text


def test_what_can_not_be_made_says_what_can() -> None:
    told = Story()
    told.tell(Declared, "14:30", title="x", severity=1)
    incident = told.incident()
    with pytest.raises(CannotRender, match='no such format: "doc"'):
        render("doc", Wanted(incident, NOW))
    with pytest.raises(CannotRender, match="loses nothing"):
        render("json", Wanted(incident, NOW, roles_only=True))
    with pytest.raises(UnknownLanguage, match='no such language: "fr"; there are en, id'):
        render("markdown", Wanted(incident, NOW, "fr"))


@pytest.mark.parametrize("name", real.NAMES)
@pytest.mark.parametrize("language", ["en", "id"])
def test_real_incidents_can_be_reported(name: str, language: str) -> None:
    data = real.read(name)
    incident = real.story(name).incident()
    for form in ("markdown", "text", "brief", "csv"):
        text = render(form, Wanted(incident, NOW, language)).decode()
        assert data["events"][-1]["text"][:20] in text.replace("\n", " ") or form == "brief"
    assert len(text) > 100


def test_ten_thousand_entries_are_reported() -> None:
    told = Story()
    told.tell(Declared, "00:00", title="x", severity=1)
    for number in range(10_000):
        told.log(
            at("00:01") + timedelta(seconds=number),
            f"entry {number}: the error rate is at {number} and «rising»",
        )
    incident = told.incident()
    for form in ("markdown", "text", "csv", "brief"):
        assert render(form, Wanted(incident, NOW, roles_only=True)), form


def test_links_beside_a_row_are_in_the_report_and_followed_from_the_page(story: Story) -> None:
    row = story.incident().entries[0]
    story.tell(
        EntryReferenced,
        at("01:05", 1),
        entry=row.id,
        url="https://graphs.example/d/pay?a=b&c=d_e",
        title="errors",
    )
    text = render("markdown", Wanted(story.incident(), NOW)).decode()
    assert "Error rate 32 % (from grafana) errors: <https://graphs.example/d/pay?a=b&c=d_e>" in text
    assert "graphs.example" in render("text", Wanted(story.incident(), NOW)).decode()
    page = render("html", Wanted(story.incident(), NOW)).decode()
    assert '<a href="https://graphs.example/d/pay?a=b&amp;c=d_e" rel="noopener noreferrer">errors</a>' in page
