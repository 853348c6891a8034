"""Who is told: the playbook's audiences and four that every incident has, how they are named, and which of them are outside.

What goes outside is made of facts that somebody marked as safe. Whoever is not known to belong to the house is outside.
"""

from __future__ import annotations

from typing import Final

from warroom.core.incident import Incident
from warroom.core.language import later, say
from warroom.core.playbook import in_language
from warroom.core.sentences import Say, code_of

HOUSE: Final[dict[str, str]] = {
    "responders": later("Responders"), "stakeholders": later("Stakeholders"), "customers": later("Customers"),
    "management": later("Management"),
}  # fmt: skip
"""Audiences that need no playbook, and their names."""
OUTSIDE: Final = frozenset({
    "customer", "customers", "client", "clients", "user", "users", "tenants", "public", "partner", "partners", "vendor",
    "vendors", "press", "media", "regulators", "pelanggan", "klien", "pengguna", "publik", "mitra", "pers",
    "regulator", "nasabah",
})  # fmt: skip
"""Words in an id that say so, in the two languages; a playbook names others under `outside`."""
_MEANS: Final[dict[str, tuple[str, ...]]] = {
    "customers": ("users",), "users": ("customers",), "management": ("executives",), "executives": ("management",),
}  # fmt: skip
"""What an audience is called in one playbook and another."""


def known(incident: Incident) -> tuple[str, ...]:
    """The ids of all audiences of an incident: the playbook's, then those of the house that it does not have by another name."""
    own = tuple(incident.playbook.audiences) if incident.playbook else ()
    return (
        *own,
        *(a for a in HOUSE if a not in own and not any(other in own for other in _MEANS.get(a, ()))),
    )


def required(incident: Incident) -> tuple[str, ...]:
    """Whom the present severity demands to be told."""
    protocol = incident.playbook.severity(incident.severity) if incident.playbook else None
    return protocol.audiences if protocol else ()


def find(raw: str, incident: Incident) -> str:
    """The audience that a person calls so, by its id, a name in any language or the beginning of one; "" when none fits."""
    wanted = " ".join(raw.replace("_", "-").split()).casefold()
    there = known(incident)
    if not wanted:
        return ""
    if wanted in there:
        return wanted
    for other in _MEANS.get(wanted, ()):
        if other in there:
            return other
    names = {a: [a, *(n.casefold() for n in _names(incident, a))] for a in there}
    exact = [a for a, called in names.items() if wanted in called]
    found = exact or [a for a, called in names.items() if any(n.startswith(wanted) for n in called)]
    return found[0] if len(found) == 1 else ""


def _names(incident: Incident, audience: str) -> tuple[str, ...]:
    texts = incident.playbook.audiences.get(audience, {}) if incident.playbook else {}
    return (
        tuple(texts.values()) or (HOUSE[audience], say(HOUSE[audience]))
        if audience in HOUSE
        else tuple(texts.values())
    )


def called(incident: Incident, audience: str, say: Say, language: str = "") -> str:
    """How an audience is called in a language, without one in that of `say`."""
    language = language or code_of(say)
    texts = incident.playbook.audiences.get(audience, {}) if incident.playbook else {}
    return in_language(texts, language) or say(HOUSE.get(audience, audience))


def is_outside(incident: Incident, audience: str) -> bool:
    """Whether only what was marked as safe may be told to them."""
    if OUTSIDE.intersection(audience.split("-")):
        return True
    if incident.playbook and audience in incident.playbook.outside:
        return True
    own = incident.playbook.audiences if incident.playbook else {}
    return audience not in own and audience not in HOUSE
