"""What a person can do: the registry of verbs. Keys, entry line, palette, shell, F1 help and docs are made from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from warroom.core.describe import shortened
from warroom.core.events import Event
from warroom.core.incident import Incident
from warroom.core.verbs import checklist, people, report, state, timeline
from warroom.core.verbs.arguments import PARSERS
from warroom.core.verbs.registry import Arg, Circumstance, Given, Misused, Refused, Verb, read

__all__ = ["VERBS", "Arg", "Circumstance", "Given", "Misused", "Refused", "Verb", "act", "find", "question"]

VERBS: Final[dict[str, Verb]] = {
    v.name: v for family in (timeline, checklist, state, people, report) for v in family.VERBS
}


def find(name: str) -> Verb:
    """The verb of that name.

    Raises:
        Misused: there is none; the message names near ones.
    """
    verb = VERBS.get(name.lower())
    if verb:
        return verb
    near = [v for v in VERBS if name and v.startswith(name.lower()[:2])]
    hint = f"did you mean {', '.join(near)}?" if near else "? lists all"
    raise Misused(f"there is no verb {name!r}; {hint}")


def act(name: str, tokens: Sequence[str], incident: Incident, given: Circumstance) -> tuple[Event, ...]:
    """The facts that a verb makes of an incident and the words behind it.

    Raises:
        Misused: the words do not fit.
        Refused: it can't be done now; the message says why.
    """
    verb = find(name)
    why_not = verb.off(incident)
    if why_not:
        raise Refused(why_not)
    made = tuple(verb.make(incident, read(verb, tokens, incident, given, PARSERS)))
    if len(made) < 2:
        return made
    return tuple(msgspec.structs.replace(e, act=made[0].id) for e in made)


def question(name: str, tokens: Sequence[str], incident: Incident, given: Circumstance) -> str:
    """What to ask before a verb is done to what the words name; "" when nothing is to be asked.

    Raises:
        Misused: the words do not fit.
    """
    verb = find(name)
    if not verb.confirm:
        return ""
    values = read(verb, tokens, incident, given, PARSERS).values
    names = {name: shortened(getattr(value, "text", str(value))) for name, value in values.items()}
    return verb.confirm.format(**{"id": incident.id, "title": incident.title, **names})
