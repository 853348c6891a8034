"""What is said to somebody who is called in: short enough for a text message."""

from __future__ import annotations

from warroom.core.families.bridge import Bridge
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.sentences import because


def page_text(incident: Incident, by: str, why: str = "") -> str:
    """Which incident, how bad, who asks and for what, and where to go; a line each."""
    lines = [
        f"{incident.id} SEV{incident.severity}: {incident.title}",
        because(say("{person} asks you to join", person=by), why),
    ]
    link = incident.part(Bridge).link
    if link:
        lines.append(say("The call: {link}", link=link))
    lines.append(f"warroom open {incident.id}")
    return "\n".join(lines)
