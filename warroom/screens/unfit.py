"""Whether a verb can be done to what is selected, before anything is asked: its own refusal, from a trial without effect.

`Verb.make` is pure, so it can be tried with words that stand for those that are not given yet. What cannot be stood for (a time,
an amount, a choice) is not tried: then the answer is that nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from warroom.core.families import SORTS
from warroom.core.language import say
from warroom.core.playbook import Playbook
from warroom.core.verb import Arg, Circumstance, Given, Misused, Refused, Verb, suits
from warroom.screens.asked import Here, present

_WORDS: Final = "…"


def why_not(verb: Verb, here: Here, given: Circumstance) -> str:
    """Why the verb cannot be done here; "" when nothing is known that speaks against it."""
    off = verb.off(here.incident)
    if off:
        return off
    values: dict[str, Any] = {}
    fitting = suits(verb.on, here.picked.sort)
    fits = {arg.name for arg in verb.args if fitting and arg.kind == verb.on and not arg.flag}
    more = verb.more(here.incident, dict.fromkeys(fits, here.picked.id))
    for arg in verb.args:
        asked = arg.kind in _ASKED or arg.name in more or (arg.kind == "person" and not arg.flag)
        if not (arg.required or arg.name in fits or asked):
            continue
        found = _thing(here.picked.sort, here) if arg.name in fits else _stand_in(verb, arg, here)
        if found is None:
            return ""
        values[arg.name] = found
    try:
        verb.make(
            here.incident,
            Given(
                given.by, given.now, given.zone, lambda: _WORDS, given.people, _some_playbook, others=given.others,
                values=values,
            ),
        )  # fmt: skip
    except Misused:
        return ""  # a word is missing, and will be asked for
    except Refused as error:
        return str(error)
    return ""


def _some_playbook(name: str) -> Playbook:
    """No disk is asked before a name was given."""
    return Playbook(name, ())


_ASKED: Final = ("readback",)
"""What may be left out and is asked for all the same: a key is not off because nobody has said it yet."""


def _thing(sort: str, here: Here) -> Any:
    """What is selected, as the verb gets it."""
    if sort in SORTS:
        return next((one for one in SORTS[sort].every(here.incident) if one.id == here.picked.id), None)
    found = _THINGS.get(sort)
    return found(here) if found else None


_THINGS: Final[dict[str, Callable[[Here], Any]]] = {
    "entry": lambda here: here.incident.row(here.picked.id),
    "item": lambda here: here.picked.id,
    "person": lambda here: here.picked.id,
}


def _stand_in(verb: Verb, arg: Arg, here: Here) -> Any:
    if arg.kind in ("text", "maybe_text", *_ASKED):
        return _WORDS
    if arg.kind == "objections":
        return ()
    if arg.kind == "role":
        return present(verb, arg, here) or None
    if arg.kind == "person" and verb.name == "handover":
        return say("NAME")  # anybody may be given it; whether somebody joins or leaves depends on who it is
    return None
