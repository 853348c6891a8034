"""An invitation to the call of an incident, as a file for calendars."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from warroom.core.directory import NOBODY, Directory
from warroom.core.families.bridge import Bridge
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.outreach.calendar import Meeting, ics
from warroom.session.answers import Held
from warroom.session.export import Exported, write_beside

LASTS: Final = timedelta(hours=1)
NAME: Final = "call.ics"
_MAIL: Final = re.compile(r"(?:mailto:)?([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")


def invitation(
    incident: Incident,
    now: datetime,
    *,
    starts: datetime | None = None,
    lasts: timedelta = LASTS,
    people: Directory = NOBODY,
) -> bytes:
    """The file. Whoever is in the room and has a mail address in the directory is invited."""
    begins = starts or now
    about = say(
        "{id}, SEV{severity}, {status}. Incident Commander: {ic}.",
        id=incident.id,
        severity=incident.severity,
        status=say(incident.status),
        ic=incident.commander or say("nobody"),
    )
    return ics(
        Meeting(
            f"call-{incident.id}@warroom", f"{incident.id}: {incident.title}", begins, begins + lasts, now,
            incident.part(Bridge).link, f"{about}\nwarroom open {incident.id}", _invited(incident, people),
        )
    )  # fmt: skip


def write_invitation(held: Held, people: Directory = NOBODY) -> Exported:
    """The file beside where the person is, never over another one.

    Raises:
        StorageError: it could be written nowhere.
    """
    data = invitation(held.incident, held.now, people=people)
    path = write_beside(held, NAME, data)
    return Exported(path, say("wrote {name} ({count} bytes)", name=path.name, count=f"{len(data):,}"))


def _invited(incident: Incident, people: Directory) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for member in incident.roster:
        person = people.find(member.person) if member.present else None
        mail = next((m[1] for way in person.contact if (m := _MAIL.fullmatch(way))), "") if person else ""
        if mail:
            found.append((member.person, mail))
    return found
