"""The closed sets of values that a record may hold, each said once: who reads, writes or shows one takes it from here.

Names that people see are marked with `later` and looked up in the catalogues where they are shown.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

from warroom.core.language import later

Precision = Literal["exact", "about", "date"]
Category = Literal["note", "symptom", "alert", "change", "action", "decision", "diagnosis", "comms", "evidence"]  # fmt: skip
Status = Literal[
    "declared", "investigating", "identified", "mitigating", "monitoring", "resolved", "closed", "cancelled"
]
Milestone = Literal[
    "cause_introduced", "started", "detected", "acknowledged", "declared", "first_update", "mitigated", "resolved"
]  # fmt: skip
Role = Literal["ic", "deputy", "scribe", "ops", "comms", "sme", "liaison", "observer"]
ItemMark = Literal["open", "in_progress", "done", "skipped"]
Level = Literal["full", "degraded"]
Verdict = Literal["open", "confirmed", "ruled_out", "inconclusive"]
Confidence = Literal["unlikely", "possible", "likely", "almost_certain"]
Bearing = Literal["for", "against"]
Fix = Literal["quick", "permanent"]
Likelihood = Literal["unlikely", "possible", "likely"]
Harm = Literal["minor", "serious", "severe"]
Risk = Literal["low", "medium", "high"]
ActionKind = Literal["prevent", "detect", "mitigate", "process", "document", "other"]
Section = Literal[
    "summary", "trigger", "detection", "cause", "factors", "impact", "team", "resolution", "obstacles", "helped", "went_well",
    "went_badly", "luck", "learnings", "internal_message", "external_message", "glossary",
]  # fmt: skip

CATEGORIES: Final = get_args(Category)
STATUSES: Final = get_args(Status)
MILESTONES: Final = get_args(Milestone)
ROLES: Final = get_args(Role)
VERDICTS: Final = get_args(Verdict)
CONFIDENCES: Final = get_args(Confidence)
FIXES: Final = get_args(Fix)
LIKELIHOODS: Final = get_args(Likelihood)
HARMS: Final = get_args(Harm)
RISKS: Final = get_args(Risk)
ACTION_KINDS: Final = get_args(ActionKind)
SECTIONS: Final = get_args(Section)
LEVELS: Final = get_args(Level)
SEVERITIES: Final = (1, 2, 3, 4)
OPEN_STATUSES: Final = frozenset({"declared", "investigating", "identified", "mitigating", "monitoring"})
SOLE_ROLES: Final = frozenset({"ic", "deputy", "scribe", "ops", "comms"})
"""Roles that one person holds at a time; the others may be shared."""

ROLE_NAMES: Final[dict[Role, str]] = {
    "ic": later("Incident Commander"), "deputy": later("Deputy"), "scribe": later("Scribe"), "ops": later("Operations Lead"),
    "comms": later("Communications Lead"), "sme": later("Subject Matter Expert"), "liaison": later("Liaison"),
    "observer": later("Observer"),
}  # fmt: skip
_OTHER_NAMES: Final[dict[str, Role]] = {
    "commander": "ic", "lead": "ic", "operations": "ops", "communications": "comms", "communication": "comms",
    "expert": "sme",
}  # fmt: skip
MILESTONE_NAMES: Final[dict[Milestone, str]] = {
    "cause_introduced": later("cause came in"), "started": later("started"), "detected": later("detected"),
    "acknowledged": later("acknowledged"),
    "declared": later("declared"), "first_update": later("first update"), "mitigated": later("mitigated"),
    "resolved": later("resolved"),
}  # fmt: skip


def role_named(text: str) -> Role | None:
    """The role that a person calls so, whatever the case; None when there is none."""
    wanted = text.casefold()
    known = next((role for role, title in ROLE_NAMES.items() if wanted in (role, title.casefold())), None)
    return known or _OTHER_NAMES.get(wanted)
