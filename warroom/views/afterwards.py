"""What stands below the follow-ups: the meeting, what is recommended for the process, shared, or not needed with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from warroom.core.families.closing import WORDS, Closing
from warroom.core.families.meeting import Meeting, due
from warroom.core.incident import Incident
from warroom.core.language import say, spoken
from warroom.views.cells import cells
from warroom.views.lines import Span
from warroom.views.listing import Entry


def afterwards(incident: Incident, now: datetime, zone: tzinfo) -> Iterator[Entry]:
    """Nothing while it goes on and nobody has said anything. Keys: `set.VERB` where Enter does what is to be done, and rules."""
    yield from _meeting(incident, now, zone)
    closing = incident.part(Closing)
    for said in closing.recommended:
        yield _row("-", said.id, say("recommended"), said.text, said.by)
    for said in closing.shared:
        yield _row("-", said.id, say("shared"), said.text, said.by)
    for what, said in closing.unneeded.items():
        yield _row("-", said.id, say("none"), f"{say(WORDS[what])}: {said.text}", said.by)


def _meeting(incident: Incident, now: datetime, zone: tzinfo) -> Iterator[Entry]:
    meeting, until = incident.part(Meeting), due(incident)
    if meeting.held:
        held = meeting.held[-1]
        words = say("held {moment}", moment=_moment(held.at, zone))
        yield _row("set.met", "", say("meeting"), f"{words}: {held.text}" if held.text else words, held.by)
    elif meeting.starts:
        place = f" ({meeting.place})" if meeting.place else ""
        style = "warn" if meeting.starts <= now else ""
        yield _row(
            "set.met", "", say("meeting"), f"{_moment(meeting.starts, zone)}{place}", meeting.by, style
        )
    elif until:
        words = say("not planned; due by {day}", day=f"{until.astimezone(zone):%Y-%m-%d}")
        yield _row("set.meeting", "", say("meeting"), words, "", "bad" if now > until else "warn")


def _moment(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%Y-%m-%d} {spoken().clock(local)}"


def _row(key: str, of: str, label: str, words: str, by: str, style: str = "") -> Entry:
    wide = max(cells(say(word)) for word in ("meeting", "recommended", "shared", "none"))
    line: tuple[Span, ...] = ((f"{label}{' ' * (wide - cells(label))}  ", "dim"), (words, style))
    return Entry(f"{key}{of}", line, ((by, "dim"),) if by else (), indent=wide + 2)
