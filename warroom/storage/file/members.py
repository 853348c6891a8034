"""The members of each kind in the order as it is written, then those of the objects inside.

Made from the program by `make docs`; do not edit. Storage knows no kinds, and must not load what does (see `order`).
"""

# fmt: off
MEMBERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "incident.declared": (
        ("first_recorded_at", "once", "title", "severity", "zone"),
    ),
    "playbook.adopted": (
        ("first_recorded_at", "once", "playbook"),
        ("id", "steps", "version", "languages", "severities", "audiences"),
        ("number", "titles", "items"),
        ("number", "titles", "helps", "fulfilled_by", "due"),
        ("number", "names", "meanings", "update_minutes", "roles", "audiences", "postmortem", "postmortem_days", "working_days"),
    ),
    "incident.titled": (
        ("first_recorded_at", "once", "title"),
    ),
    "incident.systems": (
        ("first_recorded_at", "once", "systems"),
    ),
    "incident.symptoms": (
        ("first_recorded_at", "once", "text"),
    ),
    "severity.changed": (
        ("first_recorded_at", "once", "severity", "why"),
    ),
    "status.changed": (
        ("first_recorded_at", "once", "status", "why"),
    ),
    "milestone.marked": (
        ("first_recorded_at", "once", "milestone", "precision"),
    ),
    "milestone.cleared": (
        ("first_recorded_at", "once", "milestone"),
    ),
    "entry.logged": (
        ("first_recorded_at", "once", "text", "category", "precision", "source", "marks"),
    ),
    "entry.corrected": (
        ("first_recorded_at", "once", "entry", "text", "moved_to", "precision", "category"),
    ),
    "entry.struck": (
        ("first_recorded_at", "once", "entry", "why"),
    ),
    "entry.restored": (
        ("first_recorded_at", "once", "entry"),
    ),
    "entry.pinned": (
        ("first_recorded_at", "once", "entry"),
    ),
    "entry.unpinned": (
        ("first_recorded_at", "once", "entry"),
    ),
    "entry.redacted": (
        ("first_recorded_at", "once", "entry", "why", "taken"),
    ),
    "item.set": (
        ("first_recorded_at", "once", "item", "state", "why"),
    ),
    "item.noted": (
        ("first_recorded_at", "once", "item", "text"),
    ),
    "person.joined": (
        ("first_recorded_at", "once", "person"),
    ),
    "person.left": (
        ("first_recorded_at", "once", "person"),
    ),
    "role.assigned": (
        ("first_recorded_at", "once", "role", "person", "why"),
    ),
    "role.released": (
        ("first_recorded_at", "once", "role", "person"),
    ),
    "role.offered": (
        ("first_recorded_at", "once", "role", "person", "brief"),
    ),
    "role.declined": (
        ("first_recorded_at", "once", "role", "person", "why"),
    ),
    "notes.saved": (
        ("first_recorded_at", "once", "text"),
    ),
    "section.written": (
        ("first_recorded_at", "once", "section", "text"),
    ),
    "update.posted": (
        ("first_recorded_at", "once", "text", "next_at"),
    ),
    "impact.measured": (
        ("first_recorded_at", "once", "what", "amount", "unit", "estimate"),
    ),
    "impact.window": (
        ("first_recorded_at", "once", "starts", "ends", "level", "component"),
    ),
    "impact.withdrawn": (
        ("first_recorded_at", "once", "what", "why"),
    ),
    "impact.window_removed": (
        ("first_recorded_at", "once", "window", "why"),
    ),
    "hypothesis.raised": (
        ("first_recorded_at", "once", "text"),
    ),
    "hypothesis.judged": (
        ("first_recorded_at", "once", "hypothesis", "verdict", "why"),
    ),
    "hypothesis.reworded": (
        ("first_recorded_at", "once", "hypothesis", "text"),
    ),
    "hypothesis.withdrawn": (
        ("first_recorded_at", "once", "hypothesis", "text", "why"),
    ),
    "action.added": (
        ("first_recorded_at", "once", "text", "owner", "due", "type"),
    ),
    "action.changed": (
        ("first_recorded_at", "once", "action", "text", "owner", "due", "type", "state"),
    ),
    "event.undone": (
        ("first_recorded_at", "once", "events"),
    ),
    "log.sealed": (
        ("first_recorded_at", "once", "heads", "signer", "key", "signature", "rests"),
    ),
}
