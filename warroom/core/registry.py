"""What a person can do: all verbs by name. Keys, entry line, palette, shell, F1 help and docs are made from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from warroom.core.arguments import read
from warroom.core.envelope import Event
from warroom.core.families import FAMILIES
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.sentences import shortened
from warroom.core.text import quoted
from warroom.core.verb import Circumstance, Misused, Refused, Verb

VERBS: Final[dict[str, Verb]] = {v.name: v for family in FAMILIES for v in family.VERBS}


def find(name: str) -> Verb:
    """The verb of that name.

    Raises:
        Misused: there is none; the message names near ones.
    """
    verb = VERBS.get(name.lower())
    if verb:
        return verb
    near = [v for v in VERBS if name and v.startswith(name.lower()[:2])]
    hint = say("did you mean {names}?", names=", ".join(near)) if near else say("? lists all")
    raise Misused(say("there is no verb {name}; {hint}", name=quoted(name), hint=hint))


def act(verb: Verb, tokens: Sequence[str], incident: Incident, given: Circumstance) -> tuple[Event, ...]:
    """The facts that a verb makes of an incident and the words behind it.

    Raises:
        Misused: the words do not fit.
        Refused: it can't be done now; the message says why.
    """
    why_not = verb.off(incident)
    if why_not:
        raise Refused(why_not)
    made = tuple(verb.make(incident, read(verb, tokens, incident, given)))
    if len(made) < 2:
        return made
    return tuple(msgspec.structs.replace(e, act=made[0].id) for e in made)


def question(verb: Verb, tokens: Sequence[str], incident: Incident, given: Circumstance) -> str:
    """What to ask before a verb is done to what the words name; "" when nothing is to be asked.

    Raises:
        Misused: the words do not fit.
    """
    if not verb.confirm:
        return ""
    values = read(verb, tokens, incident, given).values
    names = {name: shortened(getattr(value, "text", str(value))) for name, value in values.items()}
    return say(verb.confirm).format(**{"id": incident.id, "title": incident.title, **names})
