"""The members of each kind in the order as it is written, then those of the objects inside.

Made from the program by `make docs`; do not edit. Storage knows no kinds, and must not load what does (see `order`).
"""

# fmt: off
# ruff: noqa: E501
MEMBERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "incident.declared": (
        ("first_recorded_at", "title", "severity", "zone", "assumed"),
    ),
    "playbook.adopted": (
        ("first_recorded_at", "playbook"),
        ("id", "steps", "version", "languages", "severities", "audiences", "laws", "outside"),
        ("number", "titles", "items"),
        ("number", "titles", "helps", "fulfilled_by", "due", "severities"),
        ("number", "names", "meanings", "update_minutes", "roles", "audiences", "postmortem", "postmortem_days", "working_days", "first_update_minutes"),
        ("id", "names", "duties", "ask_from"),
        ("id", "names", "hours", "months", "after"),
    ),
    "incident.titled": (
        ("first_recorded_at", "title"),
    ),
    "incident.systems": (
        ("first_recorded_at", "systems"),
    ),
    "incident.symptoms": (
        ("first_recorded_at", "text"),
    ),
    "severity.changed": (
        ("first_recorded_at", "severity", "why"),
    ),
    "status.changed": (
        ("first_recorded_at", "status", "why", "despite"),
    ),
    "protocol.activated": (
        ("first_recorded_at", "severity"),
    ),
    "deadline.aware": (
        ("first_recorded_at", "law"),
    ),
    "deadline.met": (
        ("first_recorded_at", "deadline", "text"),
    ),
    "deadline.waived": (
        ("first_recorded_at", "deadline", "person", "why"),
    ),
    "milestone.marked": (
        ("first_recorded_at", "milestone", "precision"),
    ),
    "milestone.cleared": (
        ("first_recorded_at", "milestone"),
    ),
    "entry.logged": (
        ("first_recorded_at", "text", "category", "precision", "source", "marks"),
    ),
    "entry.corrected": (
        ("first_recorded_at", "entry", "text", "moved_to", "precision", "category"),
    ),
    "entry.struck": (
        ("first_recorded_at", "entry", "why"),
    ),
    "entry.restored": (
        ("first_recorded_at", "entry"),
    ),
    "entry.pinned": (
        ("first_recorded_at", "entry"),
    ),
    "entry.unpinned": (
        ("first_recorded_at", "entry"),
    ),
    "entry.redacted": (
        ("first_recorded_at", "entry", "why", "taken"),
    ),
    "item.set": (
        ("first_recorded_at", "item", "state", "why"),
    ),
    "item.noted": (
        ("first_recorded_at", "item", "text"),
    ),
    "person.joined": (
        ("first_recorded_at", "person", "knows"),
    ),
    "person.left": (
        ("first_recorded_at", "person"),
    ),
    "role.assigned": (
        ("first_recorded_at", "role", "person", "why", "knows", "readback", "confirmed"),
    ),
    "role.released": (
        ("first_recorded_at", "role", "person"),
    ),
    "role.offered": (
        ("first_recorded_at", "role", "person", "brief"),
    ),
    "role.declined": (
        ("first_recorded_at", "role", "person", "why"),
    ),
    "person.paged": (
        ("first_recorded_at", "person", "why", "how"),
    ),
    "person.messaged": (
        ("first_recorded_at", "person", "channel", "result", "why", "message"),
    ),
    "bridge.set": (
        ("first_recorded_at", "link"),
    ),
    "bridge.closed": (
        ("first_recorded_at", "why"),
    ),
    "related.parent": (
        ("first_recorded_at", "incident", "title"),
    ),
    "related.child": (
        ("first_recorded_at", "incident", "title"),
    ),
    "related.duplicate": (
        ("first_recorded_at", "incident", "title", "why"),
    ),
    "related.none": (
        ("first_recorded_at", "incident", "why"),
    ),
    "alert.silenced": (
        ("first_recorded_at", "alert", "until", "why"),
    ),
    "alert.unsilenced": (
        ("first_recorded_at", "alert", "why"),
    ),
    "notes.saved": (
        ("first_recorded_at", "text"),
    ),
    "section.written": (
        ("first_recorded_at", "section", "text", "titles"),
    ),
    "update.posted": (
        ("first_recorded_at", "text", "next_at", "audiences", "plan"),
    ),
    "audience.told": (
        ("first_recorded_at", "audience", "way", "channel", "result", "why", "message"),
    ),
    "outside.marked": (
        ("first_recorded_at", "entry", "field", "safe", "version"),
    ),
    "ticket.linked": (
        ("first_recorded_at", "url", "name", "asked"),
    ),
    "ticket.unlinked": (
        ("first_recorded_at", "url"),
    ),
    "ticket.asked": (
        ("first_recorded_at", "tracker"),
    ),
    "ticket.failed": (
        ("first_recorded_at", "asked", "why", "result"),
    ),
    "brief.given": (
        ("first_recorded_at", "how"),
    ),
    "impact.measured": (
        ("first_recorded_at", "what", "amount", "unit", "estimate", "since", "until"),
    ),
    "impact.window": (
        ("first_recorded_at", "starts", "ends", "level", "component"),
    ),
    "impact.withdrawn": (
        ("first_recorded_at", "what", "why"),
    ),
    "impact.window_removed": (
        ("first_recorded_at", "window", "why"),
    ),
    "hypothesis.raised": (
        ("first_recorded_at", "text"),
    ),
    "hypothesis.judged": (
        ("first_recorded_at", "hypothesis", "verdict", "why"),
    ),
    "hypothesis.reworded": (
        ("first_recorded_at", "hypothesis", "text"),
    ),
    "hypothesis.rated": (
        ("first_recorded_at", "hypothesis", "confidence"),
    ),
    "hypothesis.probed": (
        ("first_recorded_at", "hypothesis", "text"),
    ),
    "hypothesis.evidence": (
        ("first_recorded_at", "hypothesis", "entry", "bearing", "why"),
    ),
    "hypothesis.withdrawn": (
        ("first_recorded_at", "hypothesis", "text", "why"),
    ),
    "assignment.given": (
        ("first_recorded_at", "person", "text", "until"),
    ),
    "assignment.changed": (
        ("first_recorded_at", "assignment", "person", "until", "text", "why"),
    ),
    "assignment.ended": (
        ("first_recorded_at", "assignment", "outcome", "text"),
    ),
    "question.asked": (
        ("first_recorded_at", "text", "to", "asker"),
    ),
    "question.answered": (
        ("first_recorded_at", "question", "text"),
    ),
    "question.withdrawn": (
        ("first_recorded_at", "question", "why"),
    ),
    "entry.referenced": (
        ("first_recorded_at", "entry", "url", "title"),
    ),
    "entry.unreferenced": (
        ("first_recorded_at", "entry", "url"),
    ),
    "playbook.added": (
        ("first_recorded_at", "playbook"),
        ("id", "steps", "version", "languages", "severities", "audiences", "laws", "outside"),
        ("number", "titles", "items"),
        ("number", "titles", "helps", "fulfilled_by", "due", "severities"),
        ("number", "names", "meanings", "update_minutes", "roles", "audiences", "postmortem", "postmortem_days", "working_days", "first_update_minutes"),
        ("id", "names", "duties", "ask_from"),
        ("id", "names", "hours", "months", "after"),
    ),
    "check.added": (
        ("first_recorded_at", "text"),
    ),
    "check.judged": (
        ("first_recorded_at", "check", "state", "how", "evidence"),
    ),
    "check.removed": (
        ("first_recorded_at", "check", "why"),
    ),
    "watch.begun": (
        ("first_recorded_at", "until", "every"),
    ),
    "watch.looked": (
        ("first_recorded_at", "seen", "text"),
    ),
    "watch.ended": (
        ("first_recorded_at", "why"),
    ),
    "standby.named": (
        ("first_recorded_at", "person", "contact", "until"),
    ),
    "standby.released": (
        ("first_recorded_at", "person"),
    ),
    "option.raised": (
        ("first_recorded_at", "text", "fix", "effort", "why"),
    ),
    "option.changed": (
        ("first_recorded_at", "option", "text", "fix", "effort", "why", "rollback"),
    ),
    "option.weighed": (
        ("first_recorded_at", "option", "likelihood", "harm", "danger"),
    ),
    "option.withdrawn": (
        ("first_recorded_at", "option", "text", "why"),
    ),
    "option.objection": (
        ("first_recorded_at", "option", "person", "why"),
    ),
    "option.chosen": (
        ("first_recorded_at", "option", "entry", "over", "why", "waived_by", "waiver"),
    ),
    "option.rejected": (
        ("first_recorded_at", "option", "why"),
    ),
    "option.reconsidered": (
        ("first_recorded_at", "option", "why"),
    ),
    "change.planned": (
        ("first_recorded_at", "text", "option"),
    ),
    "change.reworded": (
        ("first_recorded_at", "change", "text"),
    ),
    "change.scheduled": (
        ("first_recorded_at", "change", "opens", "closes", "zone"),
    ),
    "change.crewed": (
        ("first_recorded_at", "change", "executor", "observer"),
    ),
    "change.cancelled": (
        ("first_recorded_at", "change", "why"),
    ),
    "change.started": (
        ("first_recorded_at", "change"),
    ),
    "change.ended": (
        ("first_recorded_at", "change", "outcome", "text"),
    ),
    "action.added": (
        ("first_recorded_at", "text", "owner", "due", "type"),
    ),
    "action.changed": (
        ("first_recorded_at", "action", "text", "owner", "due", "type", "state"),
    ),
    "meeting.planned": (
        ("first_recorded_at", "starts", "place"),
    ),
    "meeting.held": (
        ("first_recorded_at", "text"),
    ),
    "closing.unneeded": (
        ("first_recorded_at", "what", "why"),
    ),
    "learnings.shared": (
        ("first_recorded_at", "text"),
    ),
    "process.recommended": (
        ("first_recorded_at", "text"),
    ),
    "nudge.snoozed": (
        ("first_recorded_at", "nudge", "until", "level"),
    ),
    "event.undone": (
        ("first_recorded_at", "events"),
    ),
    "log.sealed": (
        ("first_recorded_at", "heads", "signer", "key", "signature", "rests"),
    ),
}
