"""A meeting as a file that calendars take in (iCalendar, RFC 5545).

The library is imported when somebody wants one: it takes longer than the whole start of the shell's door.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple


class Meeting(NamedTuple):
    """What is written. Times are aware; `uid` stays the same for a later version of the same meeting."""

    uid: str
    title: str
    starts: datetime
    ends: datetime
    made: datetime
    where: str = ""
    """A link, a number or a place."""
    about: str = ""
    attendees: Sequence[tuple[str, str]] = ()
    """Names and mail addresses."""


def ics(meeting: Meeting) -> bytes:
    """The file, with the line ends and the folding that the standard wants."""
    from datetime import UTC

    from icalendar import Calendar, Event, vCalAddress, vText

    calendar = Calendar()
    calendar.add("prodid", "-//warroom//warroom//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", meeting.uid)
    event.add("summary", meeting.title)
    event.add("dtstart", meeting.starts.astimezone(UTC))
    event.add("dtend", meeting.ends.astimezone(UTC))
    event.add("dtstamp", meeting.made.astimezone(UTC))
    if meeting.where:
        event.add("location", meeting.where)
    if "://" in meeting.where:
        event.add("url", meeting.where)
    if meeting.about:
        event.add("description", meeting.about)
    for name, mail in meeting.attendees:
        attendee = vCalAddress(f"mailto:{mail}")
        attendee.params["cn"] = vText(name.replace('"', "'"))
        event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
