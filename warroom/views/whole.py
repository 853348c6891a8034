"""The room as plain lines, one pane after the other: for `--plain`, a pipe, a dumb terminal, a screen reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from warroom.core.checklist import checklist, progress
from warroom.core.clock import offset_text
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.nudges import nudges
from warroom.core.others import NONE, Others
from warroom.core.presence import Console
from warroom.views.board import (
    decisions,
    follow_ups_list,
    notes_list,
    situation_list,
)
from warroom.views.decisions import Decisions, decisions_list
from warroom.views.diagnosis import ALL, diagnosis_list
from warroom.views.header import SaveState, header
from warroom.views.lines import UTF8, Line, Signs, spread
from warroom.views.listing import Listing
from warroom.views.now import now_line
from warroom.views.people import present, roster_list
from warroom.views.steps import steps_list
from warroom.views.timeline import Timeline, visible
from warroom.views.verification import verification_list
from warroom.views.waiting import waiting_list


def room_lines(
    incident: Incident,
    now: datetime,
    zone: tzinfo,
    width: int,
    *,
    signs: Signs = UTF8,
    language: str = "en",
    noise: bool = False,
    saved: SaveState = "saved",
    others: Others = NONE,
    person: str = "",
    consoles: Sequence[Console] = (),
) -> Iterator[Line]:
    """Header, the line *now*, what waits for `person`, steps, timeline, roster and board, each whole, at most `width` wide."""
    steps = checklist(incident, language)
    done, all_items = progress(steps)
    decided = decisions(incident.rows)
    shown = visible(incident, noise=noise)
    yield spread(*header(incident, now, zone, width, saved=saved, signs=signs), width)
    yield now_line(incident, decided[-1] if decided else None, now, zone, width, signs)
    if found := nudges(incident, now, person):
        yield from _pane(say("What waits"), waiting_list(found, signs), width, signs)
    yield from _pane(
        f"{say('Steps')} {done}/{all_items}",
        steps_list(steps, {s.number for s in steps}, zone, signs, now=now),
        width,
        signs,
    )
    timeline = Timeline(incident, shown, zone, signs, now=now)
    yield from _pane(
        say("Timeline {count} (times in {zone})", count=len(shown), zone=offset_text(now, zone)),
        timeline,
        width,
        signs,
    )
    yield from _pane(
        f"{say('Roster')} {present(incident)}",
        roster_list(incident, now, signs, consoles=consoles),
        width,
        signs,
    )
    for title, rows in (
        (say("Notes"), notes_list(incident, signs)),
        (say("Diagnosis"), diagnosis_list(incident, now, zone, signs, selected=ALL)),
        (say("Decisions"), decisions_list(incident, decided, now, zone, signs)),
        (say("Verification"), verification_list(incident, now, zone, signs)),
        (say("Follow-ups"), follow_ups_list(incident, now, zone, signs)),
        (say("Situation"), situation_list(incident, zone, signs, language, now, others)),
    ):
        yield from _pane(title, rows, width, signs)


def _pane(title: str, rows: Listing | Decisions | Timeline, width: int, signs: Signs) -> Iterator[Line]:
    yield ()
    rule = f"{signs.horizontal * 2} {title} "
    yield ((rule + signs.horizontal * max(0, width - len(rule)), "title"),)
    for i in range(len(rows)):
        yield from rows.lines(i, width)
