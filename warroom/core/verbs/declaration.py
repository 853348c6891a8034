"""The one verb that needs no incident: it makes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from warroom.core import events as ev
from warroom.core.incident import Incident
from warroom.core.playbook import Playbook
from warroom.core.verbs.arguments import PARSERS
from warroom.core.verbs.registry import Arg, Circumstance, Given, Misused, Verb, read
from warroom.core.when import When

Find = Callable[[str], Playbook]
"""A playbook by its name; "" for the default one."""


def _declare(_incident: Incident, given: Given) -> Sequence[ev.Event]:
    started: When = given["started"] or When(given.when, given.precision)
    if started.at > given.when:
        raise Misused("it can't start after it is declared; check --started")
    made: list[ev.Event] = [
        given.fact(
            ev.Declared, title=given["title"], severity=given["sev"] or 3, zone=given["zone"] or "UTC"
        ),
        given.fact(ev.MilestoneMarked, milestone="started", at=started.at, precision=started.precision),
    ]
    if given["system"]:
        made.append(given.fact(ev.SystemsNamed, systems=given["system"]))
    if given["symptom"]:
        made.append(given.fact(ev.SymptomsDescribed, text=given["symptom"]))
    return made


DECLARE = Verb(
    "declare", "room", "declare an incident and print its id", _declare,
    (
        Arg("title", "text", "what is wrong, in a few words", rest=True),
        Arg("sev", "severity", "severity, 1 (worst) to 4; if unsure, the higher one", required=False, flag=True),
        Arg("started", "time", "when it began (14:02, -20m)", required=False, flag=True),
        Arg("system", "systems", "an affected system; may be given again", required=False, flag=True),
        Arg("symptom", "symptoms", "what is seen; may be given again", required=False, flag=True),
        Arg("playbook", "text", "the steps to follow, by the name of the playbook", required=False, flag=True),
        Arg("zone", "text", "the zone that its people think in (IANA name)", required=False, flag=True),
    ),
)  # fmt: skip


def declaration(
    tokens: Sequence[str], playbook: Playbook | Find | None, given: Circumstance
) -> tuple[ev.Event, ...]:
    """The facts of a new incident, its playbook among them: the one given, or the one found by the name that was given.

    Raises:
        Misused: the words do not fit.
    """
    words = read(DECLARE, tokens, Incident(), given, PARSERS)
    made = list(_declare(Incident(), words))
    if callable(playbook):
        playbook = playbook(words["playbook"] or "")
    elif words["playbook"]:
        raise Misused("no other playbook can be chosen here; leave --playbook out")
    if playbook is not None:
        made.append(words.fact(ev.PlaybookAdopted, playbook=playbook))
    return tuple(msgspec.structs.replace(e, act=made[0].id) for e in made)
