"""The checklist as people see it: what they ticked, and what the state of the incident has fulfilled by itself.

A playbook names the rule that fulfils an item (`fulfilled_by`); the rules stand here. A rule whose state does not exist yet is
simply absent, and its items are ticked by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec

from warroom.core.cadence import item_due
from warroom.core.events import ItemMark
from warroom.core.incident import Incident, Remark
from warroom.core.playbook import Item as PlaybookItem


class Met(msgspec.Struct, frozen=True):
    """The state behind an item is there: since when, and by whose act."""

    at: datetime
    by: str


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
    return tuple(
        Step(
            step.number, step.title(language), tuple(_check(incident, item, language) for item in step.items)
        )
        for step in incident.playbook.steps
    )


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
    rule = RULES.get(item.fulfilled_by)
    met = rule(incident) if rule else None
    base = Check(
        item.number, item.title(language), item.help(language), "open",
        remarks=incident.remarks.get(item.number, ()), due=item_due(incident, item),
    )  # fmt: skip
    if met and (said is None or (said.state in ("open", "in_progress") and said.at < met.at)):
        return msgspec.structs.replace(base, state="done", by=met.by, at=met.at, auto=True)
    if said:
        return msgspec.structs.replace(base, state=said.state, by=said.by, at=said.at, why=said.why)
    return base


# -- the rules -------------------------------------------------------------------------------------


def _began(incident: Incident) -> Met | None:
    started = incident.milestones.get("started")
    if not (started and incident.systems and incident.symptoms):
        return None
    first = incident.statuses[0] if incident.statuses else None
    return Met(first.at if first else started.at, incident.declared_by)


def _evidence(incident: Incident) -> Met | None:
    return next((Met(r.at, r.by) for r in incident.rows if r.kind == "evidence" and r.struck is None), None)


def _sized(incident: Incident) -> Met | None:
    return Met(incident.figures[0].at, incident.figures[0].by) if incident.figures else None


def _commanded(incident: Incident) -> Met | None:
    held = [h for h in incident.holdings if h.role == "ic" and h.until is None]
    return Met(held[-1].since, held[-1].person) if held else None


def _hypothesised(incident: Incident) -> Met | None:
    return Met(incident.hypotheses[0].at, incident.hypotheses[0].by) if incident.hypotheses else None


def _drafted(incident: Incident) -> Met | None:
    written = [incident.sections.get("summary"), incident.sections.get("cause")]
    last = max((w for w in written if w), key=lambda w: w.at, default=None)
    return Met(last.at, last.by) if last and all(written) else None


def _figures(incident: Incident) -> Met | None:
    users = next((f for f in incident.figures if f.what == "users"), None)
    return Met(users.at, users.by) if users and (incident.windows or incident.reached("resolved")) else None


def _follow_up(kind: str) -> Callable[[Incident], Met | None]:
    def rule(incident: Incident) -> Met | None:
        return next(
            (Met(a.at, a.by) for a in incident.actions if a.type == kind and a.state != "dropped"), None
        )

    return rule


def _learned(incident: Incident) -> Met | None:
    learnt = incident.sections.get("learnings")
    return Met(learnt.at, learnt.by) if learnt and _follow_up("document")(incident) else None


RULE_KINDS: Final = frozenset({"evidence"})
"""The kinds of entries that a rule looks at; any other entry leaves the checklist as it is."""
RULES: Final[dict[str, Callable[[Incident], Met | None]]] = {
    "started_systems_symptoms": _began,
    "evidence": _evidence,
    "severity_and_impact": _sized,
    "commander": _commanded,
    "hypothesis": _hypothesised,
    "postmortem_drafted": _drafted,
    "figures_set": _figures,
    "preventive_followup": _follow_up("prevent"),
    "detect_followup": _follow_up("detect"),
    "learning_followed": _learned,
}
