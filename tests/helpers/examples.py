"""The examples that every verb carries, acted out on a small incident that follows the ten steps."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tests.helpers.acted import Acted
from warroom.core.entryline import tokens
from warroom.core.envelope import Event
from warroom.core.incident import Incident
from warroom.core.playbook import Playbook
from warroom.core.playbookfile import parse
from warroom.core.registry import VERBS

META = frozenset({"rows", "heads", "last", "conflicts", "undone", "withdrawn"})
"""What tells of the log rather than of the incident."""


@cache
def ten_steps() -> Playbook:
    folder = Path(__file__).parents[2] / "warroom" / "playbooks"
    return parse({p.name: p.read_text("utf-8") for p in sorted(folder.glob("ten-steps.*.toml"))})


def small() -> Acted:
    """A new incident, declared by ani."""
    return Acted(playbook=ten_steps())


def acted(line: str) -> tuple[str, list[str], str]:
    """The verb of an example's line, its words, and who acts: ani, or whom `--as` names."""
    words, by = tokens(line), "ani"
    if words[0] == "--as":
        by, words = words[1], words[2:]
    return words[0], words[1:], by


def do(story: Acted, line: str, minute: float) -> list[Event]:
    verb, words, by = acted(line)
    return story.do(verb, *words, by=by, minute=minute)


def state(incident: Incident) -> dict[str, Any]:
    """All that people see of an incident: its fields, and what still stands of what they logged."""
    found = {name: getattr(incident, name) for name in incident.__struct_fields__ if name not in META}
    return found | {"entries": [r for r in incident.entries if r.id not in incident.undone]}


LINES = tuple(dict.fromkeys(line for verb in VERBS.values() for line in verb.example if not verb.door))
"""Every line of every example."""
