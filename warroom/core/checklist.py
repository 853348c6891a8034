"""The checklist as people see it: what they ticked, and what the state of the incident has fulfilled by itself.

A playbook names the rule that fulfils an item (`fulfilled_by`); the rules stand in the families whose facts fulfil them. A
rule whose state does not exist yet is simply absent, and its items are ticked by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec

from warroom.core.cadence import item_due
from warroom.core.incident import Incident, Remark
from warroom.core.playbook import Item as PlaybookItem
from warroom.core.vocabulary import ItemMark


class Met(msgspec.Struct, frozen=True):
    """The state behind an item is there: since when, and by whose act."""

    at: datetime
    by: str


Rule = Callable[[Incident], Met | None]

RULE_KINDS: Final = frozenset({"evidence"})
"""The kinds of entries that a rule looks at; any other entry leaves the checklist as it is."""


class Check(msgspec.Struct, frozen=True):
    """One item of the checklist, now."""

    number: str
    title: str
    help: str
    state: ItemMark
    by: str = ""
    at: datetime | None = None
    why: str = ""
    auto: bool = False
    """It ticked itself."""
    remarks: tuple[Remark, ...] = ()
    due: datetime | None = None
    rule: str = ""
    """What fulfils it by itself; "" where there is no such state."""


class Step(msgspec.Struct, frozen=True):
    number: int
    title: str
    checks: tuple[Check, ...]

    @property
    def settled(self) -> int:
        """How many of its items are done or skipped."""
        return sum(1 for c in self.checks if c.state in ("done", "skipped"))


def checklist(incident: Incident, language: str = "en") -> tuple[Step, ...]:
    """The steps of the incident's playbook with the state of each item; empty without a playbook."""
    if incident.playbook is None:
        return ()
    steps = (
        Step(
            step.number, step.title(language),
            tuple(_check(incident, item, language) for item in step.items if applies(incident, item)),
        )
        for step in incident.playbook.steps
    )  # fmt: skip
    return tuple(step for step in steps if step.checks)


def applies(incident: Incident, item: PlaybookItem) -> bool:
    """Whether an item is to be done at the present severity; what people have said of one stays to be seen."""
    return not item.severities or incident.severity in item.severities or item.number in incident.items


def check(incident: Incident, number: str, language: str = "en") -> Check | None:
    """One item, or None when the playbook has no such number."""
    return next(
        (c for step in checklist(incident, language) for c in step.checks if c.number == number), None
    )


def progress(steps: tuple[Step, ...]) -> tuple[int, int]:
    """How many items are settled, of how many."""
    return sum(s.settled for s in steps), sum(len(s.checks) for s in steps)


def _check(incident: Incident, item: PlaybookItem, language: str) -> Check:
    said = incident.items.get(item.number)
    rule = _rule(item.fulfilled_by)
    met = rule(incident) if rule else None
    base = Check(
        item.number, item.title(language), item.help(language), "open",
        remarks=incident.remarks.get(item.number, ()), due=item_due(incident, item),
        rule=item.fulfilled_by,
    )  # fmt: skip
    if met and (said is None or (said.state in ("open", "in_progress") and said.at < met.at)):
        return msgspec.structs.replace(base, state="done", by=met.by, at=met.at, auto=True)
    if said:
        return msgspec.structs.replace(base, state=said.state, by=said.by, at=said.at, why=said.why)
    return base


def _rule(name: str) -> Rule | None:
    from warroom.core.families import (
        RULES,  # which are made of all families, that of the checklist among them
    )

    return RULES.get(name)
