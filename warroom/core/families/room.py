"""What is done to the room itself and not to the incident: help, the report as a file, the way out. No facts.

They are declared like every other verb, so that keys, entry line, palette, help and manual know them; the screen or the shell
carries them out.
"""

from __future__ import annotations

from collections.abc import Sequence

from warroom.core.checklist import Rule
from warroom.core.envelope import Event
from warroom.core.incident import Incident
from warroom.core.verb import Given, Verb


def _no_facts(_incident: Incident, _given: Given) -> Sequence[Event]:
    return ()


VERBS = (
    Verb(
        "export", "room", "write the report", _no_facts, key="e", door=True,
        also="report brief postmortem post-mortem markdown json csv save clipboard",
        fulfils=("brief_exported",), example=("export",),
    ),
    Verb(
        "help", "room", "what can be done here, and how", _no_facts, key="question_mark,f1", door=True,
        also="keys verbs manual how", example=("help",),
    ),
    Verb(
        "next", "room", "the one or two things that matter most now, with why and the key", _no_facts, key="f5", door=True,
        also="what now todo advice urgent lost help", example=("next",),
    ),
    Verb(
        "digest", "room", "what happened since you last looked", _no_facts, key="L", door=True,
        also="since away back catch up news summary missed unread", example=("digest",),
    ),
    Verb(
        "quit", "room", "leave the room", _no_facts, key="q", door=True, also="leave close back home", example=("quit",),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}
