"""What stands on each line of the home screen: the incidents, open ones first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from warroom.core.clock import BadTime, parse_iso, span
from warroom.core.kin import kin_words
from warroom.core.language import say, spoken
from warroom.core.text import for_terminal
from warroom.core.vocabulary import ROLE_NAMES
from warroom.views.lines import NAME_CELLS, UTF8, Line, Signs, crop, pad
from warroom.views.listing import Entry, Listing

Row = Mapping[str, Any]
_STATUS = {"en": 13, "id": 18}
"""Cells of a status, in each language."""


def home_list(
    rows: Sequence[Row], now: datetime, signs: Signs = UTF8, *, needle: str = "", person: str = ""
) -> Listing:
    """Catalogue rows as a list, in their order; key: the incident's id. Damaged files are shown with what is wrong, and
    what `person` is offered with who hands it over.
    """
    wanted = needle.casefold()
    found = [r for r in rows if wanted in _haystack(r)]
    kin = kin_words(rows)
    return Listing([_entry(r, now, signs, kin.get(str(r["id"]), ""), person) for r in found])


def offers_to(row: Row, person: str) -> list[str]:
    """What waits for a person in an incident, in words: `budi hands you Incident Commander`."""
    return [
        say(
            "{giver} hands you {role}",
            giver=for_terminal(offer["by"]),
            role=say(ROLE_NAMES.get(offer["role"], offer["role"])),
        )
        for offer in row.get("offers") or ()
        if offer["to"] == person
    ]


def _haystack(row: Row) -> str:
    return " ".join(str(row.get(k) or "") for k in ("id", "title", "status", "commander")).casefold()


def _entry(row: Row, now: datetime, signs: Signs, kin: str, person: str) -> Entry:
    incident_id = str(row["id"])
    if row.get("problem"):
        line: Line = (
            (f"{signs.failed}     ", "bad"),
            (f"{incident_id:<17} ", "dim"),
            (for_terminal(str(row["problem"])), "bad"),
        )
        return Entry(incident_id, line, indent=24)
    severity = int(row.get("severity", 4))
    style = "" if row.get("open") else "dim"
    line = (
        (f"SEV{severity}", f"sev{severity}" if row.get("open") else "dim"),
        (f"  {pad(say(str(row.get('status', ''))), _STATUS[spoken().code])} ", style),
        (for_terminal(str(row.get("title", ""))), "bold" if row.get("open") else "dim"),
        (f"  {for_terminal(kin)}" if kin else "", "dim"),
    )
    for offer in offers_to(row, person):
        line = (*line, (f"  {signs.prompt} {offer}", "warn"))
    who = crop(for_terminal(str(row.get("commander") or say("no IC"))), NAME_CELLS, signs.more)
    right = (
        (f"{who}  ", "dim" if row.get("commander") or not row.get("open") else "bad"),
        (f"{_age(row, now):>9}  ", "dim"),
        (incident_id, "dim"),
    )
    return Entry(incident_id, line, right, wraps=False)


def _age(row: Row, now: datetime) -> str:
    """How long it goes on, or went on: from its start, as its room counts."""
    try:
        since = parse_iso(str(row.get("started_at") or row.get("declared_at") or ""))
        ended = parse_iso(str(row["ended_at"])) if row.get("ended_at") else now
    except (BadTime, ValueError):
        return ""
    return span(max(0.0, (ended - since).total_seconds()), most=2)
