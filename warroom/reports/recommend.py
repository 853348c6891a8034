"""What is recommended for the process, by people and by the record: skipped items, late updates, roles that nobody held, gaps.

Speaks of the process and of nobody's fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from warroom.core.cadence import late_updates
from warroom.core.checklist import checklist
from warroom.core.families.closing import Closing
from warroom.core.incident import Incident
from warroom.core.vocabulary import MILESTONE_NAMES, MILESTONES, ROLE_NAMES, ROLES
from warroom.reports.context import Context


def recommendations(context: Context) -> tuple[str, ...]:
    """One sentence for each, the weightiest first; none when the record is without gaps."""
    return tuple(_all(context))


def _all(context: Context) -> Iterator[str]:
    incident, say = context.incident, context.say
    for recommended in incident.part(Closing).recommended:
        yield context.text(recommended.text)
    if unheld := _unheld(incident):
        yield say(
            "Nobody held these roles: {roles}.",
            roles=", ".join(say(ROLE_NAMES[r]) for r in ROLES if r in unheld),
        )
    if late := late_updates(incident, context.now):
        yield say("Updates that came later than promised or demanded: {count}.", count=late)
    for step in checklist(incident, context.reader.language):
        for c in step.checks:
            if c.state == "skipped":
                yield say(
                    "Skipped: {item} ({why}).",
                    item=f"{c.number} {c.title}",
                    why=context.text(c.why) or say("no reason given"),
                )
    live = [a for a in incident.actions if a.state == "todo"]
    if bare := sum(1 for a in live if not a.owner or a.due is None):
        yield say("Follow-ups without an owner or a due date: {count}.", count=bare)
    if unmarked := [
        say(MILESTONE_NAMES[m]) for m in MILESTONES if incident.reached(m) is None and expected(incident, m)
    ]:
        yield say("Moments that nobody recorded: {moments}.", moments=", ".join(unmarked))


def _unheld(incident: Incident) -> set[str]:
    protocol = incident.playbook.severity(incident.severity) if incident.playbook else None
    wanted = set(protocol.roles) if protocol else {"ic"}
    return wanted - {h.role for h in incident.holdings}


def expected(incident: Incident, milestone: str) -> bool:
    """When the cause came in, nobody may ever know; an end is not expected before it is there."""
    return milestone != "cause_introduced" and (
        milestone not in ("mitigated", "resolved") or not incident.is_open
    )
