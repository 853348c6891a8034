"""The rules that a playbook's items may name, as people look them up: what each ticks in the ten steps, and by which verbs."""

from __future__ import annotations

import msgspec

from warroom.core.families import RULES
from warroom.core.playbook import Playbook
from warroom.core.playbookfile import KNOWN_RULES
from warroom.core.registry import VERBS


class RuleLine(msgspec.Struct, frozen=True):
    """One rule. `known`: there is a state behind it; else people tick its items by hand."""

    name: str
    item: str
    """Number and title of the item of that playbook which it ticks; "" for none."""
    verbs: tuple[str, ...]
    known: bool


def rules(playbook: Playbook, language: str = "en") -> tuple[RuleLine, ...]:
    """Every rule, those of that playbook's items first, in their order."""
    items = {
        item.fulfilled_by: f"{item.number} {item.title(language)}"
        for step in playbook.steps
        for item in step.items
        if item.fulfilled_by
    }
    names = [*items, *sorted(KNOWN_RULES - items.keys())]
    return tuple(
        RuleLine(
            name,
            items.get(name, ""),
            tuple(v.name for v in VERBS.values() if name in v.fulfils),
            name in RULES,
        )
        for name in names
    )
