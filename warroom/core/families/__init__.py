"""The list of families. A family is one file: its facts, its verbs, and the rules of the checklist that it fulfils.

Every table of the program that has a line for each kind of fact, verb or rule is made from this list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol, get_args

from warroom.core.checklist import Rule
from warroom.core.envelope import Event
from warroom.core.families import (
    assignments,
    attention,
    bridge,
    briefing,
    changes,
    checklist,
    checks,
    closing,
    deadlines,
    decisions,
    declaration,
    entries,
    followups,
    handover,
    hypotheses,
    impact,
    log,
    making,
    meeting,
    milestones,
    notes,
    options,
    outside,
    paging,
    playbooks,
    protocol,
    questions,
    references,
    related,
    room,
    roster,
    sections,
    severity,
    silences,
    standby,
    tickets,
    updates,
    watch,
)
from warroom.core.nudges import Finder
from warroom.core.verb import Sort, Verb

Known = (
    declaration.Fact
    | severity.Fact
    | protocol.Fact
    | deadlines.Fact
    | milestones.Fact
    | entries.Fact
    | checklist.Fact
    | roster.Fact
    | handover.Fact
    | paging.Fact
    | bridge.Fact
    | related.Fact
    | silences.Fact
    | notes.Fact
    | sections.Fact
    | updates.Fact
    | outside.Fact
    | tickets.Fact
    | briefing.Fact
    | impact.Fact
    | hypotheses.Fact
    | assignments.Fact
    | questions.Fact
    | references.Fact
    | playbooks.Fact
    | checks.Fact
    | watch.Fact
    | standby.Fact
    | options.Fact
    | decisions.Fact
    | changes.Fact
    | making.Fact
    | followups.Fact
    | meeting.Fact
    | closing.Fact
    | attention.Fact
    | log.Fact
)
"""Every fact that this version can read."""


class Family(Protocol):
    """What a family's file has beside its facts and their union `Fact`, `NUDGES` where it knows of
    what may wait, `SORTS` where people name what it keeps, and `STILL_OPEN` where something of it stands before the end.
    """

    @property
    def VERBS(self) -> Sequence[Verb]: ...
    @property
    def RULES(self) -> dict[str, Rule]: ...


FAMILIES: Final[tuple[Family, ...]] = (
    entries, updates, references, outside, hypotheses, assignments, questions, options, decisions,
    changes, making, checklist, playbooks, declaration, severity,
    protocol, deadlines,
    milestones, impact, checks, watch, tickets, roster, handover, paging, bridge, standby, silences, related,
    notes, sections,
    followups, meeting, closing, briefing,
    attention, log, room,
)  # fmt: skip
"""In the order in which help and manual list their verbs."""
KINDS: Final[dict[str, type[Event]]] = {str(c.__struct_config__.tag): c for c in get_args(Known)}
RULES: Final[dict[str, Rule]] = {name: rule for family in FAMILIES for name, rule in family.RULES.items()}
NUDGES: Final[tuple[Finder, ...]] = tuple(
    find for family in FAMILIES for find in getattr(family, "NUDGES", ())
)
"""What may wait for somebody; a family that knows of nothing has none."""
SORTS: Final[dict[str, Sort]] = {s.name: s for family in FAMILIES for s in getattr(family, "SORTS", ())}
"""What people name by a part of its text or id, by the kind of argument that takes it."""
